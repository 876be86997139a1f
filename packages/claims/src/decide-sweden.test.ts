import { date } from "@innfri/kernel";
import { aClaim, aFile, daysFrom } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import type { DebtorKind, FileEvent } from "./facts.ts";
import { Story, type StoryOptions } from "./test-driver.ts";

const INVOICE = aClaim({ principal: "12500.00", issuedOn: "2026-03-02", dueOn: "2026-04-01" });

function aSwedishStory(
  claims = [INVOICE],
  options: StoryOptions = {},
  debtorKind: "business" | "consumer" = "business",
) {
  return new Story(aFile({ country: "SE", debtorKind, claims }), options);
}

describe("A Swedish business that pays nothing (sweden.md section 5.3, policy A)", () => {
  const story = aSwedishStory().run("2026-03-02", "2026-05-13");

  it("gets the reminder and the demand on their days, with their sums", () => {
    expect(story.steps).toEqual([
      "2026-04-13 reminder A by 2026-04-23: 12601.10",
      "2026-04-28 demand A by 2026-05-08: 12832.47",
    ]);
    expect(story.takes.map(({ decision }) => decision.charges)).toEqual([
      [{ item: "notice-fee", claim: "A", minor: 6_000n }],
      [{ item: "recovery-costs", claim: "A", minor: 18_000n }],
    ]);
    expect(story.takes.map(({ decision }) => decision.payByTotalMinor)).toEqual([1_263_534n, 1_286_671n]);
  });

  it("is put before a person on the day of the solvency check", () => {
    expect(story.told.findLast(({ decision }) => decision.kind === "ask")).toMatchObject({
      on: "2026-05-13",
      decision: { step: "solvency", closesOn: null, closesAt: null, because: { rule: "plan.approval" } },
    });
  });

  it("goes on to the check once the person has answered, and the plan then ends", () => {
    const answered = aSwedishStory()
      .run("2026-03-02", "2026-05-13")
      .decideProposal("A", "approved", "2026-05-15");
    answered.run("2026-05-15", "2026-12-01");
    expect(answered.steps.at(-1)).toBe("2026-05-15 solvency A: 12890.68");
    expect(answered.last()?.decision).toMatchObject({ kind: "wait", because: { rule: "plan.done" } });
  });

  it("owes on every day what the same letters from elsewhere would make it owe", () => {
    const elsewhere = story.now.events.map((event): FileEvent => {
      if (event.kind !== "letter") return event;
      const { posted: _posted, ...letter } = event;
      return letter;
    });
    for (const day of daysFrom(date("2026-04-01"), date("2026-12-31")))
      expect(accountOn({ ...story.facts, events: elsewhere }, day).amountsOn(day)).toEqual(
        accountOn(story.now, day).amountsOn(day),
      );
  });
});

describe("A Swedish debtor who pays", () => {
  it("the reminder's sum in time owes nothing more", () => {
    const story = aSwedishStory()
      .run("2026-03-02", "2026-04-23")
      .pay("2026-04-23", "12601.10")
      .run("2026-04-23", "2026-06-01");
    expect(story.last()).toMatchObject({
      on: "2026-04-23",
      decision: { kind: "close", reason: "waived", waivedMinor: 3_424n },
    });
  });

  it("the reminder's sum on a grace day, ordered in time, gets no demand (D12)", () => {
    const story = aSwedishStory().run("2026-03-02", "2026-04-26");
    story.pay("2026-04-27", "12601.10", { orderedOn: "2026-04-23" }).run("2026-04-27", "2026-06-01");
    expect(story.steps).toHaveLength(1);
    expect(story.last()?.decision).toMatchObject({ kind: "close", reason: "waived" });
  });

  it("the principal, with a rest above 100.00, is pursued for the rest", () => {
    const story = aSwedishStory()
      .run("2026-03-02", "2026-04-24")
      .pay("2026-04-24", "12500.00")
      .run("2026-04-24", "2026-04-28");
    expect(story.steps.at(-1)).toBe("2026-04-28 demand A by 2026-05-08: 318.92");
  });
});

