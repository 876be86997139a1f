import { addDays, type CalendarDate, date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { withCreditor } from "../store/index.ts";
import { type PreviewEntry, previewDay } from "./preview-day.ts";
import { aSandbox, NOW, type Sandbox } from "./test-sandbox.ts";

const database = await testDatabase();
const engine = await database.pool("innfri_engine");

/** Customers of every kind: one with two claims that go together, one too small, one excluded, one whose kind nobody knows. */
function aMixedSandbox(
  automation: "suggest" | "approve" | "automatic",
  country: "NO" | "SE" = "NO",
): Promise<Sandbox> {
  return aSandbox(engine, {
    country,
    operator: country === "NO" ? "agency" : "self",
    clockOn: "2026-05-01",
    settings: {
      automation,
      minimum: "100.00",
      excludedCustomers: ["1004"],
      excludedInvoices: ["600"],
      lookBackDays: 100,
    },
    claims: [
      { number: "100", customer: "1001", dueOn: "2026-04-30" },
      { number: "101", customer: "1001", dueOn: "2026-05-04" },
      { number: "200", customer: "1002", dueOn: "2026-04-29", kind: "business", principalMinor: 1_284_000n },
      { number: "300", customer: "1003", dueOn: "2026-04-30", principalMinor: 9_900n },
      { number: "400", customer: "1004", dueOn: "2026-04-30" },
      { number: "500", customer: "1005", dueOn: "2026-04-30", kind: null },
      { number: "600", customer: "1006", dueOn: "2026-04-30", kind: "public" },
      { number: "700", customer: "1007", dueOn: "2025-12-01", kind: "sole-trader" },
      { number: "800", customer: "1008", dueOn: "2026-05-11", email: null },
      { number: "900", customer: "1009", dueOn: "2026-04-30" },
    ],
  });
}

async function preview(sandbox: Sandbox, on: string, pageSize = 1000): Promise<PreviewEntry[]> {
  const found = await previewDay(sandbox, await sandbox.creditor(), date(on), NOW, { pageSize });
  if (found.kind !== "preview") throw new Error(`no preview: ${found.kind}`);
  const entries: PreviewEntry[] = [];
  for await (const entry of found.entries) entries.push(entry);
  return entries;
}

/** A preview counted as a run counts. */
function counted(entries: readonly PreviewEntry[]) {
  const letters: Record<string, number> = {};
  const asked: Record<string, number> = {};
  let closed = 0;
  let parked = 0;
  for (const entry of entries) {
    const claims = entry.claims.length;
    if (entry.kind === "take") letters[entry.step] = (letters[entry.step] ?? 0) + claims;
    else if (entry.kind === "ask") asked[entry.step] = (asked[entry.step] ?? 0) + claims;
    else if (entry.kind === "close") closed += claims;
    else if (entry.kind === "park") parked += claims;
  }
  return { letters, asked, closed, parked };
}

describe("A preview of tomorrow", () => {
  it.each([
    ["NO", "suggest"],
    ["NO", "approve"],
    ["NO", "automatic"],
    ["SE", "approve"],
    ["SE", "automatic"],
  ] as const)(
    "is what tomorrow's run then does, day after day, in %s at the level %s",
    async (country, automation) => {
      const sandbox = await aMixedSandbox(automation, country);
      await sandbox.act("900", { kind: "postpone", until: date("2026-05-20") });
      await sandbox.run("2026-05-01");
      let steps = 0;
      for (let day: CalendarDate = date("2026-05-02"); day <= "2026-08-31"; day = addDays(day, 1)) {
        const seen = counted(await preview(sandbox, day));
        const { letters, asked, closed, parked } = await sandbox.run(day);
        expect({ day, ...seen }).toEqual({ day, letters, asked, closed, parked });
        steps += Object.keys(letters).length + Object.keys(asked).length;
      }
      expect(steps).toBeGreaterThan(3);
    },
  );
});

describe("A preview", () => {
  it("has every open claim in it, with why it is left alone (B5)", async () => {
    const sandbox = await aMixedSandbox("automatic");
    await sandbox.act("900", { kind: "stop", because: "stopped" });
    await sandbox.run("2026-05-02");
    const entries = await preview(sandbox, "2026-05-15");
    const found = entries.flatMap(({ claims }) => claims.map(({ invoiceNumber }) => invoiceNumber));
    expect(found.toSorted()).toEqual(["100", "101", "200", "300", "400", "500", "600", "700", "800", "900"]);
    const why = Object.fromEntries(
      entries.map((entry) => [
        entry.claims.map(({ invoiceNumber }) => invoiceNumber).join("+"),
        whyOf(entry),
      ]),
    );
    expect(why).toEqual({
      "100": "take notice 4560.19",
      "101": "wait 2026-05-18",
      "200": expect.stringMatching(/^take notice /),
      "300": "held minimum",
      "400": "held excluded",
      "500": "parked debtor.kind",
      "600": "held excluded",
      "700": "held look-back",
      "800": "wait 2026-05-26",
      "900": "held stopped",
    });
  });

  it("says what a letter would be made of", async () => {
    const sandbox = await aMixedSandbox("automatic");
    const entries = await preview(sandbox, "2026-05-15");
    const take = entries.find((entry) => entry.kind === "take" && entry.claims[0]?.invoiceNumber === "100");
    expect(take).toMatchObject({
      letter: "notice",
      payBy: "2026-05-29",
      addsMinor: 3_800n,
      totalMinor: 456_019n,
      lines: [
        { item: "principal", minor: 450_000n },
        { item: "notice-fee", minor: 3_800n },
        { item: "interest", minor: 2_219n },
      ],
    });
  });

  it("changes nothing and keeps no lock", async () => {
    const sandbox = await aMixedSandbox("approve");
    await sandbox.runThrough("2026-05-20");
    const before = await everything(sandbox);
    await preview(sandbox, "2026-06-02");
    await preview(sandbox, "2026-12-01");
    expect(await everything(sandbox)).toEqual(before);
    const { rows } = await engine.connections.query(
      "select 1 from pg_locks l join pg_database d on d.oid = l.database where d.datname = current_database() and mode like 'Row%'",
    );
    expect(rows).toEqual([]);
  });

  it("is the same in small pages as in one", async () => {
    const sandbox = await aMixedSandbox("automatic");
    expect(await preview(sandbox, "2026-06-02", 2)).toEqual(await preview(sandbox, "2026-06-02"));
  });

  it("shows for a day that no table covers that a person must look", async () => {
    const sandbox = await aMixedSandbox("automatic");
    const entries = await preview(sandbox, "2030-01-01");
    const parked = entries.filter(({ kind }) => kind === "park");
    expect(parked.length).toBeGreaterThan(0);
    expect(new Set(parked.map(({ because }) => because.rule))).toEqual(new Set(["coverage", "debtor.kind"]));
  });

  it("looks ahead only", async () => {
    const sandbox = await aMixedSandbox("automatic");
    await sandbox.run("2026-05-20");
    const found = await previewDay(sandbox, await sandbox.creditor(), date("2026-05-19"), NOW);
    expect(found).toEqual({ kind: "past", today: "2026-05-20" });
  });
});

function whyOf(entry: PreviewEntry): string {
  switch (entry.kind) {
    case "take":
      return `take ${entry.step} ${Number(entry.totalMinor) / 100}`;
    case "wait":
      return `wait ${entry.until}`;
    case "held":
      return `held ${entry.by}`;
    default:
      return `${entry.kind} ${entry.because.rule}`;
  }
}

const TABLES = [
  "creditor",
  "file",
  "claim_now",
  "event",
  "step",
  "document",
  "message",
  "ledger_transaction",
  "hold",
  "approval",
  "approval_item",
  "collection_case",
  "run",
];

/** A fingerprint of every table that a run writes, with the versions of its rows. */
async function everything({ creditorId }: Sandbox): Promise<Record<string, string | null>> {
  return withCreditor(engine, creditorId, async (tx) => {
    const prints: Record<string, string | null> = {};
    for (const table of TABLES) {
      const { print } = await tx.one<{ print: string | null }>({
        name: `print of ${table}`,
        text: `select md5(string_agg(t.xmin::text || t::text, '' order by t.ctid)) as print from ${table} t`,
        values: [],
      });
      prints[table] = print;
    }
    return prints;
  });
}
