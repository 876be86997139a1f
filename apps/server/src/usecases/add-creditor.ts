/** A new creditor with its rules, as far as they are stated. */
import { type CalendarDate, canonicalJson, date, derivedId, type Json, type Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { type CreditorInput, emptySettings, withInput } from "../engine/creditor-input.ts";
import { type CreditorSettings, type MissingRule, missingRules } from "../engine/creditor-settings.ts";
import { creditorById, settingsOn } from "../engine/creditors.ts";
import type { SettingProblem } from "../engine/legal-limits.ts";
import type { Installation, Operator } from "../installation.ts";
import { sql, withCreditor } from "../store/index.ts";

export type NewCreditor = {
  readonly country: "NO" | "SE";
  readonly isSandbox: boolean;
  /** The day a sandbox starts on; the real day when null. */
  readonly clockOn: CalendarDate | null;
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

export async function addCreditor(
  installation: Installation & { readonly operator: Operator },
  wanted: NewCreditor,
  now: Date,
): Promise<AddOutcome> {
  const { country, isSandbox } = wanted;
  const outcome = withInput(emptySettings(country), wanted.input, country);
  if (outcome.kind === "wrong") return outcome;
  const { settings } = outcome;
  const { operatorId } = installation.operator;
  const identity = [country, settings.organisationNumber, settings.name, isSandbox ? "sandbox" : "real"];
  const creditorId = derivedId(NO_DAY, "creditor", operatorId, ...identity);
  const timeZone = TIME_ZONES[country];
  const clock = clockOf({ isSandbox, clockOn: wanted.clockOn, timeZone }, now);
  const clockOn = isSandbox ? clock.today : null;

  const inserted = await withCreditor(installation.pool, creditorId, async (tx) => {
    const count = await tx.run(sql`
      insert into creditor (creditor_id, name, country, time_zone, is_sandbox, clock_on)
      values (${creditorId}::uuid, ${settings.name}, ${country}, ${timeZone}, ${isSandbox}::boolean, ${clockOn}::date)
      on conflict do nothing`);
    if (count === 0) return false;
    await tx.run(sql`
      insert into creditor_settings (creditor_id, valid_from_on, version_no, recorded_at, data)
      values (${creditorId}::uuid, ${clock.today}::date, 1, ${clock.nowAt}::timestamptz, ${asJson(settings)}::jsonb)`);
    return true;
  });
  if (inserted) return { kind: "added", creditorId, missing: missingRules(settings, country) };
  return existing(installation, creditorId, settings, now);
}

async function existing(
  { pool }: Installation,
  creditorId: Uuid,
  wanted: CreditorSettings,
  now: Date,
): Promise<AddOutcome> {
  const creditor = await creditorById(pool, creditorId);
  if (creditor === undefined) throw new Error(`creditor ${creditorId} is there and cannot be read`);
  const { today } = clockOf(creditor, now);
  const found = await withCreditor(pool, creditorId, (tx) => settingsOn(tx, creditorId, today));
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
