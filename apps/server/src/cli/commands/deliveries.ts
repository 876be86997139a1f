import type { Command } from "commander";
import { shownInstant } from "../../clock.ts";
import { type Deliveries, listDeliveries, settleUnknown } from "../../usecases/deliveries.ts";
import { onInstallation } from "../context.ts";
import { type Answer, counted, table, UsageError } from "../output.ts";
import { idOf } from "../parse-options.ts";
import { whichCreditors } from "../which-creditors.ts";
import { wrapped } from "../wrap.ts";

type Options = { readonly creditor?: string; readonly sent?: string; readonly notSent?: string };

/** `innfri deliveries`: what somebody has to see to in the outbox. */
export function registerDeliveries(program: Command): void {
  program
    .command("deliveries")
    .description(
      "letters of which nobody knows whether they left, carriers that are out, print batches unanswered, answers unreadable",
    )
    .option("--creditor <id>", "only this creditor")
    .option("--sent <message>", "settle: this letter was sent")
    .option("--not-sent <message>", "settle: it was not; it is undone and decided anew")
    .action(async (options: Options, command: Command) => {
      const { sent, notSent } = options;
      if (sent !== undefined && notSent !== undefined)
        throw new UsageError("Give --sent or --not-sent, not both. Nothing was done.");
      const named = sent ?? notSent;
      await onInstallation(command, async (installation) => {
        const creditorIds = await whichCreditors(installation.pool, options.creditor);
        if (named === undefined) {
          return listAnswer(await listDeliveries(installation, creditorIds, new Date()));
        }
        const messageId = idOf("message", named);
        return settledAnswer(
          named,
          sent !== undefined,
          await settleUnknown(installation, creditorIds, messageId, sent !== undefined, new Date()),
        );
      });
    });
}

function settledAnswer(
  message: string,
  wasSent: boolean,
  outcome: Awaited<ReturnType<typeof settleUnknown>>,
): Answer {
  if (outcome.kind === "not-unknown")
    return {
      json: { message, refused: "not-unknown" },
      text: `The outcome of ${message} is not unknown. Which are: innfri deliveries. Nothing was done.`,
      exitCode: 1,
    };
  return {
    json: { message, creditor: outcome.creditor.creditorId, sent: wasSent },
    text: wasSent
      ? "The letter counts as sent, and its claims go on."
      : "The letter is undone and its charges are reversed; the next run decides its claims anew.",
    exitCode: 0,
  };
}

function listAnswer(all: readonly Deliveries[]): Answer {
  const told = all.map(textOf).filter((text) => text !== "");
  return {
    json: all.map(({ creditor, unknown, outages, unanswered, unreadable, queued }) => ({
      creditor: { id: creditor.creditorId, name: creditor.name },
      unknown,
      outages: outages.map(({ isResting: _, ...outage }) => outage),
      unanswered,
      unreadable,
      queued,
    })),
    text: told.length === 0 ? "Nothing in the outbox waits for anybody." : told.join("\n\n"),
    exitCode: 0,
  };
}

function textOf({ creditor, unknown, outages, unanswered, unreadable, queued }: Deliveries): string {
  const parts = [
    ...outages.map(({ carrier, problem, nextTryAt, failures }) =>
      wrapped(
        "  ",
        `nothing leaves by ${carrier}, tried ${counted(failures, "time")}: ${problem}. Asked again ${shownInstant(creditor.timeZone, nextTryAt)}, or now by innfri run`,
      ),
    ),
    ...(unknown.length === 0
      ? []
      : [
          "  nobody knows whether these left; find out, then innfri deliveries --sent ID, or --not-sent ID:",
          table(
            unknown.map(({ messageId, datedOn, caseNumber, channel }) => [
              messageId,
              datedOn,
              channel,
              caseNumber,
            ]),
          ).replaceAll(/^/gm, "    "),
        ]),
    ...unanswered.map(
      ({ batchId, letters, handedOverAt }) =>
        `  the print house has not said that it has batch ${batchId}, ${counted(letters, "letter")} handed over ${shownInstant(creditor.timeZone, handedOverAt)}`,
    ),
    ...(unreadable.length === 0
      ? []
      : [
          "  the print house has said what cannot be read; why stands beside each, in its folder unreadable. Lay it back",
          "  once it is mended, or remove it:",
          ...unreadable.map((name) => `    ${name.replaceAll(/[^\x20-\x7e]/g, "?")}`),
        ]),
    ...(queued > 0 && outages.length > 0 ? [`  ${counted(queued, "letter")} queued`] : []),
  ];
  return parts.length === 0 ? "" : [`${creditor.name}`, ...parts].join("\n");
}
