/** A page of matched lines of one creditor, booked in one transaction: files locked, loaded, paid and written. */

import type { UndoneStep } from "@innfri/claims";
import type { Uuid } from "@innfri/kernel";
import { clockUnderLock } from "../engine/clock-under-lock.ts";
import { loadFiles } from "../engine/load-files.ts";
import { at } from "../faults/points.ts";
import type { Operator } from "../installation.ts";
import {
  binaryArray,
  GuardFailed,
  lockFiles,
  type Pool,
  sql,
  sqlState,
  type Tx,
  withCreditor,
} from "../store/index.ts";
import type { BankLine } from "./bank-line.ts";
import { readBooked } from "./booked-payments.ts";
import { noBookings, writeBookings } from "./booking-rows.ts";
import { FileBooking } from "./file-booking.ts";
import { type BookedAgain, countsOn, sortBy } from "./later-money.ts";
import type { MatchedPart } from "./match-line.ts";
import type { Receiver } from "./receiving-accounts.ts";

export type MatchedLine = { readonly line: BankLine; readonly parts: readonly MatchedPart[] };

export type LineResult =
  | { readonly kind: "booked"; readonly line: BankLine; readonly refundMinor: bigint }
  | { readonly kind: "waits"; readonly line: BankLine; readonly reason: string };

export type PageResult = {
  readonly lines: readonly LineResult[];
  readonly paid: number;
  readonly waived: number;
  readonly toLookAt: readonly { readonly claimId: Uuid; readonly why: string }[];
  readonly undone: readonly UndoneStep[];
  readonly again: readonly BookedAgain[];
};

export type PageContext = {
  readonly pool: Pool;
  readonly operator: Operator;
  readonly receiver: Receiver;
  /** Who recorded it, where it was a person. */
  readonly actor?: string;
};

/**
 * Books the lines that nobody has booked meanwhile. A page that its data make impossible is tried in halves, down to
 * the one line that is to blame, which waits for a person.
 */
export async function bookPage(context: PageContext, matched: readonly MatchedLine[]): Promise<PageResult> {
  try {
    return await bookAtOnce(context, matched);
  } catch (error) {
    if (!isOfTheData(error)) throw error;
    const [first] = matched;
    if (matched.length === 1 && first !== undefined) {
      const reason = `it could not be booked: ${(error as Error).message}`;
      return {
        lines: [{ kind: "waits", line: first.line, reason }],
        paid: 0,
        waived: 0,
        toLookAt: [],
        undone: [],
        again: [],
      };
    }
    const half = Math.ceil(matched.length / 2);
    const before = await bookPage(context, matched.slice(0, half));
    const after = await bookPage(context, matched.slice(half));
    return {
      lines: [...before.lines, ...after.lines],
      paid: before.paid + after.paid,
      waived: before.waived + after.waived,
      toLookAt: [...before.toLookAt, ...after.toLookAt],
      undone: [...before.undone, ...after.undone],
      again: [...before.again, ...after.again],
    };
  }
}

/** What a row cannot hold or the core cannot compute; a broken connection is not the data's doing. */
export function isOfTheData(error: unknown): boolean {
  const state = sqlState(error);
  if (state !== undefined) return state.startsWith("22") || state.startsWith("23");
  return error instanceof RangeError || error instanceof TypeError || error instanceof GuardFailed;
}

function bookAtOnce(context: PageContext, matched: readonly MatchedLine[]): Promise<PageResult> {
  return withCreditor(context.pool, context.receiver.creditor.creditorId, (tx) =>
    bookIn(tx, context, matched),
  );
}

