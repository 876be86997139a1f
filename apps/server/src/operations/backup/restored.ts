/**
 * What a restore leaves open: the backup shows an earlier moment, and what left between that moment and the loss is not
 * known to it. Until somebody has looked, real companies' runs and letters wait, so that nothing leaves twice unseen.
 */
import type { Uuid } from "@innfri/kernel";
import { allCreditors } from "../../engine/creditors.ts";
import { type Pool, sql, type Tx, wake, withCreditor, withOperator } from "../../store/index.ts";

export type RestoredWaiting = {
  readonly backupId: Uuid;
  /** The moment that the backup shows. */
  readonly madeAt: string;
  readonly restoredAt: string;
};

/** The restore that nobody has accepted yet; null where there is none. Ask before a real company's run or delivery. */
export function restoredWaiting(pool: Pool): Promise<RestoredWaiting | null> {
  return withOperator(pool, readWaiting);
}

async function readWaiting(tx: Tx): Promise<RestoredWaiting | null> {
  const [row] = await tx.many<RestoredWaiting>(sql`
    select backup_id as "backupId", made_at as "madeAt", recorded_at as "restoredAt" from backup b
    where kind = 'restored' and not exists (select from backup a where a.backup_id = b.backup_id and a.kind = 'accepted')
    order by recorded_at desc limit 1`);
  return row ?? null;
}

/** Somebody has looked at what left since, and lets the runs go on, at once. Null where nothing waited. */
export async function acceptRestored(pool: Pool, byName: string): Promise<RestoredWaiting | null> {
  const accepted = await accept(pool, byName);
  if (accepted !== null)
    for (const { creditorId } of await allCreditors(pool))
      await withCreditor(pool, creditorId, async (tx) => {
        await wake(tx, creditorId, "run");
        await wake(tx, creditorId, "deliver");
      });
  return accepted;
}

function accept(pool: Pool, byName: string): Promise<RestoredWaiting | null> {
  return withOperator(pool, async (tx) => {
    const waiting = await readWaiting(tx);
    if (waiting !== null)
      await tx.run(sql`
        insert into backup (backup_id, kind, made_at, recorded_at, manifest_sha256, row_count, byte_count, by_name)
        select backup_id, 'accepted', made_at, now(), manifest_sha256, row_count, byte_count, ${byName}
        from backup where backup_id = ${waiting.backupId}::uuid and kind = 'restored' on conflict do nothing`);
    return waiting;
  });
}

export function waitsForARestore(waiting: RestoredWaiting): string {
  return `${restoredFrom(waiting)}. See docs/guides/back-up-and-restore.md, then: innfri restore --accept NAME`;
}

export function restoredFrom({ madeAt }: RestoredWaiting): string {
  return `this database was restored from a backup of ${madeAt}, and nobody has said yet what left since`;
}
