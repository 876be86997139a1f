/** What people of a creditor record of a claim themselves: money that came to the creditor, and a credit note. */
import {
  type CalendarDate,
  type Currency,
  canonicalJson,
  derivedId,
  formatMinor,
  sha256,
  type Uuid,
} from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { type Creditor, settingsOn } from "../engine/creditors.ts";
import { takeCredits } from "../importing/credit-notes.ts";
import { nothingDone } from "../importing/import-context.ts";
import type { Operator } from "../installation.ts";
import { type BankLine, byHandAccount, payerOf } from "../payments/bank-line.ts";
import { bookByHand } from "../payments/book-line.ts";
import { designationOf } from "../payments/designation.ts";
import { type Pool, sql, type Tx, wake } from "../store/index.ts";
import { owedToday } from "./owed-today.ts";

type Target = { readonly claimId: Uuid; readonly debtorId: Uuid };

export type Recorded =
  | {
      readonly kind: "recorded";
      readonly isNew: boolean;
      readonly openPrincipalMinor: bigint;
      readonly state: string;
    }
  | { readonly kind: "refused"; readonly reason: string };

export type PaymentByHand = {
  readonly paidOn: CalendarDate;
  readonly amountMinor: bigint;
  readonly reference: string | null;
  readonly orderedOn: CalendarDate | null;
  readonly designation: "principal" | null;
};

type ClaimRow = {
  readonly reference: string;
  readonly currency: Currency;
  readonly number: string;
  readonly issuedOn: CalendarDate;
  readonly state: string;
  readonly openPrincipalMinor: bigint;
};

function claimRow(tx: Tx, creditorId: Uuid, { claimId }: Target): Promise<ClaimRow> {
  return tx.one<ClaimRow>(sql`
    select c.reference, c.currency, i.number, (i.data ->> 'issuedOn')::date as "issuedOn", n.state,
      n.open_principal_minor as "openPrincipalMinor"
    from claim c
    join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
    join invoice i on i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id and i.version_no = 1
    where c.creditor_id = ${creditorId}::uuid and c.claim_id = ${claimId}::uuid`);
}

/** Reads in the caller's transaction and books by the engine's: the line is the same however often it is recorded. */
export async function recordPaymentByHand(
  tx: Tx,
  deployed: { readonly enginePool: Pool; readonly operator: Operator },
  creditor: Creditor,
  target: Target,
  given: PaymentByHand,
  actor: string,
  now: Date,
): Promise<Recorded> {
  const { creditorId } = creditor;
  const { today } = clockOf(creditor, now);
  const { paidOn, orderedOn, amountMinor } = given;
  const claim = await claimRow(tx, creditorId, target);
  const line = lineOf(creditorId, target, claim, given);
  const before = await tx.maybe(sql`
    select from payment where creditor_id = ${creditorId}::uuid and bank_line_id = ${line.bankLineId}::uuid`);
  if (before === undefined) {
    if (paidOn > today) return refused(`${paidOn} has not come yet: it is ${today}`);
    if (orderedOn !== null && orderedOn > paidOn)
      return refused(`it cannot have been ordered on ${orderedOn} and have come on ${paidOn}`);
    if (paidOn < claim.issuedOn)
      return refused(`the invoice is of ${claim.issuedOn}, and nothing was paid on it on ${paidOn}`);
    if (claim.state === "closed") return refused("the claim is closed, and nothing is owed on it");
    const owed = await owedToday(tx, { creditor, ...deployed }, target, now);
    if (owed === null) return refused("what is owed cannot be computed today");
    if (amountMinor > owed.totalMinor)
      return refused(
        `${formatMinor(owed.totalMinor)} is owed today, and more than that is not recorded by hand`,
      );
  }
  const booked = await bookByHand(deployed, creditor, line, { ...target, actor }, now);
  if (booked.kind === "refused") return booked;
  await wake(tx, creditorId, "run");
  const { state, openPrincipalMinor } = await claimRow(tx, creditorId, target);
  return { kind: "recorded", isNew: booked.isNew, state, openPrincipalMinor };
}

function lineOf(
  creditorId: Uuid,
  { claimId }: Target,
  claim: ClaimRow,
  { paidOn, amountMinor, reference, orderedOn, designation }: PaymentByHand,
): BankLine {
  const account = byHandAccount(creditorId);
  const own = [claimId, paidOn, formatMinor(amountMinor), reference ?? ""];
  const bankReference = sha256(canonicalJson(own)).toString("hex").slice(0, 32);
  // The words that the payer would have written to the bank; a reference of the company's own designates nothing.
  const said = reference === null || designationOf(reference) !== null ? "" : reference;
  return {
    bankLineId: derivedId(paidOn, "bank-line", account, bankReference),
    ...{ account, bankReference, bookedOn: paidOn, valueOn: paidOn, amountMinor, currency: claim.currency },
    reference: claim.reference,
    payer: {
      ...payerOf(null),
      orderedOn,
      text: designation === "principal" ? `hovedstol ${said}`.trim() : said,
    },
  };
}

export type CreditByHand = {
  readonly number: string;
  readonly issuedOn: CalendarDate;
  readonly amountMinor: bigint;
};

/** All of it, or nothing: what more is credited than is open is for the creditor to settle with its customer. */
export async function creditByHand(
  tx: Tx,
  creditor: Creditor,
  target: Target,
  { number, issuedOn, amountMinor }: CreditByHand,
  actor: string,
  now: Date,
): Promise<Recorded> {
  const { creditorId } = creditor;
  const clock = clockOf(creditor, now);
  const claim = await claimRow(tx, creditorId, target);
  const settings = await settingsOn(tx, creditorId, clock.today);
  if (settings === undefined) throw new Error(`creditor ${creditorId} has no settings on ${clock.today}`);
  if (issuedOn > clock.today) return refused(`${issuedOn} has not come yet: it is ${clock.today}`);
  if (issuedOn < claim.issuedOn)
    return refused(`the invoice is of ${claim.issuedOn}, after the credit note's ${issuedOn}`);
  const importId = derivedId(clock.today, "credit-note", target.claimId, number);
  const done = nothingDone();
  const context = { creditor, settings, clock, importId, unknownKind: null, actor, keys: async () => null };
  await takeCredits(tx, [creditNote(claim, { number, issuedOn, amountMinor })], context, done);
  const [refusal] = done.refused;
  if (refusal !== undefined) return refused(refusal.reason);
  await wake(tx, creditorId, "run");
  const { state, openPrincipalMinor } = await claimRow(tx, creditorId, target);
  return { kind: "recorded", isNew: done.credited > 0, state, openPrincipalMinor };
}

function creditNote(claim: ClaimRow, { number, issuedOn, amountMinor }: CreditByHand) {
  const invoice = {
    kind: "credit-note" as const,
    ...{
      number,
      issuedOn,
      dueOn: null,
      currency: claim.currency,
      payableMinor: amountMinor,
      openMinor: null,
    },
    ...{ vatMinor: null, reference: null, furtherReferences: [], accounts: [], payee: null },
    seller: { name: null, organisationNumber: null, country: null, email: null, phone: null },
    buyer: {
      ...{ name: null, organisationNumber: null, customerNumber: null, kind: null, street: null },
      ...{ postalCode: null, city: null, country: null, email: null, phone: null },
    },
    corrects: [{ number: claim.number, issuedOn: null }],
    ...{ paymentTerms: null, description: null, department: null },
    at: { line: 1, field: null },
  };
  return { invoice, line: 1 };
}

function refused(reason: string): Recorded {
  return { kind: "refused", reason };
}
