/** The Norwegian lives whose letters the checker is tried on. */
import { noStandard } from "@innfri/claims";
import type { World } from "./test-letters.ts";
import { norwegian, planBearing, sixInstalments, TWO } from "./test-world-parts.ts";

export const NORWEGIAN_WORLDS: readonly World[] = [
  norwegian("Norway, consumer, agency"),
  norwegian("Norway, business, agency", { kind: "business" }),
  norwegian("Norway, public body, agency", { kind: "public" }),
  norwegian("Norway, sole trader, self", { kind: "sole-trader", operator: "self" }),
  norwegian("Norway, consumer, self", { operator: "self" }),
  norwegian("Norway, by post", { email: null }),
  norwegian("Norway, joint letter, agency", { claims: TWO }),
  norwegian("Norway, joint letter, self, business", {
    claims: TWO,
    operator: "self",
    kind: "business",
  }),
  norwegian("Norway, part payments and a credit note", {
    happenings: [
      { on: "2026-05-20", pay: "1000.00", claim: "10481" },
      { on: "2026-06-01", credit: "350.50", claim: "10481" },
      { on: "2026-06-03", pay: "20.00", claim: "10481" },
    ],
  }),
  norwegian("Norway, a fee paid in part", {
    happenings: [{ on: "2026-05-20", pay: "20.00", claim: "10481" }],
  }),
  norwegian("Norway, principal designated", {
    happenings: [{ on: "2026-05-20", pay: "2000.00", claim: "10481", text: "gjelder hovedstol" }],
  }),
  norwegian("Norway, joint letter, one paid in part", {
    claims: TWO,
    happenings: [{ on: "2026-05-22", pay: "300.00", claim: "20482" }],
  }),
  norwegian("Norway, outside VAT, business", {
    kind: "business",
    claims: [{ number: "10485", principal: "900.00", dueOn: "2026-01-31", terms: { vatDeducted: false } }],
  }),
  norwegian("Norway, across the change of rate", {
    claims: [{ number: "10486", principal: "125000.00", dueOn: "2026-06-05" }],
    until: "2026-09-30",
  }),
  norwegian("Norway, in a leap year, across new year", {
    claims: [{ number: "10487", principal: "64000.00", dueOn: "2023-12-01" }],
    until: "2024-04-30",
  }),
  norwegian("Norway, in a leap year, two claims with readings of their own", {
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
  }),
  norwegian("Norway, agreed rate, business", {
    kind: "business",
    claims: [
      { number: "10488", principal: "8450.50", dueOn: "2026-06-10", terms: { agreedRateBasisPoints: 1800 } },
    ],
    until: "2026-09-30",
  }),
  norwegian("Norway, agreed rate above the law's, consumer", {
    claims: [
      { number: "10489", principal: "8450.50", dueOn: "2026-06-10", terms: { agreedRateBasisPoints: 1800 } },
    ],
    until: "2026-09-30",
  }),
  norwegian("Norway, agreed rate between the law's two, consumer", {
    claims: [
      { number: "10490", principal: "8450.50", dueOn: "2026-06-10", terms: { agreedRateBasisPoints: 1210 } },
    ],
    until: "2026-09-30",
  }),
  norwegian("Norway, agreed rate below the law's over the turn of a half-year, consumer", {
    claims: [
      { number: "10513", principal: "8450.50", dueOn: "2026-06-10", terms: { agreedRateBasisPoints: 900 } },
    ],
    until: "2026-09-30",
  }),
  norwegian("Norway, the tariffs of 2020", {
    claims: [
      { number: "10491", principal: "2000.00", dueOn: "2020-09-30" },
      { number: "10492", principal: "700.00", dueOn: "2020-10-01" },
    ],
    until: "2021-02-28",
  }),
  norwegian("Norway, at the end of the tables", {
    claims: [{ number: "10493", principal: "3000.00", dueOn: "2026-11-30" }],
    until: "2026-12-31",
  }),
  norwegian("Norway, a notice on the last day of a half-year", {
    claims: [{ number: "10494", principal: "8000.00", dueOn: "2026-06-16" }],
  }),
  norwegian("Norway, a notice on the last day of a year, into a leap year", {
    claims: [{ number: "10495", principal: "8000.00", dueOn: "2019-12-17" }],
    until: "2020-03-30",
  }),
  norwegian("Norway, above the highest band", {
    kind: "business",
    claims: [{ number: "10496", principal: "300000.00", dueOn: "2026-04-30", terms: { vatDeducted: false } }],
  }),
  norwegian("Norway, one of a joint letter stopped after it", {
    claims: [
      { number: "10497", principal: "3000.00", dueOn: "2026-04-30" },
      { number: "10498", principal: "700.00", dueOn: "2026-04-30" },
    ],
    happenings: [{ on: "2026-05-20", stop: true, claim: "10497" }],
  }),
  norwegian("Norway, the other of a joint letter stopped after it", {
    claims: [
      { number: "10497", principal: "3000.00", dueOn: "2026-04-30" },
      { number: "10498", principal: "700.00", dueOn: "2026-04-30" },
    ],
    happenings: [{ on: "2026-05-20", stop: true, claim: "10498" }],
  }),
  norwegian("Norway, a later claim after the first one's demand", {
    claims: [
      { number: "10499", principal: "3000.00", dueOn: "2026-03-02" },
      { number: "10500", principal: "700.00", dueOn: "2026-04-30" },
    ],
    until: "2026-07-30",
  }),
  norwegian("Norway, the same rate over the turn of a half-year", {
    claims: [{ number: "10501", principal: "6400.00", dueOn: "2024-06-10" }],
    until: "2024-09-30",
  }),
  norwegian("Norway, agreed rate over the turn of an ordinary year", {
    kind: "business",
    claims: [
      { number: "10502", principal: "6400.00", dueOn: "2025-12-10", terms: { agreedRateBasisPoints: 900 } },
    ],
    until: "2026-03-30",
  }),
  norwegian("Norway, only costs and interest are left", {
    claims: [{ number: "10503", principal: "9000.00", dueOn: "2026-04-30" }],
    happenings: [{ on: "2026-05-20", pay: "9000.00", claim: "10503", text: "gjelder hovedstol" }],
  }),
  norwegian("Norway, a part disputed before the notice, and some of the rest paid", {
    happenings: [
      { on: "2026-05-04", dispute: "1000.00", claim: "10481" },
      { on: "2026-05-20", pay: "500.00", claim: "10481" },
    ],
  }),
  norwegian("Norway, joint letter, a part of one disputed after the notice", {
    claims: TWO,
    operator: "self",
    kind: "business",
    happenings: [{ on: "2026-05-20", dispute: "200.00", claim: "20482" }],
  }),
  norwegian("Norway, a part disputed, of the rest only costs are left", {
    claims: [{ number: "10503", principal: "9000.00", dueOn: "2026-04-30" }],
    happenings: [
      { on: "2026-05-04", dispute: "1000.00", claim: "10503" },
      { on: "2026-05-20", pay: "8000.00", claim: "10503", text: "gjelder hovedstol" },
    ],
  }),
  norwegian("Norway, a demand without a fee, self", {
    operator: "self",
    settings: planBearing(noStandard, { demand: "none" }),
  }),
  norwegian("Norway, a demand without costs, agency", {
    settings: planBearing(noStandard, { demand: "none" }),
  }),
  norwegian("Norway, a plan that leaves the fees to the law, self", {
    operator: "self",
    settings: planBearing(noStandard, { notice: undefined, demand: undefined }),
  }),
  norwegian("Norway, a deadline beyond the tables", {
    claims: [{ number: "10504", principal: "3000.00", dueOn: "2026-12-07" }],
    until: "2026-12-31",
  }),
  norwegian("Norway, three claims of odd amounts", {
    operator: "self",
    claims: [
      { number: "10505", principal: "317.77", dueOn: "2026-05-29" },
      { number: "10506", principal: "411.31", dueOn: "2026-05-30" },
      { number: "10507", principal: "523.13", dueOn: "2026-05-31" },
    ],
    until: "2026-08-30",
  }),
  norwegian("Norway, one notice for claims of both tariffs", {
    operator: "self",
    claims: [
      { number: "10508", principal: "2000.00", dueOn: "2020-09-30" },
      { number: "10509", principal: "700.00", dueOn: "2020-10-01" },
    ],
    settings: { changes: { waits: { notice: 17 } } },
    until: "2021-02-28",
  }),
  norwegian("Norway, a plan of its own: longer waits and terms, another list day", {
    claims: [{ number: "10510", principal: "2345.67", dueOn: "2026-04-30" }],
    settings: {
      changes: {
        waits: { notice: 20, demand: 6 },
        terms: { notice: 21, demand: 17 },
        list: { weekday: 1, closesWeekday: 5 },
      },
    },
  }),
  norwegian("Norway, a gentle plan, joint letters", {
    claims: TWO,
    settings: { plan: "no-gentle" },
  }),
  norwegian("Norway, a gentle plan, self, business, over Christmas", {
    operator: "self",
    kind: "business",
    claims: [{ number: "10511", principal: "777.77", dueOn: "2025-12-12" }],
    settings: { plan: "no-gentle" },
    until: "2026-03-30",
  }),
  norwegian("Norway, a gentle plan whose notice comes after the tables", {
    claims: [{ number: "10512", principal: "777.77", dueOn: "2026-12-21" }],
    settings: { plan: "no-gentle" },
    until: "2026-12-31",
  }),
  norwegian("Norway, compensation claimed before the notice, self, public body", {
    operator: "self",
    kind: "public",
    happenings: [{ on: "2026-05-08", act: { kind: "compensate" }, claim: "10481" }],
  }),
  norwegian("Norway, compensation of two claims before and after a change of its amount, paid in part", {
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
  }),
  norwegian("Norway, costs take the place of a compensation that was paid, agency, business", {
    kind: "business",
    happenings: [
      { on: "2026-05-20", act: { kind: "compensate" }, claim: "10481" },
      { on: "2026-05-28", pay: "500.00", claim: "10481" },
    ],
  }),
  norwegian("Norway, a notice and another claim's demand on one day, self", {
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
  }),
  norwegian("Norway, the fee of a plan that was ended, before the demand", {
    happenings: [
      { on: "2026-05-20", act: sixInstalments, claim: "10481" },
      { on: "2026-05-27", act: { kind: "release" }, claim: "10481" },
    ],
  }),
  norwegian("Norway, the fee of a plan outside VAT, paid in part, business", {
    kind: "business",
    claims: [{ number: "10485", principal: "900.00", dueOn: "2025-12-12", terms: { vatDeducted: false } }],
    happenings: [
      { on: "2025-12-30", act: sixInstalments, claim: "10485" },
      { on: "2026-01-05", act: { kind: "release" }, claim: "10485" },
      { on: "2026-01-06", pay: "250.00", claim: "10485" },
    ],
    until: "2026-04-30",
  }),
  norwegian("Norway, the fee of a plan that another claim takes over from one that is objected to", {
    claims: TWO,
    happenings: [
      { on: "2026-05-20", act: { ...sixInstalments, wholeDebt: true }, also: "20481", claim: "20482" },
      { on: "2026-05-27", act: { kind: "release" }, claim: "20481" },
      { on: "2026-05-27", act: { kind: "release" }, claim: "20482" },
      { on: "2026-05-28", act: { kind: "object", scope: "whole", reasonable: true }, claim: "20482" },
    ],
  }),
  // A part is disputed after the demand, so that it is said again for the rest.
  norwegian("Norway, a part disputed after the demand, and some of the rest paid, agency", {
    happenings: [
      { on: "2026-06-12", pay: "500.00", claim: "10481" },
      { on: "2026-06-12", dispute: "1000.00", claim: "10481" },
    ],
  }),
  norwegian("Norway, joint letter, a part of one disputed after the demand, self, business", {
    claims: TWO,
    operator: "self",
    kind: "business",
    happenings: [{ on: "2026-06-12", dispute: "200.00", claim: "20482" }],
  }),
  norwegian("Norway, joint letter, a part of each disputed after the demand, agency", {
    claims: TWO,
    happenings: [
      { on: "2026-06-12", dispute: "200.00", claim: "20482" },
      { on: "2026-06-12", dispute: "300.00", claim: "20481" },
    ],
  }),
];
