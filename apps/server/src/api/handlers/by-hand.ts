import { date, formatMinor, minorFromDecimal } from "@innfri/kernel";
import { creditByHand, type Recorded, recordPaymentByHand } from "../../usecases/record-by-hand.ts";
import type { Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";
import { claimOf, sentence } from "./claims.ts";

export const BY_HAND_HANDLERS: Pick<Handlers, "recordPayment" | "creditClaim"> = {
  recordPayment: async (tx, { deployment, creditor, params, body, caller, now }) => {
    const target = await claimOf(tx, creditor.creditorId, params.claimId);
    const given = {
      paidOn: date(body.paidOn),
      amountMinor: minorFromDecimal(body.amount),
      reference: body.reference ?? null,
      orderedOn: body.orderedOn === undefined ? null : date(body.orderedOn),
      designation: body.designation ?? null,
    };
    return {
      body: recorded(await recordPaymentByHand(tx, deployment, creditor, target, given, caller.actor, now)),
    };
  },

  creditClaim: async (tx, { creditor, params, body, caller, now }) => {
    const target = await claimOf(tx, creditor.creditorId, params.claimId);
    const { number } = body;
    const given = { number, issuedOn: date(body.issuedOn), amountMinor: minorFromDecimal(body.amount) };
    return { body: recorded(await creditByHand(tx, creditor, target, given, caller.actor, now)) };
  },
};

/** What is refused is thrown, so that nothing of it stays. */
function recorded(outcome: Recorded) {
  if (outcome.kind === "refused")
    throw new Refused(refusal("refused", `${sentence(outcome.reason)} Nothing was recorded.`));
  const { isNew, openPrincipalMinor, state } = outcome;
  return { isNew, openPrincipal: formatMinor(openPrincipalMinor), state };
}
