/**
 * What is the matter with a debtor: bankrupt, under debt settlement, dead, a minor, gone without an address (S102, B18).
 * Each is recorded with its day and source, holds all claims of the debtor, and is lifted when it is over.
 */
import type { StateSource } from "@innfri/contract";
import { type CalendarDate, date, derivedId, type Uuid } from "@innfri/kernel";
import type { DebtorState } from "@innfri/law";
import { clockOf } from "../clock.ts";
import { emptyActRows } from "../engine/act.ts";
import { type ActOutcome, refused } from "../engine/act-outcome.ts";
import { textOf } from "../engine/act-text.ts";
import type { Creditor } from "../engine/creditors.ts";
import type { Operator } from "../installation.ts";
import { sql, type Tx, wake } from "../store/index.ts";
import { draftsOf, fileUnderLock, writeActs } from "./act-on-claim.ts";

export type StateRow = {
  readonly stateId: Uuid;
  readonly kind: DebtorState;
  readonly sinceOn: CalendarDate;
  readonly source: StateSource;
  readonly recordedOn: CalendarDate;
  readonly by: string;
  /** Null where nothing was written, or where it was blanked. */
  readonly note: string | null;
  readonly endedOn: CalendarDate | null;
};

/** Of a debtor, those that hold first and then the newest of those that are over. */
export function statesOf(tx: Tx, creditorId: Uuid, debtorId: Uuid): Promise<StateRow[]> {
  return tx.many<StateRow>(sql`
    select s.state_id as "stateId", s.kind, s.since_on as "sinceOn", s.source, s.recorded_on as "recordedOn",
      s.actor as by, t.body as note, s.ended_on as "endedOn"
    from debtor_state s left join free_text t on t.creditor_id = s.creditor_id and t.text_id = s.text_id
    where s.creditor_id = ${creditorId}::uuid and s.debtor_id = ${debtorId}::uuid
    order by s.ended_on is not null, s.recorded_at desc, s.state_id limit 100`);
}

export type ListedState = Pick<StateRow, "stateId" | "kind" | "sinceOn" | "source" | "recordedOn"> & {
  readonly debtorId: Uuid;
  readonly customerNumber: string;
  readonly openClaims: number;
};

/** Those that hold, of all debtors, by debtor. */
export function listStates(
  tx: Tx,
  creditorId: Uuid,
  kind: DebtorState | null,
  after: { readonly value: string; readonly id: Uuid } | null,
  limit: number,
): Promise<ListedState[]> {
  return tx.many<ListedState>(sql`
    select s.state_id as "stateId", s.debtor_id as "debtorId", d.customer_number as "customerNumber", s.kind,
      s.since_on as "sinceOn", s.source, s.recorded_on as "recordedOn",
      (select count(*)::int from claim c join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
        where c.creditor_id = s.creditor_id and c.debtor_id = s.debtor_id and n.state <> 'closed') as "openClaims"
    from (select * from debtor_state where creditor_id = ${creditorId}::uuid and ended_on is null
        and (${kind}::text is null or kind = ${kind}::text)
        and (${after?.id ?? null}::uuid is null
          or (debtor_id, kind) > (${after?.id ?? null}::uuid, ${after?.value ?? null}::text))
      order by debtor_id, kind limit ${limit}::int) s
    join debtor d on d.creditor_id = s.creditor_id and d.debtor_id = s.debtor_id
    order by s.debtor_id, s.kind`);
}

export type DebtorData = {
  readonly debtorId: Uuid;
  readonly customerNumber: string;
  readonly kind: "person" | "sole-trader" | "business" | "public" | null;
  /** Null when the contact has been blanked. */
  readonly name: string | null;
  readonly hasPhone: boolean;
  readonly hasEmail: boolean;
  readonly hasAddress: boolean;
  readonly hasOrganisationNumber: boolean;
  readonly hasNationalNumber: boolean;
  readonly openClaims: number;
};

