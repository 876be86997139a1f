/** The debtor's no, and what becomes of it: collection stops, costs fall away where the law says so, books follow. */

import {
  accountOn,
  type CostChange,
  costsEndedBy,
  costsNeverOwed,
  type FileEvent,
  type ObjectionOutcome,
  rulesOf,
  thatStand,
} from "@innfri/claims";
import type { DebtorSaid, ObjectionReason } from "@innfri/contract";
import { type CalendarDate, derivedId, formatMinor, type Json, type Uuid } from "@innfri/kernel";
import { deadlineFrom } from "@innfri/law";
import type { ActRows, ActSituation } from "./act.ts";
import { type ActOutcome, refused, type WhyNot } from "./act-outcome.ts";
import { textOf } from "./act-text.ts";
import { covered } from "./covered.ts";
import { accountBefore, type FileRecord, type NewFact, recordedFacts, recordFacts } from "./record-facts.ts";

export type ObjectAct = {
  readonly kind: "object";
  readonly scope: "whole" | bigint;
  /** Whether it deserves to be examined, seen from the debtor's side (norway.md 5.2). */
  readonly reasonable: boolean;
  /** Today when left out. */
  readonly received?: CalendarDate;
  readonly reason?: ObjectionReason;
  /** The lines of the invoice that it is about, as the invoice numbers them. */
  readonly invoiceLines?: readonly number[];
  readonly note?: string;
};

/** What becomes of an objection, in the words of its table: what its debtor sees, and what the company is asked. */
export type ObjectionStepKind = Exclude<DebtorSaid, "objection"> | "asked" | "reminded";

/** A step of the objections of a claim that are open: what was asked, answered or decided. */
export type ObjectionStepAct = {
  readonly kind: "objection-step";
  readonly step: ObjectionStepKind;
  /** The open objections of the claim, with the number that the step has in each. */
  readonly of: readonly { readonly objectionId: Uuid; readonly stepNo: number }[];
  /** What a person wrote. */
  readonly text?: string;
  /** The debtor wrote the text, or may read it. */
  readonly debtorReads: boolean;
  readonly dueOn?: CalendarDate;
  /** Today when left out. */
  readonly on?: CalendarDate;
  readonly data?: Readonly<Record<string, Json>>;
  /** Whom an e-mail tells of it. */
  readonly mailTo: "creditor" | "debtor" | null;
};

export type ObjectionStepRow = {
  readonly objectionId: Uuid;
  readonly stepNo: number;
  readonly kind: ObjectionStepKind;
  readonly takenOn: CalendarDate;
  readonly dueOn: CalendarDate | null;
  readonly textId: Uuid | null;
  readonly data: Json;
  readonly mailTo: "creditor" | "debtor" | null;
};

export type ResolveAct = {
  readonly kind: "resolve";
  readonly outcome: ObjectionOutcome;
  /** The day on which the debtor was told, from which a fresh deadline runs; today when left out. */
  readonly on?: CalendarDate;
};

/** Why an objection cannot be recorded; null when it can. */
export function whyNoObjection({ scope, received }: ObjectAct, at: ActSituation): string | WhyNot | null {
  const { draft, clock } = at;
  const { today } = clock;
  const { claimId, invoice } = draft.before;
  const on = received ?? today;
  if (on > today) return `an objection cannot have come on ${on}: it is ${today}`;
  if (on < invoice.issuedOn)
    return `an objection cannot have come on ${on}: the invoice was issued on ${invoice.issuedOn}`;
  const state = covered(() => accountBefore(at, draft.before).claim(claimId));
  const standing = state.kind === "covered" ? state.value : null;
  if (standing?.disputedWhole) return "all of the claim is disputed already";
  if (scope === "whole") return null;
  const openMinor = draft.openPrincipalMinor;
  return scope <= 0n || scope + (standing?.disputedMinor ?? 0n) >= openMinor
    ? {
        reason: `a part that is disputed is more than nothing and less than what is open, ${formatMinor(openMinor)}`,
        hint: "all of it: --scope whole",
      }
    : null;
}

/**
 * By when a creditor replies: all of the days it agreed to from the day on which it is asked, whenever the objection came,
 * to a day on which somebody is at work. No law's term; the days off are those of section 8 of norway.md and 10 of sweden.md.
 */
export function replyBy(country: "NO" | "SE", askedOn: CalendarDate, days: number): CalendarDate {
  return deadlineFrom(askedOn, days, rulesOf(country).calendar);
}

