/**
 * The money of one file: each payment is divided over what is open, posted, and told on the chains of the claims it
 * touches; what is then paid is closed. Pure but for the rows it collects.
 */
import {
  type Account,
  type AllocationLine,
  allocate,
  bankAccountOf,
  type InTime,
  owed,
  REFUND_DUE,
  type StoredEvent,
  statementOn,
  thatStand,
  UNALLOCATED,
  type UndoneStep,
  undoneBy,
} from "@innfri/claims";
import {
  type CalendarDate,
  type Currency,
  canonicalJson,
  derivedId,
  earliest,
  formatMinor,
  type Uuid,
} from "@innfri/kernel";
import { storedAmounts } from "../engine/act-outcome.ts";
import { ClaimDraft } from "../engine/claim-draft.ts";
import { covered } from "../engine/covered.ts";
import { judgeFile } from "../engine/judge-file.ts";
import { factsOf, type LoadedFile } from "../engine/load-files.ts";
import { type Sums, settleRest, sumsOf } from "../engine/settle-books.ts";
import { lapse } from "../engine/write-approvals.ts";
import { close } from "../engine/write-judgement.ts";
import type { Operator } from "../installation.ts";
import type { BankLine } from "./bank-line.ts";
import type { BookingRows } from "./booking-rows.ts";
import { designationOf } from "./designation.ts";
import { FileAccount } from "./file-account.ts";
import {
  allocationPostings,
  type BookedPayment,
  closeItems,
  type FileBooks,
  type InTimeRule,
  type Paid,
  postRefundChange,
  recordLines,
  reopen,
  sumOf,
  takeOff,
  undoSteps,
} from "./file-books.ts";
import type { MatchedPart } from "./match-line.ts";
import type { Receiver } from "./receiving-accounts.ts";

export type BookingContext = { readonly operator: Operator; readonly receiver: Receiver };

/** What became of a part of a line. */
export type Booked = {
  readonly refundMinor: bigint;
  /** Claims with a charge from after the money was ordered: a person looks whether it falls away (D12). */
  readonly toLookAt: readonly { readonly claimId: Uuid; readonly why: string }[];
  /** Letters and steps that do not count any more, because the money was in time (D12). */
  readonly undone: readonly UndoneStep[];
};

