/** For tests of races: companies whose next run takes a step, and what may come between. */
import { date } from "@innfri/kernel";
import { clockOf, clockOnDay } from "../clock.ts";
import type { Act } from "../engine/act.ts";
import type { CreditorInput } from "../engine/creditor-input.ts";
import { creditorById } from "../engine/creditors.ts";
import { findClaim } from "../engine/find-claim.ts";
import { runDay } from "../engine/run-day.ts";
import type { RunOptions, RunResult } from "../engine/run-lane.ts";
import { closeLists } from "../outbox/close-lists.ts";
import { anOcrGiro, aWorld, NOW, type OpenInstallation, type World } from "../payments/test-world.ts";
import { type Pool, sql, withCreditor } from "../store/index.ts";
import { type ActOutcome, actOnClaim } from "./act-on-claim.ts";
import { recordPayments } from "./record-payments.ts";

/** A step that the run of `on` takes, of claims that fell due on 30 April 2026; all before that is done. */
export type ComingStep = {
  readonly letter: "notice" | "demand";
  readonly input: CreditorInput;
  readonly before: string;
  readonly isApproved?: boolean;
  readonly on: string;
};

export const COMING_STEPS = {
  "that goes by itself": {
    letter: "notice",
    input: { automation: "automatic" },
    before: "2026-05-14",
    on: "2026-05-15",
  },
  "that a person has approved": {
    letter: "notice",
    input: { automation: "suggest" },
    before: "2026-05-15",
    isApproved: true,
    on: "2026-05-18",
  },
  "that was proposed and that nobody stopped": {
    letter: "notice",
    input: { automation: "approve" },
    before: "2026-05-19",
    on: "2026-05-20",
  },
  "that was on the collection list": {
    letter: "demand",
    input: { automation: "automatic" },
    before: "2026-06-03",
    on: "2026-06-05",
  },
} as const satisfies Readonly<Record<string, ComingStep>>;

/** What may come between, and the event that it leaves. */
export const COMERS = {
  stop: "stopped",
  postponement: "postponed",
  objection: "objection",
  payment: "payment",
  plan: "payment-plan",
} as const;
export type Comer = keyof typeof COMERS;

const ACTS: Readonly<Record<Exclude<Comer, "payment">, Act>> = {
  stop: { kind: "stop", because: "stopped" },
  postponement: { kind: "postpone", until: date("2026-07-15") },
  objection: { kind: "stop", because: "disputed" },
  plan: { kind: "agree", instalments: 3, wholeDebt: false },
};

export type Race = World & {
  /** Done on connections of this pool; null where a payment was booked. */
  come(comer: Comer, number: string, on: string, pool?: Pool): Promise<ActOutcome | null>;
  act(number: string, act: Act, pool?: Pool): Promise<ActOutcome>;
  run(day: string, pool?: Pool, options?: RunOptions): Promise<RunResult>;
  /** Closes the collection lists that have come to their instant. */
  close(): Promise<number>;
  /** The claim's events in the order of its chain, which is that of their commits. */
  chain(number: string): Promise<string[]>;
};

export async function aRace(
  installation: OpenInstallation,
  step: ComingStep,
  invoices: readonly { readonly number: string; readonly customer: string }[],
): Promise<Race> {
  const world = await aWorld(installation, { startsOn: "2026-05-01", input: step.input });
  await world.owe(invoices.map((one) => ({ ...one, amount: "4500.00", dueOn: "2026-04-30" })));
  const race = raceOf(world);
  await world.runUntil(step.before);
  if (step.isApproved)
    for (const { number } of invoices) await race.act(number, { kind: "approve", choice: null });
  return race;
}

function raceOf(world: World): Race {
  const { installation, creditorId } = world;
  const act = async (number: string, what: Act, pool = installation.pool) => {
    const found = await findClaim(installation.pool, number, creditorId);
    if (found.kind !== "found") throw new Error(`${number} is ${found.kind}`);
    return actOnClaim({ ...installation, pool }, found.claim, what, "person", NOW);
  };
  return {
    ...world,
    act,
    come: async (comer, number, on, pool = installation.pool) => {
      if (comer !== "payment") return act(number, ACTS[comer], pool);
      const { reference: kid } = await world.claim(number);
      const file = anOcrGiro(world.account, [{ kid, amount: "9000.00", on }]);
      const outcome = await recordPayments(
        { ...installation, pool },
        { name: "bank-file", open: () => [file] },
        NOW,
      );
      if (outcome.kind !== "recorded" || outcome.matched !== 1) throw new Error(JSON.stringify(outcome));
      return null;
    },
    run: async (day, pool = installation.pool, options = {}) => {
      const creditor = (await creditorById(installation.pool, creditorId))!;
      const clock = clockOnDay(clockOf(creditor, NOW), date(day));
      return runDay({ ...installation, pool, creditor, clock }, options);
    },
    close: async () => {
      const creditor = (await creditorById(installation.pool, creditorId))!;
      return closeLists(installation.pool, creditor, clockOf(creditor, NOW));
    },
    chain: async (number) => {
      const { claimId } = await world.claim(number);
      const events = await withCreditor(installation.pool, creditorId, (tx) =>
        tx.many<{ kind: string; letter: string | null; other: boolean }>(sql`
          select kind, data ->> 'letter' as letter, data ? 'of' as other from event
          where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid order by seq`),
      );
      // An objection to one claim of a joint letter may move its fee: the other claim's chain tells of that too.
      return events.map(({ kind, letter, other }) =>
        other ? `${kind} of another` : `${kind} ${letter ?? ""}`.trim(),
      );
    },
  };
}
