/**
 * The money of one file: each payment is divided over what is open, posted, and told on the chains of the claims it
 * touches; what is then paid is closed. Pure but for the rows it collects.
 */
import {
  type Account,
  type AllocationLine,
  allocate,
  type InTime,
  type StoredEvent,
  thatStand,
  type UndoneStep,
} from "@innfri/claims";
import {
  type CalendarDate,
  type Currency,
  derivedId,
  earliest,
  formatMinor,
  type Uuid,
} from "@innfri/kernel";
import { storedAmounts } from "../engine/act-outcome.ts";
import { ClaimDraft } from "../engine/claim-draft.ts";
import { covered } from "../engine/covered.ts";
import type { LoadedFile } from "../engine/load-files.ts";
import { type Sums, settleRest, sumsOf } from "../engine/settle-books.ts";
import type { BankLine } from "./bank-line.ts";
import type { BookedPayment } from "./booked-payments.ts";
import type { BookingRows } from "./booking-rows.ts";
import { designationOf } from "./designation.ts";
import { FileAccount } from "./file-account.ts";
import {
  allocationRule,
  type FileBooks,
  type Paid,
  postAllocation,
  postReceipt,
  postRefundChange,
  recordLines,
  reopen,
  sumOf,
  takeOff,
  undoSteps,
} from "./file-books.ts";
import { type Ended, FileEnding } from "./file-ending.ts";
import {
  asBooked,
  type BookedAgain,
  countsOn,
  isDivided,
  type LaterPayment,
  namedBy,
  paidAgain,
  reachedBy,
  refundOf,
  sortBy,
  toldOf,
} from "./later-money.ts";
import type { MatchedPart } from "./match-line.ts";
import { chargedSince, inTimeOf, inTimeRule, isCharged, type ToLookAt } from "./money-in-time.ts";
import type { BookingContext } from "./receiving-accounts.ts";

/** What became of a part of a line. */
export type Booked = {
  readonly refundMinor: bigint;
  readonly toLookAt: readonly ToLookAt[];
  /** Letters and steps that do not count any more, because the money was in time (D12). */
  readonly undone: readonly UndoneStep[];
  /** Payments of later days that were booked again after it. */
  readonly again: readonly BookedAgain[];
};

/** What the account says by a day, and how many entries had been made by then. */
type Snapshot = { readonly day: CalendarDate; readonly before: Sums; readonly entryCount: number };

const ACTOR = "payment";

export class FileBooking {
  readonly #file: LoadedFile;
  readonly #context: BookingContext;
  readonly #rows: BookingRows;
  readonly #drafts: ReadonlyMap<string, ClaimDraft>;
  readonly #account: FileAccount;
  readonly #touched = new Set<ClaimDraft>();
  /** Payments of other days that can be booked again, as they stand by now. */
  readonly #known = new Map<Uuid, BookedPayment>();
  readonly #ending: FileEnding;

  constructor(file: LoadedFile, context: BookingContext, rows: BookingRows) {
    const { creditor, clock } = context.receiver;
    this.#file = file;
    this.#context = context;
    this.#rows = rows;
    const by = { clock, actor: context.actor ?? ACTOR };
    const drafts = new Map(file.claims.map((claim) => [claim.claimId, new ClaimDraft(claim, rows, by)]));
    this.#drafts = drafts;
    const facts = { country: creditor.country, operator: context.operator.kind };
    this.#account = new FileAccount(file, facts, ({ claimId }) => drafts.get(claimId)!.state === "closed");
    this.#ending = new FileEnding(file, context, this.#books);
  }

  countsOn(line: BankLine): CalendarDate {
    const { creditor, clock } = this.#context.receiver;
    return countsOn(line, creditor.country, clock.today);
  }

  /** Whether the law tables cover the days of the money: without them it cannot be divided. */
  covers(line: BankLine): boolean {
    const currency = line.currency as Currency;
    const on = this.countsOn(line);
    const asked = covered(() => {
      const until = this.#account.movedBy(currency, on);
      this.#account.metOn(currency, on)?.amountsOn(on);
      if (until > on) this.#account.on(currency, until)?.amountsOn(until);
    });
    return asked.kind === "covered";
  }

