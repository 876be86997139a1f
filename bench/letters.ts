/** Letters that a run has written, set as tagged PDF with embedded fonts by one process, beside one that is remembered. */

import { renderLetterPdf } from "@innfri/letters";
import { letterOf, partsNamed, type StoredData, type StoredDerivations } from "@innfri/server/engine";
import { documentParts, openPool, sql, withCreditor } from "@innfri/server/store";
import { dropDatabases } from "./database.ts";
import type { Figure } from "./figure.ts";
import { secondsOfOneLetter } from "./floor/loops.ts";
import { RUN_DAYS, seedPortfolio } from "./portfolio.ts";
import { startWorker } from "./worker.ts";

const RECIPIENT = { name: "Ingrid Oppdiktet", addressLines: ["Ospelia 14", "2409 ELVERUM"], country: "NO" };
/** The first letters of a process load the typesetter and its fonts. */
const WARM = 20;

export async function benchLetters(serverUrl: string, count: number): Promise<Figure[]> {
  const due = count + WARM;
  const days = RUN_DAYS.slice(0, 1);
  const { url, creditorId } = await seedPortfolio(serverUrl, "bench_letters", {
    claims: due,
    due,
    days,
    layout: "imported",
  });
  const worker = await startWorker(url, creditorId);
  await worker.run({ day: days[0]!, lanes: 1 });
  await worker.end();
  const pool = await openPool({ url, role: "innfri_engine", max: 1 });
  const letters = await withCreditor(pool, creditorId, async (tx) => {
    const stored = await tx.many<{ data: StoredData; derivations: StoredDerivations }>(
      sql`select data, derivations from document where creditor_id = ${creditorId}::uuid`,
    );
    const named = stored.flatMap(({ data, derivations }) => partsNamed(data, derivations));
    const parts = await documentParts(tx, creditorId, named);
    return stored.map(({ data, derivations }) => letterOf(data, derivations, parts));
  });
  await pool.close();
  await dropDatabases(serverUrl, "bench_letters");
  for (const letter of letters.slice(0, WARM)) renderLetterPdf(letter, RECIPIENT);
  const cpu = process.cpuUsage();
  for (const letter of letters.slice(WARM)) renderLetterPdf(letter, RECIPIENT);
  const { user, system } = process.cpuUsage(cpu);
  const value = count / ((user + system) / 1e6);
  const floor = count / secondsOfOneLetter(letters[0]!, RECIPIENT, count);
  return [
    {
      name: "letters, tagged PDF/A-2a",
      value,
      unit: "letters/s/core",
      floor,
      ratio: value / floor,
      target: 90,
      n: count,
    },
  ];
}
