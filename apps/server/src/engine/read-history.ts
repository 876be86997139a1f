/** What has befallen a creditor's files since they were taken over, as a plan is replayed on it. */
import {
  fileEventsOf,
  type History,
  type Known,
  type OperatorKind,
  type StoredEvent,
  thatStand,
} from "@innfri/claims";
import { addDays, type CalendarDate, earliest, latest, type Uuid } from "@innfri/kernel";
import { dayIn } from "../clock.ts";
import { type Pool, sql, type Tx } from "../store/index.ts";
import type { ToldEvent } from "./as-of.ts";
import type { Creditor } from "./creditors.ts";
import { factsOf, type LoadedFile } from "./load-files.ts";
import { type PastHold, pagesOf, readFilesAfter } from "./read-files.ts";

export type PastFile = {
  readonly debtorId: Uuid;
  readonly file: LoadedFile;
  /** Null where the kind of the debtor is not known, so that nothing was ever decided. */
  readonly history: History | null;
};

type DebtorEvent = Omit<ToldEvent, "actor"> & { readonly debtorId: Uuid };
type DebtorHold = PastHold & { readonly debtorId: Uuid };

/** All files of a creditor, page by page. */
export function historyPages(
  pool: Pool,
  creditor: Creditor,
  operator: OperatorKind,
  size: number,
): AsyncGenerator<readonly PastFile[]> {
  const { creditorId } = creditor;
  return pagesOf(pool, creditorId, async (tx, after) => {
    const files = await readFilesAfter(tx, creditorId, after, size, { withClosed: true });
    const ids = files.map(({ debtorId }) => debtorId);
    const events = Map.groupBy(await eventsOf(tx, creditorId, ids), ({ debtorId }) => debtorId);
    const holds = Map.groupBy(await holdsOf(tx, creditorId, ids), ({ debtorId }) => debtorId);
    return files.map((file) => {
      const { debtorId } = file;
      const told = { events: events.get(debtorId) ?? [], holds: holds.get(debtorId) ?? [] };
      return { debtorId, file, history: historyOf(file, told, creditor, operator) };
    });
  });
}

function eventsOf(tx: Tx, creditorId: Uuid, debtorIds: readonly Uuid[]): Promise<DebtorEvent[]> {
  return tx.many<DebtorEvent>(sql`
    select d.debtor_id as "debtorId", e.claim_id as claim, e.seq, e.kind, e.happened_on as on, e.data,
      e.recorded_at as "recordedAt"
    from unnest(${debtorIds}::uuid[]) d(debtor_id)
    cross join lateral (select claim_id from claim
      where creditor_id = ${creditorId}::uuid and debtor_id = d.debtor_id offset 0) c
    cross join lateral (select * from event
      where creditor_id = ${creditorId}::uuid and claim_id = c.claim_id offset 0) e
    order by e.claim_id, e.seq`);
}

function holdsOf(tx: Tx, creditorId: Uuid, debtorIds: readonly Uuid[]): Promise<DebtorHold[]> {
  return tx.many<DebtorHold>(sql`
    select debtor_id as "debtorId", hold_id as "holdId", claim_id as claim, kind, from_on as "fromOn",
      until_on as "untilOn", ended_on as "endedOn"
    from hold where creditor_id = ${creditorId}::uuid and debtor_id = any(${debtorIds}::uuid[])
    order by from_on, hold_id`);
}

function historyOf(
  file: LoadedFile,
  told: { readonly events: readonly DebtorEvent[]; readonly holds: readonly DebtorHold[] },
  { country, timeZone }: Creditor,
  operator: OperatorKind,
): History | null {
  const facts = factsOf(file, { country, operator });
  if (facts === null) return null;
  // What a payment in time undid is out of the history, and so the payment is known when it was paid; so are payments that
  // were booked again after money known late, since what they paid is what they pay with it.
  const isUndone = told.events.some(
    ({ kind, data }) => kind === "undone" || (kind === "payment-reversed" && data.earlierOn !== undefined),
  );
  const stepDays = new Map(
    told.events.filter(isStep).map(({ claim, on, seq }): [string, number] => [`${claim} ${on}`, seq]),
  );
  const takenOverOn = new Map(
    told.events
      .filter(({ seq }) => seq === 1)
      .map(({ claim, recordedAt }) => [claim, dayIn(timeZone, new Date(recordedAt))]),
  );
  // A claim that came after the day's run is seen by the next; one that the run did something with was there before it.
  const runDays = new Set(
    told.events
      .filter((event) => isStep(event) || event.kind === "proposed")
      .map(({ claim, on }) => `${claim} ${on}`),
  );
  const seenOn = (ref: string): CalendarDate => {
    const on = takenOverOn.get(ref)!;
    return runDays.has(`${ref} ${on}`) ? on : addDays(on, 1);
  };
  const knownOn = ({ claim, on, seq, recordedAt }: DebtorEvent): CalendarDate => {
    const day = isUndone ? on : dayIn(timeZone, new Date(recordedAt));
    // What came after a step of its own day is seen on the next, or the step would not be taken as it was.
    const seen = seq > (stepDays.get(`${claim} ${day}`) ?? seq) ? addDays(day, 1) : day;
    // Money can be older than the claim that it was left for.
    return latest(seen, seenOn(claim));
  };
  return {
    file: { debtorKind: file.kind, facts },
    claims: facts.claims.map((claim, index) => ({
      knownOn: seenOn(claim.ref),
      what: {
        facts: claim,
        invoiceNumber: file.claims[index]!.invoice.number,
        on: takenOverOn.get(claim.ref)!,
      },
    })),
    events: knownEvents(told.events, knownOn),
    takenUp: told.events.flatMap((event) =>
      event.kind === "unparked" ? [{ knownOn: knownOn(event), what: event.claim }] : [],
    ),
    holds: told.holds.flatMap((hold) => heldThrough(hold, stepDays)),
  };
}

function isStep({ kind }: StoredEvent): boolean {
  return kind === "letter" || kind === "step";
}

function knownEvents(
  events: readonly DebtorEvent[],
  knownOn: (event: DebtorEvent) => CalendarDate,
): History["events"] {
  const standing = thatStand(events) as readonly DebtorEvent[];
  const steps = fileEventsOf(standing.filter(isStep)).map((what) => ({ knownOn: what.on, what }));
  // A payment plan or a legal step stands on the chain of every claim it covers.
  const others = Map.groupBy(
    standing.filter((event) => !isStep(event)),
    ({ claim, seq, data }) => data.plan ?? data.legal ?? `${claim} ${seq}`,
  );
  const known = [...others.values()].flatMap((same): Known<(typeof steps)[number]["what"]>[] =>
    fileEventsOf(same).map((what) => ({ knownOn: knownOn(same[0]!), what })),
  );
  return [...steps, ...known];
}

/** A hold with its last day; none where it ended before its first day was over. A sign-off holds no replay. */
function heldThrough(
  { claim, kind, fromOn, untilOn, endedOn }: DebtorHold,
  stepDays: ReadonlyMap<string, number>,
): History["holds"] {
  if (kind === "unconfirmed-law") return [];
  const from = stepDays.has(`${claim} ${fromOn}`) ? addDays(fromOn, 1) : fromOn;
  const last = endedOn === null ? null : addDays(endedOn, -1);
  const until = untilOn !== null && last !== null ? earliest(untilOn, last) : (untilOn ?? last);
  return until !== null && until < from ? [] : [{ claim, kind, fromOn: from, untilOn: until }];
}