  /** The payments of the file that may count from a later day than the money of the line: `know` what is known of them. */
  bookedLater(line: BankLine): readonly Uuid[] {
    const on = this.countsOn(line);
    const isLater = (event: StoredEvent) => event.kind === "payment" && event.on > on;
    if (!this.#account.events.some(isLater)) return [];
    const later = thatStand(this.#account.events).filter(isLater);
    return [...new Set(later.map(({ data }) => data.payment as Uuid))];
  }

  know(payment: BookedPayment): void {
    this.#known.set(payment.paymentId, payment);
  }

  /** Books a part of a line. `nextPartNo` numbers the payments it becomes. */
  book(line: BankLine, part: MatchedPart, nextPartNo: () => number): Booked {
    const named = part.claimIds.flatMap((id) => this.#drafts.get(id) ?? []);
    const later = this.#reached(line, part.amountMinor, named);
    let refundMinor = 0n;
    for (const one of later.toReversed()) refundMinor += this.#takeBack(one, line);
    const booked = this.#bookPart(line, part, named, nextPartNo);
    refundMinor += booked.refundMinor;
    const undone = [...booked.undone];
    let before = line;
    for (const one of later) {
      // As if the lines had come one after the other; a small rest is not waived while there is money for it.
      if (one.line.bankLineId !== before.bankLineId) this.#ending.endPaid("paid");
      const again = this.#bookOnceMore(one);
      refundMinor += again.refundMinor;
      undone.push(...again.undone);
      before = one.line;
    }
    return { ...booked, refundMinor, undone, again: later.map((one) => this.#told(one, line)) };
  }

  #bookPart(
    line: BankLine,
    part: MatchedPart,
    named: readonly ClaimDraft[],
    nextPartNo: () => number,
  ): Omit<Booked, "again"> {
    const open = named.filter(({ state }) => state !== "closed");
    const inTime = this.#inTime(line, part.amountMinor, open);
    const toLookAt =
      inTime === null ? chargedSince(this.#account.events, open, inTimeRule(this.#context, line)) : [];
    const unsettled = open.length === 0 ? null : this.#unsettled(line, inTime !== null);
    if (inTime !== null) undoSteps(this.#books, inTime, line, inTimeRule(this.#context, line));
    let left = part.amountMinor;
    let refundMinor = 0n;
    // Several claims without amounts: each gets what it is owed, oldest due first, and the last what is left.
    for (const claim of open.slice(0, -1)) {
      const minor = this.#ownPart(line, left, claim);
      if (minor === 0n) continue;
      refundMinor += this.#pay(line, nextPartNo(), minor, claim);
      left -= minor;
    }
    const last = open.at(-1) ?? named[0];
    if (left > 0n && last !== undefined) refundMinor += this.#pay(line, nextPartNo(), left, last);
    if (unsettled !== null) refundMinor += this.#settle(unsettled, line, last!);
    return { refundMinor, toLookAt, undone: inTime?.undone ?? [] };
  }

  /** The payments that stand on a claim. */
  paymentsOn(claimId: string): readonly Uuid[] {
    return thatStand(this.#account.events)
      .filter(({ claim, kind }) => claim === claimId && kind === "payment")
      .map(({ data }) => data.payment as Uuid);
  }

  /** The events by which a payment stands on the claims of this file. */
  paymentOf(paymentId: Uuid): readonly StoredEvent[] {
    return thatStand(this.#account.events).filter(
      ({ kind, data }) => kind === "payment" && data.payment === paymentId,
    );
  }

  /**
   * Books a payment again, now that the day on which it was ordered is proved: it is taken off its claims, what was
   * charged since its deadline falls away, and it is divided anew.
   */
  bookAgain(
    line: BankLine,
    payment: BookedPayment,
    note: string | null,
  ): Pick<Booked, "refundMinor" | "undone"> {
    const events = this.paymentOf(payment.paymentId);
    const meant = this.#file.claims.find(({ reference }) => reference === line.reference)?.claimId;
    const named = this.#drafts.get(namedBy(events) ?? meant ?? events[0]!.claim)!;
    const paid = paidAgain(line, payment, named, events);
    for (const { claim } of events) reopen(this.#books, this.#drafts.get(claim)!, payment.paymentId);
    const unsettled = this.#unsettled(line, true);
    const [rule] = inTimeRule(this.#context, line).rules;
    for (const event of events) takeOff(this.#books, paid, event, { rule, note });
    const inTime = this.#inTime(line, payment.amountMinor, [named]);
    if (inTime !== null) undoSteps(this.#books, inTime, line, inTimeRule(this.#context, line));
    const leftMinor = this.#divide(paid, payment.amountMinor);
    const before = { refundMinor: refundOf(events), entryCount: payment.entryCount };
    postRefundChange(this.#books, paid, before, leftMinor);
    const refundMinor = leftMinor + (unsettled === null ? 0n : this.#settle(unsettled, line, named));
    return { refundMinor, undone: inTime?.undone ?? [] };
  }

  /** The later payments for which money of this line makes a difference, in the order in which they count. */
  #reached(line: BankLine, minor: bigint, named: readonly ClaimDraft[]): readonly LaterPayment[] {
    const on = this.countsOn(line);
    const later = this.bookedLater(line).flatMap((paymentId): LaterPayment[] => {
      const payment = this.#known.get(paymentId);
      const events = this.paymentOf(paymentId);
      const claim = namedBy(events);
      if (payment?.line.currency !== line.currency || claim === null) return [];
      if (!events.every((event) => this.#ending.canOpen(event.claim))) return [];
      const one = { payment, line: asBooked(payment, events), named: claim, events };
      return this.countsOn(one.line) > on ? [one] : [];
    });
    if (later.length === 0) return [];
    const lines = [line, ...later.map((one) => one.line)];
    const since = lines.map((one) => inTimeRule(this.#context, one).paidOn).reduce((a, b) => earliest(a, b));
    const stood = new Set(later.flatMap(({ events }) => events.filter(isDivided).map(({ claim }) => claim)));
    const reachable = named.filter(({ state, before }) => state !== "closed" || stood.has(before.claimId));
    const money = {
      minor,
      claims: reachable.map(({ before }) => before.claimId),
      ownMinor: reachable
        .filter(({ state }) => state !== "closed")
        .reduce((sum, draft) => sum + this.#ownPart(line, minor, draft), 0n),
      openPrincipalMinor: (claim: string) => this.#drafts.get(claim)!.openPrincipalMinor,
      undoes: this.#inTime(line, minor, reachable, later) !== null,
      isChargedSince: this.#account.events.some((event) => event.on > since && isCharged(event)),
    };
    return sortBy(reachedBy(money, later), (one) => this.countsOn(one.line) + one.line.bankLineId);
  }

  /** Takes a payment off its claims before money of an earlier day is booked. */
  #takeBack({ payment, line, named, events }: LaterPayment, earlier: BankLine): bigint {
    const draft = this.#drafts.get(named)!;
    // A claim that was closed before it stays closed, and the payment goes back once more.
    for (const { claim } of events.filter(isDivided)) {
      const own = this.#drafts.get(claim)!;
      this.#ending.opens(own);
      reopen(this.#books, own, payment.paymentId);
    }
    const paid = paidAgain(line, payment, draft, events);
    const unsettled = this.#unsettled(line, true);
    const why = {
      rule: allocationRule(this.#context.receiver.creditor.country, false),
      note: null,
      earlierOn: this.countsOn(earlier),
    };
    for (const event of events) takeOff(this.#books, paid, event, why);
    this.know({ ...payment, lineCount: paid.lineNo });
    return unsettled === null ? 0n : this.#settle(unsettled, line, draft);
  }

  /** Books the payment that was taken back, and returns what more of it goes back. */
  #bookOnceMore({ payment, line, named, events }: LaterPayment): Pick<Booked, "refundMinor" | "undone"> {
    const draft = this.#drafts.get(named)!;
    const open = draft.state === "closed" ? [] : [draft];
    const paid = paidAgain(line, this.#known.get(payment.paymentId)!, draft, events);
    const inTime = this.#inTime(line, payment.amountMinor, open);
    const unsettled = open.length === 0 ? null : this.#unsettled(line, inTime !== null);
    if (inTime !== null) undoSteps(this.#books, inTime, line, inTimeRule(this.#context, line));
    const leftMinor = this.#divide(paid, payment.amountMinor);
    const [refundMinor, { entryCount }] = [refundOf(events), payment];
    postRefundChange(this.#books, paid, { refundMinor, entryCount }, leftMinor);
    const changes = leftMinor === refundMinor ? 0 : 1;
    this.know({ ...payment, lineCount: paid.lineNo, entryCount: entryCount + changes });
    const settled = unsettled === null ? 0n : this.#settle(unsettled, line, draft);
    return { refundMinor: leftMinor - refundMinor + settled, undone: inTime?.undone ?? [] };
  }

  #told({ payment, line, named }: LaterPayment, earlier: BankLine): BookedAgain {
    const days = { on: this.countsOn(line), after: this.countsOn(earlier) };
    return { ...toldOf(payment), claimId: named as Uuid, ...days };
  }

  #inTime(
    line: BankLine,
    minor: bigint,
    claims: readonly ClaimDraft[],
    without: readonly LaterPayment[] = [],
  ): InTime | null {
    const left = new Set<unknown>(without.map(({ payment }) => payment.paymentId));
    const events = this.#account.events.filter(({ data }) => !left.has(data.payment));
    return inTimeOf(this.#file, this.#context, events, line, { minor, claims });
  }

  get #books(): FileBooks {
    return {
      clock: this.#context.receiver.clock,
      rows: this.#rows,
      drafts: this.#drafts,
      account: this.#account,
      touched: this.#touched,
    };
  }

  /** Closes what the money since the last call has paid. After every line, so that pages make no difference. */
  closePaid(): Ended {
    return this.#ending.closePaid();
  }

  /** Adds the rows of the file and its claims. */
  finish(): void {
    const drafts = [...this.#drafts.values()];
    this.#rows.claims.push(...drafts.filter(({ isChanged }) => isChanged).map((draft) => draft.row()));
    const isOpen = drafts.some(({ state }) => state === "open");
    this.#rows.files.push({
      debtorId: this.#file.debtorId,
      version: this.#file.version,
      nextLookOn: isOpen ? this.#context.receiver.clock.today : null,
    });
  }

  /** Books one payment that names a claim, and returns what of it nothing could take. */
  #pay(line: BankLine, partNo: number, minor: bigint, named: ClaimDraft): bigint {
    const paymentId = derivedId(line.bookedOn, "payment", line.bankLineId, String(partNo));
    const designation = designationOf(line.payer.text);
    const paid: Paid = { line, paymentId, named, designation, lineNo: 0 };
    this.#rows.payments.push({
      paymentId,
      bankLineId: line.bankLineId,
      partNo,
      debtorId: this.#file.debtorId,
      bookedOn: line.bookedOn,
      valueOn: line.valueOn,
      amountMinor: minor,
      currency: line.currency as Currency,
    });
    const leftMinor = this.#divide(paid, minor);
    postReceipt(this.#books, paid, this.#context.operator.kind, minor, leftMinor);
    return leftMinor;
  }

  #divide(paid: Paid, minor: bigint): bigint {
    const on = this.countsOn(paid.line);
    const currency = paid.line.currency as Currency;
    const met = paid.named.state === "closed" ? null : this.#account.metOn(currency, on);
    if (met === null) {
      // Money for a claim that is closed is nobody's debt: it goes back, whatever else is owed (norway.md P6).
      this.#record(paid, null, [], on, minor);
      return minor;
    }
    const first = this.#allocate(paid, met, minor, on);
    const until = this.#account.movedBy(currency, on);
    if (until === on) {
      this.#record(paid, met, first.lines, on, first.leftMinor);
      return first.leftMinor;
    }
    // Money from before what is on the chain already: what it leaves meets what has been charged since.
    this.#record(paid, met, first.lines, on, 0n);
    const later = this.#account.on(currency, until)!;
    const rest = this.#allocate(paid, later, first.leftMinor, until);
    if (first.leftMinor > 0n) this.#record(paid, later, rest.lines, until, rest.leftMinor);
    return rest.leftMinor;
  }

  #allocate(paid: Paid, account: Account, minor: bigint, on: CalendarDate) {
    const { designation, named } = paid;
    return allocate(account, { on, minor, designation, claim: named.before.claimId });
  }

  /** Of `minor`, what this claim alone can take. */
  #ownPart(line: BankLine, minor: bigint, { before: { claimId } }: ClaimDraft): bigint {
    const on = this.countsOn(line);
    const account = this.#account.metOn(line.currency as Currency, on);
    if (account === null) return 0n;
    const designation = designationOf(line.payer.text);
    const { lines } = allocate(account, { on, minor, designation, claim: claimId });
    return sumOf(lines.filter(({ claim }) => claim === claimId));
  }

  /** Posts what was divided and tells it on the chains of the claims, the refund on that of the one that was named. */
  #record(
    paid: Paid,
    met: Account | null,
    lines: readonly AllocationLine[],
    on: CalendarDate,
    refundMinor: bigint,
  ): void {
    const { line, paymentId, named } = paid;
    const binds = paid.designation !== null && met?.rules.designationBinds === true;
    const byClaim = Map.groupBy(lines, ({ claim }) => claim);
    if (refundMinor > 0n && !byClaim.has(named.before.claimId)) byClaim.set(named.before.claimId, []);
    for (const [claimId, own] of byClaim) {
      const draft = this.#drafts.get(claimId)!;
      const entry = own.length === 0 || met === null ? null : postAllocation(paid, met, draft, own, on);
      const data = {
        payment: paymentId,
        lines: storedAmounts(own),
        designation: binds ? paid.designation : null,
        orderedOn: line.payer.orderedOn,
        entry,
        ...(draft === named ? {} : { named: named.before.claimId }),
        ...(draft === named && refundMinor > 0n ? { refund: formatMinor(refundMinor) } : {}),
      };
      draft.event("payment", data, on);
      this.#touched.add(draft);
      this.#account.add({ claim: claimId, seq: draft.headSeq, kind: "payment", on, data });
      recordLines(this.#rows, paid, draft, own, {
        entry,
        rule: allocationRule(this.#context.receiver.creditor.country, binds),
        designated: binds,
      });
    }
  }

  /**
   * The account before money of an earlier day, or before steps that it undoes: either changes what has happened since,
   * and so what other money met. Null for money that only comes after it all.
   */
  #unsettled(line: BankLine, undoes: boolean): Snapshot | null {
    const currency = line.currency as Currency;
    const on = this.countsOn(line);
    const day = this.#account.movedBy(currency, on);
    const account = undoes || day > on ? this.#account.on(currency, day) : null;
    if (account === null) return null;
    return { day, before: sumsOf(account, day), entryCount: this.#rows.ledgerTransactions.length };
  }

  /** Brings the books to what the account has come to say, and returns what more goes back to who paid. */
  #settle({ day, before, entryCount }: Snapshot, line: BankLine, named: ClaimDraft): bigint {
    const account = this.#account.on(line.currency as Currency, day)!;
    const entries = this.#rows.ledgerTransactions.slice(entryCount);
    const source = { bankLine: line.bankLineId };
    const unsettled = { before, after: sumsOf(account, day), entries };
    const { settled, refundMinor } = settleRest(this.#drafts, unsettled, named, source);
    for (const draft of settled) this.#touched.add(draft);
    return refundMinor;
  }
}
