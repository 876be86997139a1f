/** What claims waited for has come: a fact about their customer, or a confirmation of the law. They go on. */
import type { DebtorKind } from "@innfri/claims";
import type { Uuid } from "@innfri/kernel";
import type { Clock } from "../clock.ts";
import { lockFiles, type Pool, sql, type Tx, withCreditor, writePage } from "../store/index.ts";
import { ClaimDraft, emptyRows } from "./claim-draft.ts";
import type { Creditor } from "./creditors.ts";
import { type LoadedFile, loadFiles } from "./load-files.ts";
import { gateOf } from "./sign-offs.ts";

/** What has come to be known of a debtor. */
export type Learned = {
  readonly debtorId: Uuid;
  /** What it is, when that was not known; null when it was, or still is not. */
  readonly kind: DebtorKind | null;
  /** It can be reached in another way than before. */
  readonly hasNewContact: boolean;
};

/**
 * Sets the kinds and takes up the claims that were parked for want of what is known now. Returns how many. The same
 * few statements for one debtor and for a thousand.
 */
export async function takeUp(
  tx: Tx,
  creditorId: Uuid,
  learned: readonly Learned[],
  by: { readonly clock: Clock; readonly actor: string },
): Promise<number> {
  const byId = new Map(
    learned
      .filter(({ kind, hasNewContact }) => kind !== null || hasNewContact)
      .map((one) => [one.debtorId, one]),
  );
  if (byId.size === 0) return 0;
  const locked = await lockFiles(tx, creditorId, [...byId.keys()]);
  await setKinds(tx, creditorId, [...byId.values()]);
  const withParked = await debtorsWithParked(tx, creditorId, [...byId.keys()]);
  const waiting = locked.filter(({ debtorId }) => withParked.has(debtorId));
  if (waiting.length === 0) return 0;
  const rows = emptyRows();
  for (const file of await loadFiles(tx, creditorId, waiting)) {
    const drafts = takenUp(file, byId.get(file.debtorId)!, (claim) => new ClaimDraft(claim, rows, by));
    if (drafts.length === 0) continue;
    rows.claims.push(...drafts.map((draft) => draft.row()));
    rows.files.push({ debtorId: file.debtorId, version: file.version, nextLookOn: by.clock.today });
  }
  if (rows.claims.length > 0) await writePage(tx, creditorId, rows);
  return rows.claims.length;
}

/** Debtors in one transaction. */
const PAGE = 1000;

/**
 * Takes up the claims that were parked for a confirmation (D11) and wait for none any more. Returns how many. Every
 * run begins with it, so that it is done also where the process that recorded the confirmation was killed.
 */
export async function takeUpConfirmed(
  pool: Pool,
  creditor: Creditor,
  by: { readonly clock: Clock; readonly actor: string },
): Promise<number> {
  // A sandbox waits for nobody.
  if (creditor.isSandbox) return 0;
  let count = 0;
  for (;;) {
    const taken = await withCreditor(pool, creditor.creditorId, (tx) => takeUpPage(tx, creditor, by));
    if (taken === 0) return count;
    count += taken;
  }
}

async function takeUpPage(
  tx: Tx,
  creditor: Creditor,
  by: { readonly clock: Clock; readonly actor: string },
): Promise<number> {
  const { creditorId } = creditor;
  const waiting = (await gateOf(tx, creditor)).map(({ id }) => id);
  const found = await tx.many<{ debtorId: Uuid; claimId: Uuid }>(sql`
    select c.debtor_id as "debtorId", c.claim_id as "claimId"
    from claim_now n
    join claim c on c.creditor_id = n.creditor_id and c.claim_id = n.claim_id
    cross join lateral (select data from event e
      where e.creditor_id = n.creditor_id and e.claim_id = n.claim_id and e.kind = 'parked'
      order by e.seq desc limit 1) parked
    where n.creditor_id = ${creditorId}::uuid and n.state = 'parked' and parked.data ? 'signOffs'
      and not (parked.data -> 'signOffs' ?| ${waiting}::text[])
    order by c.debtor_id limit ${PAGE}::int`);
  const claims = new Set(found.map(({ claimId }) => claimId));
  const locked = await lockFiles(tx, creditorId, [...new Set(found.map(({ debtorId }) => debtorId))]);
  const rows = emptyRows();
  for (const file of await loadFiles(tx, creditorId, locked)) {
    const own = file.claims.filter(({ claimId, state }) => state === "parked" && claims.has(claimId));
    for (const claim of own) {
      const draft = new ClaimDraft(claim, rows, by);
      draft.state = "open";
      draft.event("unparked", { signOffs: "confirmed" });
      rows.claims.push(draft.row());
    }
    rows.files.push({ debtorId: file.debtorId, version: file.version, nextLookOn: by.clock.today });
  }
  if (rows.claims.length > 0) await writePage(tx, creditorId, rows);
  return rows.claims.length;
}

async function setKinds(tx: Tx, creditorId: Uuid, learned: readonly Learned[]): Promise<void> {
  const told = learned.filter(({ kind }) => kind !== null);
  if (told.length === 0) return;
  await tx.run(sql`
    update debtor d set kind = told.kind
    from unnest(${told.map(({ debtorId }) => debtorId)}::uuid[], ${told.map(({ kind }) => kind)}::text[]) told(id, kind)
    where d.creditor_id = ${creditorId}::uuid and d.debtor_id = told.id and d.kind is null`);
}

async function debtorsWithParked(
  tx: Tx,
  creditorId: Uuid,
  debtorIds: readonly Uuid[],
): Promise<ReadonlySet<Uuid>> {
  const rows = await tx.many<{ debtorId: Uuid }>(sql`
    select distinct c.debtor_id as "debtorId" from unnest(${debtorIds}::uuid[]) wanted(id)
    join claim c on c.creditor_id = ${creditorId}::uuid and c.debtor_id = wanted.id
    join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
    where n.state = 'parked'`);
  return new Set(rows.map(({ debtorId }) => debtorId));
}

/** The claims of a file that were parked for want of what is known now, each opened again by an event. */
function takenUp(
  file: LoadedFile,
  { kind, hasNewContact }: Learned,
  draftOf: (claim: LoadedFile["claims"][number]) => ClaimDraft,
): ClaimDraft[] {
  return file.claims.flatMap((claim) => {
    const parked = file.events.findLast((event) => event.claim === claim.claimId && event.kind === "parked");
    const { rule } = (parked?.data ?? {}) as { readonly rule?: string };
    const isKnown = rule === "debtor.kind" ? kind !== null : rule === "plan.channel" && hasNewContact;
    if (claim.state !== "parked" || !isKnown) return [];
    const draft = draftOf(claim);
    draft.state = "open";
    draft.event("unparked", rule === "debtor.kind" ? { rule, debtorKind: kind } : { rule: "plan.channel" });
    return [draft];
  });
}
