import { date, formatMinor } from "@innfri/kernel/values";
import { isShared, SKIPPED_WITHOUT_SHARED, sharedText } from "@innfri/testing/shared";
import { describe, expect, it } from "vitest";
import type { EffectiveTable } from "../effective.ts";
import { daysOfYear } from "../test-days.ts";
import * as no from "./index.ts";
import { calendarNO, noticeFee, planFee } from "./index.ts";

const SHEET = "law/norway.json";

type SheetRow = {
  readonly effective_from?: string;
  readonly claim_due_from?: string;
  readonly letter_sent_from?: string;
  readonly value?: string | null;
  readonly regulation?: string | null;
  readonly source?: readonly string[];
  readonly confidence: string;
  readonly note?: string | null;
};
type Fractions = SheetRow & {
  readonly purring: string;
  readonly inkassovarsel: string;
  readonly betalingsoppfordring_by_creditor: string;
};
type Rounding = SheetRow & { readonly rule: string };
type Tiers = SheetRow & {
  readonly tiers: readonly { readonly up_to_and_including: string | null; readonly multiple: string }[];
};
type Resulting = {
  readonly letter_sent_from: string;
  readonly claim_due_before?: string;
  readonly purring: string;
  readonly inkassovarsel: string;
  readonly own_betalingsoppfordring: string;
};
type Norway = {
  readonly regimes: readonly (SheetRow & { readonly id: string; readonly note: string })[];
  readonly late_interest_rate_percent: { readonly rows: readonly SheetRow[] };
  readonly b2b_standard_compensation_nok: { readonly rows: readonly SheetRow[] };
  readonly inkassosats_nok: { readonly rows: readonly SheetRow[] };
  readonly notice_fee_fraction_of_inkassosats: {
    readonly rows: readonly Fractions[];
    readonly rounding: readonly Rounding[];
    readonly resulting_amounts_nok: readonly Resulting[];
  };
  readonly notice_fee_rules: Readonly<Record<string, unknown>>;
  readonly salaer_light_multiples_of_inkassosats: {
    readonly rows: readonly Tiers[];
    readonly heavy_factor: string;
    readonly business_factor: string;
    readonly vat_factor: string;
    readonly heavy_source: readonly string[];
  };
  readonly payment_plan_fee: {
    readonly multiple_of_inkassosats: string;
    readonly amounts_nok: readonly { readonly effective_from: string; readonly value: string }[];
    readonly source: readonly string[];
    readonly confidence: string;
  };
  readonly court_fee_base_R_nok: { readonly rows: readonly SheetRow[] };
  readonly court_fee_multipliers: {
    readonly forliksklage: readonly SheetRow[];
    readonly utlegg_application: readonly SheetRow[];
  };
  readonly deadlines: Readonly<Record<string, unknown>>;
  readonly holidays: { readonly y2026: readonly string[]; readonly y2027: readonly string[] };
};

const REGULATION = /^FOR-[\d-]+$/;

/** A row as the sheet has it, in the words of our rows; some tables keep the regulation in the note. */
function expectedRow(row: SheetRow, value: unknown) {
  const inNote = REGULATION.test(row.note ?? "");
  const note = inNote ? undefined : (row.note ?? undefined);
  return {
    from: row.effective_from ?? row.claim_due_from ?? row.letter_sent_from,
    value,
    regulation: row.regulation ?? (inNote ? row.note : null),
    sources: row.source ?? [],
    confidence: row.confidence,
    ...(note === undefined ? {} : { note }),
  };
}

function rowsAsText<T>(table: EffectiveTable<T>, text: (value: T) => unknown) {
  return table.rows.map((row) => ({ ...row, value: row.value === null ? null : text(row.value) }));
}

const percent = (basisPoints: number) => formatMinor(BigInt(basisPoints));
const kroner = (minor: bigint) => formatMinor(minor).replace(/\.00$/, "");