describe("The reminder's fee", () => {
  it("is none where it was not agreed when the debt arose (IkostL 2 §)", () => {
    const claim = { ...INVOICE, reminderFeeAgreed: false };
    const story = aSwedishStory([claim]).run("2026-03-02", "2026-04-28");
    expect(story.steps).toEqual([
      "2026-04-13 reminder A by 2026-04-23: 12541.10",
      "2026-04-28 demand A by 2026-05-08: 12772.47",
    ]);
  });

  it("stands on the claim that agreed to it when one letter covers two", () => {
    const claims = [
      { ...INVOICE, reminderFeeAgreed: false },
      aClaim({ ref: "B", principal: "4000.00", issuedOn: "2026-03-02", dueOn: "2026-04-01" }),
    ];
    const story = aSwedishStory(claims).run("2026-03-02", "2026-04-13");
    expect(story.takes[0]?.decision).toMatchObject({
      claims: ["A", "B"],
      charges: [{ claim: "B", minor: 6_000n }],
    });
  });

  it("is none for a consumer credit, and the credit waits for a person from 20 November 2026", () => {
    const credit = aClaim({
      type: "consumer-credit",
      principal: "12500.00",
      issuedOn: "2026-03-02",
      dueOn: "2026-04-01",
    });
    const story = aSwedishStory([credit], {}, "consumer").run("2026-03-02", "2026-04-13");
    expect(story.takes[0]?.decision.charges).toEqual([]);
    const late = aSwedishStory([credit], {}, "consumer").run("2026-11-20", "2026-11-20");
    expect(late.last()?.decision).toMatchObject({
      kind: "park",
      because: { rule: "se.consumer-credit.human" },
    });
  });
});

describe("Several Swedish claims", () => {
  it("that are ready together are joined in one demand with one fee (sweden.md 2.2 no. 4)", () => {
    const claims = [
      aClaim({ ref: "A", principal: "4200.00", issuedOn: "2026-03-02", dueOn: "2026-04-01" }),
      aClaim({ ref: "B", principal: "6150.00", issuedOn: "2026-03-03", dueOn: "2026-04-01" }),
    ];
    const story = aSwedishStory(claims).run("2026-03-02", "2026-04-28");
    expect(
      story.takes.map(({ decision }) => [decision.step, decision.claims.length, decision.charges.length]),
    ).toEqual([
      ["reminder", 2, 1],
      ["demand", 2, 1],
    ]);
    expect(story.chargedMinor).toBe(24_000n);
  });

  it.each<DebtorKind>(["sole-trader", "business"])("of a %s are judged as a business's", (debtorKind) => {
    expect(aSwedishStory([INVOICE], { debtorKind }).run("2026-03-02", "2026-04-13").steps).toHaveLength(1);
  });
});

describe("Days off in Sweden", () => {
  it("Midsummer Eve is no day to send on, and no deadline", () => {
    const story = aSwedishStory([aClaim({ principal: "12500.00", dueOn: "2026-06-09" })]).run(
      "2026-06-10",
      "2026-07-10",
    );
    expect(story.steps[0]).toMatch(/^2026-06-22 reminder A by 2026-07-02/);
    const before = aSwedishStory([aClaim({ principal: "12500.00", dueOn: "2026-05-29" })]).run(
      "2026-05-30",
      "2026-06-09",
    );
    expect(before.steps[0]).toMatch(/^2026-06-08 reminder A by 2026-06-18/);
    const eve = aSwedishStory([aClaim({ principal: "12500.00", dueOn: "2026-06-01" })], {}).run(
      "2026-06-02",
      "2026-06-11",
    );
    expect(eve.steps[0]).toMatch(/^2026-06-11 reminder A by 2026-06-22/);
  });
});
