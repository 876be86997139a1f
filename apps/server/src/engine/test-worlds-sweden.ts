/** The Swedish lives whose letters the checker is tried on. */
import { seStandard } from "@innfri/claims";
import type { World } from "./test-letters.ts";
import { base, planBearing, sixInstalments, TWO } from "./test-world-parts.ts";

export const SWEDISH_WORLDS: readonly World[] = [
  {
    ...base,
    name: "Sweden, due on Midsummer Eve, no agreed due day and a short term",
    country: "SE",
    kind: "business",
    claims: [
      { number: "30488", principal: "1200.00", dueOn: "2026-06-19" },
      {
        number: "30489",
        principal: "900.00",
        dueOn: "2026-06-20",
        issuedOn: "2026-06-11",
        terms: { dueDateAgreed: false },
      },
    ],
    until: "2026-09-30",
  },
  {
    ...base,
    name: "Sweden, a part disputed before the reminder",
    country: "SE",
    kind: "business",
    happenings: [{ on: "2026-05-04", dispute: "1000.00", claim: "10481" }],
  },
  {
    ...base,
    name: "Sweden, a demand without a fee",
    country: "SE",
    settings: planBearing(seStandard, { reminder: undefined, demand: "none" }),
  },
  {
    ...base,
    name: "Sweden, paid but for costs and interest",
    country: "SE",
    operator: "self",
    claims: [{ number: "30490", principal: "9000.00", dueOn: "2026-03-02" }],
    happenings: [{ on: "2026-03-20", pay: "8900.00", claim: "30490" }],
  },
  {
    ...base,
    name: "Sweden, at the end of the tables",
    country: "SE",
    claims: [{ number: "30491", principal: "3000.00", dueOn: "2026-12-01" }],
    until: "2026-12-31",
  },
  {
    ...base,
    name: "Sweden, a plan of its own",
    country: "SE",
    operator: "self",
    claims: [{ number: "30492", principal: "2345.67", dueOn: "2026-04-30" }],
    settings: {
      changes: { waits: { demand: 7 }, terms: { reminder: 12, demand: 15 }, channels: { demand: ["post"] } },
      waivedRest: "0.00",
    },
  },
  {
    ...base,
    name: "Sweden, compensation claimed before the demand, self, business",
    country: "SE",
    operator: "self",
    kind: "business",
    happenings: [{ on: "2026-05-06", act: { kind: "compensate" }, claim: "10481" }],
  },
  { ...base, name: "Sweden, consumer, agency", country: "SE" },
  { ...base, name: "Sweden, business, self", country: "SE", kind: "business", operator: "self" },
  { ...base, name: "Sweden, public body, self", country: "SE", kind: "public", operator: "self" },
  {
    ...base,
    name: "Sweden, joint letter, business",
    country: "SE",
    kind: "business",
    operator: "self",
    claims: TWO,
  },
  {
    ...base,
    name: "Sweden, no reminder fee agreed",
    country: "SE",
    claims: [
      { number: "30481", principal: "349.00", dueOn: "2026-06-30", terms: { reminderFeeAgreed: false } },
    ],
  },
  {
    ...base,
    name: "Sweden, agreed rate",
    country: "SE",
    kind: "business",
    operator: "self",
    claims: [
      { number: "30482", principal: "30000.00", dueOn: "2026-02-27", terms: { agreedRateBasisPoints: 1200 } },
    ],
  },
  {
    ...base,
    name: "Sweden, agreed rate below the law's, public body",
    country: "SE",
    kind: "public",
    claims: [
      { number: "30483", principal: "30000.00", dueOn: "2026-02-27", terms: { agreedRateBasisPoints: 500 } },
    ],
  },
  {
    ...base,
    name: "Sweden, part payment, credit note, change of rate",
    country: "SE",
    operator: "self",
    claims: [{ number: "30484", principal: "40000.00", dueOn: "2025-05-30" }],
    happenings: [
      { on: "2025-06-20", pay: "5000.00", claim: "30484" },
      { on: "2025-06-24", credit: "1000.00", claim: "30484" },
    ],
    until: "2025-09-30",
  },
  {
    ...base,
    name: "Sweden, in a leap year",
    country: "SE",
    operator: "self",
    claims: [{ number: "30485", principal: "25000.00", dueOn: "2023-12-15" }],
    until: "2024-03-30",
  },
  {
    ...base,
    name: "Sweden, no agreed due day",
    country: "SE",
    kind: "business",
    operator: "self",
    claims: [{ number: "30486", principal: "9875.50", dueOn: "2026-04-30", terms: { dueDateAgreed: false } }],
    until: "2026-08-30",
  },
  {
    ...base,
    name: "Sweden, consumer without agreed due day: no interest",
    country: "SE",
    operator: "self",
    claims: [{ number: "30487", principal: "9875.50", dueOn: "2026-04-30", terms: { dueDateAgreed: false } }],
    until: "2026-08-30",
  },
  {
    ...base,
    name: "Sweden, the fee of a plan that was ended, before the demand",
    country: "SE",
    happenings: [
      { on: "2026-05-11", act: { ...sixInstalments, wholeDebt: true }, claim: "10481" },
      { on: "2026-05-13", act: { kind: "release" }, claim: "10481" },
    ],
  },
];
