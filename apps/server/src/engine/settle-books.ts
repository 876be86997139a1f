/**
 * Brings the books to what the account says after a fact was recorded: what came to be owed or fell away, what money
 * that was paid closes instead, and what of it goes back.
 */
import {
  type Account,
  earnedBy,
  ITEMS,
  type Item,
  type ItemSum,
  type Posting,
  REFUND_DUE,
  receivableOf,
  UNALLOCATED,
} from "@innfri/claims";
import { type CalendarDate, formatMinor, type Json } from "@innfri/kernel";
import type { LedgerKind } from "../store/kinds.ts";
import type { LedgerTransactionRow } from "../store/rows.ts";
import type { ClaimDraft } from "./claim-draft.ts";

/** What an account says on a day, and how much is to be paid back. */
export type Sums = { readonly items: readonly ItemSum[]; readonly refundMinor: bigint };

export function sumsOf(account: Account, day: CalendarDate): Sums {
  const sums = new Map<string, { claim: string; item: Item; owedMinor: bigint; openMinor: bigint }>();
  for (const { claim, item, owedMinor, openMinor } of account.itemsOn(day)) {
    const key = `${claim} ${item}`;
    const sum = sums.get(key) ?? { claim, item, owedMinor: 0n, openMinor: 0n };
    sum.owedMinor += owedMinor;
    sum.openMinor += openMinor;
    sums.set(key, sum);
  }
  return { items: [...sums.values()], refundMinor: account.refundMinor };
}

export type Change = {
  readonly claim: string;
  readonly item: Item;
  readonly owed: bigint;
  readonly open: bigint;
};

/** What differs between two accounts of one day, item by item. */
export function changesBetween(before: Sums, after: Sums): Change[] {
  const keys = new Map(
    [...before.items, ...after.items].map(({ claim, item }) => [`${claim} ${item}`, { claim, item }]),
  );
  const find = (sums: Sums, claim: string, item: Item) =>
    sums.items.find((one) => one.claim === claim && one.item === item);
  return [...keys.values()].flatMap(({ claim, item }): Change[] => {
    const [was, is] = [find(before, claim, item), find(after, claim, item)];
    const owed = (is?.owedMinor ?? 0n) - (was?.owedMinor ?? 0n);
    const open = (is?.openMinor ?? 0n) - (was?.openMinor ?? 0n);
    return owed === 0n && open === 0n ? [] : [{ claim, item, owed, open }];
  });
}

/** Posts what differs on the journals of the claims, and on the named one what goes back to who paid. */
export function settleBooks(
  drafts: ReadonlyMap<string, ClaimDraft>,
  before: Sums,
  after: Sums,
  named: ClaimDraft,
  source: Json,
): void {
  mustAgree(drafts, before);
  settleRest(drafts, { before, after, entries: [] }, named, source);
}

/** What an account has come to say, and what has been posted since it said something else. */
export type Unsettled = {
  readonly before: Sums;
  readonly after: Sums;
  readonly entries: readonly Pick<LedgerTransactionRow, "journalId" | "postings">[];
};

type EntryPosting = LedgerTransactionRow["postings"][number];

/**
 * Posts what the account says by now and the entries do not. Returns the claims it concerns, and what more goes back to
 * who paid.
 */
export function settleRest(
  drafts: ReadonlyMap<string, ClaimDraft>,
  { before, after, entries }: Unsettled,
  named: ClaimDraft,
  source: Json,
): { readonly settled: readonly ClaimDraft[]; readonly refundMinor: bigint } {
  const changes = changesBetween(before, after);
  const settled = [...drafts.values()].filter((draft) => {
    const { claimId } = draft.before;
    const posted = entries
      .filter(({ journalId }) => journalId === claimId)
      .flatMap((entry) => entry.postings);
    const rests = ITEMS.flatMap((item) => {
      const change = changes.find((one) => one.claim === claimId && one.item === item);
      const openMinor = draft.openInterestMinor - sumOn(posted, receivableOf("interest"));
      const lag = item === "interest" ? openIn(before, claimId, item) - openMinor : 0n;
      return restOf(item, change ?? null, posted, lag);
    });
    for (const rest of rests) post(draft, { claim: claimId, ...rest }, source);
    return rests.length > 0;
  });
  const refundMinor = after.refundMinor - before.refundMinor;
  if (refundMinor !== 0n)
    named.post(
      "reversal",
      [
        { account: UNALLOCATED, minor: refundMinor },
        { account: REFUND_DUE, minor: -refundMinor },
      ],
      source,
    );
  return { settled, refundMinor };
}

/** Interest is posted when something happens: `lag` is what the books were behind the account. */
function restOf(
  item: Item,
  change: Change | null,
  posted: readonly EntryPosting[],
  lag: bigint,
): Omit<Change, "claim">[] {
  const isPosted = posted.some(
    ({ accountNo }) => accountNo === receivableOf(item) || accountNo === earnedBy(item),
  );
  if (change === null && !isPosted) return [];
  const owed = (change?.owed ?? 0n) + lag + sumOn(posted, earnedBy(item));
  const open = (change?.open ?? 0n) + lag - sumOn(posted, receivableOf(item));
  return owed === 0n && open === 0n ? [] : [{ item, owed, open }];
}

function sumOn(postings: readonly EntryPosting[], account: number): bigint {
  return postings
    .filter(({ accountNo }) => accountNo === account)
    .reduce((sum, { amountMinor }) => sum + amountMinor, 0n);
}

function openIn({ items }: Sums, claim: string, item: Item): bigint {
  return items.find((one) => one.claim === claim && one.item === item)?.openMinor ?? 0n;
}

/** Posts a change of one item: owed and earned move together, and the rest is money that closes something else. */
export function post(draft: ClaimDraft, { item, owed, open }: Change, source: Json): void {
  const postings: Posting[] = [
    { account: receivableOf(item), minor: open },
    { account: earnedBy(item), minor: -owed },
    { account: UNALLOCATED, minor: owed - open },
  ].filter(({ minor }) => minor !== 0n) as Posting[];
  const grows = owed === open && owed > 0n;
  const kind: LedgerKind = grows ? (item === "interest" ? "interest" : "charge") : "reversal";
  draft.post(kind, postings, source);
  if (item === "principal") draft.openPrincipalMinor += open;
  else if (item === "interest") draft.openInterestMinor += open;
  else draft.openCostsMinor += open;
}

/** What is written rests on what was read: books that say something else than the chain are a person's to look at. */
function mustAgree(drafts: ReadonlyMap<string, ClaimDraft>, { items }: Sums): void {
  for (const [claim, draft] of drafts) {
    const own = items.filter((one) => one.claim === claim);
    if (own.length === 0) continue;
    const open = (of: (item: Item) => boolean) =>
      own.filter(({ item }) => of(item)).reduce((sum, { openMinor }) => sum + openMinor, 0n);
    const principal = open((item) => item === "principal");
    const costs = open((item) => item !== "principal" && item !== "interest");
    if (principal !== draft.openPrincipalMinor || costs !== draft.openCostsMinor)
      throw new Error(
        `the books of claim ${claim} say ${formatMinor(draft.openPrincipalMinor)} and ${formatMinor(draft.openCostsMinor)} ` +
          `of costs, its chain ${formatMinor(principal)} and ${formatMinor(costs)}: nothing was recorded. Look at it with innfri verify`,
      );
  }
}
