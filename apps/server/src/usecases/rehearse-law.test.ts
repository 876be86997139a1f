import { lawInForce, PACKAGED_LAW, useLaw } from "@innfri/law";
import { testDatabase } from "@innfri/testing";
import { afterEach, describe, expect, it } from "vitest";

import { aLawFile, aRow, halfYearFile } from "../law/test-law-file.ts";
import { sql, withAdministrator, withCreditor } from "../store/index.ts";
import { loadLaw } from "./load-law.ts";
import { type RehearsedClaim, rehearseLaw } from "./rehearse-law.ts";
import { aSandbox, type Sandbox } from "./test-sandbox.ts";

const NOW = new Date("2026-12-20T10:00:00Z");
const ACT = aLawFile({ regimes: [{ regime: "NO-INKASSO-2026", from: "2027-02-01" }] });

afterEach(() => useLaw(PACKAGED_LAW));

async function rehearsed(sandbox: Sandbox, texts: readonly string[]): Promise<RehearsedClaim[]> {
  const rehearsal = await rehearseLaw(sandbox, texts, NOW, { pageSize: 2 });
  if (rehearsal.kind !== "rehearsal") throw new Error(JSON.stringify(rehearsal));
  const claims: RehearsedClaim[] = [];
  for await (const claim of rehearsal.claimsOf(await sandbox.creditor())) claims.push(claim);
  return claims.sort((a, b) => (a.invoiceNumber < b.invoiceNumber ? -1 : 1));
}

function changesOf(claims: readonly RehearsedClaim[]) {
  return claims.map(({ invoiceNumber, changes }) =>
    [
      invoiceNumber,
      ...changes.map((one) => `${one.kind} ${one.on}${"step" in one ? ` ${one.step}` : ""}`),
    ].join(": "),
  );
}

const CLAIMS = [
  { number: "demanded", dueOn: "2026-11-16" },
  { number: "noticed", dueOn: "2026-12-03" },
  { number: "untouched", dueOn: "2027-01-20" },
];

async function inDecember(claims = CLAIMS) {
  const database = await testDatabase();
  const pool = await database.pool("innfri_engine");
  const sandbox = await aSandbox(pool, { clockOn: "2026-11-30", operator: "self", claims });
  await sandbox.runThrough("2026-12-20");
  return { sandbox, pool, url: database.url };
}

/** Everything stored of the creditor, and of the law. */
async function contents(url: string): Promise<string[]> {
  return withAdministrator(url, async (client) => {
    const { rows } = await client.query<{ name: string }>(
      "select relname::text as name from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace order by 1",
    );
    const hashes: string[] = [];
    for (const { name } of rows) {
      const { rows: found } = await client.query<{ hash: string }>(
        `select coalesce(md5(string_agg(t::text, '|' order by t::text)), '') as hash from ${name} t`,
      );
      hashes.push(`${name} ${found[0]?.hash}`);
    }
    return hashes;
  });
}

describe("A rehearsal of a coming law (B7)", () => {
  it("of the next half-year tells each claim that would wait for its rate, and stores nothing", async () => {
    const { sandbox, url } = await inDecember();
    const before = await contents(url);
    expect(changesOf(await rehearsed(sandbox, [halfYearFile()]))).toEqual([
      "demanded: goes-on 2027-01-05 follow-up: interest 2027-06-30",
      "noticed: goes-on 2027-01-05 collection-list: interest 2027-06-30",
      "untouched: goes-on 2027-02-03 notice: interest 2027-06-30",
    ]);
    expect(await contents(url)).toEqual(before);
    expect(lawInForce()).toBe(PACKAGED_LAW);
  });

  it("of the Act of 2026 tells what its first day stops, together with the figures it needs", async () => {
    const { sandbox, pool } = await inDecember();
    await loadLaw({ pool }, halfYearFile(), NOW);
    const claims = await rehearsed(sandbox, [ACT]);
    expect(changesOf(claims)).toEqual([
      "demanded: stops 2027-02-02 legal",
      "noticed: stops 2027-02-20 legal",
      "untouched: stops 2027-02-03 notice",
    ]);
    expect(claims[0]?.changes[0]).toMatchObject({ because: { rule: "no.regime.2026" } });
    // And so it comes.
    await loadLaw({ pool }, ACT, NOW);
    await sandbox.runThrough("2027-03-31");
    const parked = await withCreditor(pool, sandbox.creditorId, (tx) =>
      tx.many<{ on: string }>(sql`
        select happened_on as on from event
        where creditor_id = ${sandbox.creditorId}::uuid and kind = 'parked' order by happened_on`),
    );
    expect(parked.map(({ on }) => on).sort()).toEqual(claims.map(({ changes }) => changes[0]!.on).sort());
  });

  it("of another figure tells each charge and what it would be", async () => {
    const { sandbox, pool } = await inDecember();
    const other = JSON.parse(halfYearFile()) as { tables: { table: string | string[] }[] };
    const without = { ...other, tables: other.tables.filter(({ table }) => table !== "no.collection-rate") };
    await loadLaw({ pool }, JSON.stringify(without), NOW);
    const rate = (value: number) =>
      aLawFile({
        tables: [
          { table: "no.collection-rate", checkedThrough: "2027-06-30", rows: [aRow("2027-01-01", value)] },
        ],
      });
    const claims = await rehearsed(sandbox, [rate(90000)]);
    // Without a rate its notice cannot be charged, with the invented 900.00 it is 45.00.
    expect(changesOf(claims).at(-1)).toBe("untouched: goes-on 2027-02-03 notice");
  });

  it("looks as far as the tables of its country reach, however short the other's are", async () => {
    const { sandbox } = await inDecember([]);
    const file = JSON.parse(halfYearFile()) as { tables: { table: string | string[] }[] };
    const tables = file.tables.flatMap(({ table, ...rest }) => {
      const own = [table].flat().filter((id) => id.startsWith("no."));
      return own.length === 0 ? [] : [{ ...rest, table: own }];
    });
    const rehearsal = await rehearseLaw(sandbox, [JSON.stringify({ ...file, tables })], NOW);
    expect(rehearsal).toMatchObject({ kind: "rehearsal", from: "2027-01-01", through: "2027-06-30" });
  });

  it("refuses what loading would refuse, and says which file", async () => {
    const { sandbox } = await inDecember([]);
    const bad = aLawFile({ tables: [{ table: "no.x", checkedThrough: "2027-06-30", unchanged: true }] });
    expect(await rehearseLaw(sandbox, [halfYearFile(), bad], NOW)).toMatchObject({
      kind: "refused",
      file: 1,
      problems: [{ where: "tables[0].table" }],
    });
  });

  it("of what is loaded already finds nothing new", async () => {
    const { sandbox, pool } = await inDecember([]);
    await loadLaw({ pool }, halfYearFile(), NOW);
    expect(await rehearseLaw(sandbox, [halfYearFile()], NOW)).toEqual({ kind: "nothing-new" });
  });
});
