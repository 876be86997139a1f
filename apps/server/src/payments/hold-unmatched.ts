/**
 * Money that nobody could book and that names a debtor, by an invoice, a reference or the customer's number, holds what is
 * open of that debtor (B20): it may have been paid. The hold ends when the money is booked, or by a person.
 */
import { derivedId, type Uuid } from "@innfri/kernel";
import { ClaimDraft, emptyRows } from "../engine/claim-draft.ts";
import { type LoadedFile, loadFiles } from "../engine/load-files.ts";
import { lockFiles, type Pool, sql, type Tx, withCreditor, withOperator, writePage } from "../store/index.ts";
import type * as Row from "../store/rows.ts";
import type { BankLine } from "./bank-line.ts";
import { type FoundClaim, keysOf } from "./match-line.ts";
import type { Receiver } from "./receiving-accounts.ts";

const KIND = "unmatched-money";
const ACTOR = "import";

/** The lines that wait, by the debtor that each names. */
export type Suspects = ReadonlyMap<Uuid, readonly BankLine[]>;

/** Of lines that could not be booked at a creditor, whom they name: by what its claims were found under, or the customer's number. */
export async function suspectsOf(
  tx: Tx,
  creditorId: Uuid,
  lines: readonly BankLine[],
  claims: ReadonlyMap<string, readonly FoundClaim[]>,
): Promise<Suspects> {
  const keys = [...new Set(lines.flatMap(keysOf))];
  const customers = await tx.many<{ debtorId: Uuid; key: string }>(sql`
    select debtor_id as "debtorId", customer_number as key from debtor
    where creditor_id = ${creditorId}::uuid and customer_number = any(${keys}::text[])`);
  const debtorsOf = Map.groupBy(customers, ({ key }) => key);
  const suspects = new Map<Uuid, BankLine[]>();
  for (const line of lines) {
    const named = keysOf(line).flatMap((key) => [...(claims.get(key) ?? []), ...(debtorsOf.get(key) ?? [])]);
    for (const debtorId of new Set(named.map((one) => one.debtorId)))
      suspects.set(debtorId, [...(suspects.get(debtorId) ?? []), line]);
  }
  return suspects;
}

/** Holds each open claim of those whom lines name, once for each line. */
export function holdSuspects(pool: Pool, { creditor, clock }: Receiver, suspects: Suspects): Promise<void> {
  const { creditorId } = creditor;
  return withCreditor(pool, creditorId, async (tx) => {
    const files = await lockedFiles(tx, creditorId, [...suspects.keys()]);
    const rows = { ...emptyRows(), holds: [] as Row.HoldRow[] };
    const known = await knownHolds(tx, creditorId, [...suspects.keys()]);
    for (const { debtorId, version, nextLookOn, claims } of files) {
      for (const claim of claims.filter(({ state }) => state === "open")) {
        const draft = new ClaimDraft(claim, rows, { clock, actor: ACTOR });
        for (const { bankLineId, bookedOn } of suspects.get(debtorId) ?? []) {
          const holdId = derivedId(bookedOn, "hold", bankLineId, claim.claimId);
          if (known.has(holdId)) continue;
          draft.event("held", { kind: KIND, hold: holdId, line: bankLineId });
          const from = { fromOn: clock.today, untilOn: null, textId: null };
          rows.holds.push({ holdId, debtorId, claimId: claim.claimId, kind: KIND, ...from });
        }
        if (draft.isChanged) rows.claims.push(draft.row());
      }
      if (rows.claims.length > 0) rows.files.push({ debtorId, version, nextLookOn });
    }
    if (rows.holds.length > 0) await writePage(tx, creditorId, rows);
  });
}

async function lockedFiles(tx: Tx, creditorId: Uuid, debtorIds: readonly Uuid[]): Promise<LoadedFile[]> {
  return loadFiles(tx, creditorId, await lockFiles(tx, creditorId, debtorIds));
}

/** Also those that a person has ended: the same money holds a claim once. */
async function knownHolds(tx: Tx, creditorId: Uuid, debtorIds: readonly Uuid[]): Promise<ReadonlySet<Uuid>> {
  const rows = await tx.many<{ holdId: Uuid }>(sql`
    select hold_id as "holdId" from hold
    where creditor_id = ${creditorId}::uuid and debtor_id = any(${debtorIds}::uuid[]) and kind = ${KIND}`);
  return new Set(rows.map(({ holdId }) => holdId));
}

type Waiting = {
  readonly holdId: Uuid;
  readonly debtorId: Uuid;
  readonly claimId: Uuid;
  readonly bankLineId: Uuid;
};

/** Ends the holds of money that has been booked meanwhile, on whatever claim. */
export async function releaseBooked(pool: Pool, { creditor, clock }: Receiver): Promise<void> {
  const { creditorId } = creditor;
  const waiting = await withCreditor(pool, creditorId, (tx) =>
    tx.many<Waiting>(sql`
      select h.hold_id as "holdId", h.debtor_id as "debtorId", h.claim_id as "claimId", (e.data ->> 'line')::uuid as "bankLineId"
      from hold h
      join event e on e.creditor_id = h.creditor_id and e.claim_id = h.claim_id and e.kind = 'held'
        and e.data ->> 'hold' = h.hold_id::text
      where h.creditor_id = ${creditorId}::uuid and h.ended_on is null and h.kind = ${KIND}
      order by h.hold_id`),
  );
  if (waiting.length === 0) return;
  const lineIds = waiting.map(({ bankLineId }) => bankLineId);
  const booked = await withOperator(pool, (tx) =>
    tx.many<{ id: Uuid }>(sql`
      select bank_line_id as id from bank_line
      where bank_line_id = any(${lineIds}::uuid[]) and matched_at is not null`),
  );
  const ids = new Set(booked.map(({ id }) => id));
  const over = waiting.filter(({ bankLineId }) => ids.has(bankLineId));
  if (over.length === 0) return;
  await withCreditor(pool, creditorId, async (tx) => {
    const files = await lockedFiles(tx, creditorId, [...new Set(over.map(({ debtorId }) => debtorId))]);
    const rows = { ...emptyRows(), holdEnds: [] as Row.HoldEnd[] };
    for (const { debtorId, version, claims, holds } of files) {
      const open = new Set(holds.map(({ holdId }) => holdId));
      const ended = over.filter((one) => one.debtorId === debtorId && open.has(one.holdId));
      for (const claim of claims) {
        const own = ended.filter(({ claimId }) => claimId === claim.claimId).map(({ holdId }) => holdId);
        if (own.length === 0) continue;
        const draft = new ClaimDraft(claim, rows, { clock, actor: ACTOR });
        draft.event("released", { approval: null, holds: own, kinds: own.map(() => KIND) });
        rows.claims.push(draft.row());
      }
      rows.holdEnds.push(...ended.map(({ holdId }) => ({ holdId, endedOn: clock.today })));
      if (ended.length > 0) rows.files.push({ debtorId, version, nextLookOn: clock.today });
    }
    if (rows.holdEnds.length > 0) await writePage(tx, creditorId, rows);
  });
}
