/** The lives whose letters the checker is tried on: both countries, both operators, every kind of debtor, and what befalls a claim. */
import { noStandard, type Plan, seStandard } from "@innfri/claims";
import type { CreditorSettings } from "./creditor-settings.ts";
import type { World } from "./test-letters.ts";

const ONE = [{ number: "10481", principal: "4500.00", dueOn: "2026-04-30" }] as const;
const TWO = [
  { number: "20481", principal: "4500.00", dueOn: "2026-04-30" },
  { number: "20482", principal: "500.00", dueOn: "2026-04-29" },
] as const;

/** The standard plans with letters that bear what `fees` says; `standard` as a plan of one's own may leave it out. */
function planBearing(
  plan: Plan,
  fees: Readonly<Record<string, "none" | undefined>>,
): Partial<CreditorSettings> {
  const steps = plan.steps.map(({ fee, ...step }) => {
    const own = step.step in fees ? fees[step.step] : fee;
    return own === undefined ? step : { ...step, fee: own };
  });
  const ownPlan = { ...plan, name: "bearing", steps };
  return { plan: "bearing", ownPlan: ownPlan as unknown as CreditorSettings["ownPlan"] };
}

const base = { operator: "agency", kind: "person", claims: ONE, until: "2026-08-30" } as const;

