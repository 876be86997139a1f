import { type CalendarDate, formatMinor } from "@innfri/kernel";
import type { Command } from "commander";
import { type ProofOutcome, provePayment } from "../../usecases/prove-payment.ts";
import { onInstallation } from "../context.ts";
import { findOne } from "../find-one.ts";
import { type Answer, counted } from "../output.ts";
import { day, idOf } from "../parse-options.ts";
import { wrapped } from "../wrap.ts";
import { undoneText } from "./pay.ts";

type Options = {
  readonly ordered: CalendarDate;
  readonly payment?: string;
  readonly because?: string;
  readonly creditor?: string;
};

/** `innfri payment-proof`: a payer proves that a payment was ordered in time. */
export function registerPaymentProof(program: Command): void {
  program
    .command("payment-proof <claim>")
    .description("a payment was ordered on a day, as its payer has proved: what was charged since falls away")
    .requiredOption("--ordered <date>", "the day on which the payer's bank had the order", day("--ordered"))
    .option("--payment <id>", "which of the claim's payments, where it has several")
    .option("--because <text>", "what proves it, kept apart so that it can be removed later")
    .option("--creditor <id>", "whose claim it is, where several have one of that name")
    .action(async (named: string, options: Options, command: Command) => {
      const { ordered: orderedOn, payment, because, creditor } = options;
      const paymentId = payment === undefined ? null : idOf("payment", payment);
      const creditorId = creditor === undefined ? undefined : idOf("creditor", creditor);
      await onInstallation(command, async (installation) => {
        const claim = await findOne(installation, named, creditorId);
        const proof = { orderedOn, paymentId, note: because ?? null };
        return answerOf(named, await provePayment(installation, claim, proof, new Date()));
      });
    });
}

function answerOf(named: string, outcome: ProofOutcome): Answer {
  if (outcome.kind === "refused")
    return {
      json: { refused: outcome.reason },
      text: wrapped(`${named}: refused: `, `${outcome.reason}. Nothing was changed.`),
      exitCode: 1,
    };
  const { undone, closed, refundMinor, paymentId, orderedOn } = outcome;
  return {
    json: { payment: paymentId, orderedOn, undone, closed, refund: formatMinor(refundMinor) },
    text: [
      `${named}: the payment is booked as ordered on ${orderedOn}`,
      ...(undone.length === 0
        ? ["  nothing was charged since a deadline that it met in full"]
        : undone.map(undoneText)),
      ...(closed === 0 ? [] : [`  ${counted(closed, "claim")} closed`]),
      ...(refundMinor === 0n ? [] : [`  to be paid back: ${formatMinor(refundMinor)}`]),
    ].join("\n"),
    exitCode: 0,
  };
}
