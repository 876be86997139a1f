/**
 * Says what a customer is, where the import did not: a person, a sole trader, a business or a public body. Claims
 * that waited for this go on.
 */
import type { DebtorKind } from "@innfri/claims";
import type { Uuid } from "@innfri/kernel";
import { type Clock, clockOf } from "../clock.ts";
import { link } from "../engine/chain.ts";
import { creditorById } from "../engine/creditors.ts";
import { loadFiles } from "../engine/load-files.ts";
import type { Installation } from "../installation.ts";
import { lockFiles, sql, type Tx, withCreditor, writePage } from "../store/index.ts";
import type { ClaimNowChange, EventRow } from "../store/rows.ts";

export type KindOutcome =
  | { readonly kind: "set"; readonly customerKind: DebtorKind; readonly unparked: number }
  | { readonly kind: "refused"; readonly reason: string };

export async function setCustomerKind(
  { pool }: Installation,
  creditorId: Uuid,
  { customer, kind }: { readonly customer: string; readonly kind: DebtorKind },
  now: Date,
): Promise<KindOutcome> {
  const creditor = await creditorById(pool, creditorId);
  if (creditor === undefined) return { kind: "refused", reason: `There is no creditor ${creditorId}.` };
  const clock = clockOf(creditor, now);
  return withCreditor(pool, creditorId, async (tx): Promise<KindOutcome> => {
    const debtor = await tx.maybe<{ debtorId: Uuid; kind: DebtorKind | null }>(sql`
      select debtor_id as "debtorId", kind from debtor
      where creditor_id = ${creditorId}::uuid and customer_number = ${customer} for update`);
    if (debtor === undefined) return { kind: "refused", reason: `There is no customer ${customer}.` };
    // What was charged and sent rests on the kind. A change after that is a correction for a person to make.
    if (debtor.kind !== null && debtor.kind !== kind)
      return { kind: "refused", reason: `Customer ${customer} is a ${debtor.kind} by what was imported.` };
    const unparked = await applyKind(
      tx,
      creditorId,
      { debtorId: debtor.debtorId, kind },
      { clock, actor: "person" },
    );
    return { kind: "set", customerKind: kind, unparked };
  });
}

/** Sets the kind and lets the debtor's claims go on that waited for it. Returns how many. */
export async function applyKind(
  tx: Tx,
  creditorId: Uuid,
  { debtorId, kind }: { readonly debtorId: Uuid; readonly kind: DebtorKind },
  by: { readonly clock: Clock; readonly actor: string },
): Promise<number> {
  const locked = await lockFiles(tx, creditorId, [debtorId]);
  const [file] = await loadFiles(tx, creditorId, locked);
  if (file === undefined) return 0;
  await tx.run(sql`
    update debtor set kind = ${kind} where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid`);
  const claims: ClaimNowChange[] = [];
  const events: EventRow[] = [];
  for (const claim of file.claims) {
    const last = file.events.findLast((event) => event.claim === claim.claimId && event.kind === "parked");
    if (claim.state !== "parked" || last?.data["rule"] !== "debtor.kind") continue;
    const event = link(claim, {
      kind: "unparked",
      happenedOn: by.clock.today,
      recordedAt: by.clock.nowAt,
      actor: by.actor,
      data: { rule: "debtor.kind", debtorKind: kind },
    });
    events.push(event);
    claims.push({
      ...claim,
      headSeqBefore: claim.headSeq,
      headSeq: event.seq,
      headHash: event.hash,
      state: "open",
    });
  }
  const { version } = file;
  await writePage(tx, creditorId, {
    claims,
    events,
    files: [{ debtorId, version, nextLookOn: by.clock.today }],
  });
  return claims.length;
}
