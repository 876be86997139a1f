/**
 * Lawful letters: a file lives through its days in memory, judged by the engine's own functions, paid through the
 * bank's own booking, and every letter that goes out is kept with what was known before it.
 */
import type { FileFacts, StoredEvent } from "@innfri/claims";
import { makeReference } from "@innfri/formats";
import { addDays, type CalendarDate, date, derivedId, formatMinor, minorFromDecimal } from "@innfri/kernel";
import type { LetterData, Recipient } from "@innfri/letters";
import { someSettings } from "@innfri/testing";
import { type Clock, clockOnDay } from "../clock.ts";
import type { Operator } from "../installation.ts";
import type { BookingRows } from "../payments/booking-rows.ts";
import { FileBooking } from "../payments/file-booking.ts";
import type { ClaimNowChange, EventRow } from "../store/rows.ts";
import { type Act, applyAct, emptyActRows } from "./act.ts";
import { ClaimDraft, emptyRows } from "./claim-draft.ts";
import type { CreditorSettings } from "./creditor-settings.ts";
import { rulesFor } from "./creditor-settings.ts";
import type { Creditor } from "./creditors.ts";
import { judgeFile } from "./judge-file.ts";
import { type ContactData, factsOf, type LoadedClaim, type LoadedFile } from "./load-files.ts";
import { proposalOf } from "./proposal-of.ts";
import { recipientOf } from "./recipient.ts";
import { letterOf } from "./stored-letter.ts";
import { writeJudgement } from "./write-judgement.ts";

export type WorldClaim = {
  readonly number: string;
  readonly principal: string;
  readonly dueOn: string;
  /** A month before in Sweden and two weeks in Norway when not given. */
  readonly issuedOn?: string;
  readonly terms?: Partial<LoadedClaim["invoice"]["terms"]>;
};

/** What comes from outside, on its day, before that day's run. */
export type Happening =
  | { readonly on: string; readonly pay: string; readonly claim: string; readonly text?: string }
  | { readonly on: string; readonly credit: string; readonly claim: string }
  /** An objection to a part, which ends no costs. */
  | { readonly on: string; readonly dispute: string; readonly claim: string }
  | { readonly on: string; readonly stop: true; readonly claim: string }
  /** What a person does to the claim. */
  | { readonly on: string; readonly act: Act; readonly claim: string; readonly also?: string };

export type World = {
  readonly name: string;
  readonly country: "NO" | "SE";
  readonly operator: "self" | "agency";
  readonly kind: "person" | "sole-trader" | "business" | "public";
  readonly claims: readonly WorldClaim[];
  readonly happenings?: readonly Happening[];
  readonly settings?: Partial<CreditorSettings>;
  readonly email?: string | null;
  readonly until: string;
};

/** A letter as it left, with everything that was known before it. */
export type WorldLetter = {
  readonly world: World;
  readonly data: LetterData;
  /** The day it left, and the claims it covers as the engine decided, the leading one first. */
  readonly on: CalendarDate;
  readonly covered: readonly string[];
  /** The file's facts without this letter. */
  readonly facts: FileFacts;
  readonly claims: readonly LoadedClaim[];
  readonly file: LoadedFile;
  readonly operator: Operator;
  readonly creditor: Creditor;
  readonly settings: CreditorSettings;
  readonly recipient: Recipient;
};

const LICENCE = {
  reference: "INK-1",
  clientAccount: "99991042764",
  organisationNumber: "310000027",
  contact: { addressLines: ["Postboks 44", "2401 Elverum"], email: "svar@tindervik.example", phone: null },
};

const CREDITOR_ID = derivedId(date("2020-01-01"), "creditor", "test letters");
const CLOCK: Clock = { isSandbox: true, today: date("2020-01-01"), nowAt: "2020-01-01T05:00:00.000Z" };

/** Runs the world day by day and returns its letters, oldest first. */
export function lettersOf(world: World): readonly WorldLetter[] {
  return lived(world).letters;
}

