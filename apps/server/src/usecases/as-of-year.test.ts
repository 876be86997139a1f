/**
 * A year of forty claims in two countries, kept as each was shown and stored at the end of every day it changed; then
 * every one of those days is asked for again. `INNFRI_CLAIMS=400` is the long form (`npm run as-of:year`).
 */
import { addDays, type CalendarDate, canonicalJson, date, formatMinor, type Json } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { answerOf } from "../cli/commands/show.ts";
import { clockOf, clockOnDay } from "../clock.ts";
import { creditorById } from "../engine/creditors.ts";
import { findClaim } from "../engine/find-claim.ts";
import { runDay } from "../engine/run-day.ts";
import { aBgMax, anInstallation, anOcrGiro, aWorld, type Owing, type World } from "../payments/test-world.ts";
import { sql, withCreditor } from "../store/index.ts";
import { type Act, actOnClaim } from "./act-on-claim.ts";
import { importInvoices } from "./import-invoices.ts";
import { showClaim } from "./show-claim.ts";
import { fixture } from "./test-installation.ts";

const database = await testDatabase();
const NOW = new Date("2026-01-01T12:00:00.000Z");
const CLAIMS = Number(process.env.INNFRI_CLAIMS ?? 40) / 2;
const LAST_DAY = date("2026-12-30");

/** What a claim comes to on a day of the year, by turns. */
const FATES = [
  "silent",
  "pays",
  "pays a part",
  "stopped",
  "postponed",
  "disputed",
  "partly disputed",
  "pays late",
  "silent",
  "pays too much",
] as const;

/** What must have happened in the year, or it holds nothing. */
const COMMON = ["registered", "letter", "payment", "stopped", "postponed", "objection", "released", "closed"];
const KINDS = { NO: [...COMMON, "step", "approved", "credit"], SE: [...COMMON, "proposed"] };

type Deed = (world: World, number: string) => Promise<unknown>;

const act =
  (what: Act): Deed =>
  async ({ installation, creditorId }, number) => {
    const found = await findClaim(installation.pool, number, creditorId);
    if (found.kind !== "found") throw new Error(`${number} is ${found.kind}`);
    return actOnClaim(installation, found.claim, what, "person", NOW);
  };

const pay =
  (on: CalendarDate, amountOf: (owed: bigint) => bigint): Deed =>
  async (world, number) => {
    const { reference, principal, interest, costs } = await world.claim(number);
    const minor = amountOf(principal + interest + costs);
    if (minor <= 0n) return;
    const line = { kid: reference, amount: formatMinor(minor), on };
    await world.paid(
      world.account.length === 11 ? anOcrGiro(world.account, [line]) : aBgMax(world.account, [line]),
    );
  };

/** The deeds of one claim by their days. */
function deedsOf(fate: (typeof FATES)[number], dueOn: CalendarDate): [CalendarDate, Deed][] {
  const on = (days: number) => addDays(dueOn, days);
  switch (fate) {
    case "silent":
      return [];
    case "pays":
      return [[on(20), pay(on(20), (owed) => owed)]];
    case "pays a part":
      return [
        [on(18), pay(on(17), (owed) => owed / 3n)],
        [on(60), pay(on(60), (owed) => owed / 2n)],
      ];
    case "stopped":
      return [
        [on(8), act({ kind: "stop", because: "stopped", note: "ringer i morgen" })],
        [on(40), act({ kind: "release" })],
      ];
    case "postponed":
      return [[on(5), act({ kind: "postpone", until: on(30) })]];
    case "disputed":
      return [
        [on(25), act({ kind: "object", scope: "whole", reasonable: true })],
        [on(50), act({ kind: "resolve", outcome: "groundless" })],
        [on(51), act({ kind: "release" })],
      ];
    case "partly disputed":
      return [
        [on(22), act({ kind: "object", scope: 10_000n, reasonable: true })],
        [on(45), act({ kind: "resolve", outcome: "accepted" })],
      ];
    case "pays late":
      return [[on(95), pay(on(93), (owed) => owed + 50_000n)]];
    case "pays too much":
      return [
        [on(10), pay(on(10), (owed) => owed + 12_300n)],
        [on(30), act({ kind: "stop", because: "stopped" })],
      ];
  }
}

async function isDue({ installation, creditorId }: World, day: CalendarDate): Promise<boolean> {
  const { due } = await withCreditor(installation.pool, creditorId, (tx) =>
    tx.one<{ due: boolean }>(sql`
      select exists (select from file where creditor_id = ${creditorId}::uuid and next_look_on <= ${day}::date) as due`),
  );
  return due;
}

