/** What a run answers for a claim under a payment plan: it waits, tells that the plan is broken, or closes (D13). */
import { date } from "@innfri/kernel";
import { aClaim, aFile, aLetter, anObjection, aPayment } from "@innfri/testing/claims";
import { expect, it } from "vitest";
import type { FileEvent } from "./facts.ts";
import { Story } from "./test-driver.ts";

/** What was owed on 10 June, in three instalments: 1 July, 3 August and 1 September. */
const PLAN: FileEvent = {
  kind: "payment-plan",
  on: date("2026-06-10"),
  instalments: 3,
  wholeDebt: true,
  claims: ["A"],
  schedule: { firstOn: date("2026-07-01"), instalmentMinor: 160_000n, totalMinor: 456_066n },
  posted: [],
};
const TWO = [
  aPayment("2026-07-01", "1600.00", { claim: "A" }),
  aPayment("2026-08-03", "1600.00", { claim: "A" }),
];
const NOTICE = aLetter("notice", "2026-05-15", "2026-05-29");
const last = (amount: string) => aPayment("2026-09-01", amount, { claim: "A" });

function answer(on: string, ...paid: readonly FileEvent[]) {
  const story = new Story(aFile({ claims: [aClaim({ dueOn: "2026-04-30" })] }));
  story.more.push(PLAN, ...paid);
  story.holds.push({ claim: "A", kind: "payment-plan", fromOn: date("2026-06-10"), untilOn: null });
  const [decision] = story.judge(date(on)).decisions;
  return decision;
}

it("waits until an instalment's money would have come", () => {
  expect(answer("2026-06-10")).toMatchObject({ kind: "held", by: "payment-plan", until: "2026-07-07" });
  expect(answer("2026-07-07", TWO[0]!)).toMatchObject({ kind: "held", until: "2026-08-07" });
});

it("tells a person which instalment was not paid before anything goes on", () => {
  expect(answer("2026-07-07")).toMatchObject({
    kind: "park",
    because: {
      rule: "plan.broken",
      text: "the instalment of 2026-07-01 was not paid: the payment plan is broken, and the debtor is told so before anything goes on",
    },
  });
});

it("holds no instalment against a debtor whose objection is open, to all of the claim or a part", () => {
  for (const scope of ["whole", "500.00"]) {
    const no = { ...anObjection("2026-06-20", scope, { claim: "A" }), changed: [] } as FileEvent;
    expect(answer("2026-07-07", no)).toEqual({
      ...{ kind: "held", claim: "A", by: "payment-plan", until: null },
      because: { rule: "plan.hold", text: "held: the payment plan rests while an objection is open" },
    });
  }
});

it("waives what little is left when the plan's whole sum was paid, and asks a person about more", () => {
  const closed = answer("2026-09-07", NOTICE, ...TWO, last("1440.00"));
  expect(closed).toMatchObject({ kind: "close", reason: "waived", because: { rule: "residual.waived" } });
  if (closed?.kind !== "close") throw new Error(closed?.kind);
  expect(closed.waivedMinor).toBeGreaterThan(0n);
  expect(closed.because.text).toMatch(/^a rest of \d+\.\d\d is waived: the payment plan's sum was paid$/);
  expect(answer("2026-09-07", ...TWO, last("1360.66"))).toMatchObject({
    kind: "park",
    because: {
      rule: "plan.broken",
      text: "the last instalment, of 2026-09-01, is paid, and something is still owed",
    },
  });
});

it("is closed when nothing is owed any more", () => {
  const all = aPayment("2026-07-01", "5000.00", { claim: "A" });
  expect(answer("2026-07-01", all)).toMatchObject({
    kind: "close",
    reason: "paid",
    waivedMinor: 0n,
    because: { rule: "plan.paid", text: "nothing is owed any more" },
  });
});