export function debtorData(tx: Tx, creditorId: Uuid, debtorId: Uuid): Promise<DebtorData | undefined> {
  return tx.maybe<DebtorData>(sql`
    select d.debtor_id as "debtorId", d.customer_number as "customerNumber", d.kind, k.data ->> 'name' as name,
      coalesce(k.data ->> 'phone', '') <> '' as "hasPhone", coalesce(k.data ->> 'email', '') <> '' as "hasEmail",
      coalesce(jsonb_array_length(k.data -> 'addressLines'), 0) > 0 as "hasAddress",
      coalesce(k.data ->> 'organisationNumber', '') <> '' as "hasOrganisationNumber",
      d.person_id is not null as "hasNationalNumber",
      (select count(*)::int from claim c join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
        where c.creditor_id = d.creditor_id and c.debtor_id = d.debtor_id and n.state <> 'closed') as "openClaims"
    from debtor d
    left join lateral (select data from contact where creditor_id = d.creditor_id and debtor_id = d.debtor_id
      order by valid_from_on desc, contact_id desc limit 1) k on true
    where d.creditor_id = ${creditorId}::uuid and d.debtor_id = ${debtorId}::uuid`);
}

/** What of a debtor's data should be there and is not. */
export function missingOf(debtor: DebtorData) {
  const isFirm = debtor.kind === "business" || debtor.kind === "public" || debtor.kind === "sole-trader";
  const isPerson = debtor.kind === "person";
  return [
    ...(debtor.kind === null ? (["kind"] as const) : []),
    ...(debtor.hasPhone ? [] : (["phone"] as const)),
    ...(debtor.hasEmail ? [] : (["email"] as const)),
    ...(debtor.hasAddress ? [] : (["address"] as const)),
    ...(isFirm && !debtor.hasOrganisationNumber ? (["organisation-number"] as const) : []),
    ...(isPerson && !debtor.hasNationalNumber ? (["national-number"] as const) : []),
  ];
}

/** Addresses of the debtor's newest contact by which a letter came back, the newest first. */
export function cameBack(tx: Tx, creditorId: Uuid, debtorId: Uuid) {
  return tx.many<{ channel: string; on: CalendarDate; messageId: Uuid; stillThere: boolean }>(sql`
    select u.channel, u.marked_on as "on", u.message_id as "messageId",
      case u.channel when 'email' then c.data -> 'email' = k.data -> 'email'
        else c.data -> 'addressLines' = k.data -> 'addressLines' end is true as "stillThere"
    from unreached u
    join contact c on c.creditor_id = u.creditor_id and c.contact_id = u.contact_id
    cross join lateral (select data from contact where creditor_id = u.creditor_id and debtor_id = u.debtor_id
      order by valid_from_on desc, contact_id desc limit 1) k
    where u.creditor_id = ${creditorId}::uuid and u.debtor_id = ${debtorId}::uuid
    order by u.recorded_at desc, u.message_id limit 50`);
}

type Context = { readonly creditor: Creditor; readonly operator: Operator };

export type NewState = {
  readonly kind: DebtorState;
  readonly since: string | undefined;
  readonly source: StateSource;
  readonly note: string | undefined;
};

export type StateOutcome =
  | { readonly kind: "recorded"; readonly stateId: Uuid; readonly claims: number }
  | Extract<ActOutcome, { kind: "refused" }>;

