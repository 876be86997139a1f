/** A line of money that no file of the bank brought: stored once by its reference, and booked as the bank's lines are. */
import { canonicalJson, derivedId, formatMinor, sha256, type Uuid } from "@innfri/kernel";
import type { Creditor } from "../engine/creditors.ts";
import type { Operator } from "../installation.ts";
import { naming, type Pool, sql, type Tx, withOperator } from "../store/index.ts";
import { type BankLine, payerJson, payerOf } from "./bank-line.ts";
import { bookIn, bookPage, isOfTheData, type MatchedLine, type PageResult } from "./book-page.ts";
import { holdSuspects, releaseBooked } from "./hold-unmatched.ts";
import { type Receiver, receiverOf } from "./receiving-accounts.ts";

type Deployed = { readonly enginePool: Pool; readonly operator: Operator };

export type LineFor = { readonly debtorId: Uuid; readonly claimId: Uuid };

/** `isNew`: it was booked now. */
export type LineBooked =
  | { readonly kind: "booked"; readonly isNew: boolean }
  | { readonly kind: "refused"; readonly reason: string };

/** What a person tells of is booked, or nothing of it stays. By a pool of the engine's role. */
export async function bookByHand(
  { enginePool, operator }: Deployed,
  creditor: Creditor,
  line: BankLine,
  { debtorId, claimId, actor }: LineFor & { readonly actor: string },
  now: Date,
): Promise<LineBooked> {
  const receiver = await receiverFor(enginePool, creditor, now);
  try {
    return await withOperator(enginePool, async (tx) => {
      const stored = await storeLine(tx, line, "by-hand", now);
      const matched = [matchedOf(stored, { debtorId, claimId })];
      const page = await naming(tx, creditor.creditorId, () =>
        bookIn(tx, { operator, receiver, actor }, matched),
      );
      if (!isBooked(page)) throw new NotBooked();
      // Nothing comes back for a line that was booked before.
      return { kind: "booked", isNew: page.lines.length > 0 };
    });
  } catch (error) {
    if (error instanceof NotBooked)
      return { kind: "refused", reason: "no law table covers the days over which it would be divided" };
    if (isOfTheData(error))
      return { kind: "refused", reason: "it could not be divided over what the customer owes" };
    throw error;
  }
}

/**
 * What a provider has taken stays, also where it cannot be booked: it waits with the bank's lines that nobody could book,
 * and holds what its debtor owes until it is. Told again it is the line that was stored first, whatever day is told.
 */
export async function bookProvided(
  { enginePool, operator }: Deployed,
  creditor: Creditor,
  line: BankLine,
  { debtorId, claimId }: LineFor,
  now: Date,
): Promise<Uuid> {
  const receiver = await receiverFor(enginePool, creditor, now);
  const stored = await withOperator(enginePool, (tx) => storeLine(tx, line, "provider", now));
  const context = { pool: enginePool, operator, receiver };
  const page = await bookPage(context, [matchedOf(stored, { debtorId, claimId })]);
  if (!isBooked(page)) await holdSuspects(enginePool, receiver, new Map([[debtorId, [stored]]]));
  else if (stored.wasStored) await releaseBooked(enginePool, receiver);
  return stored.bankLineId;
}

class NotBooked extends Error {}

async function receiverFor(pool: Pool, creditor: Creditor, now: Date): Promise<Receiver> {
  const receiver = await receiverOf(pool, creditor, now);
  if (receiver !== undefined) return receiver;
  throw new Error(`creditor ${creditor.creditorId} has no rules to book money by`);
}

function matchedOf(line: BankLine, { debtorId, claimId }: LineFor): MatchedLine {
  return { line, parts: [{ debtorId, claimIds: [claimId], amountMinor: line.amountMinor }] };
}

function isBooked({ lines }: PageResult): boolean {
  return lines.every(({ kind }) => kind === "booked");
}

type StoredRow = Omit<BankLine, "payer"> & { readonly payer: unknown };

/** The line as it stands: the one that was stored first under its account and reference. */
async function storeLine(
  tx: Tx,
  line: BankLine,
  format: "provider" | "by-hand",
  now: Date,
): Promise<BankLine & { readonly wasStored: boolean }> {
  const hash = sha256(canonicalJson([line.account, line.bankReference]));
  const { bookedOn, currency, amountMinor } = line;
  const bankFileId = derivedId(bookedOn, "bank-file", hash.toString("hex"));
  const totals = canonicalJson({
    ...{ reference: line.bankReference, accounts: [line.account], count: 1 },
    sums: [{ currency, credit: formatMinor(amountMinor), debit: "0.00" }],
  });
  await tx.run(sql`
    insert into bank_file (bank_file_id, sha256, format, received_at, totals)
    values (${bankFileId}::uuid, ${hash}::bytea, ${format}, ${now.toISOString()}::timestamptz, ${totals}::jsonb)
    on conflict do nothing`);
  const stored = await tx.run(sql`
    insert into bank_line (bank_line_id, bank_file_id, account, bank_reference, booked_on, value_on, amount_minor,
      currency, reference, payer)
    values (${line.bankLineId}::uuid, ${bankFileId}::uuid, ${line.account}, ${line.bankReference}, ${bookedOn}::date,
      ${line.valueOn}::date, ${amountMinor}::bigint, ${currency}, ${line.reference}, ${payerJson(line.payer)}::jsonb)
    on conflict (account, bank_reference) do nothing`);
  const { payer, ...row } = await tx.one<StoredRow>(sql`
    select bank_line_id as "bankLineId", account, bank_reference as "bankReference", booked_on as "bookedOn",
      value_on as "valueOn", amount_minor as "amountMinor", currency, reference, payer
    from bank_line where account = ${line.account} and bank_reference = ${line.bankReference}`);
  return { ...row, payer: payerOf(payer), wasStored: stored === 0 };
}
