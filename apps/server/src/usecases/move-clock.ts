/** The companies' clocks: which day it is for each, and a sandbox's moved forward through the days between. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { type Clock, clockOf } from "../clock.ts";
import { allCreditors, type Creditor, creditorById } from "../engine/creditors.ts";
import type { Installation, Operator } from "../installation.ts";
import { log } from "../log/index.ts";
import { type CreditorRun, type DayOptions, runDays } from "./run-days.ts";

export type ClockView = { readonly creditor: Creditor; readonly clock: Clock };

export async function readClocks({ pool }: Pick<Installation, "pool">, now: Date): Promise<ClockView[]> {
  return (await allCreditors(pool)).map((creditor) => ({ creditor, clock: clockOf(creditor, now) }));
}

export type ClockMoved =
  | { readonly kind: "moved"; readonly run: CreditorRun & { readonly kind: "ran" } }
  | { readonly kind: "unknown-creditor" }
  | { readonly kind: "refused"; readonly reason: string };

/** Moves a sandbox's clock to a day and runs every day on the way, that one included. Never back. */
export async function moveClock(
  installation: Installation & { readonly operator: Operator },
  creditorId: Uuid,
  to: CalendarDate,
  now: Date,
  options: DayOptions = {},
): Promise<ClockMoved> {
  const creditor = await creditorById(installation.pool, creditorId);
  if (creditor === undefined) return { kind: "unknown-creditor" };
  if (!creditor.isSandbox)
    return {
      kind: "refused",
      reason: `${creditor.name} is a real company: its day is the real one, and nobody moves it`,
    };
  const [run] = await runDays(installation, { creditorId, until: to }, now, options);
  if (run?.kind !== "ran") return { kind: "refused", reason: run?.reason ?? "there is nothing to run" };
  log.info("clock-moved", { creditor: creditorId, on: run.from, until: run.through });
  return { kind: "moved", run };
}
