/** Matches and books the waiting lines of a file, page by page, and counts what came of it. */
import type { UndoneStep } from "@innfri/claims";
import { formatMinor, type Uuid } from "@innfri/kernel";
import type { Operator } from "../installation.ts";
import { type Pool, withCreditor } from "../store/index.ts";
import type { BankLine } from "./bank-line.ts";
import { bookPage, type MatchedLine, type PageResult } from "./book-page.ts";
import { findClaims } from "./find-claims.ts";
import { holdSuspects, releaseBooked, type Suspects, suspectsOf } from "./hold-unmatched.ts";
import { Lanes } from "./lanes.ts";
import type { BookedAgain } from "./later-money.ts";
import { type Found, keysOf, type MatchOutcome, matchLine } from "./match-line.ts";
import type { Receiver, ReceivingAccounts } from "./receiving-accounts.ts";
import { forWaitingLines, type WaitingLine } from "./waiting-lines.ts";

/** As many of a kind are listed one by one; the others are counted. */
const MOST_LISTED = 100;

export type ListedLine = {
  readonly account: string;
  readonly bookedOn: string;
  readonly amount: string;
  readonly currency: string;
  readonly reference: string | null;
  readonly bankReference: string;
  readonly reason: string;
};

export type BookedCounts = {
  readonly matched: number;
  readonly unmatched: number;
  /** Lines whose money was booked from a file of another format. */
  readonly elsewhere: number;
  readonly booked: Readonly<Record<string, string>>;
  readonly waiting: Readonly<Record<string, string>>;
  readonly refundsDue: Readonly<Record<string, string>>;
  readonly paid: number;
  readonly waived: number;
  /** The first of the unmatched, each with why. */
  readonly unmatchedLines: readonly ListedLine[];
  readonly refundCount: number;
  readonly refunds: readonly ListedLine[];
  /** All of them, since nothing else tells a person of them. */
  readonly toLookAt: readonly { readonly claimId: Uuid; readonly why: string }[];
  readonly undoneCount: number;
  /** Letters and steps that do not count any more, because the money was ordered in time (D12). */
  readonly undone: readonly UndoneStep[];
  readonly bookedAgainCount: number;
  /** Payments of later days that were booked again after money that became known. */
  readonly bookedAgain: readonly BookedAgain[];
};

export type BookingOptions = { readonly pageLines: number; readonly onLines: (lines: number) => void };

export async function bookWaiting(
  context: { readonly pool: Pool; readonly operator: Operator },
  accounts: ReceivingAccounts,
  bankFileId: Uuid,
  options: BookingOptions,
): Promise<BookedCounts> {
  const tally = new Tally();
  const suspects: (readonly [Receiver, Suspects])[] = [];
  const lanes = new Lanes<PageResult>((result) => tally.add(result));
  const bookLines = async (page: readonly WaitingLine[]) => {
    for (const [receiver, matched] of await matchPage(context.pool, accounts, page, tally, suspects))
      await lanes.start(debtorsOf(matched), () => bookPage({ ...context, receiver }, matched));
    options.onLines(page.length);
  };
  try {
    await forWaitingLines(context.pool, bankFileId, options.pageLines, bookLines);
  } finally {
    await lanes.end();
  }
  // What is booked now holds nobody any more, and what waits holds whom it names.
  for (const receiver of accounts.receivers) await releaseBooked(context.pool, receiver);
  for (const [receiver, named] of suspects) await holdSuspects(context.pool, receiver, named);
  return tally.result();
}

function debtorsOf(matched: readonly MatchedLine[]): Set<Uuid> {
  return new Set(matched.flatMap(({ parts }) => parts.map(({ debtorId }) => debtorId)));
}