describe.skipIf(!isShared(SHEET))(
  `the Norwegian tables say what the law sheet says${SKIPPED_WITHOUT_SHARED}`,
  () => {
    const norway = (isShared(SHEET) ? JSON.parse(sharedText(SHEET)) : {}) as Norway;

    it("has every late-payment rate", () => {
      expect(rowsAsText(no.latePaymentInterest, percent)).toEqual(
        norway.late_interest_rate_percent.rows.map((row) => expectedRow(row, row.value)),
      );
    });

    it("has every compensation, and none where the sources disagree", () => {
      expect(rowsAsText(no.compensationAmount, kroner)).toEqual(
        norway.b2b_standard_compensation_nok.rows.map((row) => expectedRow(row, row.value)),
      );
    });

    it("has every collection rate", () => {
      expect(rowsAsText(no.collectionRate, kroner)).toEqual(
        norway.inkassosats_nok.rows.map((row) => expectedRow(row, row.value)),
      );
    });

    it("has both sets of notice-fee fractions", () => {
      expect(no.noticeFeeFractions.rows).toEqual(
        norway.notice_fee_fraction_of_inkassosats.rows.map((row) =>
          expectedRow(row, {
            reminder: row.purring,
            notice: row.inkassovarsel,
            ownDemand: row.betalingsoppfordring_by_creditor,
          }),
        ),
      );
    });

    it("has both ways of rounding a notice fee", () => {
      const oldestFirst = norway.notice_fee_fraction_of_inkassosats.rounding.toReversed();
      expect(no.noticeFeeRounding.rows).toEqual(
        oldestFirst.map((row) => ({
          ...expectedRow(
            row,
            row.rule.startsWith("nearest whole krone") ? "half-up-to-whole-kroner" : "none",
          ),
          note: row.rule,
        })),
      );
    });

    it("computes the notice fees that the sheet publishes", () => {
      for (const row of norway.notice_fee_fraction_of_inkassosats.resulting_amounts_nok) {
        const claimDueOn = row.claim_due_before === undefined ? "2020-10-01" : "2020-09-30";
        const given = { claimDueOn: date(claimDueOn), sentOn: date(row.letter_sent_from) };
        expect({
          purring: kroner(noticeFee({ letter: "reminder", ...given }).minor),
          inkassovarsel: kroner(noticeFee({ letter: "notice", ...given }).minor),
          own: kroner(noticeFee({ letter: "own-demand", ...given }).minor),
        }).toEqual({
          purring: row.purring,
          inkassovarsel: row.inkassovarsel,
          own: row.own_betalingsoppfordring,
        });
      }
    });

    it("has every recovery-cost tier and factor", () => {
      const salaer = norway.salaer_light_multiples_of_inkassosats;
      expect(
        rowsAsText(no.recoveryCostTiers, (tiers) =>
          tiers.map(({ upToMinor, multiple }) => [upToMinor === null ? null : kroner(upToMinor), multiple]),
        ),
      ).toEqual(
        salaer.rows.map((row) =>
          expectedRow(
            row,
            row.tiers.map((tier) => [tier.up_to_and_including, tier.multiple]),
          ),
        ),
      );
      expect(
        no.recoveryCostFactors.rows.map(({ from, value, sources }) => ({ from, value, sources })),
      ).toEqual([
        {
          from: salaer.rows[0]?.claim_due_from,
          value: { heavy: salaer.heavy_factor, business: salaer.business_factor, vat: salaer.vat_factor },
          sources: salaer.heavy_source,
        },
      ]);
    });

    it("has the plan fee and computes the amounts that the sheet publishes", () => {
      const plan = norway.payment_plan_fee;
      const [row] = no.planFeeMultiple.rows;
      expect([row.from, row.value?.multiple, row.sources, row.confidence]).toEqual([
        plan.amounts_nok[0]?.effective_from,
        plan.multiple_of_inkassosats,
        plan.source,
        plan.confidence,
      ]);
      for (const { effective_from, value } of plan.amounts_nok) {
        const fee = planFee({ agreedOn: date(effective_from), instalments: 5, vatDeductible: true });
        expect(kroner(fee.minor)).toBe(value);
      }
    });

    it("has every court fee base and multiple", () => {
      expect(rowsAsText(no.courtFeeBase, kroner)).toEqual(
        norway.court_fee_base_R_nok.rows.map((row) => expectedRow(row, row.value)),
      );
      const { forliksklage, utlegg_application } = norway.court_fee_multipliers;
      expect(no.conciliationComplaint.rows).toEqual(forliksklage.map((row) => expectedRow(row, row.value)));
      expect(no.attachmentApplication.rows).toEqual(
        utlegg_application.map((row) => expectedRow(row, row.value)),
      );
    });

    it("has the terms that carry no date", () => {
      expect({
        inkassovarsel_min_days: no.NOTICE_MIN_DAYS.value,
        betalingsoppfordring_min_days: no.DEMAND_MIN_DAYS.value,
        legal_action_notice_min_days: no.LEGAL_NOTICE_MIN_DAYS.value,
        new_betalingsoppfordring_if_no_legal_action_within_months: no.DEMAND_GOOD_FOR.value,
        limitation_years_basic: no.LIMITATION.value,
        limitation_years_after_judgment_or_utlegg: no.LIMITATION_AFTER_JUDGMENT.value,
        enforcement_notice_weeks_tvfbl_4_18: no.ATTACHMENT_NOTICE.value,
      }).toEqual(
        Object.fromEntries(Object.entries(norway.deadlines).filter(([, value]) => typeof value === "number")),
      );
      expect(norway.notice_fee_rules).toMatchObject({
        earliest_fee_letter_days_after_due: no.FEE_FREE_DAYS.value,
        max_small_fees_per_claim: no.MAX_SMALL_FEES.value,
        second_fee_requires_missed_deadline_days_in_first_letter: no.SECOND_FEE_MISSED_DAYS.value,
        first_letter_must_be: "purring",
        reset_months_after_last_fee_letter: no.NOTICE_FEE_RESTART.value,
      });
    });

    it("knows both Acts, and no first day of the new one", () => {
      expect(no.regimes.map(({ id, from, confidence, note }) => ({ id, from, confidence, note }))).toEqual(
        norway.regimes.map(({ id, effective_from, confidence, note }) => ({
          id,
          from: effective_from,
          confidence,
          note,
        })),
      );
    });

    it("computes the holidays of 2026 and 2027", () => {
      expect(holidaysOf(2026)).toEqual(norway.holidays.y2026);
      expect(holidaysOf(2027)).toEqual(norway.holidays.y2027);
    });
  },
);

function holidaysOf(year: number): string[] {
  return daysOfYear(year).filter(calendarNO.isHoliday);
}
