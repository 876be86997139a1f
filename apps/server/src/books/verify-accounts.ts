/**
 * The books against the chains: what is open on each account of a claim that is not closed must be what its chain comes
 * to when it is told again, øre by øre.
 */
import { accountOn, earnedBy, ITEMS, type Item, receivableOf } from "@innfri/claims";
import { type CalendarDate, type Currency, formatMinor, type Uuid } from "@innfri/kernel";
import { covered } from "../engine/covered.ts";
import { factsOf, type LoadedClaim, type LoadedFile } from "../engine/load-files.ts";
import { BEFORE_ALL, readFiles, readFilesAfter } from "../engine/read-files.ts";
import { countedClaims } from "../engine/record-facts.ts";
import { type Sums, sumsOf } from "../engine/settle-books.ts";
import { sql, type Tx } from "../store/index.ts";
import type { Report } from "./finding.ts";
import type { Scope } from "./scope.ts";

const FILES_AT_ONCE = 200;

/**
 * `isFound` tells the claims of which something was found already: a chain that was changed is not told again, and books
 * that were found wrong are not found wrong twice.
 */
export async function verifyAccounts(
  tx: Tx,
  creditorId: Uuid,
  scope: Scope,
  isFound: (claimId: string) => boolean,
  report: Report,
): Promise<void> {
  const { country } = await tx.one<{ country: "NO" | "SE" }>(
    sql`select country from creditor where creditor_id = ${creditorId}::uuid`,
  );
  for await (const files of scope === null
    ? everyFile(tx, creditorId)
    : filesOf(tx, creditorId, scope.debtorIds)) {
    const told = files.filter(
      ({ claims }) => claims.some(isOpen) && !claims.some(({ claimId }) => isFound(claimId)),
    );
    const books = await booksOf(
      tx,
      creditorId,
      told.flatMap(({ claims }) => claims.map(({ claimId }) => claimId)),
    );
    for (const file of told) compare(file, country, books, report);
  }
}

async function* everyFile(tx: Tx, creditorId: Uuid): AsyncGenerator<readonly LoadedFile[]> {
  let after = BEFORE_ALL;
  for (;;) {
    const files: readonly LoadedFile[] = await readFilesAfter(tx, creditorId, after, FILES_AT_ONCE, {
      withClosed: true,
    });
    const last = files.at(-1);
    if (last === undefined) return;
    after = last.debtorId;
    yield files;
  }
}

async function* filesOf(
  tx: Tx,
  creditorId: Uuid,
  debtorIds: readonly Uuid[],
): AsyncGenerator<readonly LoadedFile[]> {
  for (let from = 0; from < debtorIds.length; from += FILES_AT_ONCE)
    yield readFiles(tx, creditorId, debtorIds.slice(from, from + FILES_AT_ONCE), { withClosed: true });
}

function isOpen({ state }: LoadedClaim): boolean {
  return state !== "closed";
}

/** What each account of a claim's journal comes to. */
type Books = ReadonlyMap<string, bigint>;

async function booksOf(tx: Tx, creditorId: Uuid, claimIds: readonly Uuid[]): Promise<Books> {
  const rows = await tx.many<{ claimId: Uuid; accountNo: number; minor: string }>(sql`
    select t.journal_id as "claimId", p.account_no as "accountNo", sum(p.amount_minor)::text as minor
    from ledger_transaction t
    cross join lateral unnest(t.account_no, t.amount_minor) p (account_no, amount_minor)
    where t.creditor_id = ${creditorId}::uuid and t.journal_id = any(${claimIds}::uuid[])
    group by 1, 2`);
  return new Map(rows.map(({ claimId, accountNo, minor }) => [`${claimId} ${accountNo}`, BigInt(minor)]));
}

function compare(file: LoadedFile, country: "NO" | "SE", books: Books, report: Report): void {
  const counted = countedClaims(file, (claim) => !isOpen(claim));
  for (const [currency, claims] of Map.groupBy(counted, (one) => one.currency)) {
    const sums = toldOf(file, country, claims);
    if (sums === null) continue;
    for (const { claimId, state } of claims) {
      for (const item of ITEMS) {
        const inBooks = (account: number) => books.get(`${claimId} ${account}`) ?? 0n;
        const open = inBooks(receivableOf(item));
        const paid = -inBooks(earnedBy(item)) - open;
        const what = differenceOf(
          { item, open, paid, isClosed: state === "closed" },
          sums,
          claimId,
          currency,
        );
        if (what !== null) report({ claimId, place: `journal ${claimId}`, what });
      }
    }
  }
}

/** What the chains come to with all that has happened; null where no law table covers it. */
function toldOf(file: LoadedFile, country: "NO" | "SE", claims: readonly LoadedClaim[]): Sums | null {
  // Who collects, and from whom, decided what was charged; here all of it has been charged.
  const facts = factsOf({ ...file, kind: file.kind ?? "person" }, { country, operator: "self" }, claims);
  if (facts === null) return null;
  const day = lastDay([...file.events.map(({ on }) => on), ...claims.map(({ invoice }) => invoice.issuedOn)]);
  const told = covered(() => sumsOf(accountOn(facts, day), day));
  return told.kind === "covered" ? told.value : null;
}

function lastDay(days: readonly CalendarDate[]): CalendarDate {
  return days.reduce((last, day) => (day > last ? day : last));
}

type InBooks = {
  readonly item: Item;
  readonly open: bigint;
  readonly paid: bigint;
  readonly isClosed: boolean;
};

function differenceOf(
  { item, open, paid, isClosed }: InBooks,
  { items }: Sums,
  claimId: string,
  currency: Currency,
): string | null {
  const told = items.find((one) => one.claim === claimId && one.item === item);
  const [owedMinor, openMinor] = [told?.owedMinor ?? 0n, told?.openMinor ?? 0n];
  const words = (what: string, booked: bigint, chain: bigint) =>
    `its books say that ${formatMinor(booked)} ${currency} of its ${item} is ${what}, and its chain ${formatMinor(chain)}`;
  // The books have the interest as it was when it was last posted, so there it is told by what of it was paid.
  if (item !== "interest" && open !== openMinor) return words("open", open, openMinor);
  // What was waived of a closed claim is neither open nor paid, and what it paid of a compensation, which is one amount
  // for the file, counts on another.
  if (!isClosed && item !== "compensation" && paid !== owedMinor - openMinor)
    return words("paid", paid, owedMinor - openMinor);
  return null;
}
