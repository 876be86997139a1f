/** A restore with what belongs after it: the look of `verify` at what came out of it, and who lets the runs go on. */
import { openDatabase } from "../database.ts";
import { allCreditors } from "../engine/creditors.ts";
import { openInstallation } from "../installation.ts";
import { errorFields, log } from "../log/index.ts";
import type { LoadOptions } from "../operations/backup/load-tables.ts";
import { bytesOf, type Manifest, rowsOf } from "../operations/backup/manifest.ts";
import { checkBackup, restoreBackup } from "../operations/backup/restore-backup.ts";
import { acceptRestored } from "../operations/backup/restored.ts";
import { sql, withOperator } from "../store/index.ts";
import { type Verified, verifyBooks } from "./verify-books.ts";

export type Restored = {
  readonly manifest: Manifest;
  readonly sha256: string;
  readonly verified: Verified;
  /** Roots of the manifest that the database does not have so. */
  readonly wrongRoots: readonly Manifest["roots"][number][];
  /** Real companies' runs wait until somebody has looked at what left since. */
  readonly isWaiting: boolean;
};

export type RestoreOptions = LoadOptions & {
  /** Nothing left since the backup was made, so nothing has to be looked at. */
  readonly nothingLeftSince?: boolean;
};

export async function restore(
  directory: string,
  databaseUrl: string | undefined,
  folder: string,
  options: RestoreOptions = {},
): Promise<Restored> {
  log.info("restore-started");
  try {
    const read = await checkBackup(folder);
    await restoreBackup(() => openDatabase(directory, databaseUrl), directory, folder, read, options);
    const { manifest, sha256 } = read;
    log.info("restore-finished", { rows: rowsOf(manifest), bytes: bytesOf(manifest) });
    return { manifest, sha256, ...(await looked(directory, databaseUrl, manifest, options)) };
  } catch (error) {
    log.error("restore-failed", errorFields(error));
    throw error;
  }
}

async function looked(
  directory: string,
  databaseUrl: string | undefined,
  manifest: Manifest,
  options: RestoreOptions,
): Promise<Pick<Restored, "verified" | "wrongRoots" | "isWaiting">> {
  const installation = await openInstallation(directory, databaseUrl);
  try {
    const { pool } = installation;
    const creditors = await allCreditors(pool);
    const verified = await verifyBooks(
      pool,
      creditors.map(({ creditorId }) => creditorId),
      installation.operator === null ? {} : { operator: installation.operator },
    );
    const auditor = await installation.poolFor("innfri_auditor");
    const kept = await withOperator(auditor, (tx) =>
      tx.many<{ key: string }>(sql`
        select creditor_id || ' ' || root_on || ' ' || encode(root, 'hex') as key from daily_root
        union all select 'operator ' || root_on || ' ' || encode(root, 'hex') from operator_root`),
    );
    const known = new Set(kept.map(({ key }) => key));
    const wrongRoots = manifest.roots.filter(
      ({ creditor, on, root }) => !known.has(`${creditor ?? "operator"} ${on} ${root}`),
    );
    if (options.nothingLeftSince === true) await acceptRestored(pool, "nothing left since");
    return { verified, wrongRoots, isWaiting: options.nothingLeftSince !== true };
  } finally {
    await installation.close();
  }
}
