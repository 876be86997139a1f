/** For the kept backup: an installation with something in every table, of both countries, and nobody real in it. */
import { readFile } from "node:fs/promises";
import { date } from "@innfri/kernel";
import { lawPack, PACKAGED_LAW, useLaw } from "@innfri/law";
import { temporaryFolder } from "@innfri/testing/folders";
import { allCreditors } from "../../engine/creditors.ts";
import { NOW } from "../../payments/test-world.ts";
import { withAdministrator } from "../../store/index.ts";
import { fill, type Ids } from "../../store/test-every-row.ts";
import { backUp } from "../../usecases/back-up.ts";
import { importInvoices } from "../../usecases/import-invoices.ts";
import { loadLaw } from "../../usecases/load-law.ts";
import { sealRoots } from "../../usecases/seal-roots.ts";
import { recordSignOff } from "../../usecases/sign-off-law.ts";
import { csvOf, item, textSource } from "../../usecases/test-installation.ts";
import { aYear } from "../../usecases/test-year.ts";
import { verifyBooks } from "../../usecases/verify-books.ts";
import { type Lived, opened, twoCompanies, until } from "./test-backup.ts";

const HALF_YEAR = new URL("../../../../../fixtures/law/half-year-2027-invented.json", import.meta.url);

/** A year of both countries, and what else there is. */
export async function everything(): Promise<Lived> {
  const lived = await twoCompanies(4);
  const { installation, database } = lived;
  for (const country of ["NO", "SE"] as const) await aYear(installation, { country, claims: 10 });
  const creditors = await allCreditors(installation.pool);
  const ids = creditors.map(({ creditorId }) => creditorId);
  const refused = textSource(csvOf([item("uten beløp", { amount: "ingenting" }), item("med beløp")]));
  const imported = await importInvoices(
    installation,
    creditors.find(({ country }) => country === "NO")!.creditorId,
    refused,
    {},
    NOW,
  );
  if (imported.kind !== "imported" || imported.refusedCount !== 1) throw new Error(JSON.stringify(imported));
  await until(installation, "2026-12-31");
  for (const { id: itemId } of [
    ...lawPack("NO").signOffs.slice(0, 2),
    ...lawPack("SE").signOffs.slice(0, 2),
  ]) {
    const input = { itemId, byName: "Advokat Vera Vrang", on: date("2026-05-01"), text: "read in full" };
    const outcome = await recordSignOff(installation, { ...input, isWithdrawn: false }, NOW);
    if (outcome.kind !== "recorded") throw new Error(JSON.stringify(outcome));
  }
  const loaded = await loadLaw(installation, await readFile(HALF_YEAR, "utf8"), NOW);
  if (loaded.kind !== "loaded") throw new Error(JSON.stringify(loaded));
  await sealRoots(installation, ids, NOW, { withOperator: true });
  await verifyBooks(installation.pool, ids, { operator: installation.operator });
  await backUp(opened(database.url), installation.directory, temporaryFolder("backup"));
  await fillEmpty(database.url);
  // Whoever opens it again in this process works under its law from then on.
  useLaw(PACKAGED_LAW);
  return lived;
}

/** A row or more of what nothing above writes, for debtors and claims that there are. */
async function fillEmpty(url: string): Promise<void> {
  await withAdministrator(url, async (client) => {
    const { rows: claims } = await client.query<Ids>(
      `select creditor_id as creditor, debtor_id as debtor, claim_id as claim from claim order by creditor_id, claim_id limit 3`,
    );
    const [A1, A2, B1] = claims;
    const { rows: tables } = await client.query<{ name: string }>(
      "select relname::text as name from pg_class where relnamespace = 'public'::regnamespace and relkind = 'r' order by 1",
    );
    for (const { name } of tables) {
      const { rowCount } = await client.query(`select from "${name}" limit 1`);
      if (rowCount === 0) await fill(client, name, name, { A1: A1!, A2: A2!, B1: B1! });
    }
  });
}