/** In a transaction that has named the creditor. */
export async function bookIn(
  tx: Tx,
  context: Omit<PageContext, "pool">,
  matched: readonly MatchedLine[],
): Promise<PageResult> {
  const { creditorId } = context.receiver.creditor;
  const waiting = await lockWaiting(tx, matched);
  const own = matched.filter(({ line }) => waiting.has(line.bankLineId));
  const debtorIds = new Set(own.flatMap(({ parts }) => parts.map(({ debtorId }) => debtorId)));
  const locked = await lockFiles(tx, creditorId, [...debtorIds]);
  const files = await loadFiles(tx, creditorId, locked, { withClosed: true });
  const rows = noBookings();
  const { creditor } = context.receiver;
  const clock = await clockUnderLock(tx, creditor, context.receiver.clock);
  const now = { ...context, receiver: { ...context.receiver, clock } };
  const lines = inOrder(own, now.receiver);
  const bookings = new Map(files.map((file) => [file.debtorId, new FileBooking(file, now, rows)]));
  await readLater(tx, creditorId, lines, bookings);
  const results: LineResult[] = [];
  const again: BookedAgain[] = [];
  const toLookAt: { claimId: Uuid; why: string }[] = [];
  const undone: UndoneStep[] = [];
  const touched = new Set<FileBooking>();
  let [paid, waived] = [0, 0];
  for (const { line, parts } of lines) {
    const meant = parts.map((part) => ({ part, booking: bookings.get(part.debtorId)! }));
    if (!meant.every(({ booking }) => booking.covers(line))) {
      results.push({ kind: "waits", line, reason: "no law table covers its day" });
      continue;
    }
    let partNo = 0;
    let refundMinor = 0n;
    for (const { part, booking } of meant) {
      const booked = booking.book(line, part, () => ++partNo);
      refundMinor += booked.refundMinor;
      toLookAt.push(...booked.toLookAt);
      undone.push(...booked.undone);
      again.push(...booked.again);
      touched.add(booking);
    }
    for (const { booking } of meant) {
      const ended = booking.closePaid();
      paid += ended.paid;
      waived += ended.waived;
    }
    results.push({ kind: "booked", line, refundMinor });
  }
  for (const booking of touched) booking.finish();
  await writeBookings(tx, creditorId, rows);
  await markMatched(tx, now.receiver, results);
  await at("payments-written");
  return { lines: results, paid, waived, toLookAt, undone, again };
}

/** In the order of the days from which they count: whatever a line makes be booked again was booked before the page. */
function inOrder(lines: readonly MatchedLine[], { creditor, clock }: Receiver): readonly MatchedLine[] {
  return sortBy(lines, ({ line }) => countsOn(line, creditor.country, clock.today));
}

/** What is known of the payments that count from a later day than a line; seldom are there any. */
async function readLater(
  tx: Tx,
  creditorId: Uuid,
  lines: readonly MatchedLine[],
  bookings: ReadonlyMap<Uuid, FileBooking>,
): Promise<void> {
  const later = new Map<Uuid, FileBooking>();
  for (const { line, parts } of lines)
    for (const { debtorId } of parts) {
      const booking = bookings.get(debtorId)!;
      for (const paymentId of booking.bookedLater(line)) later.set(paymentId, booking);
    }
  for (const payment of await readBooked(tx, creditorId, [...later.keys()]))
    later.get(payment.paymentId)!.know(payment);
}

/** Locks the lines and says which nobody has booked; another program may be at the same file. */
async function lockWaiting(tx: Tx, matched: readonly MatchedLine[]): Promise<Set<Uuid>> {
  const rows = await tx.many<{ id: Uuid }>(sql`
    select bank_line_id as id from bank_line
    where bank_line_id = any(${binaryArray("uuid", matched, ({ line }) => line.bankLineId)}::uuid[])
      and matched_at is null
    order by bank_line_id for update`);
  return new Set(rows.map(({ id }) => id));
}

async function markMatched(tx: Tx, receiver: Receiver, results: readonly LineResult[]): Promise<void> {
  const booked = results.filter(({ kind }) => kind === "booked");
  const { creditor, clock } = receiver;
  await tx.run(sql`
    update bank_line set matched_creditor_id = ${creditor.creditorId}::uuid, matched_at = ${clock.nowAt}::timestamptz
    where bank_line_id = any(${binaryArray("uuid", booked, ({ line }) => line.bankLineId)}::uuid[])`);
}
