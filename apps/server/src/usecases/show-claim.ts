/** One claim as its creditor wants to see it: what is owed and why, what has happened, what comes next (S58, B6, B23). */
import {
  type Account,
  accountOn,
  type Coming,
  type Decision,
  type FileFacts,
  fileEventsOf,
  forecast,
  limitationOf,
  type NextInstalment,
  nextInstalment,
  planRests,
  type StatementLine,
  statementOn,
} from "@innfri/claims";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import type { SignOffItem } from "@innfri/law";
import { type Clock, clockOf } from "../clock.ts";
import { fileAsOf, type PastFile, type ToldEvent } from "../engine/as-of.ts";
import { covered } from "../engine/covered.ts";
import { type CreditorSettings, type Moment, rulesCache } from "../engine/creditor-settings.ts";
import { type Creditor, settingsOn } from "../engine/creditors.ts";
import type { FoundClaim } from "../engine/find-claim.ts";
import { decisionFileOf, factsOf, type LoadedClaim, type LoadedFile } from "../engine/load-files.ts";
import { momentOf } from "../engine/moment.ts";
import { openAsOf } from "../engine/open-as-of.ts";
import type { ProposalState } from "../engine/proposal-of.ts";
import { readFiles, readHolds } from "../engine/read-files.ts";
import { countedClaims } from "../engine/record-facts.ts";
import { unconfirmedLaw } from "../engine/sign-offs.ts";
import type { Installation, Operator } from "../installation.ts";
import { sql, type Tx, withCreditor } from "../store/index.ts";

export type ClaimView = {
  readonly creditor: Creditor;
  /** The day it is shown as of: today, or a past one. */
  readonly on: CalendarDate;
  readonly today: CalendarDate;
  readonly claim: LoadedClaim;
  readonly plan: string | null;
  readonly debtor: Pick<LoadedFile, "debtorId" | "customerNumber" | "kind"> & {
    readonly name: string | null;
  };
  readonly amounts: Amounts;
  /** Where the debtor reaches whoever signs the letters. */
  readonly answers: { readonly email: string | null; readonly phone: string | null };
  /** Other open claims on the same debtor: what is ready together goes in one letter with one fee. */
  readonly others: readonly {
    readonly claimId: Uuid;
    readonly invoiceNumber: string;
    readonly department: string | null;
  }[];
  readonly events: readonly ToldEvent[];
  /** Instants of the approvals that the events name. */
  readonly approvals: ReadonlyMap<string, Instants>;
  readonly proposal: ProposalState | null;
  readonly holds: LoadedFile["holds"];
  /** What a run on that day would answer; null for a claim that is closed or parked. */
  readonly now: Decision | null;
  readonly coming: readonly Coming[];
  /** What of the country's law nobody has confirmed (D11). */
  readonly unconfirmed: readonly SignOffItem[];
  readonly limitationOn: CalendarDate | null;
  /** The day on which a run looks at the debtor next; of a past day nobody knows. */
  readonly nextLookOn: CalendarDate | null;
};

export type Instants = { readonly openedAt: string; readonly closesAt: string | null };

export type Amounts =
  | {
      readonly kind: "known";
      readonly lines: readonly StatementLine[];
      readonly totalMinor: bigint;
      readonly perDayMinor: bigint | null;
      /** With the debtor's other open claims. */
      readonly fileTotalMinor: bigint;
      readonly principal: PrincipalChanges;
      /** What of the principal an open objection is about: 0 for nothing. */
      readonly disputed: "whole" | bigint;
      /** Of its newest payment plan, whether that runs or not. */
      readonly plan: { readonly rests: boolean; readonly next: NextInstalment | null };
    }
  /** No amount beyond the principal can be vouched for. */
  | { readonly kind: "unknown"; readonly because: string; readonly principalMinor: bigint };

/** How the open principal came about. */
export type PrincipalChanges = {
  readonly creditedMinor: bigint;
  readonly paidMinor: bigint;
  /** What objections that were accepted have shown never to have been owed. */
  readonly acceptedMinor: bigint;
};

export type ShowOutcome =
  | { readonly kind: "shown"; readonly view: ClaimView }
  | { readonly kind: "not-yet"; readonly today: CalendarDate }
  /** The claim was not registered by that day. */
  | { readonly kind: "before"; readonly registeredOn: CalendarDate };

export async function showClaim(
  installation: Pick<Installation, "pool"> & { readonly operator: Operator },
  found: FoundClaim,
  asOf: CalendarDate | null,
  now: Date,
): Promise<ShowOutcome> {
  return withCreditor(installation.pool, found.creditor.creditorId, (tx) =>
    claimView(tx, { creditor: found.creditor, operator: installation.operator }, found, asOf, now),
  );
}

