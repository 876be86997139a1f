/** A creditor as a day's work needs it: with its clock, and the rules without which nothing may be sent. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { type Clock, clockOf } from "../clock.ts";
import { type CreditorSettings, missingRules } from "../engine/creditor-settings.ts";
import { type Creditor, creditorById, settingsOn } from "../engine/creditors.ts";
import { restoredWaiting, waitsForARestore } from "../operations/backup/restored.ts";
import { type Pool, withCreditor } from "../store/index.ts";

export type ReadyCreditor = {
  readonly creditor: Creditor;
  readonly settings: CreditorSettings;
  readonly clock: Clock;
};

export const NOT_ACTIVATED =
  "it is not activated yet: a trial import is reconciled with its books first, and then it is activated";

/** The rules that hold on a day, or why nothing can be run yet: some are missing, or a restore waits for a person. */
export async function completeSettings(
  pool: Pool,
  creditor: Creditor,
  on: CalendarDate,
): Promise<
  | { readonly kind: "complete"; readonly settings: CreditorSettings }
  | { readonly kind: "incomplete"; readonly reason: string }
> {
  const restored = creditor.isSandbox ? null : await restoredWaiting(pool);
  if (restored !== null) return { kind: "incomplete", reason: waitsForARestore(restored) };
  if (creditor.awaitsActivation) return { kind: "incomplete", reason: NOT_ACTIVATED };
  const settings = await withCreditor(pool, creditor.creditorId, (tx) =>
    settingsOn(tx, creditor.creditorId, on),
  );
  const missing = settings === undefined ? [] : missingRules(settings, creditor.country);
  if (settings !== undefined && missing.length === 0) return { kind: "complete", settings };
  const reason = `its rules are not complete: ${missing.map(({ option }) => option).join(" ")}`;
  return { kind: "incomplete", reason };
}

/** Null for a creditor that is not there, or that cannot be run yet. */
export async function readyCreditor(pool: Pool, creditorId: Uuid, now: Date): Promise<ReadyCreditor | null> {
  const creditor = await creditorById(pool, creditorId);
  if (creditor === undefined) return null;
  const clock = clockOf(creditor, now);
  const found = await completeSettings(pool, creditor, clock.today);
  return found.kind === "complete" ? { creditor, settings: found.settings, clock } : null;
}
