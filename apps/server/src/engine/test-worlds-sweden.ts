/** The Swedish lives whose letters the checker is tried on. */
import { seStandard } from "@innfri/claims";
import type { World } from "./test-letters.ts";
import { planBearing, sixInstalments, swedish, TWO } from "./test-world-parts.ts";

export const SWEDISH_WORLDS: readonly World[] = [
  swedish("Sweden, due on Midsummer Eve, no agreed due day and a short term", {
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
  }),
  swedish("Sweden, a part disputed before the reminder", {
    kind: "business",
    happenings: [{ on: "2026-05-04", dispute: "1000.00", claim: "10481" }],
  }),
  swedish("Sweden, a demand without a fee", {
    settings: planBearing(seStandard, { reminder: undefined, demand: "none" }),
  }),
  swedish("Sweden, paid but for costs and interest", {
    operator: "self",
    claims: [{ number: "30490", principal: "9000.00", dueOn: "2026-03-02" }],
    happenings: [{ on: "2026-03-20", pay: "8900.00", claim: "30490" }],
  }),
  swedish("Sweden, at the end of the tables", {
    claims: [{ number: "30491", principal: "3000.00", dueOn: "2026-12-01" }],
    until: "2026-12-31",
  }),
  swedish("Sweden, a plan of its own", {
    operator: "self",
    claims: [{ number: "30492", principal: "2345.67", dueOn: "2026-04-30" }],
    settings: {
      changes: { waits: { demand: 7 }, terms: { reminder: 12, demand: 15 }, channels: { demand: ["post"] } },
      waivedRest: "0.00",
    },
  }),
  swedish("Sweden, compensation claimed before the demand, self, business", {
    operator: "self",
    kind: "business",
    happenings: [{ on: "2026-05-06", act: { kind: "compensate" }, claim: "10481" }],
  }),
  swedish("Sweden, consumer, agency"),
  swedish("Sweden, business, self", { kind: "business", operator: "self" }),
  swedish("Sweden, public body, self", { kind: "public", operator: "self" }),
  swedish("Sweden, joint letter, business", {
    kind: "business",
    operator: "self",
    claims: TWO,
  }),
  swedish("Sweden, no reminder fee agreed", {
    claims: [
      { number: "30481", principal: "349.00", dueOn: "2026-06-30", terms: { reminderFeeAgreed: false } },
    ],
  }),
  swedish("Sweden, agreed rate", {
    kind: "business",
    operator: "self",
    claims: [
      { number: "30482", principal: "30000.00", dueOn: "2026-02-27", terms: { agreedRateBasisPoints: 1200 } },
    ],
  }),
  swedish("Sweden, agreed rate below the law's, public body", {
    kind: "public",
    claims: [
      { number: "30483", principal: "30000.00", dueOn: "2026-02-27", terms: { agreedRateBasisPoints: 500 } },
    ],
  }),
  swedish("Sweden, part payment, credit note, change of rate", {
    operator: "self",
    claims: [{ number: "30484", principal: "40000.00", dueOn: "2025-05-30" }],
    happenings: [
      { on: "2025-06-20", pay: "5000.00", claim: "30484" },
      { on: "2025-06-24", credit: "1000.00", claim: "30484" },
    ],
    until: "2025-09-30",
  }),
  swedish("Sweden, in a leap year", {
    operator: "self",
    claims: [{ number: "30485", principal: "25000.00", dueOn: "2023-12-15" }],
    until: "2024-03-30",
  }),
  swedish("Sweden, no agreed due day", {
    kind: "business",
    operator: "self",
    claims: [{ number: "30486", principal: "9875.50", dueOn: "2026-04-30", terms: { dueDateAgreed: false } }],
    until: "2026-08-30",
  }),
  swedish("Sweden, consumer without agreed due day: no interest", {
    operator: "self",
    claims: [{ number: "30487", principal: "9875.50", dueOn: "2026-04-30", terms: { dueDateAgreed: false } }],
    until: "2026-08-30",
  }),
  swedish("Sweden, the fee of a plan that was ended, before the demand", {
    happenings: [
      { on: "2026-05-11", act: { ...sixInstalments, wholeDebt: true }, claim: "10481" },
      { on: "2026-05-13", act: { kind: "release" }, claim: "10481" },
    ],
  }),
];