export type Ended = { readonly paid: number; readonly waived: number };

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

  constructor(file: LoadedFile, context: BookingContext, rows: BookingRows) {
    const { creditor, clock } = context.receiver;
    this.#file = file;
    this.#context = context;
    this.#rows = rows;
    const by = { clock, actor: ACTOR };
    const drafts = new Map(file.claims.map((claim) => [claim.claimId, new ClaimDraft(claim, rows, by)]));
    this.#drafts = drafts;
    const facts = { country: creditor.country, operator: context.operator.kind };
    this.#account = new FileAccount(file, facts, ({ claimId }) => drafts.get(claimId)!.state === "closed");
  }

  /** The day from which money counts: the value day in Norway (norway.md R5), the booking day in Sweden (sweden.md 9). */
  countsOn(line: BankLine): CalendarDate {
    const { creditor, clock } = this.#context.receiver;
    // Money that is known today counts today, also where its value day is still to come.
    return earliest(creditor.country === "NO" ? line.valueOn : line.bookedOn, clock.today);
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

  /** Books a part of a line. `nextPartNo` numbers the payments it becomes. */
  book(line: BankLine, part: MatchedPart, nextPartNo: () => number): Booked {
    const named = part.claimIds.flatMap((id) => this.#drafts.get(id) ?? []);
    const open = named.filter(({ state }) => state !== "closed");
    const inTime = this.#inTime(line, part.amountMinor, open);
    const toLookAt = inTime === null ? this.#chargedSince(line, open) : [];
    const unsettled = open.length === 0 ? null : this.#unsettled(line, inTime !== null);
    if (inTime !== null) undoSteps(this.#books, inTime, line, this.#inTimeRule(line));
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
  bookAgain(line: BankLine, payment: BookedPayment, note: string | null): Booked {
    const events = this.paymentOf(payment.paymentId);
    const meant = this.#file.claims.find(({ reference }) => reference === line.reference)?.claimId;
    const named = this.#drafts.get(meant ?? events[0]!.claim)!;
    const designation = designationOf(line.payer.text);
    const paid: Paid = { line, paymentId: payment.paymentId, named, designation, lineNo: payment.lineCount };
    for (const { claim } of events) reopen(this.#books, this.#drafts.get(claim)!, payment.paymentId);
    const unsettled = this.#unsettled(line, true);
    for (const event of events) takeOff(this.#books, paid, event, note, this.#inTimeRule(line));
    const inTime = this.#inTime(line, payment.amountMinor, [named]);
    if (inTime !== null) undoSteps(this.#books, inTime, line, this.#inTimeRule(line));
    const leftMinor = this.#divide(paid, payment.amountMinor);
    postRefundChange(this.#books, paid, payment, leftMinor);
    const refundMinor = leftMinor + (unsettled === null ? 0n : this.#settle(unsettled, line, named));
    return { refundMinor, toLookAt: [], undone: inTime?.undone ?? [] };
  }

  /** What was done since the deadline that the money met (D12). */
  #inTime(line: BankLine, minor: bigint, claims: readonly ClaimDraft[]): InTime | null {
    const { creditor } = this.#context.receiver;
    const facts = factsOf(
      { ...this.#file, kind: this.#file.kind ?? "person" },
      { country: creditor.country, operator: this.#context.operator.kind },
    );
    const refs = claims.map(({ before }) => before.claimId);
    if (facts === null || refs.length === 0) return null;
    const bookedOn = this.countsOn(line);
    const paid = { claims: refs, minor, orderedOn: line.payer.orderedOn ?? bookedOn, bookedOn };
    return undoneBy(facts, this.#account.events, paid);
  }

  #inTimeRule(line: BankLine): InTimeRule {
    const bookedOn = this.countsOn(line);
    if (this.#context.receiver.creditor.country === "SE")
      return { rules: ["se.demand-fee.booking-day"], paidOn: bookedOn, how: "booked" };
    const rules = ["no.payment.in-time", "no.recovery-costs.paid-in-time"] as const;
    return { rules, paidOn: line.payer.orderedOn ?? bookedOn, how: "ordered" };
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
    let [paid, waived] = [0, 0];
    for (const draft of this.#touched) {
      const reason = draft.state === "closed" ? null : this.#close(draft);
      if (reason === "paid") paid++;
      if (reason === "waived") waived++;
    }
    this.#touched.clear();
    return { paid, waived };
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
    this.#postReceipt(paid, minor, leftMinor);
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
      const entry = own.length === 0 || met === null ? null : this.#post(paid, met, draft, own, on);
      const data = {
        payment: paymentId,
        lines: storedAmounts(own),
        designation: binds ? paid.designation : null,
        orderedOn: line.payer.orderedOn,
        entry,
        ...(draft === named && refundMinor > 0n ? { refund: formatMinor(refundMinor) } : {}),
      };
      draft.event("payment", data, on);
      this.#touched.add(draft);
      this.#account.add({ claim: claimId, seq: draft.headSeq, kind: "payment", on, data });
      recordLines(this.#rows, paid, draft, own, { entry, rule: this.#rule(binds), designated: binds });
    }
  }

  /** The payment's own journal: money in, for what it is divided over and for what goes back. */
  #postReceipt({ line, paymentId }: Paid, minor: bigint, leftMinor: bigint): void {
    const { operator, receiver } = this.#context;
    const postings = [
      { accountNo: bankAccountOf(operator.kind), amountMinor: minor },
      { accountNo: UNALLOCATED, amountMinor: leftMinor - minor },
      { accountNo: REFUND_DUE, amountMinor: -leftMinor },
    ];
    this.#rows.ledgerTransactions.push({
      journalId: paymentId,
      entryNo: 1,
      bookedOn: line.bookedOn,
      recordedAt: receiver.clock.nowAt,
      kind: "payment",
      currency: line.currency as Currency,
      sourceJson: canonicalJson({ bankLine: line.bankLineId }),
      postings: postings.filter(({ amountMinor }) => amountMinor !== 0n),
    });
  }

  /** The claim's journal: the interest that has accrued, then what the money closes. Returns the entry's number. */
  #post(
    { line, paymentId }: Paid,
    met: Account,
    draft: ClaimDraft,
    own: readonly AllocationLine[],
    on: CalendarDate,
  ): number {
    const source = { payment: paymentId };
    if (own.some(({ item }) => item === "interest" || item === "principal")) {
      const accrued = met.interestOn(met.claim(draft.before.claimId), on);
      draft.post("interest", owed("interest", accrued - draft.openInterestMinor), source, on);
      draft.openInterestMinor = accrued;
    }
    closeItems(draft, own);
    return draft.post("allocation", allocationPostings(own), source, line.bookedOn)!;
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

  #rule(binds: boolean): string {
    if (this.#context.receiver.creditor.country === "SE") return "se.allocation.order";
    return binds ? "no.allocation.designation" : "no.allocation.order";
  }

  /** A payment ordered before a step that charged something: did it come in time after all? */
  #chargedSince(line: BankLine, claims: readonly ClaimDraft[]): { claimId: Uuid; why: string }[] {
    const { paidOn: since, how } = this.#inTimeRule(line);
    return claims.flatMap(({ before: { claimId } }) => {
      const charged = this.#account.events.find(
        ({ claim, kind, on, data }) =>
          claim === claimId &&
          (kind === "letter" || kind === "step") &&
          on > since &&
          (data as { readonly charges: readonly unknown[] }).charges.length > 0,
      );
      if (charged === undefined) return [];
      return [{ claimId, why: `${how} on ${since}, and charged on ${charged.on} for not having paid (D12)` }];
    });
  }

  #close(draft: ClaimDraft): "paid" | "waived" | null {
    const { receiver } = this.#context;
    const { today } = receiver.clock;
    const ref = draft.before.claimId;
    const rules = receiver.rulesOf(this.#file.customerNumber);
    if (draft.openPrincipalMinor > rules.waivedRestMinor) return null;
    const closing = covered(() => {
      const account = this.#account.on(draft.before.currency, today);
      if (account === null) return null;
      const rest = statementOn(account, [ref], today).totalMinor;
      if (rest < 0n || rest > rules.waivedRestMinor) return null;
      if (rest > 0n) return this.#waiveRest(draft);
      const because = { rule: "plan.paid", text: "nothing is owed any more" };
      this.#end(draft, { reason: "paid", lines: [], because });
      return "paid";
    });
    // Where no table covers today, what is left is judged by the run once one does.
    return closing.kind === "covered" ? closing.value : null;
  }

  /** Whether a small rest is waived is the plan's judgement (D13), the same as a run's. */
  #waiveRest(draft: ClaimDraft): "paid" | "waived" | null {
    const { receiver, operator } = this.#context;
    const { creditor, clock, rulesOf } = receiver;
    const file: LoadedFile = {
      ...this.#file,
      events: this.#account.events,
      claims: this.#file.claims.map((claim) => ({ ...claim, state: this.#drafts.get(claim.claimId)!.state })),
    };
    const { decisions } = judgeFile(file, { creditor, operator, clock }, rulesOf(file.customerNumber));
    const ref = draft.before.claimId;
    const closing = decisions.find((decision) => decision.kind === "close" && decision.claim === ref);
    if (closing?.kind !== "close") return null;
    this.#end(draft, closing);
    return closing.reason;
  }

  #end(draft: ClaimDraft, ending: Parameters<typeof close>[1]): void {
    const { clock } = this.#context.receiver;
    close(draft, ending, clock.today);
    this.#account.changed();
    lapse(this.#rows, this.#file, draft);
  }
}