async function runOn({ installation, creditorId }: World, day: CalendarDate): Promise<void> {
  const creditor = (await creditorById(installation.pool, creditorId))!;
  await runDay({ ...installation, creditor, clock: clockOnDay(clockOf(creditor, NOW), day) });
}

async function stored({ installation, creditorId }: World): Promise<Map<string, string>> {
  const rows = await withCreditor(installation.pool, creditorId, (tx) =>
    tx.many<{ number: string; state: string }>(sql`
      select i.number, concat_ws(' ', n.head_seq, n.state, n.closed_on, n.open_principal_minor, n.open_interest_minor,
        n.open_costs_minor, (select count(*) from hold h where h.creditor_id = c.creditor_id
          and h.debtor_id = c.debtor_id and h.ended_on is null)) as state
      from claim c join invoice i on i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id and i.version_no = 1
      join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
      where c.creditor_id = ${creditorId}::uuid`),
  );
  return new Map(rows.map(({ number, state }) => [number, state]));
}

/** The claim as it is shown, but for the line that says which day it really is. */
async function shown(world: World, number: string, asOf: CalendarDate | null): Promise<string> {
  const { installation, creditorId } = world;
  const found = await findClaim(installation.pool, number, creditorId);
  if (found.kind !== "found") throw new Error(`${number} is ${found.kind}`);
  const outcome = await showClaim(installation, found.claim, asOf, NOW);
  if (outcome.kind !== "shown") throw new Error(`${number} is ${outcome.kind}`);
  const answer = answerOf(outcome.view);
  const { today: _, ...json } = answer.json as { today: string };
  return `${canonicalJson(JSON.parse(JSON.stringify(json)) as Json)}\n${answer.text.replace(/^ {2}(today is|as it stood) .*$/m, "")}`;
}

describe.each(["NO", "SE"] as const)("A year of %s", (country) => {
  it("is shown as of any past day as it was stored that day (B6)", { timeout: 600_000 }, async () => {
    const installation = await anInstallation(database);
    const world = await aWorld(installation, {
      country,
      startsOn: "2026-01-05",
      ...(country === "NO" ? { input: { organisationNumber: "310000000" } } : {}),
    });
    const owing: Owing[] = Array.from({ length: CLAIMS }, (_, i) => ({
      number: `${country}${1001 + i}`,
      // Every fifth is another claim on the customer before it.
      customer: `k${i % 5 === 4 ? i - 1 : i}`,
      amount: `${900 + 137 * i}.50`,
      dueOn: addDays(date("2026-01-10"), (i * 29) % 240),
      kind: i % 5 === 1 ? "business" : "person",
    }));
    const deeds = new Map<string, (() => Promise<unknown>)[]>();
    const plan = (day: CalendarDate, deed: () => Promise<unknown>) =>
      deeds.set(day, [...(deeds.get(day) ?? []), deed]);
    for (const [i, one] of owing.entries())
      for (const [day, deed] of deedsOf(FATES[i % FATES.length]!, date(one.dueOn)))
        plan(day, () => deed(world, one.number));
    await world.owe(owing);
    if (country === "NO")
      for (const [day, name] of [
        ["2026-03-02", "valid/ehf-invoice-kid.xml"],
        ["2026-04-20", "valid/ehf-credit-note.xml"],
      ] as const)
        plan(date(day), async () => {
          const source = fixture(name);
          const options = { unknownKind: "business" } as const;
          const done = await importInvoices(installation, world.creditorId, source, options, NOW);
          expect(done).toMatchObject({ kind: "imported", refusedCount: 0 });
        });
    const kept: { readonly day: CalendarDate; readonly number: string; readonly was: string }[] = [];
    let before = new Map<string, string>();
    for (let day = date("2026-01-05"); day <= LAST_DAY; day = addDays(day, 1)) {
      const isQuiet = deeds.get(day) === undefined && !(await isDue(world, day));
      if (isQuiet) continue;
      await runOn(world, day);
      for (const deed of deeds.get(day) ?? []) await deed();
      // What was done in the day can make something due at once: the day is over when nothing is.
      await runOn(world, day);
      const after = await stored(world);
      for (const [number, state] of after)
        if (before.get(number) !== state || (day.endsWith("-15") && number.endsWith("3")))
          kept.push({ day, number, was: await shown(world, number, null) });
      before = after;
    }
    expect(kept.length).toBeGreaterThan(CLAIMS * 5);
    const kinds = new Set(
      kept.flatMap(({ was }) => [...was.matchAll(/"kind":"([a-z-]+)"/g)].map((m) => m[1])),
    );
    expect([...kinds]).toEqual(expect.arrayContaining(KINDS[country]));
    for (const { day, number, was } of kept)
      expect({ day, number, was: await shown(world, number, day) }).toEqual({ day, number, was });
  });
});
