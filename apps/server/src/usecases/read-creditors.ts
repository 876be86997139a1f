/** Creditors with the rules that hold for them today. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { type CreditorSettings, type MissingRule, missingRules } from "../engine/creditor-settings.ts";
import { allCreditors, type Creditor, creditorById, settingsOn } from "../engine/creditors.ts";
import type { Installation } from "../installation.ts";
import { withCreditor } from "../store/index.ts";

export type CreditorView = {
  readonly creditor: Creditor;
  readonly today: CalendarDate;
  readonly settings: CreditorSettings;
  readonly missing: readonly MissingRule[];
};

export async function listCreditors(installation: Installation, now: Date): Promise<CreditorView[]> {
  const views: CreditorView[] = [];
  for (const creditor of await allCreditors(installation.pool))
    views.push(await viewOf(installation, creditor, now));
  return views;
}

/** Undefined when there is no such creditor. */
export async function showCreditor(
  installation: Installation,
  creditorId: Uuid,
  now: Date,
): Promise<CreditorView | undefined> {
  const creditor = await creditorById(installation.pool, creditorId);
  return creditor === undefined ? undefined : viewOf(installation, creditor, now);
}

async function viewOf({ pool }: Installation, creditor: Creditor, now: Date): Promise<CreditorView> {
  const { today } = clockOf(creditor, now);
  const settings = await withCreditor(pool, creditor.creditorId, (tx) =>
    settingsOn(tx, creditor.creditorId, today),
  );
  if (settings === undefined) throw new Error(`creditor ${creditor.creditorId} has no settings on ${today}`);
  return { creditor, today, settings, missing: missingRules(settings, creditor.country) };
}
