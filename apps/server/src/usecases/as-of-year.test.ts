/**
 * A year of forty claims in two countries, kept as each was shown and stored at the end of every day it changed; then
 * every one of those days is asked for again. `INNFRI_CLAIMS=400` is the long form (`npm run as-of:year`).
 */
import { type CalendarDate, canonicalJson, type Json } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { answerOf } from "../cli/commands/show.ts";
import { findClaim } from "../engine/find-claim.ts";
import { anInstallation, type World } from "../payments/test-world.ts";
import { sql, withCreditor } from "../store/index.ts";
import { showClaim } from "./show-claim.ts";
import { aYear } from "./test-year.ts";

const database = await testDatabase();
const NOW = new Date("2026-01-01T12:00:00.000Z");
const CLAIMS = Number(process.env.INNFRI_CLAIMS ?? 40) / 2;

/** What must have happened in the year, or it holds nothing. */
const COMMON = ["registered", "letter", "payment", "stopped", "postponed", "objection", "released", "closed"];
const KINDS = { NO: [...COMMON, "step", "approved", "credit"], SE: [...COMMON, "proposed"] };

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
  const { openPrincipalMinor, openInterestMinor, openCostsMinor } = outcome.view.claim;
  const books = [openPrincipalMinor, openInterestMinor, openCostsMinor].join(" ");
  return `${books}\n${canonicalJson(JSON.parse(JSON.stringify(json)) as Json)}\n${answer.text.replace(/^ {2}(today is|as it stood) .*$/m, "")}`;
}

describe.each(["NO", "SE"] as const)("A year of %s", (country) => {
  it("is shown as of any past day as it was stored that day (B6)", { timeout: 600_000 }, async () => {
    const installation = await anInstallation(database);
    const kept: { readonly day: CalendarDate; readonly number: string; readonly was: string }[] = [];
    let before = new Map<string, string>();
    const keep = async (world: World, day: CalendarDate) => {
      const after = await stored(world);
      for (const [number, state] of after)
        if (before.get(number) !== state || (day.endsWith("-15") && number.endsWith("3")))
          kept.push({ day, number, was: await shown(world, number, null) });
      before = after;
    };
    const world = await aYear(installation, { country, claims: CLAIMS, onDayEnd: keep });
    expect(kept.length).toBeGreaterThan(CLAIMS * 5);
    const kinds = new Set(
      kept.flatMap(({ was }) => [...was.matchAll(/"kind":"([a-z-]+)"/g)].map((m) => m[1])),
    );
    expect([...kinds]).toEqual(expect.arrayContaining(KINDS[country]));
    for (const { day, number, was } of kept)
      expect({ day, number, was: await shown(world, number, day) }).toEqual({ day, number, was });
  });
});
