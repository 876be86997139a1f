/** A rehearsal of the next half-year over a whole portfolio, beside its floor: the same claims read, and nothing else. */
import { addDays, date } from "@innfri/kernel";
import { allTables } from "@innfri/law";
import { creditorById, filePages, runDay } from "@innfri/server/engine";
import { rehearseLaw } from "@innfri/server/rehearsal";
import { openPool, refreshStatistics, withCreditor } from "@innfri/server/store";
import { aCreditor, type ClaimSpec, registerClaims } from "@innfri/testing";
import { AN_AGENCY, benchDatabase } from "./database.ts";
import type { Figure } from "./figure.ts";

const TODAY = date("2026-11-10");
const NOW = new Date(`${TODAY}T10:00:00Z`);

/** A third of the claims has had its notice, a third is due for it soon, a third has just fallen due. */
export async function benchLawRehearsal(serverUrl: string, claims: number): Promise<Figure[]> {
  const url = await benchDatabase(serverUrl, "bench_rehearsal");
  const pool = await openPool({ url, role: "innfri_engine", max: 4 });
  try {
    const creditorId = await aCreditor(pool, { country: "NO", clockOn: TODAY });
    await registerClaims(pool, creditorId, "NO", portfolio(claims));
    await withCreditor(pool, creditorId, refreshStatistics); // as after an import
    const creditor = (await creditorById(pool, creditorId))!;
    const clock = { isSandbox: true, today: TODAY, nowAt: `${TODAY}T05:00:00.000Z` };
    await runDay({ pool, operator: AN_AGENCY, creditor, clock });

    const floor = await seconds(async () => {
      for await (const _page of filePages(pool, creditorId, 1000));
    });
    let changed = 0;
    const value = await seconds(async () => {
      const rehearsal = await rehearseLaw({ pool, operator: AN_AGENCY }, [nextHalfYear()], NOW);
      if (rehearsal.kind !== "rehearsal") throw new Error(JSON.stringify(rehearsal));
      for await (const _claim of rehearsal.claimsOf(creditor)) changed += 1;
    });
    if (changed !== claims) throw new Error(`the rehearsal found changes for ${changed} of ${claims} claims`);
    return [
      {
        name: "law rehearsal",
        value,
        unit: "s",
        floor,
        ratio: floor / value,
        target: 10,
        lowerIsBetter: true,
        n: claims,
      },
    ];
  } finally {
    await pool.close();
  }
}

async function seconds(work: () => Promise<void>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}

function portfolio(claims: number): ClaimSpec[] {
  const late = [-21, -9, -2] as const;
  return Array.from({ length: claims }, (_, i) => {
    const dueOn = addDays(TODAY, late[i % 3]!);
    return {
      number: String(100_000 + i),
      customer: String(i + 1),
      principalMinor: BigInt(50_000 + ((i * 7919) % 900_000)),
      issuedOn: addDays(dueOn, -14),
      dueOn,
    };
  });
}

/** Invented rates for the half-year after the packaged tables; no authority has set them. */
function nextHalfYear(): string {
  const names = { enteredBy: "Ada Oppdiktet", confirmedBy: "Bo Oppdiktet", source: "invented" };
  const ends = allTables()[0]!.checkedThrough;
  const [from, checkedThrough] = [addDays(ends, 1), addDays(ends, 181)];
  const rows = (value: number) => [
    { from, value, regulation: null, sources: ["invented"], confidence: "invented" },
  ];
  const changed = { "no.late-payment-interest": 1300, "no.collection-rate": 77_000 };
  const rest = allTables().flatMap(({ id }) => (Object.hasOwn(changed, id) ? [] : [id]));
  return JSON.stringify({
    format: "innfri-law-1",
    ...names,
    tables: [
      ...Object.entries(changed).map(([table, value]) => ({ table, checkedThrough, rows: rows(value) })),
      { table: rest, checkedThrough, unchanged: true },
    ],
  });
}