/** The same within a transaction. */
export async function claimView(
  tx: Tx,
  { creditor, operator }: { readonly creditor: Creditor; readonly operator: Operator },
  { claimId, debtorId }: Pick<FoundClaim, "claimId" | "debtorId">,
  asOf: CalendarDate | null,
  now: Date,
): Promise<ShowOutcome> {
  const { creditorId } = creditor;
  const clock = clockOf(creditor, now);
  const { today } = clock;
  const on = asOf ?? today;
  if (on > today) return { kind: "not-yet", today };
  const [[file], holds, settings, unconfirmed] = await Promise.all([
    readFiles(tx, creditorId, [debtorId], { withClosed: true }),
    readHolds(tx, creditorId, debtorId),
    settingsOn(tx, creditorId, on),
    unconfirmedLaw(tx, creditor.country),
  ]);
  if (file === undefined) throw new Error(`claim ${claimId} has no file`);
  const events = await eventsOf(tx, creditorId, file);
  const past = fileAsOf(file, events, holds, on, creditor.timeZone);
  const claim = past.claims.find((one) => one.claimId === claimId);
  if (claim === undefined) {
    const first = events.find((event) => event.claim === claimId);
    return { kind: "before", registeredOn: first?.on ?? today };
  }
  const own = past.events.filter((event) => event.claim === claimId);
  const [approvals, booked, moment] = await Promise.all([
    instantsOf(tx, creditorId, own),
    on === today ? {} : openAsOf(tx, creditorId, claimId, on, creditor.timeZone),
    // A past day is shown by what was known, whatever is too old today.
    momentOf(tx, creditor, on === today ? (settings ?? {}) : {}, clock),
  ]);
  const context = { creditor, operator, settings: settings ?? null, unconfirmed, on, clock, moment };
  return { kind: "shown", view: viewOf(context, past, { ...claim, ...booked }, own, approvals) };
}

/** Every claim of a debtor as of today, the oldest due first. The file is read once, however many there are. */
export async function showFile(
  { pool, operator }: Pick<Installation, "pool"> & { readonly operator: Operator },
  creditor: Creditor,
  debtorId: Uuid,
  now: Date,
): Promise<ClaimView[]> {
  const { creditorId } = creditor;
  const clock = clockOf(creditor, now);
  const on = clock.today;
  return withCreditor(pool, creditorId, async (tx) => {
    const [file] = await readFiles(tx, creditorId, [debtorId], { withClosed: true });
    if (file === undefined) return [];
    const [events, holds, settings, unconfirmed] = await Promise.all([
      eventsOf(tx, creditorId, file),
      readHolds(tx, creditorId, debtorId),
      settingsOn(tx, creditorId, on),
      unconfirmedLaw(tx, creditor.country),
    ]);
    const past = fileAsOf(file, events, holds, on, creditor.timeZone);
    const [approvals, moment] = await Promise.all([
      instantsOf(tx, creditorId, past.events),
      momentOf(tx, creditor, settings ?? {}, clock),
    ]);
    const context = { creditor, operator, settings: settings ?? null, unconfirmed, on, clock, moment };
    return past.claims.map((claim) =>
      viewOf(
        context,
        past,
        claim,
        past.events.filter((event) => event.claim === claim.claimId),
        approvals,
      ),
    );
  });
}

type ViewContext = {
  readonly creditor: Creditor;
  readonly operator: Operator;
  readonly settings: CreditorSettings | null;
  readonly unconfirmed: readonly SignOffItem[];
  readonly on: CalendarDate;
  readonly clock: Clock;
  readonly moment: Moment;
};

function viewOf(
  context: ViewContext,
  file: PastFile,
  claim: LoadedClaim,
  events: readonly ToldEvent[],
  approvals: ClaimView["approvals"],
): ClaimView {
  const { creditor, operator, settings, unconfirmed, on, clock } = context;
  const facts = { country: creditor.country, operator: operator.kind };
  const shown = file.claims.filter(({ state, claimId }) => state !== "closed" || claimId === claim.claimId);
  const counted = countedClaims(
    file,
    ({ state, claimId }) => state === "closed" && claimId !== claim.claimId,
  );
  const known = factsOf(file, facts, counted);
  const { debtorId, customerNumber, kind, contact } = file;
  return {
    creditor,
    on,
    today: clock.today,
    claim,
    plan: settings?.plan ?? null,
    debtor: { debtorId, customerNumber, kind, name: contact?.data.name ?? null },
    amounts: amountsOf(known, claim, events, on),
    answers: answersOf(operator, settings),
    others: shown
      .filter(({ claimId }) => claimId !== claim.claimId)
      .map(({ claimId, invoice: { number, department } }) => ({
        claimId,
        invoiceNumber: number,
        department,
      })),
    events,
    approvals,
    proposal: file.proposals.get(claim.claimId) ?? null,
    holds: file.holds.filter(({ claim: held }) => held === null || held === claim.claimId),
    ...nextOf(context, file, claim),
    unconfirmed,
    limitationOn: known === null ? null : limitation(known, claim, on),
    nextLookOn: on === clock.today && claim.state === "open" ? file.nextLookOn : null,
  };
}