/** The page's matched lines by creditor; the others are counted as waiting. */
async function matchPage(
  pool: Pool,
  accounts: ReceivingAccounts,
  page: readonly WaitingLine[],
  tally: Tally,
  suspects: (readonly [Receiver, Suspects])[],
): Promise<Map<Receiver, MatchedLine[]>> {
  const candidates = new Map<WaitingLine, readonly Receiver[]>();
  const keys = new Map<Receiver, Set<string>>();
  for (const line of page) {
    if (line.isElsewhere) continue;
    const receivers = accounts.of(line.account, line.payer.giro);
    candidates.set(line, receivers);
    const own = keysOf(line);
    for (const receiver of receivers) {
      const wanted = keys.get(receiver) ?? new Set();
      keys.set(receiver, wanted);
      for (const key of own) wanted.add(key);
    }
  }
  const found = new Map<Receiver, Found>();
  for (const [receiver, wanted] of keys) {
    const { creditorId } = receiver.creditor;
    const claims = await withCreditor(pool, creditorId, (tx) => findClaims(tx, creditorId, [...wanted]));
    found.set(receiver, { receiver, claims });
  }
  const matched = new Map<Receiver, MatchedLine[]>();
  const waiting = new Map<Receiver, BankLine[]>();
  for (const line of page) {
    const receivers = candidates.get(line);
    const outcome: MatchOutcome =
      receivers === undefined
        ? { kind: "unmatched", reason: ELSEWHERE }
        : matchLine(
            line,
            receivers.map((receiver) => found.get(receiver)!),
          );
    if (outcome.kind === "unmatched") {
      tally.wait(line, outcome.reason);
      for (const receiver of receivers ?? []) waiting.set(receiver, [...(waiting.get(receiver) ?? []), line]);
    } else {
      const own = matched.get(outcome.receiver) ?? [];
      matched.set(outcome.receiver, own);
      own.push({ line, parts: outcome.parts });
    }
  }
  for (const [receiver, lines] of waiting) {
    const { creditorId } = receiver.creditor;
    const { claims } = found.get(receiver)!;
    const named = await withCreditor(pool, creditorId, (tx) => suspectsOf(tx, creditorId, lines, claims));
    if (named.size > 0) suspects.push([receiver, named]);
  }
  return matched;
}

const ELSEWHERE = "the same money was booked from a file of another format";

class Tally {
  #matched = 0;
  #unmatched = 0;
  #elsewhere = 0;
  #paid = 0;
  #waived = 0;
  #refundCount = 0;
  #undoneCount = 0;
  #againCount = 0;
  readonly #booked = new Sums();
  readonly #waiting = new Sums();
  readonly #refundsDue = new Sums();
  readonly #unmatchedLines: ListedLine[] = [];
  readonly #refunds: ListedLine[] = [];
  readonly #toLookAt: { claimId: Uuid; why: string }[] = [];
  readonly #undone: UndoneStep[] = [];
  readonly #again: BookedAgain[] = [];

  wait(line: BankLine, reason: string): void {
    if (reason === ELSEWHERE) {
      this.#elsewhere++;
      return;
    }
    this.#unmatched++;
    this.#waiting.add(line.currency, line.amountMinor);
    list(this.#unmatchedLines, listed(line, line.amountMinor, reason));
  }

  add(page: PageResult): void {
    for (const result of page.lines) {
      const { line } = result;
      if (result.kind === "waits") {
        this.wait(line, result.reason);
        continue;
      }
      this.#matched++;
      this.#booked.add(line.currency, line.amountMinor);
      if (result.refundMinor === 0n) continue;
      this.#refundsDue.add(line.currency, result.refundMinor);
      this.#refundCount++;
      list(this.#refunds, listed(line, result.refundMinor, "more than was owed: to be paid back"));
    }
    this.#paid += page.paid;
    this.#waived += page.waived;
    this.#toLookAt.push(...page.toLookAt);
    this.#undoneCount += page.undone.length;
    for (const one of page.undone) list(this.#undone, one);
    this.#againCount += page.again.length;
    for (const one of page.again) list(this.#again, one);
  }

  result(): BookedCounts {
    return {
      matched: this.#matched,
      unmatched: this.#unmatched,
      elsewhere: this.#elsewhere,
      booked: this.#booked.amounts(),
      waiting: this.#waiting.amounts(),
      refundsDue: this.#refundsDue.amounts(),
      paid: this.#paid,
      waived: this.#waived,
      unmatchedLines: this.#unmatchedLines,
      refundCount: this.#refundCount,
      refunds: this.#refunds,
      toLookAt: this.#toLookAt,
      undoneCount: this.#undoneCount,
      undone: this.#undone,
      bookedAgainCount: this.#againCount,
      bookedAgain: this.#again,
    };
  }
}

function list<T>(into: T[], one: T): void {
  if (into.length < MOST_LISTED) into.push(one);
}

function listed(line: BankLine, minor: bigint, reason: string): ListedLine {
  const { account, bookedOn, currency, reference, bankReference } = line;
  return { account, bookedOn, amount: formatMinor(minor), currency, reference, bankReference, reason };
}

class Sums {
  readonly #minor = new Map<string, bigint>();

  add(currency: string, minor: bigint): void {
    this.#minor.set(currency, (this.#minor.get(currency) ?? 0n) + minor);
  }

  amounts(): Record<string, string> {
    return Object.fromEntries(
      [...this.#minor].sort().map(([currency, minor]) => [currency, formatMinor(minor)]),
    );
  }
}