/** The letters of a world, and its file as it is in the end. */
export function lived(world: World): { readonly letters: readonly WorldLetter[]; readonly file: LoadedFile } {
  const operator: Operator = {
    operatorId: derivedId(date("2020-01-01"), "operator"),
    name: "Tindervik Inkasso",
    ...(world.operator === "self" ? { kind: "self", licence: null } : { kind: "agency", licence: LICENCE }),
  };
  const settings = someSettings(world.country, world.settings);
  const creditor: Creditor = {
    creditorId: CREDITOR_ID,
    name: settings.name,
    country: world.country,
    timeZone: world.country === "NO" ? "Europe/Oslo" : "Europe/Stockholm",
    isSandbox: true,
    clockOn: null,
    lastRunOn: null,
    awaitsActivation: false,
  };
  let file = firstFile(world);
  const letters: WorldLetter[] = [];
  const first = file.claims.map(({ dueOn }) => dueOn).toSorted()[0]!;
  for (let today = first; today <= world.until; today = addDays(today, 1)) {
    const clock = clockOnDay(CLOCK, today);
    for (const happening of world.happenings ?? [])
      if (happening.on === today) file = happen(file, happening, { operator, creditor, settings, clock });
    for (let looks = 0; looks < 6; looks++) {
      const page = emptyRows();
      const rules = rulesFor(settings, file.customerNumber, []);
      const judgement = judgeFile(file, { operator, creditor, clock }, rules);
      writeJudgement(page, { operator, creditor, settings, clock, actor: "engine" }, file, judgement);
      if (page.events.length === 0) break;
      for (const { dataJson } of page.events) mustAgree(JSON.parse(dataJson));
      const facts = factsOf(file, { country: world.country, operator: operator.kind })!;
      const recipient = recipientOf(file.contact!.data, world.country);
      const parts = new Map(page.documentParts.map(({ name, dataJson }) => [name, JSON.parse(dataJson)]));
      for (const { documentId, dataJson, derivationsJson } of page.documents) {
        const data = letterOf(JSON.parse(dataJson), JSON.parse(derivationsJson), parts);
        const covered = page.steps
          .filter((step) => step.documentId === documentId)
          .map(({ claimId }) => claimId);
        const known = { claims: file.claims, file, facts, operator, creditor, settings, recipient };
        letters.push({ world, data, on: today, covered, ...known });
      }
      file = after(file, page.events, page.claims);
    }
  }
  return { letters, file };
}

/** A letter that the second mind keeps back parks its claims: here that is an error of one of the two. */
function mustAgree({ rule, text }: { readonly rule?: string; readonly text?: string }): void {
  if (rule === "checker") throw new Error(text);
}

function firstFile(world: World): LoadedFile {
  const debtorId = derivedId(date("2020-01-01"), "debtor", "1001");
  const contact: ContactData = {
    name: "Kari Eksempel",
    addressLines: ["Ospelia 14", "2409 ELVERUM"],
    country: world.country,
    email: world.email === undefined ? "kari@post.example" : world.email,
    phone: null,
    organisationNumber: world.kind === "person" ? null : "310000035",
  };
  return {
    debtorId,
    version: 1,
    nextLookOn: null,
    customerNumber: "1001",
    kind: world.kind,
    contact: { contactId: derivedId(date("2020-01-01"), "contact"), data: contact, unreached: [] },
    prefers: null,
    claims: world.claims
      .map((claim) => firstClaim(world, claim))
      .toSorted((a, b) => (a.dueOn + a.claimId < b.dueOn + b.claimId ? -1 : 1)),
    events: [],
    holds: [],
    proposals: new Map(),
  };
}

function firstClaim(world: World, claim: WorldClaim): LoadedClaim {
  const principalMinor = minorFromDecimal(claim.principal);
  const dueOn = date(claim.dueOn);
  const issuedOn =
    claim.issuedOn === undefined ? addDays(dueOn, world.country === "NO" ? -14 : -30) : date(claim.issuedOn);
  return {
    claimId: derivedId(dueOn, "claim", claim.number),
    debtorId: derivedId(date("2020-01-01"), "debtor", "1001"),
    currency: world.country === "NO" ? "NOK" : "SEK",
    principalMinor,
    dueOn,
    reference: referenceOf(world.country, claim.number),
    invoice: {
      number: claim.number,
      issuedOn,
      dueOn,
      description: "Service på sykkel",
      department: null,
      terms: {
        dueDateAgreed: true,
        agreedRateBasisPoints: null,
        reminderFeeAgreed: true,
        vatDeducted: true,
        consumerCredit: false,
        ...claim.terms,
      },
    },
    openPrincipalMinor: principalMinor,
    openInterestMinor: 0n,
    openCostsMinor: 0n,
    headSeq: 1,
    headHash: new Uint8Array(32),
    stepCount: 0,
    entryCount: 1,
    state: "open",
    stage: "waiting",
    closedOn: null,
    caseId: null,
  };
}

function referenceOf(country: "NO" | "SE", number: string): string {
  const made = makeReference({ scheme: country === "NO" ? "NO_KID" : "SE_OCR", number });
  if (made.kind !== "made") throw new Error("a reference that does not fit");
  return made.value;
}

type Moment = {
  readonly operator: Operator;
  readonly creditor: Creditor;
  readonly settings: CreditorSettings;
  readonly clock: Clock;
};

