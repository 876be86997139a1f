/** Why each amount is what it is, as the checker would write it down itself: figures, inputs, sum and rounding. */
import {
  type Derivation,
  type EffectiveTable,
  no,
  type Row,
  RULES,
  type RuleId,
  se,
  type UsedFigure,
} from "@innfri/law/tables";
import { type Day, dayOf, dayText } from "./calendar.ts";
import { type LegalFee, tariffBandOf, tariffDayOf } from "./charges.ts";
import { setOffAgainst } from "./costs.ts";
import { amountText, decimalText, figure, fraction, product } from "./exact.ts";
import type { Claim, Facts, LetterName } from "./facts.ts";
import { dayCountOf } from "./interest.ts";
import { firstDaysOf, heldOn } from "./lookup.ts";
import type { Base, ClaimState, FileState, Run } from "./state.ts";

function derivation(
  rule: RuleId,
  figures: readonly UsedFigure[],
  inputs: Readonly<Record<string, string>>,
  arithmetic: string,
  rounding: string | null,
): Derivation {
  return { rule, citation: RULES[rule].citation, figures, inputs, arithmetic, rounding };
}

function used<T>(table: EffectiveTable<T>, row: Row<T>, value: string): UsedFigure {
  const source = row.sources[0] ?? null;
  return { table: table.id, from: row.from, value, regulation: row.regulation, source };
}

/** A fee of a Norwegian letter: fraction × rate, to whole kroner from 2026. */
export function letterFeeDerivationNO(letter: LetterName, dueOn: Day, sentOn: Day): Derivation {
  const fractions = heldOn(no.noticeFeeFractions, dueOn);
  const { reminder, notice, ownDemand } = fractions.row.value;
  const share = { reminder, notice, demand: ownDemand }[letter];
  const rate = heldOn(no.collectionRate, sentOn);
  const rounding = heldOn(no.noticeFeeRounding, sentOn);
  const isRounded = rounding.row.value !== "none";
  const rateText = amountText(rate.row.value);
  const exact = decimalText(product(figure(share), fraction(rate.row.value, 100n)));
  return derivation(
    letter === "demand" ? "no.own-demand-fee" : "no.notice-fee.amount",
    [
      used(no.noticeFeeFractions, fractions.row, share),
      used(no.collectionRate, rate.row, rateText),
      ...(isRounded ? [used(no.noticeFeeRounding, rounding.row, rounding.row.value)] : []),
    ],
    {
      letter: letter === "demand" ? "own-demand" : letter,
      claimDueOn: dayText(dueOn),
      sentOn: dayText(sentOn),
    },
    `${share} × ${rateText} = ${exact}`,
    isRounded ? "half up to whole kroner" : null,
  );
}

/** An agency's costs, light or heavy: the band's multiple × rate × factors, down to øre. */
export function recoveryCostsDerivation(
  { debtorKind, vatDeductible }: Pick<Facts, "debtorKind" | "vatDeductible">,
  bases: readonly Base[],
  on: Day,
  { heavy, since }: { readonly heavy: boolean; readonly since?: Day } = { heavy: false },
): Derivation {
  const { dueOn, band, tier } = tariffBandOf(bases, since);
  const tiers = heldOn(no.recoveryCostTiers, dueOn);
  const factors = heldOn(no.recoveryCostFactors, dueOn);
  const rate = heldOn(no.collectionRate, on);
  const rateText = amountText(rate.row.value);
  const { heavy: doubled, business, vat } = factors.row.value;
  const applied = {
    ...(heavy ? { heavy: doubled } : {}),
    ...(debtorKind === "consumer" ? {} : { business }),
    ...(vatDeductible ? {} : { vat }),
  };
  const parts = [tier.multiple, rateText, ...Object.values(applied)];
  const exact = decimalText(product(...parts.map(figure)));
  const upTo = tier.upToMinor === null ? "above the last border" : `up to ${amountText(tier.upToMinor)}`;
  return derivation(
    heavy ? "no.recovery-costs.heavy" : "no.recovery-costs.light",
    [
      used(no.recoveryCostTiers, tiers.row, `${tier.multiple} ${upTo}`),
      used(no.collectionRate, rate.row, rateText),
      ...(parts.length > 2 ? [used(no.recoveryCostFactors, factors.row, JSON.stringify(applied))] : []),
    ],
    {
      bandBase: amountText(band),
      claimDueOn: dayText(dueOn),
      coveredOn: dayText(on),
      heavy: String(heavy),
      isConsumer: String(debtorKind === "consumer"),
      vatDeductible: String(vatDeductible),
    },
    `${parts.join(" × ")} = ${exact}`,
    "down to øre",
  );
}

