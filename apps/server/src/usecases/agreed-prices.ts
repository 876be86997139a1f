/** What operator and creditor have agreed, by day, and what an act costs the creditor by it. */
import { type CalendarDate, formatMinor, minorFromDecimal, type Uuid } from "@innfri/kernel";
import { type Clock, clockOf } from "../clock.ts";
import type { AgreedPrice } from "../engine/agreed-price.ts";
import type { LEGAL_STEPS } from "../engine/agreements.ts";
import type { Creditor } from "../engine/creditors.ts";
import type { Operator } from "../installation.ts";
import { sql, type Tx } from "../store/index.ts";
import { addAuditLine } from "./audit-lines.ts";

type LegalStep = (typeof LEGAL_STEPS)[number];

export type Prices = {
  readonly withdrawalBeforeDemand: string;
  readonly withdrawalAfterDemand: string;
  readonly noResponse: string;
  readonly legalSteps: Readonly<Record<LegalStep, string>>;
};

export type Agreement = {
  readonly no: number;
  readonly validFrom: CalendarDate;
  readonly recordedAt: string;
  readonly by: string;
  readonly prices: Prices;
};

/** The newest first. */
export async function agreementsOf(tx: Tx, creditorId: Uuid): Promise<Agreement[]> {
  const rows = await tx.many<Agreement>(sql`
    select agreement_no as no, valid_from_on as "validFrom", recorded_at as "recordedAt", actor as "by", prices
    from agreement where creditor_id = ${creditorId}::uuid order by agreement_no desc`);
  return rows.map((row) => ({ ...row, recordedAt: new Date(row.recordedAt).toISOString() }));
}

/** Of those that hold on a day, the one that was recorded last. */
export function holdingOn(all: readonly Agreement[], on: CalendarDate): Agreement | null {
  return all.find(({ validFrom }) => validFrom <= on) ?? null;
}

/** Why it cannot be recorded, or the agreement. */
export async function addAgreement(
  tx: Tx,
  creditor: Creditor,
  given: Pick<Agreement, "validFrom" | "prices">,
  actor: string,
  now: Date,
): Promise<Agreement | string> {
  const { creditorId } = creditor;
  const { today, nowAt } = clockOf(creditor, now);
  if (given.validFrom < today)
    return `it is ${today}: what is agreed holds from then on or later, and ${given.validFrom} has passed`;
  await tx.maybe(sql`select from creditor where creditor_id = ${creditorId}::uuid for update`);
  const [newest] = await agreementsOf(tx, creditorId);
  const no = (newest?.no ?? 0) + 1;
  const { validFrom, prices } = given;
  await tx.run(sql`
    insert into agreement (creditor_id, agreement_no, valid_from_on, recorded_at, actor, prices)
    values (${creditorId}::uuid, ${no}::int, ${validFrom}::date, ${nowAt}::timestamptz, ${actor},
      ${JSON.stringify(prices)}::jsonb)`);
  await addAuditLine(tx, { actor, act: "agreement-added", subject: `agreement:${no}`, creditorId }, now);
  return { no, validFrom, recordedAt: nowAt, by: actor, prices };
}

export type Priced =
  | { readonly what: "withdrawal" | "no-response"; readonly claimId: Uuid }
  | { readonly what: "legal-step"; readonly step: LegalStep };

/** What an act costs the creditor: nothing without an agreement, nor where the creditor collects its own claims. */
export async function agreedPrice(
  tx: Tx,
  { creditor, operator }: { readonly creditor: Creditor; readonly operator: Operator },
  of: Priced,
  when: Date | Clock,
): Promise<AgreedPrice | null> {
  if (operator.kind === "self") return null;
  const { creditorId } = creditor;
  const { today } = when instanceof Date ? clockOf(creditor, when) : when;
  const holds = holdingOn(await agreementsOf(tx, creditorId), today);
  if (holds === null) return null;
  const { prices, no } = holds;
  const priceOf = async (): Promise<string> => {
    if (of.what === "legal-step") return prices.legalSteps[of.step];
    if (of.what === "no-response") return prices.noResponse;
    return (await hasCase(tx, creditorId, of.claimId))
      ? prices.withdrawalAfterDemand
      : prices.withdrawalBeforeDemand;
  };
  return { minor: minorFromDecimal(await priceOf()), agreementNo: no };
}

async function hasCase(tx: Tx, creditorId: Uuid, claimId: Uuid): Promise<boolean> {
  const { has } = await tx.one<{ has: boolean }>(sql`
    select case_id is not null as has from claim_now
    where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid`);
  return has;
}

export function priceText(price: AgreedPrice | null): string {
  return formatMinor(price?.minor ?? 0n);
}

/** Why the act is not done: whoever sets it off has not seen what it costs. Null where nothing stands against it. */
export function unseenPrice(price: AgreedPrice | null, seen: string | undefined): string | null {
  const costs = priceText(price);
  if (seen === costs || (seen === undefined && costs === "0.00")) return null;
  const by = price === null ? "without an agreement" : `by agreement ${price.agreementNo}`;
  return `it costs the company ${costs} ${by}: repeat that as priceSeen to go on`;
}