/** An answer to an agency never goes to the creditor. */
function answersOf(operator: Operator, settings: CreditorSettings | null): ClaimView["answers"] {
  const { email, phone } =
    operator.kind === "agency" ? operator.licence.contact : (settings ?? { email: null, phone: null });
  return { email, phone };
}

function amountsOf(
  facts: FileFacts | null,
  claim: LoadedClaim,
  events: readonly ToldEvent[],
  on: CalendarDate,
): Amounts {
  const ref = claim.claimId;
  const principal = principalOf(events);
  const principalMinor = claim.principalMinor - principal.creditedMinor - principal.paidMinor;
  if (facts === null)
    return {
      kind: "unknown",
      because: "it is not known whether the customer is a person, a business or a public body",
      principalMinor,
    };
  const result = covered((): Amounts => {
    const account = accountOn(facts, on);
    const own = statementOn(account, [ref], on);
    const { disputedWhole, disputedMinor } = account.claim(ref);
    const all = statementOn(account, refsOf(account), on);
    return {
      kind: "known",
      lines: own.lines,
      totalMinor: own.totalMinor,
      perDayMinor: own.interestPerDayMinor,
      fileTotalMinor: all.totalMinor,
      principal: principalIn(account, ref, principal),
      disputed: disputedWhole ? "whole" : disputedMinor,
      plan: { rests: planRests(account, ref), next: nextInstalment(account, ref, on) },
    };
  });
  return result.kind === "covered"
    ? result.value
    : { kind: "unknown", because: result.because, principalMinor };
}

function refsOf({ claims }: Account): string[] {
  return claims.map(({ facts }) => facts.ref);
}

/**
 * As the account has it: money known late, or an objection that is accepted, divides anew what other money met. A credit
 * note also meets what was never owed, and lowers nothing then.
 */
function principalIn(account: Account, ref: string, told: PrincipalChanges): PrincipalChanges {
  const { facts, principalMinor, principalPaidMinor, neverClaimedMinor } = account.claim(ref);
  const restMinor = facts.principalMinor - neverClaimedMinor - principalPaidMinor - principalMinor;
  return {
    creditedMinor: told.creditedMinor < restMinor ? told.creditedMinor : restMinor,
    paidMinor: principalPaidMinor,
    acceptedMinor: neverClaimedMinor,
  };
}

function principalOf(events: readonly ToldEvent[]): PrincipalChanges {
  let creditedMinor = 0n;
  let paidMinor = 0n;
  for (const event of fileEventsOf(events)) {
    if (event.kind === "credit") creditedMinor += event.minor;
    if (event.kind === "payment")
      for (const { item, minor } of event.lines ?? []) if (item === "principal") paidMinor += minor;
  }
  return { creditedMinor, paidMinor, acceptedMinor: 0n };
}

function limitation(facts: FileFacts, claim: LoadedClaim, on: CalendarDate): CalendarDate | null {
  const own = facts.claims.find(({ ref }) => ref === claim.claimId);
  return own === undefined ? null : limitationOf(facts, own, on);
}

function nextOf(
  { creditor, operator, settings, unconfirmed, on, moment }: ViewContext,
  file: LoadedFile,
  claim: LoadedClaim,
): Pick<ClaimView, "now" | "coming"> {
  const asked = decisionFileOf(file, { country: creditor.country, operator: operator.kind });
  if (claim.state !== "open" || asked === null || settings === null || settings.plan === null)
    return { now: null, coming: [] };
  const gate = creditor.isSandbox ? [] : unconfirmed;
  const rules = rulesCache(settings, gate, moment)(file.customerNumber);
  const { now, coming } = forecast(asked, rules, on);
  return {
    now: now.get(claim.claimId) ?? null,
    coming: coming.filter(({ decision }) =>
      "claims" in decision ? decision.claims.includes(claim.claimId) : decision.claim === claim.claimId,
    ),
  };
}

function eventsOf(tx: Tx, creditorId: Uuid, file: LoadedFile): Promise<ToldEvent[]> {
  return tx.many<ToldEvent>(sql`
    select claim_id as claim, seq, kind, happened_on as on, data, recorded_at as "recordedAt", actor
    from event where creditor_id = ${creditorId}::uuid
      and claim_id = any(${file.claims.map(({ claimId }) => claimId)}::uuid[])
    order by claim_id, seq`);
}

async function instantsOf(
  tx: Tx,
  creditorId: Uuid,
  events: readonly ToldEvent[],
): Promise<ReadonlyMap<string, Instants>> {
  const ids = events.flatMap(({ kind, data }) => (kind === "proposed" ? [data.approval as string] : []));
  if (ids.length === 0) return new Map();
  const rows = await tx.many<Instants & { readonly approvalId: string }>(sql`
    select approval_id as "approvalId", opened_at as "openedAt", decide_at as "closesAt"
    from approval where creditor_id = ${creditorId}::uuid and approval_id = any(${ids}::uuid[])`);
  return new Map(rows.map(({ approvalId, ...instants }) => [approvalId, instants]));
}
