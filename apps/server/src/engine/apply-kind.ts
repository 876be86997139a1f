/** What a customer is comes to be known: its claims that waited for that go on. */
import type { DebtorKind } from "@innfri/claims";
import type { Uuid } from "@innfri/kernel";
import type { Clock } from "../clock.ts";
import { lockFiles, sql, type Tx, writePage } from "../store/index.ts";
import type { ClaimNowChange, EventRow } from "../store/rows.ts";
import { link } from "./chain.ts";
import { loadFiles } from "./load-files.ts";

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
    if (claim.state !== "parked" || last?.data.rule !== "debtor.kind") continue;
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