/** A plan's fee (INKF § 2-4): multiple × rate, with VAT where the creditor does not deduct it, down to øre. */
export function planFeeDerivationNO(
  { vatDeductible }: Pick<Facts, "vatDeductible">,
  instalments: number,
  on: Day,
): Derivation {
  const plan = heldOn(no.planFeeMultiple, on);
  const rate = heldOn(no.collectionRate, on);
  const { multiple, vat } = plan.row.value;
  const rateText = amountText(rate.row.value);
  const parts = [multiple, rateText, ...(vatDeductible ? [] : [vat])];
  return derivation(
    "no.plan-fee",
    [
      used(no.planFeeMultiple, plan.row, vatDeductible ? multiple : `${multiple} and ${vat} for VAT`),
      used(no.collectionRate, rate.row, rateText),
    ],
    { agreedOn: dayText(on), instalments: String(instalments), vatDeductible: String(vatDeductible) },
    `${parts.join(" × ")} = ${decimalText(product(...parts.map(figure)))}`,
    "down to øre",
  );
}

/** What a court or Kronofogden takes: in Norway a multiple of the base, down to whole kroner (RGL § 6 a). */
export function legalFeeDerivation(fee: LegalFee, on: Day): Derivation {
  switch (fee) {
    case "application":
      return chargeDerivationSE(se.applicationFee, "se.court.application-fee", "KFM_APP", on);
    case "agent":
      return chargeDerivationSE(se.agentCost, "se.court.agent-cost", "KFM_AGENT", on);
    case "enforcement":
      return chargeDerivationSE(se.enforcementFee, "se.enforcement-fee", "ENF_BASE", on);
    default: {
      const table = fee === "conciliation" ? no.conciliationComplaint : no.attachmentApplication;
      const { row } = heldOn(table, on);
      const base = heldOn(no.courtFeeBase, on).row;
      const baseText = amountText(base.value);
      return derivation(
        fee === "conciliation" ? "no.court-fee.conciliation" : "no.court-fee.attachment",
        [used(table, row, row.value), used(no.courtFeeBase, base, baseText)],
        { kind: fee, on: dayText(on) },
        `${row.value} × ${baseText} = ${decimalText(product(figure(row.value), figure(baseText)))}`,
        "down to whole kroner",
      );
    }
  }
}

/** The fee of a Swedish letter. */
export function letterFeeDerivationSE(letter: LetterName, on: Day): Derivation {
  return letter === "demand"
    ? chargeDerivationSE(se.demandFee, "se.demand-fee", "DEMAND", on)
    : chargeDerivationSE(se.reminderFee, "se.reminder-fee.amount", "REMINDER", on);
}

export function planFeeDerivationSE(on: Day): Derivation {
  return chargeDerivationSE(se.planFee, "se.plan-fee", "PLAN", on);
}

/** A Swedish charge, which is a fixed sum. */
function chargeDerivationSE(table: EffectiveTable<bigint>, rule: RuleId, code: string, on: Day): Derivation {
  const { row } = heldOn(table, on);
  const text = amountText(row.value);
  return derivation(rule, [used(table, row, text)], { code, on: dayText(on) }, text, null);
}

/** Late-payment compensation: what each claim gives, less the costs it is set off against and what was paid of it. */
export function compensationDerivation(file: FileState, openMinor: bigint, day: Day): Derivation {
  const { compensations, facts } = file;
  const given = compensations.map(({ ref, on }) =>
    givenCompensation(facts, tariffDayOf(file.byRef.get(ref)!), on),
  );
  const first = given[0]!;
  const claimed = compensations.reduce((total, { minor }) => total + minor, 0n);
  const costs = setOffAgainst(file, day);
  const setOff = costs < claimed ? costs : claimed;
  const paid = claimed - setOff - openMinor;
  const sum = [
    compensations.map(({ minor }) => amountText(minor)).join(" + "),
    ...[setOff, paid].filter((minor) => minor !== 0n).map((minor) => `− ${amountText(minor)}`),
  ];
  const isWhole = given.length === 1 && openMinor === claimed;
  return {
    ...first,
    figures: distinct(given.flatMap(({ figures }) => figures)),
    inputs: {
      ...everyInput(given),
      debtor: facts.debtorKind,
      ...(given.length > 1 ? { claims: String(given.length) } : {}),
      ...(setOff === 0n ? {} : { setOff: amountText(setOff) }),
      ...(paid === 0n ? {} : { paid: amountText(paid) }),
    },
    arithmetic: isWhole ? first.arithmetic : `${sum.join(" ")} = ${amountText(openMinor)}`,
  };
}

/** What the law gives for one claim: in Norway no source says which day counts, so the lower of two (reading 8). */
function givenCompensation({ country }: Facts, dueOn: Day, claimedOn: Day): Derivation {
  if (country === "SE") {
    const { row } = heldOn(se.compensationAmount, dueOn);
    const text = amountText(row.value);
    const inputs = { code: "LATE_COMP", on: dayText(dueOn) };
    return derivation("se.compensation", [used(se.compensationAmount, row, text)], inputs, text, null);
  }
  const rows = [dueOn, claimedOn].map((day) => heldOn(no.compensationAmount, day).row);
  const [due, claimed] = rows.map(({ value }) => value) as [bigint, bigint];
  return derivation(
    "no.compensation",
    distinct(rows.map((row) => used(no.compensationAmount, row, amountText(row.value)))),
    { dueOn: dayText(dueOn), claimedOn: dayText(claimedOn) },
    `the lower of ${amountText(due)} when due and ${amountText(claimed)} when claimed = ${amountText(claimed < due ? claimed : due)}`,
    null,
  );
}