function happen(file: LoadedFile, happening: Happening, moment: Moment): LoadedFile {
  const claim = file.claims.find(({ invoice }) => invoice.number === happening.claim)!;
  if ("stop" in happening) {
    const hold = { holdId: derivedId(date(happening.on), "hold", claim.claimId), claim: claim.claimId };
    const stopped = { ...hold, kind: "stopped", fromOn: date(happening.on), untilOn: null } as const;
    return { ...file, holds: [...file.holds, stopped] };
  }
  if ("credit" in happening) {
    const minor = minorFromDecimal(happening.credit);
    const event = {
      claim: claim.claimId,
      seq: claim.headSeq + 1,
      kind: "credit",
      on: date(happening.on),
      data: { invoice: claim.reference, amount: formatMinor(minor), version: 2, hash: "", entry: null },
    };
    const less = { ...claim, headSeq: event.seq, openPrincipalMinor: claim.openPrincipalMinor - minor };
    return withEvents({ ...file, claims: file.claims.map((one) => (one === claim ? less : one)) }, [event]);
  }
  if ("dispute" in happening) {
    const event = {
      claim: claim.claimId,
      seq: claim.headSeq + 1,
      kind: "objection",
      on: date(happening.on),
      data: { extent: "part", amount: happening.dispute, reasonable: false, changed: [] },
    };
    const objected = { ...claim, headSeq: event.seq };
    return withEvents({ ...file, claims: file.claims.map((one) => (one === claim ? objected : one)) }, [
      event,
    ]);
  }
  if (!("act" in happening)) return pay(file, claim, happening, moment);
  const other = file.claims.find(({ invoice }) => invoice.number === happening.also);
  const also = other === undefined ? {} : { also: [other.claimId] };
  return act(file, claim, { ...happening.act, ...also }, moment);
}

function act(
  file: LoadedFile,
  { claimId }: LoadedClaim,
  what: Act,
  { operator, creditor, clock }: Moment,
): LoadedFile {
  const rows = emptyActRows();
  const drafts = new Map(
    file.claims.map((claim) => [
      claim.claimId as string,
      new ClaimDraft(claim, rows, { clock, actor: "person" }),
    ]),
  );
  const outcome = applyAct(rows, what, {
    file,
    drafts,
    draft: drafts.get(claimId)!,
    context: { country: creditor.country, operator: operator.kind },
    answerDays: 14,
    unconfirmed: [],
    today: clock.today,
    proposal: file.proposals.get(claimId) ?? null,
    closesAt: null,
    clock,
    shown: (instant) => instant,
  });
  if (outcome.kind === "refused") throw new Error(outcome.reason);
  const ended = new Set<string>(rows.holdEnds.map(({ holdId }) => holdId));
  const holds = [...file.holds, ...rows.holds.map(({ claimId: claim, ...hold }) => ({ ...hold, claim }))];
  const changes = [...drafts.values()].filter(({ isChanged }) => isChanged).map((draft) => draft.row());
  const left = holds.filter(({ holdId }) => !ended.has(holdId));
  return after({ ...file, holds: left as LoadedFile["holds"] }, rows.events, changes);
}

function pay(
  file: LoadedFile,
  claim: LoadedClaim,
  { on, pay: amount, text }: Extract<Happening, { readonly pay: string }>,
  { operator, creditor, settings, clock }: Moment,
): LoadedFile {
  const rows = { files: [], claims: [], ledgerTransactions: [], events: [] } as unknown as BookingRows;
  const all = { ...rows, approvalItemsDecided: [], payments: [], allocations: [] };
  const receiver = {
    creditor,
    settings,
    clock,
    rulesOf: (number: string) => rulesFor(settings, number, []),
  };
  const booking = new FileBooking(file, { operator, receiver }, all);
  const amountMinor = minorFromDecimal(amount);
  const day = date(on);
  let part = 0;
  booking.book(
    {
      bankLineId: derivedId(day, "line", amount),
      account: "",
      bankReference: "",
      bookedOn: day,
      valueOn: day,
      amountMinor,
      currency: claim.currency,
      reference: claim.reference,
      payer: {
        name: null,
        account: null,
        organisationNumber: null,
        text: text ?? "",
        orderedOn: null,
        giro: null,
        references: [],
        takesBack: null,
      },
    },
    { debtorId: file.debtorId, claimIds: [claim.claimId], amountMinor },
    () => ++part,
  );
  booking.closePaid();
  booking.finish();
  return after(file, all.events, all.claims);
}

function after(
  file: LoadedFile,
  events: readonly EventRow[],
  changes: readonly ClaimNowChange[],
): LoadedFile {
  const changed = new Map(changes.map((change) => [change.claimId, change]));
  const claims = file.claims.map((claim) => ({ ...claim, ...changed.get(claim.claimId) }));
  const stored = events.map(
    ({ claimId, seq, kind, happenedOn, dataJson }): StoredEvent => ({
      claim: claimId,
      seq,
      kind,
      on: happenedOn,
      data: JSON.parse(dataJson),
    }),
  );
  return withEvents({ ...file, claims }, stored);
}

function withEvents(file: LoadedFile, more: readonly StoredEvent[]): LoadedFile {
  const events = [...file.events, ...more];
  const own = Map.groupBy(events, ({ claim }) => claim);
  const proposals = file.claims.flatMap(({ claimId }) => {
    const proposal = proposalOf(own.get(claimId) ?? []);
    return proposal === null ? [] : ([[claimId, proposal]] as const);
  });
  const ordered = file.claims.flatMap(({ claimId }) => own.get(claimId) ?? []);
  return { ...file, events: ordered, proposals: new Map(proposals) };
}
