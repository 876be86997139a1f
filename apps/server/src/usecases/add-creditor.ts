/** A new creditor with its rules, as far as they are stated. */
import { type CalendarDate, canonicalJson, date, derivedId, type Json, type Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { type CreditorInput, emptySettings, withInput } from "../engine/creditor-input.ts";
import { type CreditorSettings, type MissingRule, missingRules } from "../engine/creditor-settings.ts";
import { creditorIn, settingsOn } from "../engine/creditors.ts";
import type { SettingProblem } from "../engine/legal-limits.ts";
import type { Installation, Operator } from "../installation.ts";
import { naming, sql, type Tx, withCreditor } from "../store/index.ts";

export type NewCreditor = {
  readonly country: "NO" | "SE";
  readonly isSandbox: boolean;
  /** The day a sandbox starts on; the real day when null. */
  readonly clockOn: CalendarDate | null;
  /** A trial import comes first; where it is left out the company is active at once. */
  readonly awaitsActivation?: boolean;
  readonly input: CreditorInput & { readonly name: string; readonly organisationNumber: string };
};

export type AddOutcome =
  | { readonly kind: "added"; readonly creditorId: Uuid; readonly missing: readonly MissingRule[] }
  /** A creditor of this name and number is there: nothing was changed. */
  | {
      readonly kind: "exists";
      readonly creditorId: Uuid;
      readonly isSame: boolean;
      readonly missing: readonly MissingRule[];
    }
  | { readonly kind: "wrong"; readonly problems: readonly SettingProblem[] };

export const TIME_ZONES = { NO: "Europe/Oslo", SE: "Europe/Stockholm" } as const;

// The id follows from who the creditor is, so that adding it twice cannot make two of it.
const NO_DAY = date("2026-01-01");

type OperatorOf = { readonly operator: Operator };

export async function addCreditor(
  { pool, operator }: Pick<Installation, "pool"> & OperatorOf,
  wanted: NewCreditor,
  now: Date,
): Promise<AddOutcome> {
  const planned = planCreditor(operator, wanted);
  if (planned.kind === "wrong") return planned;
  return withCreditor(pool, planned.creditorId, (tx) => addPlanned(tx, planned, wanted, now));
}

/** The same within a transaction of the caller's that has named nobody. */
export async function addInTransaction(
  tx: Tx,
  operator: Operator,
  wanted: NewCreditor,
  now: Date,
): Promise<AddOutcome> {
  const planned = planCreditor(operator, wanted);
  if (planned.kind === "wrong") return planned;
  return naming(tx, planned.creditorId, () => addPlanned(tx, planned, wanted, now));
}

type Planned = {
  readonly kind: "planned";
  readonly creditorId: Uuid;
  readonly settings: CreditorSettings;
};

function planCreditor(
  { operatorId }: Operator,
  { country, isSandbox, input }: NewCreditor,
): Planned | { readonly kind: "wrong"; readonly problems: readonly SettingProblem[] } {
  const outcome = withInput(emptySettings(country), input, country);
  if (outcome.kind === "wrong") return outcome;
  const { settings } = outcome;
  const identity = [country, settings.organisationNumber, settings.name, isSandbox ? "sandbox" : "real"];
  return {
    kind: "planned",
    creditorId: derivedId(NO_DAY, "creditor", operatorId, ...identity),
    settings,
  };
}

async function addPlanned(
  tx: Tx,
  { creditorId, settings }: Planned,
  wanted: NewCreditor,
  now: Date,
): Promise<AddOutcome> {
  const { country, isSandbox } = wanted;
  const timeZone = TIME_ZONES[country];
  const clock = clockOf({ isSandbox, clockOn: wanted.clockOn, timeZone }, now);
  const clockOn = isSandbox ? clock.today : null;
  const count = await tx.run(sql`
    insert into creditor (creditor_id, name, country, time_zone, is_sandbox, clock_on, awaits_activation)
    values (${creditorId}::uuid, ${settings.name}, ${country}, ${timeZone}, ${isSandbox}::boolean, ${clockOn}::date,
      ${wanted.awaitsActivation ?? false}::boolean)
    on conflict do nothing`);
  if (count === 0) return existing(tx, creditorId, settings, now);
  await tx.run(sql`
    insert into creditor_settings (creditor_id, valid_from_on, version_no, recorded_at, data)
    values (${creditorId}::uuid, ${clock.today}::date, 1, ${clock.nowAt}::timestamptz, ${asJson(settings)}::jsonb)`);
  return { kind: "added", creditorId, missing: missingRules(settings, country) };
}

async function existing(tx: Tx, creditorId: Uuid, wanted: CreditorSettings, now: Date): Promise<AddOutcome> {
  const creditor = await creditorIn(tx, creditorId);
  if (creditor === undefined) throw new Error(`creditor ${creditorId} is there and cannot be read`);
  const { today } = clockOf(creditor, now);
  const found = await settingsOn(tx, creditorId, today);
  if (found === undefined) throw new Error(`creditor ${creditorId} has no settings on ${today}`);
  return {
    kind: "exists",
    creditorId,
    isSame: asJson(found) === asJson(wanted),
    missing: missingRules(found, creditor.country),
  };
}

/** Settings as they are stored and compared. */
export function asJson(settings: CreditorSettings): string {
  return canonicalJson(settings as unknown as Json);
}