/** Each input of the first reason, with the different values that it has in all of them. */
function everyInput(reasons: readonly Derivation[]): Readonly<Record<string, string>> {
  const names = Object.keys(reasons[0]!.inputs);
  return Object.fromEntries(
    names.map((name) => [name, [...new Set(reasons.map(({ inputs }) => inputs[name]))].join(" ")]),
  );
}

/** `12.25` for 1225 basis points. */
export function percentText(basisPoints: number): string {
  return amountText(BigInt(basisPoints));
}

/** Interest: what was fixed before, and base × rate × days for each stretch, rounded once, with the rows it rests on. */
export function interestDerivation(facts: Facts, claim: ClaimState, on: Day, owed: bigint): Derivation {
  const { country, debtorKind } = facts;
  const agreed = claim.facts.agreedRateBasisPoints;
  const terms = claim.runs.map(
    (run) => `${amountText(run.base)} × ${percentText(run.rate)} % × ${daysOf(run)}/${run.yearDays}`,
  );
  const fixed = claim.fixedInterest > 0n ? [amountText(claim.fixedInterest)] : [];
  return derivation(
    country === "NO" ? "no.interest.rate" : "se.interest.rate",
    distinct(
      claim.runs
        .flatMap((run) => daysOfRows(facts, run))
        .flatMap((day) => ratesUsed(facts, claim.facts, day)),
    ),
    {
      countedFrom: dayText(claim.countedFrom!),
      through: dayText(claim.runs.at(-1)?.through ?? on),
      spans: claim.runs.map(({ from, through }) => `${dayText(from)}/${dayText(through)}`).join(" "),
      dayCount: dayCountOf(facts, claim.facts),
      debtor: debtorKind,
      ...(agreed === null ? {} : { agreedRate: percentText(agreed) }),
      ...(claim.fixedInterest > 0n ? { fixedBefore: amountText(claim.fixedInterest) } : {}),
    },
    `${[...fixed, ...terms].join(" + ")} = ${amountText(owed)}`,
    "half up to øre, once",
  );
}

/** The first day of a stretch, and those in it on which a row begins, also where the rate stays what it was. */
function daysOfRows({ country }: Facts, { from, through }: Run): readonly Day[] {
  const tables =
    country === "NO" ? [no.latePaymentInterest] : [se.referenceRate, se.defaultMargin, se.consumerCreditCap];
  const begin = tables.flatMap((table) => firstDaysOf(table));
  return [from, ...begin.filter((day) => from < day && day <= through).toSorted((a, b) => a - b)];
}

/** The rows, and the agreement, that the rate of a day rests on: both where the law weighs one against the other. */
function ratesUsed({ country, debtorKind }: Facts, claim: Claim, day: Day): readonly UsedFigure[] {
  const agreed = claim.agreedRateBasisPoints;
  const isCredit = country === "SE" && claim.type === "consumer-credit";
  const isWeighed = country === "NO" ? debtorKind === "consumer" : isCredit || debtorKind === "public";
  const agreement = agreed === null ? [] : [agreedFigure(agreed, day)];
  if (agreed !== null && !isWeighed) return agreement;
  if (country === "NO") return [rateUsed(no.latePaymentInterest, day), ...agreement];
  if (agreed === null || !isCredit)
    return [rateUsed(se.referenceRate, day), rateUsed(se.defaultMargin, day), ...agreement];
  const isCapped = day >= dayOf(se.consumerCreditCap.rows[0].from);
  return isCapped
    ? [rateUsed(se.referenceRate, day), rateUsed(se.consumerCreditCap, day), ...agreement]
    : agreement;
}

/** An agreed rate stands in no table. */
const AGREED_RATE = "agreed-rate";

function agreedFigure(basisPoints: number, day: Day): UsedFigure {
  const value = percentText(basisPoints);
  return { table: AGREED_RATE, from: dayText(day), value, regulation: null, source: null };
}

function rateUsed(table: EffectiveTable<number>, day: Day): UsedFigure {
  const { row } = heldOn(table, day);
  return used(table, row, percentText(row.value));
}

/** Each row once, however many stretches rest on it; the agreement from the first of them. */
function distinct(figures: readonly UsedFigure[]): readonly UsedFigure[] {
  const seen = new Set<string>();
  return figures.filter(({ table, from, value }) => {
    const key = table === AGREED_RATE ? `${table} ${value}` : `${table} ${from} ${value}`;
    const isNew = !seen.has(key);
    seen.add(key);
    return isNew;
  });
}

export function daysOf({ from, through }: Run): number {
  return through - from + 1;
}