export function object(rows: ActRows, act: ObjectAct, at: ActSituation): ActOutcome {
  const why = whyNoObjection(act, at);
  if (why !== null) return refused(why);
  const { draft, file, clock, proposal } = at;
  const { today } = clock;
  const received = act.received ?? today;
  const { claimId } = draft.before;
  const event = {
    kind: "objection" as const,
    on: today,
    scope: act.scope,
    reasonable: act.reasonable,
    claim: claimId,
  };
  // Where no table covers the day the claim still stops at once; its costs are looked at when one does.
  const changes = covered(() => costsEndedBy(accountBefore(at, draft.before), event, received));
  const changed = changes.kind === "covered" ? changes.value : [];
  const objectionId = derivedId(today, "objection", claimId, String(draft.headSeq));
  const text =
    act.note === undefined
      ? null
      : textOf(act.note, { of: objectionId, claimId, debtorId: file.debtorId, today });
  const open = proposal?.state === "open" ? proposal : null;
  const extent = act.scope === "whole" ? "whole" : "part";
  const facts = factsOf(at, "objection", changed, {
    objection: objectionId,
    extent,
    ...(act.scope === "whole" ? {} : { amount: formatMinor(act.scope) }),
    reasonable: act.reasonable,
    ...(act.reason === undefined ? {} : { reason: act.reason }),
    ...(act.invoiceLines === undefined ? {} : { lines: [...act.invoiceLines] }),
    received,
    approval: open?.approvalId ?? null,
    ...(text === null ? {} : { text: text.row.textId, textHash: text.hash }),
  });
  const source = {
    rule: at.context.country === "NO" ? "no.objection.costs" : "se.objection.stops",
    objection: objectionId,
  };
  if (changes.kind === "covered") recordFacts(at, draft, facts, source);
  else for (const fact of facts) fact.draft.event(fact.kind, fact.data);
  if (text !== null) rows.texts.push(text.row);
  rows.objections.push({
    objectionId,
    debtorId: file.debtorId,
    claimId,
    extent,
    amountMinor: act.scope === "whole" ? null : act.scope,
    receivedOn: received,
    answerBy: replyBy(at.context.country, today, at.answerDays),
    textId: text?.row.textId ?? null,
    reason: act.reason ?? null,
    invoiceLines: act.invoiceLines ?? null,
    afterHandover: draft.before.caseId !== null,
  });
  if (open !== null) rows.approvalItemsDecided.push(draft.itemDecided(open.approvalId, "stopped"));
  const what = act.scope === "whole" ? "disputed" : `disputed as to ${formatMinor(act.scope)}`;
  const off = open?.step === "collection-list" ? " and is off the collection list" : "";
  return { kind: "done", what: `the claim is ${what}${off}${endedWords(changed, claimId)}` };
}

function endedWords(changed: readonly CostChange[], claimId: Uuid): string {
  const ended = changed.filter(({ claim, minor }) => claim === claimId && minor < 0n);
  const sum = ended.reduce((all, { minor }) => all - minor, 0n);
  return sum === 0n ? "" : `; ${formatMinor(sum)} of costs falls away`;
}

export function resolve(rows: ActRows, { outcome, on: told }: ResolveAct, at: ActSituation): ActOutcome {
  const { draft, clock } = at;
  const { today } = clock;
  const { claimId } = draft.before;
  const on = told ?? today;
  const tooSoon = told === undefined ? null : whyNotOn(at, told);
  if (tooSoon !== null) return refused(tooSoon);
  const found = covered(() => {
    const before = accountBefore(at, draft.before);
    const { disputedWhole, disputedMinor } = before.claim(claimId);
    const event = { kind: "objection-resolved" as const, on, outcome, claim: claimId, changed: [] };
    const after = accountOn(withEvent(at, event), today);
    const changed = outcome === "accepted" ? costsNeverOwed(after, claimId, today) : [];
    return { isOpen: disputedWhole || disputedMinor > 0n, disputedWhole, disputedMinor, changed, after };
  });
  if (found.kind === "outside") return refused(`what it comes to cannot be computed: ${found.because}`);
  const { isOpen, changed, after } = found.value;
  if (!isOpen) return refused("no objection to the claim is open");
  const refundBefore = accountBefore(at, draft.before).refundMinor;
  const settled = accountOn(
    withEvent(at, { kind: "objection-resolved", on, outcome, claim: claimId, changed }),
    today,
  );
  const refundMinor = settled.refundMinor - refundBefore;
  const facts = factsOf(at, "objection-resolved", changed, {
    outcome,
    ...(refundMinor > 0n ? { refund: formatMinor(refundMinor) } : {}),
  });
  const onItsDay = facts.map((fact) => ({ ...fact, on }));
  recordFacts(at, draft, onItsDay, { objection: outcome });
  rows.objectionsAnswered.push({ claimId, answeredOn: on });
  const { freshUntil } = after.claim(claimId);
  if (outcome !== "accepted")
    return { kind: "done", what: `the objection is ${outcome}: the claim goes on after ${freshUntil}` };
  const back = refundMinor > 0n ? `, and ${formatMinor(refundMinor)} is to be paid back` : "";
  return { kind: "done", what: `the objection is accepted: what it is about was never owed${back}` };
}

