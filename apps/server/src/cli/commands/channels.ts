import { isEmailAddress } from "@innfri/formats";
import type { Command } from "commander";
import { allCreditors } from "../../engine/creditors.ts";
import { type CreditorChannels, listChannels, sendTestMail, type TestMail } from "../../usecases/channels.ts";
import { CARRIER_WORDS } from "../carrier-words.ts";
import { onInstallation } from "../context.ts";
import { type Answer, UsageError } from "../output.ts";
import { whichCreditors } from "../which-creditors.ts";
import { wrapped } from "../wrap.ts";

/** `innfri channels`: how each company's letters leave, and a test of it. */
export function registerChannels(program: Command): void {
  program
    .command("channels")
    .description("how each company's letters leave, and whether that is set up")
    .option("--creditor <id>", "only this creditor")
    .option("--test <address>", "send a test mail there by the mail server, in the name of --creditor")
    .action(async (options: { creditor?: string; test?: string }, command: Command) => {
      const { test, creditor } = options;
      if (test !== undefined && !isEmailAddress(test))
        throw new UsageError(
          `--test takes an e-mail address, not ${JSON.stringify(test)}. Nothing was done.`,
        );
      await onInstallation(command, async (installation) => {
        const ids = await whichCreditors(installation.pool, creditor);
        if (test === undefined) return listAnswer(await listChannels(installation, ids, new Date()));
        if (creditor === undefined)
          throw new UsageError("--test goes with --creditor ID: in whose name? Nothing was done.");
        const one = (await allCreditors(installation.pool)).find(({ creditorId }) =>
          ids.includes(creditorId),
        )!;
        return testAnswer(test, await sendTestMail(installation, one, test, new Date()));
      });
    });
}

function listAnswer(all: readonly CreditorChannels[]): Answer {
  const isWrong = all.some(({ ways }) => ways.some(({ problem }) => problem !== null));
  return {
    json: all.map(({ creditor, ways }) => ({
      creditor: { id: creditor.creditorId, name: creditor.name },
      ways,
    })),
    text: all.map(textOf).join("\n\n"),
    exitCode: isWrong ? 1 : 0,
  };
}

const WORDS = { capture: "only files in the outbox, nothing is sent", ...CARRIER_WORDS } as const;

function textOf({ creditor, ways }: CreditorChannels): string {
  const lines = ways.map(({ channel, carrier, problem }) => {
    const name = channel === "email" ? "e-mail" : "post";
    return wrapped(
      "  ",
      `${name}: ${WORDS[carrier]}${problem === null ? "" : `. Does not work: ${problem}`}`,
    );
  });
  return [`${creditor.name}${creditor.isSandbox ? " (sandbox)" : ""}`, ...lines].join("\n");
}

function testAnswer(to: string, outcome: TestMail): Answer {
  if (outcome.kind === "refused")
    return {
      json: { to, refused: outcome.reason },
      text: `Nothing was sent: ${outcome.reason}.`,
      exitCode: 1,
    };
  const { answer } = outcome;
  if (answer.kind === "sent")
    return { json: { to, sent: true }, text: `The mail server took a test mail to ${to}.`, exitCode: 0 };
  return {
    json: { to, sent: answer.kind === "unknown" ? null : false, problem: answer.problem },
    text: `The test mail to ${to} did not leave for certain: ${answer.problem}.`,
    exitCode: 1,
  };
}
