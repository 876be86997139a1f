/** A sandbox company in the test database, moved through its days by the real run. */
import { addDays, date, type Uuid } from "@innfri/kernel";
import { aCreditor, anId, type ClaimSpec, registerClaims, someSettings } from "@innfri/testing";
import { clockOf, clockOnDay } from "../clock.ts";
import type { CreditorSettings } from "../engine/creditor-settings.ts";
import { type Creditor, creditorById } from "../engine/creditors.ts";
import { type FoundClaim, findClaim } from "../engine/find-claim.ts";
import { runDay } from "../engine/run-day.ts";
import type { RunOptions, RunResult } from "../engine/run-lane.ts";
import type { Licence, Operator } from "../installation.ts";
import { type Pool, sql, withCreditor } from "../store/index.ts";
import { type Act, type ActOutcome, actOnClaim } from "./act-on-claim.ts";

/** No test depends on the day it is run: a sandbox has its own clock and never asks for this one. */
export const NOW = new Date("2026-01-01T12:00:00.000Z");

export type Sandbox = {
  readonly pool: Pool;
  readonly operator: Operator;
  readonly creditorId: Uuid;
  creditor(): Promise<Creditor>;
  claim(number: string): Promise<FoundClaim>;
  /** The run of one day. */
  run(day: string, options?: RunOptions): Promise<RunResult>;
  /** Every day's run from the clock's day to this one. */
  runThrough(day: string): Promise<void>;
  act(number: string, act: Act): Promise<ActOutcome>;
  /** The claim's events, as `letter notice` or `approved`. */
  history(number: string): Promise<string[]>;
};

const A_LICENCE: Licence = {
  reference: "INK-1",
  clientAccount: "99991042764",
  organisationNumber: "310000027",
  contact: { addressLines: ["Postboks 44", "2401 Elverum"], email: "svar@tindervik.example", phone: null },
};

export async function aSandbox(
  pool: Pool,
  options: {
    readonly country?: "NO" | "SE";
    readonly clockOn: string;
    readonly operator?: Operator["kind"];
    readonly settings?: Partial<CreditorSettings>;
    readonly claims: readonly (Partial<Omit<ClaimSpec, "dueOn">> & {
      readonly number: string;
      readonly dueOn: string;
    })[];
  },
): Promise<Sandbox> {
  const country = options.country ?? "NO";
  const operator: Operator = {
    operatorId: anId(),
    name: "Tindervik Inkasso",
    ...(options.operator === "self"
      ? { kind: "self", licence: null }
      : { kind: "agency", licence: A_LICENCE }),
  };
  const creditorId = await aCreditor(pool, {
    country,
    clockOn: date(options.clockOn),
    settings: someSettings(country, options.settings),
  });
  const specs = options.claims.map(
    (claim, index): ClaimSpec => ({
      customer: String(1001 + index),
      principalMinor: 450_000n,
      issuedOn: addDays(date(claim.dueOn), -14),
      ...claim,
      dueOn: date(claim.dueOn),
    }),
  );
  await registerClaims(pool, creditorId, country, specs);
  return sandboxOf(pool, operator, creditorId);
}

function sandboxOf(pool: Pool, operator: Operator, creditorId: Uuid): Sandbox {
  const creditor = async () => (await creditorById(pool, creditorId))!;
  const claim = async (number: string) => {
    const found = await findClaim(pool, number, creditorId);
    if (found.kind !== "found") throw new Error(`${number} is ${found.kind}`);
    return found.claim;
  };
  const run = async (day: string, options: RunOptions = {}) => {
    const own = await creditor();
    const clock = clockOnDay(clockOf(own, NOW), date(day));
    return runDay({ pool, operator, creditor: own, clock }, options);
  };
  return {
    pool,
    operator,
    creditorId,
    creditor,
    claim,
    run,
    runThrough: async (day) => {
      const { clockOn } = await creditor();
      for (let on = clockOn!; on <= day; on = addDays(on, 1)) await run(on);
    },
    act: async (number, act) => actOnClaim({ pool, operator }, await claim(number), act, "person", NOW),
    history: async (number) => {
      const { claimId } = await claim(number);
      const events = await withCreditor(pool, creditorId, (tx) =>
        tx.many<{ kind: string; data: { letter?: string; step?: string; by?: string } }>(sql`
          select kind, data from event where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid
          order by seq`),
      );
      return events.map(({ kind, data }) =>
        [kind, data.letter ?? data.step ?? data.by].filter((part) => part !== undefined).join(" "),
      );
    },
  };
}
