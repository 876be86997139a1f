import { addDays, date, formatMinor } from "@innfri/kernel/values";
import { isShared, SKIPPED_WITHOUT_SHARED, sharedText } from "@innfri/testing/shared";
import { describe, expect, it } from "vitest";
import { daysOfYear } from "../test-days.ts";
import * as se from "./index.ts";

const SHEET = "law/sweden.json";

type RateRow = {
  readonly effective_from: string;
  readonly reference_pct: string;
  readonly statutory_default_pct: string;
  readonly source: readonly string[];
  readonly confidence: string;
};
type FeeRow = {
  readonly code: se.ChargeCode;
  readonly amount: string;
  readonly effective_from: string;
  readonly effective_to: string | null;
  readonly law: string;
  readonly source: readonly string[];
  readonly confidence: string;
  readonly note?: string;
  readonly max_count_default?: number;
  readonly requires_agreement?: string | null;
};
type Sweden = {
  readonly reference_rate: {
    readonly table: readonly RateRow[];
    readonly default_margin_pp: string;
    readonly margin_effective_from: string;
  };
  readonly interest: {
    readonly consumer_credit_cap_over_reference_pp: {
      readonly effective_from: string;
      readonly value: string;
    };
  };
  readonly fees: readonly FeeRow[];
  readonly deadlines: readonly {
    readonly code: string;
    readonly value: number;
    readonly confidence: string;
  }[];
  readonly limitation: readonly { readonly claim?: string; readonly years?: number }[];
  readonly holidays: { readonly computed: Readonly<Record<string, readonly string[]>> };
};

const percent = (basisPoints: number) => formatMinor(BigInt(basisPoints));
const whole = (minor: bigint) => formatMinor(minor).replace(/\.00$/, "");

describe.skipIf(!isShared(SHEET))(
  `the Swedish tables say what the law sheet says${SKIPPED_WITHOUT_SHARED}`,
  () => {
    const sweden = (isShared(SHEET) ? JSON.parse(sharedText(SHEET)) : {}) as Sweden;

    it("has every reference rate, and the statutory rate follows from it", () => {
      const { table } = sweden.reference_rate;
      expect(
        se.referenceRate.rows.map((row) => ({
          ...row,
          value: row.value === null ? null : percent(row.value),
        })),
      ).toEqual(
        table.map((row) => ({
          from: row.effective_from,
          value: row.reference_pct,
          regulation: row.source.find((source) => source.startsWith("SFS")) ?? null,
          sources: row.source,
          confidence: row.confidence,
        })),
      );
      expect(table.map((row) => percent(se.defaultRate(date(row.effective_from))))).toEqual(
        table.map((row) => row.statutory_default_pct),
      );
    });

    it("has the margin of the statutory rate and the ceiling of consumer credit", () => {
      const { default_margin_pp, margin_effective_from } = sweden.reference_rate;
      const [margin] = se.defaultMargin.rows;
      expect([margin.from, margin.value]).toEqual([margin_effective_from, Number(default_margin_pp) * 100]);
      const cap = sweden.interest.consumer_credit_cap_over_reference_pp;
      const [ceiling] = se.consumerCreditCap.rows;
      expect([ceiling.from, ceiling.value]).toEqual([cap.effective_from, Number(cap.value) * 100]);
    });

    it("has every charge of the closed list with its days, and no other", () => {
      expect(new Set(sweden.fees.map(({ code }) => code))).toEqual(new Set(Object.keys(se.CHARGES)));
      for (const [code, { table }] of Object.entries(se.CHARGES)) {
        const rows = sweden.fees.filter((fee) => fee.code === code);
        expect(
          table.rows.map((row, index) => {
            const next = table.rows[index + 1];
            return {
              ...row,
              value: row.value === null ? null : whole(row.value),
              until: next === undefined ? null : addDays(next.from, -1),
            };
          }),
        ).toEqual(
          rows.map((row) => ({
            from: row.effective_from,
            value: row.amount,
            regulation: row.law,
            sources: row.source,
            confidence: row.confidence,
            ...(row.note === undefined ? {} : { note: row.note }),
            until: row.effective_to,
          })),
        );
      }
    });

    it("has the terms that carry no date", () => {
      const terms = {
        DEMAND_MIN_DAYS: se.DEMAND_MIN_DAYS,
        B2B_MAX_TERM: se.BUSINESS_MAX_TERM,
        KFM_ANSWER_MAX: se.PAYMENT_ORDER_ANSWER,
        KFM_COURT_REQUEST: se.PAYMENT_ORDER_COURT_REQUEST,
        KFM_REOPEN: se.PAYMENT_ORDER_REOPEN,
        KFM_APPEAL: se.PAYMENT_ORDER_APPEAL,
      };
      expect(
        Object.entries(terms).map(([code, { value, confidence }]) => ({ code, value, confidence })),
      ).toEqual(sweden.deadlines.map(({ code, value, confidence }) => ({ code, value, confidence })));
      const years = (claim: string) => sweden.limitation.find((row) => row.claim === claim)?.years;
      expect(se.LIMITATION.value).toBe(years("business"));
      expect(se.LIMITATION_CONSUMER.value).toBe(years("consumer_goods_services"));
      for (const fee of sweden.fees.filter(({ max_count_default }) => max_count_default !== undefined))
        expect(fee.max_count_default).toBe(se.MAX_DEMANDS.value);
    });

    it("computes the holidays of 2025, 2026 and 2027", () => {
      for (const [year, days] of Object.entries(sweden.holidays.computed))
        expect(daysOfYear(Number(year)).filter(se.calendarSE.isHoliday)).toEqual(days);
    });
  },
);
