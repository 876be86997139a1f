/** Claims that are about to become too old to be enforced, or are so already (B23). */
import { type LimitationAlert, limitationAlert, limitationOf } from "@innfri/claims";
import { addMonths, addYears, type CalendarDate, type Currency, type Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { allCreditors, type Creditor } from "../engine/creditors.ts";
import { factsOf, type LoadedClaim, type LoadedFile } from "../engine/load-files.ts";
import { readFiles } from "../engine/read-files.ts";
import type { Installation, Operator } from "../installation.ts";
import { sql, type Tx, withCreditor } from "../store/index.ts";

export type NearLimitation = {
  readonly claimId: Uuid;
  readonly debtorId: Uuid;
  readonly invoiceNumber: string;
  readonly customerNumber: string;
  /** Null when the contact has been blanked. */
  readonly name: string | null;
  readonly openPrincipalMinor: bigint;
  readonly alert: LimitationAlert;
};

export type LimitationView = {
  readonly creditor: Creditor;
  readonly today: CalendarDate;
  readonly currency: Currency;
  /** The first to become too old first. */
  readonly claims: readonly NearLimitation[];
};

/** The shortest that any claim lasts, and the longest that anyone is warned before its end. */
export const LEAST_YEARS = 3;
export const MOST_MONTHS = 7;

const FILES_AT_ONCE = 1000;

/** Of these creditors, those that have any. */
export async function listLimitations(
  { pool, operator }: Pick<Installation, "pool"> & { readonly operator: Operator },
  creditorIds: readonly Uuid[],
  now: Date,
): Promise<LimitationView[]> {
  const views: LimitationView[] = [];
  for (const creditor of await allCreditors(pool)) {
    if (!creditorIds.includes(creditor.creditorId)) continue;
    const view = await limitationsOf({ pool, operator }, creditor, now);
    if (view.claims.length > 0) views.push(view);
  }
  return views;
}

/** Those of one creditor. */
export async function limitationsOf(
  { pool, operator }: Pick<Installation, "pool"> & { readonly operator: Operator },
  creditor: Creditor,
  now: Date,
): Promise<LimitationView> {
  const { today } = clockOf(creditor, now);
  const claims = await withCreditor(pool, creditor.creditorId, (tx) =>
    nearLimitation(tx, creditor, operator, today),
  );
  return { creditor, today, currency: creditor.country === "NO" ? "NOK" : "SEK", claims };
}

async function nearLimitation(
  tx: Tx,
  creditor: Creditor,
  operator: Operator,
  today: CalendarDate,
): Promise<NearLimitation[]> {
  const debtorIds = await debtorsWithOldClaims(tx, creditor.creditorId, today);
  const context = { country: creditor.country, operator: operator.kind };
  const found: NearLimitation[] = [];
  for (let at = 0; at < debtorIds.length; at += FILES_AT_ONCE) {
    const files = await readFiles(tx, creditor.creditorId, debtorIds.slice(at, at + FILES_AT_ONCE));
    found.push(...limitationAlerts(files, context, today));
  }
  return found.sort((a, b) => (a.alert.on < b.alert.on ? -1 : a.alert.on > b.alert.on ? 1 : 0));
}

/** Of these files, the claims that are near their end or past it. */
export function limitationAlerts(
  files: readonly LoadedFile[],
  context: { readonly country: "NO" | "SE"; readonly operator: Operator["kind"] },
  today: CalendarDate,
): NearLimitation[] {
  return files.flatMap((file) => file.claims.flatMap((claim) => alertOf(file, claim, context, today)));
}

/** What a debtor is decides how long a claim lasts: where that is not known, the shorter time is the warning. */
function alertOf(
  file: LoadedFile,
  claim: LoadedClaim,
  context: { readonly country: "NO" | "SE"; readonly operator: Operator["kind"] },
  today: CalendarDate,
): NearLimitation[] {
  const facts = factsOf({ ...file, kind: file.kind ?? "person" }, context, [claim]);
  const [own] = facts?.claims ?? [];
  if (facts === null || own === undefined) return [];
  const alert = limitationAlert(context.country, limitationOf(facts, own, today), today);
  if (alert === null) return [];
  const { claimId, debtorId, invoice, openPrincipalMinor } = claim;
  const { customerNumber, contact } = file;
  const name = contact?.data.name ?? null;
  return [
    { claimId, debtorId, invoiceNumber: invoice.number, customerNumber, name, openPrincipalMinor, alert },
  ];
}

/** The invoice is never younger than what its limitation runs from, so it finds all of them and few others. */
async function debtorsWithOldClaims(tx: Tx, creditorId: Uuid, today: CalendarDate): Promise<Uuid[]> {
  const issuedBy = addYears(addMonths(today, MOST_MONTHS), -LEAST_YEARS);
  const rows = await tx.many<{ debtorId: Uuid }>(sql`
    select distinct c.debtor_id as "debtorId"
    from claim c
    join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
    join invoice i on i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id and i.version_no = 1
    where c.creditor_id = ${creditorId}::uuid and n.state <> 'closed'
      and (c.due_on <= ${issuedBy}::date or (i.data ->> 'issuedOn')::date <= ${issuedBy}::date)
    order by 1`);
  return rows.map(({ debtorId }) => debtorId);
}