/** Holds the debtor's file and says so on the chain of each claim that is not closed. A `GuardFailed` is worth another try. */
export async function recordState(
  tx: Tx,
  context: Context,
  debtorId: Uuid,
  given: NewState,
  actor: string,
  now: Date,
): Promise<StateOutcome> {
  const { creditor } = context;
  const { creditorId } = creditor;
  const { file, clock } = await fileUnderLock(tx, creditor, debtorId, clockOf(creditor, now));
  const { today } = clock;
  const since = given.since === undefined ? today : date(given.since);
  if (since > today) return no(`nothing has happened on ${since} yet: it is ${today}`);
  const known = await tx.maybe(sql`
    select from debtor_state where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid
      and kind = ${given.kind} and ended_on is null`);
  if (known !== undefined) return no(`that the debtor is ${WORDS[given.kind]} is recorded already`);
  const stateId = derivedId(today, "debtor-state", debtorId, given.kind, String(file.version));
  const holdId = derivedId(today, "hold", stateId);
  const rows = emptyActRows();
  const drafts = [...draftsOf(file, rows, { clock, actor }).values()];
  const claimId = file.claims[0]?.claimId ?? null;
  const text =
    given.note === undefined || claimId === null
      ? null
      : textOf(given.note, { of: stateId, claimId, debtorId: null, today });
  const open = drafts.filter(({ state }) => state !== "closed");
  for (const draft of open) {
    const words = text === null ? {} : { text: text.row.textId, textHash: text.hash };
    draft.event("held", { kind: given.kind, hold: holdId, since, source: given.source, ...words });
    rows.claims.push(draft.row());
  }
  const textId = text?.row.textId ?? null;
  rows.holds.push({
    ...{ holdId, debtorId, claimId: null, kind: given.kind, fromOn: today, untilOn: null, textId },
  });
  rows.files.push({ debtorId, version: file.version, nextLookOn: today });
  if (text !== null) rows.texts.push(text.row);
  await writeActs(tx, creditorId, rows, { clock, actor });
  await wake(tx, creditorId, "run");
  await tx.run(sql`
    insert into debtor_state (creditor_id, state_id, debtor_id, kind, since_on, source, hold_id, recorded_on, recorded_at,
      actor, text_id)
    values (${creditorId}::uuid, ${stateId}::uuid, ${debtorId}::uuid, ${given.kind}, ${since}::date, ${given.source},
      ${holdId}::uuid, ${today}::date, ${clock.nowAt}::timestamptz, ${actor}, ${textId}::uuid)`);
  return { kind: "recorded", stateId, claims: open.length };
}

/** The claims go on from where they are, unless something else holds them. */
export async function liftState(
  tx: Tx,
  { creditor }: Context,
  { debtorId, stateId }: { readonly debtorId: Uuid; readonly stateId: Uuid },
  actor: string,
  now: Date,
): Promise<StateOutcome | undefined> {
  const { creditorId } = creditor;
  const { file, clock } = await fileUnderLock(tx, creditor, debtorId, clockOf(creditor, now));
  const state = await tx.maybe<{ kind: DebtorState; holdId: Uuid; endedOn: string | null }>(sql`
    select kind, hold_id as "holdId", ended_on as "endedOn" from debtor_state
    where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid and state_id = ${stateId}::uuid`);
  if (state === undefined) return undefined;
  if (state.endedOn !== null) return no(`it was lifted on ${state.endedOn} already`);
  const rows = emptyActRows();
  const drafts = [...draftsOf(file, rows, { clock, actor }).values()];
  const open = drafts.filter((draft) => draft.state !== "closed");
  for (const draft of open) {
    draft.event("released", { approval: null, holds: [state.holdId], kinds: [state.kind] });
    rows.claims.push(draft.row());
  }
  rows.holdEnds.push({ holdId: state.holdId, endedOn: clock.today });
  rows.files.push({ debtorId, version: file.version, nextLookOn: clock.today });
  await writeActs(tx, creditorId, rows, { clock, actor });
  await wake(tx, creditorId, "run");
  await tx.run(sql`
    update debtor_state set ended_on = ${clock.today}::date, ended_by = ${actor}
    where creditor_id = ${creditorId}::uuid and state_id = ${stateId}::uuid`);
  return { kind: "recorded", stateId, claims: open.length };
}

const WORDS: Readonly<Record<DebtorState, string>> = {
  bankrupt: "bankrupt",
  "debt-settlement": "under debt settlement",
  deceased: "dead",
  minor: "a minor",
  "unknown-address": "without a known address",
};

function no(reason: string): Extract<ActOutcome, { kind: "refused" }> {
  return refused(reason) as Extract<ActOutcome, { kind: "refused" }>;
}
