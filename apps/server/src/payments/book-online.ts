/** What a provider says was paid, booked as the bank's lines are: once, however often it is told. */
import { canonicalJson, derivedId, formatMinor, sha256, type Uuid } from "@innfri/kernel";
import type { Creditor } from "../engine/creditors.ts";
import type { Operator } from "../installation.ts";
import { type Pool, sql, withOperator } from "../store/index.ts";
import { type BankLine, payerJson, payerOf } from "./bank-line.ts";
import { bookPage } from "./book-page.ts";
import type { ProviderSays } from "./provider.ts";
import { receiverOf } from "./receiving-accounts.ts";

export type OnlinePayment = {
  readonly onlinePaymentId: Uuid;
  readonly debtorId: Uuid;
  readonly claimId: Uuid;
  readonly claimReference: string;
  readonly provider: string;
  readonly reference: string;
  readonly designation: "principal" | null;
};

/** By a pool of the engine's role: a line is nobody's until it is matched. Returns the line that was booked. */
export async function bookOnline(
  { enginePool, operator }: { readonly enginePool: Pool; readonly operator: Operator },
  creditor: Creditor,
  payment: OnlinePayment,
  says: ProviderSays & { readonly kind: "paid" },
  now: Date,
): Promise<{ readonly bankLineId: Uuid; readonly isBooked: boolean }> {
  const receiver = await receiverOf(enginePool, creditor, now);
  if (receiver === undefined)
    throw new Error(`creditor ${creditor.creditorId} has no rules to book money by`);
  const line = lineOf(creditor, payment, says);
  await storeLine(enginePool, line, now);
  const { debtorId, claimId } = payment;
  const parts = [{ debtorId, claimIds: [claimId], amountMinor: line.amountMinor }];
  const page = await bookPage({ pool: enginePool, operator, receiver }, [{ line, parts }]);
  // Nothing comes back for a line that was booked before.
  return { bankLineId: line.bankLineId, isBooked: page.lines.every(({ kind }) => kind === "booked") };
}

function lineOf(
  { creditorId }: Creditor,
  { provider, reference, claimReference, designation }: OnlinePayment,
  { paidOn, amountMinor, currency }: ProviderSays & { readonly kind: "paid" },
): BankLine {
  // Not an account of a bank: what the provider pays out later arrives on one, and is not this money again.
  const account = `${provider}:${creditorId}`;
  return {
    bankLineId: derivedId(paidOn, "bank-line", account, reference),
    ...{ account, bankReference: reference, bookedOn: paidOn, valueOn: paidOn, amountMinor, currency },
    reference: claimReference,
    // The words that the payer would have written to the bank.
    payer: { ...payerOf(null), orderedOn: paidOn, text: designation === "principal" ? "hovedstol" : "" },
  };
}

async function storeLine(pool: Pool, line: BankLine, now: Date): Promise<void> {
  const hash = sha256(canonicalJson([line.account, line.bankReference]));
  const { bookedOn, currency, amountMinor } = line;
  const bankFileId = derivedId(bookedOn, "bank-file", hash.toString("hex"));
  const totals = canonicalJson({
    ...{ reference: line.bankReference, accounts: [line.account], count: 1 },
    sums: [{ currency, credit: formatMinor(amountMinor), debit: "0.00" }],
  });
  await withOperator(pool, async (tx) => {
    await tx.run(sql`
      insert into bank_file (bank_file_id, sha256, format, received_at, totals)
      values (${bankFileId}::uuid, ${hash}::bytea, 'provider', ${now.toISOString()}::timestamptz, ${totals}::jsonb)
      on conflict do nothing`);
    await tx.run(sql`
      insert into bank_line (bank_line_id, bank_file_id, account, bank_reference, booked_on, value_on, amount_minor,
        currency, reference, payer)
      values (${line.bankLineId}::uuid, ${bankFileId}::uuid, ${line.account}, ${line.bankReference}, ${bookedOn}::date,
        ${line.valueOn}::date, ${amountMinor}::bigint, ${currency}, ${line.reference}, ${payerJson(line.payer)}::jsonb)
      on conflict (account, bank_reference) do nothing`);
  });
}
