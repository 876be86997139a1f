/**
 * For tests: a year of a sandbox company whose customers stay silent, pay, object, are stopped and postponed, each claim
 * by its turn.
 */
import { addDays, type CalendarDate, date, formatMinor } from "@innfri/kernel";
import { expect } from "vitest";
import { clockOf, clockOnDay } from "../clock.ts";
import { creditorById } from "../engine/creditors.ts";
import { findClaim } from "../engine/find-claim.ts";
import { runDay } from "../engine/run-day.ts";
import {
  aBgMax,
  anOcrGiro,
  aWorld,
  type OpenInstallation,
  type Owing,
  type World,
} from "../payments/test-world.ts";
import { sql, withCreditor } from "../store/index.ts";
import { type Act, actOnClaim } from "./act-on-claim.ts";
import { importInvoices } from "./import-invoices.ts";
import { fixture } from "./test-installation.ts";

const NOW = new Date("2026-01-01T12:00:00.000Z");
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

export type Year = {
  readonly country: "NO" | "SE";
  readonly claims: number;
  /** At the end of each day on which anything was due or done. */
  readonly onDayEnd?: (world: World, day: CalendarDate) => Promise<void>;
};

/** Lives through the year, and leaves the company as it stands at its end. */
export async function aYear(
  installation: OpenInstallation,
  { country, claims, onDayEnd }: Year,
): Promise<World> {
  const world = await aWorld(installation, {
    country,
    startsOn: "2026-01-05",
    ...(country === "NO" ? { input: { organisationNumber: "310000000" } } : {}),
  });
  const owing: Owing[] = Array.from({ length: claims }, (_, i) => ({
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
  for (let day = date("2026-01-05"); day <= LAST_DAY; day = addDays(day, 1)) {
    const isQuiet = deeds.get(day) === undefined && !(await isDue(world, day));
    if (isQuiet) continue;
    await runOn(world, day);
    for (const deed of deeds.get(day) ?? []) await deed();
    // What was done in the day can make something due at once: the day is over when nothing is.
    await runOn(world, day);
    await onDayEnd?.(world, day);
  }
  return world;
}
