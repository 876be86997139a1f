/** A line of money that no file of the bank brought: stored once by its reference, and booked as the bank's lines are. */
import { canonicalJson, derivedId, formatMinor, sha256, type Uuid } from "@innfri/kernel";
import type { Creditor } from "../engine/creditors.ts";
import type { Operator } from "../installation.ts";
import { type Pool, sql, withOperator } from "../store/index.ts";
import { type BankLine, payerJson } from "./bank-line.ts";
import { bookPage } from "./book-page.ts";
import { receiverOf } from "./receiving-accounts.ts";

export type LineFor = {
  readonly debtorId: Uuid;
  readonly claimId: Uuid;
  readonly format: "provider" | "by-hand";
  readonly actor?: string;
};

/** By a pool of the engine's role: a line is nobody's until it is matched. */
export async function bookLine(
  { enginePool, operator }: { readonly enginePool: Pool; readonly operator: Operator },
  creditor: Creditor,
  line: BankLine,
  { debtorId, claimId, format, actor }: LineFor,
  now: Date,
): Promise<{ readonly isNew: boolean; readonly isBooked: boolean }> {
  const receiver = await receiverOf(enginePool, creditor, now);
  if (receiver === undefined)
    throw new Error(`creditor ${creditor.creditorId} has no rules to book money by`);
  await storeLine(enginePool, line, format, now);
  const parts = [{ debtorId, claimIds: [claimId], amountMinor: line.amountMinor }];
  const context = { pool: enginePool, operator, receiver, ...(actor === undefined ? {} : { actor }) };
  const page = await bookPage(context, [{ line, parts }]);
  // Nothing comes back for a line that was booked before.
  return { isNew: page.lines.length > 0, isBooked: page.lines.every(({ kind }) => kind === "booked") };
}

async function storeLine(pool: Pool, line: BankLine, format: string, now: Date): Promise<void> {
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
      values (${bankFileId}::uuid, ${hash}::bytea, ${format}, ${now.toISOString()}::timestamptz, ${totals}::jsonb)
      on conflict do nothing`);
    await tx.run(sql`
      insert into bank_line (bank_line_id, bank_file_id, account, bank_reference, booked_on, value_on, amount_minor,
        currency, reference, payer)
      values (${line.bankLineId}::uuid, ${bankFileId}::uuid, ${line.account}, ${line.bankReference}, ${bookedOn}::date,
        ${line.valueOn}::date, ${amountMinor}::bigint, ${currency}, ${line.reference}, ${payerJson(line.payer)}::jsonb)
      on conflict (account, bank_reference) do nothing`);
  });
}