/** The step stands on the chain with the hash of what was written, and in rows of its own. */
export function objectionStep(rows: ActRows, act: ObjectionStepAct, at: ActSituation): ActOutcome {
  const { draft, file, clock } = at;
  const { claimId } = draft.before;
  const on = act.on ?? clock.today;
  if (on > clock.today) return refused(`${on} has not come yet: it is ${clock.today}`);
  const first = act.of[0];
  if (first === undefined) return refused("no objection to the claim is open");
  const text =
    act.text === undefined
      ? null
      : textOf(act.text, {
          of: derivedId(clock.today, "objection-step", first.objectionId, String(draft.headSeq)),
          claimId,
          debtorId: act.debtorReads ? file.debtorId : null,
          today: clock.today,
        });
  const data = act.data ?? {};
  draft.event(
    "objection-answered",
    {
      step: act.step,
      objections: act.of.map(({ objectionId }) => objectionId),
      ...(act.dueOn === undefined ? {} : { due: act.dueOn }),
      ...(text === null ? {} : { text: text.row.textId, textHash: text.hash }),
      ...data,
    },
    on,
  );
  if (text !== null) rows.texts.push(text.row);
  for (const { objectionId, stepNo } of act.of)
    rows.objectionSteps.push({
      ...{ objectionId, stepNo, kind: act.step, data },
      takenOn: on,
      dueOn: act.dueOn ?? null,
      textId: text?.row.textId ?? null,
      // Several objections are answered by one e-mail.
      mailTo: objectionId === first.objectionId ? act.mailTo : null,
    });
  return { kind: "done", what: `it is recorded that the objection was ${act.step}` };
}

/** A day in the past on which the debtor was told: the objection was there, and nothing has happened since. */
function whyNotOn({ file, draft, clock }: ActSituation, on: CalendarDate): string | null {
  if (on > clock.today) return `${on} has not come yet: it is ${clock.today}`;
  const own = thatStand(file.events).filter(({ claim }) => claim === draft.before.claimId);
  const objected = own.findLast(({ kind, data }) => kind === "objection" && !("of" in data));
  if (objected !== undefined && on < objected.on)
    return `the objection was recorded on ${objected.on}: it was not settled on ${on}`;
  const since = own.find(({ on: day, kind }) => day > on && (kind === "letter" || kind === "step"));
  return since === undefined
    ? null
    : `on ${since.on} the claim went on without what is disputed: the objection was open until then`;
}

function withEvent(at: FileRecord & ActSituation, event: FileEvent) {
  const facts = recordedFacts(at, at.draft.before);
  return { ...facts, events: [...facts.events, event] };
}

/** The fact on the claim's own chain, and on those of the claims whose costs it changes. */
function factsOf(
  { draft, drafts }: ActSituation,
  kind: "objection" | "objection-resolved",
  changed: readonly CostChange[],
  data: Readonly<Record<string, Json>>,
): NewFact[] {
  const claimId = draft.before.claimId;
  const stored = (claim: string): Json =>
    changed
      .filter((change) => change.claim === claim)
      .map(({ item, minor, since, letter, plan }) => ({
        item,
        amount: formatMinor(minor),
        ...(since === undefined ? {} : { since }),
        ...(letter === undefined ? {} : { letter }),
        ...(plan === undefined ? {} : { plan }),
      }));
  const others = [...new Set(changed.map(({ claim }) => claim))].filter((claim) => claim !== claimId);
  return [
    { draft, kind, data: { ...data, changed: stored(claimId) } },
    ...others.map(
      (claim): NewFact => ({
        draft: drafts.get(claim)!,
        kind,
        data: { of: claimId, changed: stored(claim) },
      }),
    ),
  ];
}