export const WORLDS: readonly World[] = [
  { ...base, name: "Norway, consumer, agency", country: "NO" },
  { ...base, name: "Norway, business, agency", country: "NO", kind: "business" },
  { ...base, name: "Norway, public body, agency", country: "NO", kind: "public" },
  { ...base, name: "Norway, sole trader, self", country: "NO", kind: "sole-trader", operator: "self" },
  { ...base, name: "Norway, consumer, self", country: "NO", operator: "self" },
  { ...base, name: "Norway, by post", country: "NO", email: null },
  { ...base, name: "Norway, joint letter, agency", country: "NO", claims: TWO },
  {
    ...base,
    name: "Norway, joint letter, self, business",
    country: "NO",
    claims: TWO,
    operator: "self",
    kind: "business",
  },
  {
    ...base,
    name: "Norway, part payments and a credit note",
    country: "NO",
    happenings: [
      { on: "2026-05-20", pay: "1000.00", claim: "10481" },
      { on: "2026-06-01", credit: "350.50", claim: "10481" },
      { on: "2026-06-03", pay: "20.00", claim: "10481" },
    ],
  },
  {
    ...base,
    name: "Norway, a fee paid in part",
    country: "NO",
    happenings: [{ on: "2026-05-20", pay: "20.00", claim: "10481" }],
  },
  {
    ...base,
    name: "Norway, principal designated",
    country: "NO",
    happenings: [{ on: "2026-05-20", pay: "2000.00", claim: "10481", text: "gjelder hovedstol" }],
  },
  {
    ...base,
    name: "Norway, joint letter, one paid in part",
    country: "NO",
    claims: TWO,
    happenings: [{ on: "2026-05-22", pay: "300.00", claim: "20482" }],
  },
  {
    ...base,
    name: "Norway, outside VAT, business",
    country: "NO",
    kind: "business",
    claims: [{ number: "10485", principal: "900.00", dueOn: "2026-01-31", terms: { vatDeducted: false } }],
  },
  {
    ...base,
    name: "Norway, across the change of rate",
    country: "NO",
    claims: [{ number: "10486", principal: "125000.00", dueOn: "2026-06-05" }],
    until: "2026-09-30",
  },
  {
    ...base,
    name: "Norway, in a leap year, across new year",
    country: "NO",
    claims: [{ number: "10487", principal: "64000.00", dueOn: "2023-12-01" }],
    until: "2024-04-30",
  },
  {
    ...base,
    name: "Norway, in a leap year, two claims with readings of their own",
    country: "NO",
    claims: [
      {
        number: "10514",
        principal: "64000.00",
        dueOn: "2023-12-01",
        terms: { dayCount: "ACT/365F", allocation: "principal-first" },
      },
      { number: "10515", principal: "6400.00", dueOn: "2023-12-01", terms: { firstInterestDay: "due-day" } },
    ],
    happenings: [{ on: "2024-01-10", pay: "1000.00", claim: "10514" }],
    until: "2024-04-30",
  },
  {
    ...base,
    name: "Norway, agreed rate, business",
    country: "NO",
    kind: "business",
    claims: [
      { number: "10488", principal: "8450.50", dueOn: "2026-06-10", terms: { agreedRateBasisPoints: 1800 } },
    ],
    until: "2026-09-30",
  },
  {
    ...base,
    name: "Norway, agreed rate above the law's, consumer",
    country: "NO",
    claims: [
      { number: "10489", principal: "8450.50", dueOn: "2026-06-10", terms: { agreedRateBasisPoints: 1800 } },
    ],
    until: "2026-09-30",
  },
  {
    ...base,
    name: "Norway, agreed rate between the law's two, consumer",
    country: "NO",
    claims: [
      { number: "10490", principal: "8450.50", dueOn: "2026-06-10", terms: { agreedRateBasisPoints: 1210 } },
    ],
    until: "2026-09-30",
  },
  {
    ...base,
    name: "Norway, agreed rate below the law's over the turn of a half-year, consumer",
    country: "NO",
    claims: [
      { number: "10513", principal: "8450.50", dueOn: "2026-06-10", terms: { agreedRateBasisPoints: 900 } },
    ],
    until: "2026-09-30",
  },
  {
    ...base,
    name: "Norway, the tariffs of 2020",
    country: "NO",
    claims: [
      { number: "10491", principal: "2000.00", dueOn: "2020-09-30" },
      { number: "10492", principal: "700.00", dueOn: "2020-10-01" },
    ],
    until: "2021-02-28",
  },
  {
    ...base,
    name: "Norway, at the end of the tables",
    country: "NO",
    claims: [{ number: "10493", principal: "3000.00", dueOn: "2026-11-30" }],
    until: "2026-12-31",
  },
  {
    ...base,
    name: "Norway, a notice on the last day of a half-year",
    country: "NO",
    claims: [{ number: "10494", principal: "8000.00", dueOn: "2026-06-16" }],
  },
  {
    ...base,
    name: "Norway, a notice on the last day of a year, into a leap year",
    country: "NO",
    claims: [{ number: "10495", principal: "8000.00", dueOn: "2019-12-17" }],
    until: "2020-03-30",
  },
  {
    ...base,
    name: "Norway, above the highest band",
    country: "NO",
    kind: "business",
    claims: [{ number: "10496", principal: "300000.00", dueOn: "2026-04-30", terms: { vatDeducted: false } }],
  },
  {
    ...base,
    name: "Norway, one of a joint letter stopped after it",
    country: "NO",
    claims: [
      { number: "10497", principal: "3000.00", dueOn: "2026-04-30" },
      { number: "10498", principal: "700.00", dueOn: "2026-04-30" },
    ],
    happenings: [{ on: "2026-05-20", stop: true, claim: "10497" }],
  },
  {
    ...base,
    name: "Norway, the other of a joint letter stopped after it",
    country: "NO",
    claims: [
      { number: "10497", principal: "3000.00", dueOn: "2026-04-30" },
      { number: "10498", principal: "700.00", dueOn: "2026-04-30" },
    ],
    happenings: [{ on: "2026-05-20", stop: true, claim: "10498" }],
  },
  {
    ...base,
    name: "Norway, a later claim after the first one's demand",
    country: "NO",
    claims: [
      { number: "10499", principal: "3000.00", dueOn: "2026-03-02" },
      { number: "10500", principal: "700.00", dueOn: "2026-04-30" },
    ],
    until: "2026-07-30",
  },
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
    name: "Norway, the same rate over the turn of a half-year",
    country: "NO",
    claims: [{ number: "10501", principal: "6400.00", dueOn: "2024-06-10" }],
    until: "2024-09-30",
  },
  {
    ...base,
    name: "Norway, agreed rate over the turn of an ordinary year",
    country: "NO",
    kind: "business",
    claims: [
      { number: "10502", principal: "6400.00", dueOn: "2025-12-10", terms: { agreedRateBasisPoints: 900 } },
    ],
    until: "2026-03-30",
  },
  {
    ...base,
    name: "Norway, only costs and interest are left",
    country: "NO",
    claims: [{ number: "10503", principal: "9000.00", dueOn: "2026-04-30" }],
    happenings: [{ on: "2026-05-20", pay: "9000.00", claim: "10503", text: "gjelder hovedstol" }],
  },
  {
    ...base,
    name: "Norway, a part disputed before the notice, and some of the rest paid",
    country: "NO",
    happenings: [
      { on: "2026-05-04", dispute: "1000.00", claim: "10481" },
      { on: "2026-05-20", pay: "500.00", claim: "10481" },
    ],
  },
  {
    ...base,
    name: "Norway, joint letter, a part of one disputed after the notice",
    country: "NO",
    claims: TWO,
    operator: "self",
    kind: "business",
    happenings: [{ on: "2026-05-20", dispute: "200.00", claim: "20482" }],
  },
  {
    ...base,
    name: "Norway, a part disputed, of the rest only costs are left",
    country: "NO",
    claims: [{ number: "10503", principal: "9000.00", dueOn: "2026-04-30" }],
    happenings: [
      { on: "2026-05-04", dispute: "1000.00", claim: "10503" },
      { on: "2026-05-20", pay: "8000.00", claim: "10503", text: "gjelder hovedstol" },
    ],
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
    name: "Norway, a demand without a fee, self",
    country: "NO",
    operator: "self",
    settings: planBearing(noStandard, { demand: "none" }),
  },
  {
    ...base,
    name: "Norway, a demand without costs, agency",
    country: "NO",
    settings: planBearing(noStandard, { demand: "none" }),
  },
  {
    ...base,
    name: "Norway, a plan that leaves the fees to the law, self",
    country: "NO",
    operator: "self",
    settings: planBearing(noStandard, { notice: undefined, demand: undefined }),
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
    name: "Norway, a deadline beyond the tables",
    country: "NO",
    claims: [{ number: "10504", principal: "3000.00", dueOn: "2026-12-07" }],
    until: "2026-12-31",
  },
  {
    ...base,
    name: "Norway, three claims of odd amounts",
    country: "NO",
    operator: "self",
    claims: [
      { number: "10505", principal: "317.77", dueOn: "2026-05-29" },
      { number: "10506", principal: "411.31", dueOn: "2026-05-30" },
      { number: "10507", principal: "523.13", dueOn: "2026-05-31" },
    ],
    until: "2026-08-30",
  },
  {
    ...base,
    name: "Norway, one notice for claims of both tariffs",
    country: "NO",
    operator: "self",
    claims: [
      { number: "10508", principal: "2000.00", dueOn: "2020-09-30" },
      { number: "10509", principal: "700.00", dueOn: "2020-10-01" },
    ],
    settings: { changes: { waits: { notice: 17 } } },
    until: "2021-02-28",
  },
  {
    ...base,
    name: "Norway, a plan of its own: longer waits and terms, another list day",
    country: "NO",
    claims: [{ number: "10510", principal: "2345.67", dueOn: "2026-04-30" }],
    settings: {
      changes: {
        waits: { notice: 20, demand: 6 },
        terms: { notice: 21, demand: 17 },
        list: { weekday: 1, closesWeekday: 5 },
      },
    },
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
    name: "Norway, a gentle plan, joint letters",
    country: "NO",
    claims: TWO,
    settings: { plan: "no-gentle" },
  },
  {
    ...base,
    name: "Norway, a gentle plan, self, business, over Christmas",
    country: "NO",
    operator: "self",
    kind: "business",
    claims: [{ number: "10511", principal: "777.77", dueOn: "2025-12-12" }],
    settings: { plan: "no-gentle" },
    until: "2026-03-30",
  },
  {
    ...base,
    name: "Norway, a gentle plan whose notice comes after the tables",
    country: "NO",
    claims: [{ number: "10512", principal: "777.77", dueOn: "2026-12-21" }],
    settings: { plan: "no-gentle" },
    until: "2026-12-31",
  },
  {
    ...base,
    name: "Norway, compensation claimed before the notice, self, public body",
    country: "NO",
    operator: "self",
    kind: "public",
    happenings: [{ on: "2026-05-08", act: { kind: "compensate" }, claim: "10481" }],
  },
  {
    ...base,
    name: "Norway, compensation of two claims before and after a change of its amount, paid in part",
    country: "NO",
    operator: "self",
    kind: "business",
    claims: [
      { number: "10513", principal: "4500.00", dueOn: "2025-12-05" },
      { number: "10514", principal: "500.00", dueOn: "2025-12-08" },
    ],
    happenings: [
      { on: "2025-12-20", act: { kind: "compensate" }, claim: "10514" },
      { on: "2026-01-10", act: { kind: "compensate" }, claim: "10513" },
      { on: "2026-01-14", pay: "300.00", claim: "10514" },
    ],
    until: "2026-04-30",
  },
  {
    ...base,
    name: "Norway, costs take the place of a compensation that was paid, agency, business",
    country: "NO",
    kind: "business",
    happenings: [
      { on: "2026-05-20", act: { kind: "compensate" }, claim: "10481" },
      { on: "2026-05-28", pay: "500.00", claim: "10481" },
    ],
  },
  {
    ...base,
    name: "Norway, a notice and another claim's demand on one day, self",
    country: "NO",
    operator: "self",
    kind: "public",
    claims: [
      { number: "20481", principal: "26400.00", dueOn: "2026-02-23" },
      { number: "20482", principal: "317.77", dueOn: "2026-02-23" },
      { number: "20483", principal: "4500.00", dueOn: "2026-03-13" },
    ],
    settings: { plan: "no-gentle" },
    happenings: [
      {
        on: "2026-04-02",
        act: { kind: "object", scope: 10_000n, reasonable: true },
        claim: "20481",
      },
      { on: "2026-04-10", pay: "400.00", claim: "20483" },
    ],
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
];
