import { addDays, date } from "@innfri/kernel";
import { aClaim, aFile, anObjection, daysFrom } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import { amountsOf } from "./conformance.ts";
import { decide } from "./decide.ts";
import type { FileEvent } from "./facts.ts";
import { noStandard, type Plan } from "./plan.ts";
import { Story } from "./test-driver.ts";

function anAgencyStory(claims = [aClaim()], more = {}) {
  return new Story(aFile({ claims }), more);
}

describe("A Norwegian consumer who pays nothing (norway.md section 9; NO-14)", () => {
  const story = anAgencyStory().run("2026-04-16", "2026-12-31");

  it("gets the notice, the list, the demand and heavy costs on their days, with their sums", () => {
    expect(story.steps).toEqual([
      "2026-05-15 notice A by 2026-05-29: 4560.19",
      "2026-06-05 demand A by 2026-06-19: 5191.26",
      "2026-06-22 follow-up A: 5216.41",
      "2026-07-18 heavy A: 5855.43",
    ]);
  });

  it("stands on the collection list from Tuesday until Thursday morning", () => {
    const lists = story.told.filter(
      ({ decision }) => decision.kind === "ask" && decision.step === "collection-list",
    );
    expect(lists).toMatchObject([
      { on: "2026-06-02", decision: { closesOn: "2026-06-04", closesAt: "08:00", claims: ["A"] } },
    ]);
  });

  it("is told what the letters' sums become on their deadlines", () => {
    expect(story.takes.map(({ decision }) => decision.payByTotalMinor)).toEqual([
      458_090n,
      521_197n,
      null,
      null,
    ]);
  });

  it("waits for a person before any legal step", () => {
    expect(story.last()).toMatchObject({
      on: "2026-07-18",
      decision: { kind: "wait", next: "legal", until: null },
    });
  });

  it("owes on every day what the same letters from elsewhere would make it owe", () => {
    const elsewhere = story.now.events.flatMap((event): FileEvent[] => {
      if (event.kind !== "letter") return [];
      const { posted: _posted, ...letter } = event;
      return [letter];
    });
    for (const day of daysFrom(date("2026-05-01"), date("2026-12-31"))) {
      const judged = amountsOf({ kind: "facts", facts: { ...story.facts, events: elsewhere } }, day);
      expect(judged).toMatchObject({ kind: "amounts", amounts: accountOn(story.now, day).amountsOn(day) });
    }
  });
});

describe("A debtor who pays", () => {
  it("the notice's sum on its last day owes nothing more: the interest since is waived (D13; NO-26)", () => {
    const story = anAgencyStory()
      .run("2026-04-16", "2026-05-29")
      .pay("2026-05-29", "4560.19")
      .run("2026-05-29", "2026-12-31");
    expect(story.steps).toEqual(["2026-05-15 notice A by 2026-05-29: 4560.19"]);
    expect(story.last()).toMatchObject({
      on: "2026-05-29",
      decision: {
        kind: "close",
        reason: "waived",
        waivedMinor: 2_071n,
        lines: [{ item: "principal", minor: 2_071n }],
      },
    });
    expect(accountOn(story.now, date("2026-12-31")).amountsOn(date("2026-12-31")).total).toBe(0n);
  });

  it("the notice's sum a day later, ordered in time, has paid in time", () => {
    const story = anAgencyStory().run("2026-04-16", "2026-05-31");
    story.pay("2026-06-01", "4560.19", { orderedOn: "2026-05-29" }).run("2026-06-01", "2026-06-01");
    expect(story.last()?.decision).toMatchObject({ kind: "close", reason: "waived" });
  });

  it("the notice's sum too late goes on for the rest", () => {
    const story = anAgencyStory()
      .run("2026-04-16", "2026-06-01")
      .pay("2026-06-01", "4560.19")
      .run("2026-06-01", "2026-06-01");
    expect(story.last()?.decision).toMatchObject({ kind: "wait", next: "collection-list" });
  });

  it("everything owed, to the øre, is paid and not waived", () => {
    const story = anAgencyStory()
      .run("2026-04-16", "2026-06-19")
      .pay("2026-06-19", "5211.97")
      .run("2026-06-19", "2026-06-19");
    expect(story.last()?.decision).toMatchObject({
      kind: "close",
      reason: "paid",
      waivedMinor: 0n,
      lines: [],
    });
  });

  it("the invoice late, before any letter, gets no letter for the interest", () => {
    const story = anAgencyStory().pay("2026-05-08", "4500.00").run("2026-05-08", "2026-12-31");
    expect(story.steps).toEqual([]);
    expect(story.last()?.decision).toMatchObject({ kind: "close", reason: "waived", waivedMinor: 1_184n });
  });

  it("the invoice less a few kroner gets a letter: the invoice has not been paid", () => {
    const story = anAgencyStory().pay("2026-05-08", "4490.00").run("2026-05-08", "2026-05-20");
    expect(story.steps).toEqual(["2026-05-15 notice A by 2026-05-29: 59.89"]);
  });

  it("a claim of less than the rest that is waived is not let off without having paid", () => {
    const story = anAgencyStory([aClaim({ principal: "40.00" })]).run("2026-04-16", "2026-05-15");
    expect(story.steps).toEqual(["2026-05-15 notice A by 2026-05-29: 78.20"]);
  });

  it("a rest above the limit is the plan's to go on with", () => {
    const story = anAgencyStory([aClaim({ principal: "90000.00" })]).run("2026-04-16", "2026-05-29");
    story.pay("2026-05-29", "90481.84").run("2026-05-29", "2026-06-05");
    expect(story.takes.at(-1)?.decision).toMatchObject({ step: "demand", charges: [{ minor: 18_750n }] });
  });
});

describe("What comes between the list and the demand", () => {
  const untilList = () => anAgencyStory().run("2026-04-16", "2026-06-02");

  it("a stop by the creditor holds the claim", () => {
    const story = untilList().decideProposal("A", "stopped", "2026-06-03").run("2026-06-03", "2026-09-01");
    expect(story.steps).toHaveLength(1);
    expect(story.last()?.decision).toMatchObject({ kind: "held", by: "stopped", until: null });
  });

  it("a claim released after a stop comes on a list of its own again", () => {
    const story = untilList().decideProposal("A", "stopped", "2026-06-03").run("2026-06-03", "2026-06-30");
    story.decideProposal("A", "lapsed", "2026-07-01").run("2026-07-01", "2026-07-20");
    expect(
      story.told
        .filter(({ decision }) => decision.kind === "ask")
        .map(({ on, decision }) => [on, decision.kind === "ask" && decision.closesOn]),
    ).toEqual([
      ["2026-06-02", "2026-06-04"],
      ["2026-07-01", "2026-07-09"],
    ]);
    expect(story.steps[1]).toMatch(/^2026-07-10 demand/);
  });

  it("an early yes leaves the others their days, and the claim then goes on", () => {
    const story = untilList().decideProposal("A", "approved", "2026-06-03").run("2026-06-03", "2026-06-05");
    expect(story.steps[1]).toMatch(/^2026-06-05 demand/);
  });

  it.each(["disputed", "unmatched-money"])(
    "a hold after the cut-off wins, as long as the demand is not out (D4): %s",
    (kind) => {
      const story = untilList().run("2026-06-03", "2026-06-04").hold(kind, "2026-06-05", "2026-06-30");
      story.run("2026-06-05", "2026-06-30");
      expect(story.steps).toHaveLength(1);
      expect(story.last()?.decision).toMatchObject({ kind: "held", by: kind, until: "2026-07-01" });
      story.run("2026-07-01", "2026-07-10");
      expect(story.steps[1]).toMatch(/^2026-07-01 demand/);
    },
  );

  it("a hold on one claim leaves the debtor's other claim alone", () => {
    const two = [aClaim({ ref: "A" }), aClaim({ ref: "B", principal: "700.00" })];
    const story = anAgencyStory(two)
      .run("2026-04-16", "2026-06-04")
      .hold("disputed", "2026-06-05", null, "A");
    story.run("2026-06-05", "2026-06-05");
    expect(story.steps).toEqual([
      "2026-05-15 notice A+B by 2026-05-29: 5263.64",
      "2026-06-05 demand B by 2026-06-19: 970.78",
    ]);
  });

  it("an objection wins, and a reasonable one ends the costs so far", () => {
    const story = untilList().run("2026-06-03", "2026-06-04");
    story.more.push(anObjection("2026-06-05", "whole"));
    story.poke("2026-06-05").run("2026-06-05", "2026-08-01");
    expect(story.steps).toHaveLength(1);
    expect(story.last()?.decision).toMatchObject({
      kind: "held",
      by: "disputed",
      because: { rule: "no.objection.stops" },
    });
    expect(accountOn(story.now, date("2026-06-05")).amountsOn(date("2026-06-05"))["notice-fee"]).toBe(0n);
  });

  it("an objection that fails gives a fresh fortnight before the demand", () => {
    const story = untilList().run("2026-06-03", "2026-06-04");
    story.more.push(anObjection("2026-06-05", "whole", { reasonable: false }));
    story.more.push({
      kind: "objection-resolved",
      on: date("2026-06-10"),
      outcome: "groundless",
      claim: null,
    });
    story.poke("2026-06-05").run("2026-06-05", "2026-06-09");
    expect(story.last()?.decision).toMatchObject({ kind: "held", by: "disputed" });
    story.poke("2026-06-10").run("2026-06-10", "2026-06-25");
    expect(story.steps[1]).toMatch(/^2026-06-25 demand/);
  });

  it("a partial payment lowers what the demand asks for and the band of its costs", () => {
    const story = untilList().pay("2026-06-05", "3038.00").run("2026-06-03", "2026-06-05");
    expect(story.takes.at(-1)?.decision).toMatchObject({
      charges: [{ item: "recovery-costs", minor: 30_000n }],
    });
  });
});

describe("Two claims of one debtor", () => {
  const together = [aClaim({ ref: "A", principal: "400.00" }), aClaim({ ref: "B", principal: "700.00" })];

  it("due together get one letter with one fee, and one set of costs on the sum (NO-23)", () => {
    const story = anAgencyStory(together).run("2026-04-16", "2026-07-18");
    expect(
      story.takes.map(({ decision }) => [
        decision.step,
        decision.claims.join("+"),
        decision.charges.map(({ minor }) => minor),
      ]),
    ).toEqual([
      ["notice", "A+B", [3_800n]],
      ["demand", "A+B", [30_000n]],
      ["follow-up", "A+B", []],
      ["heavy", "A+B", [30_000n]],
    ]);
  });

  it("paid apart: the one that is paid is closed, and the case's costs stay within its band", () => {
    const story = anAgencyStory(together)
      .run("2026-04-16", "2026-06-19")
      .pay("2026-06-19", "745.08")
      .run("2026-06-19", "2026-07-18");
    expect(story.told.filter(({ decision }) => decision.kind === "close")).toMatchObject([
      { on: "2026-06-19", decision: { claim: "A", reason: "paid" } },
    ]);
    expect(story.takes.at(-1)).toMatchObject({
      on: "2026-07-18",
      decision: { step: "heavy", claims: ["B"], charges: [{ claim: "B", minor: 30_000n }] },
    });
    expect(story.chargedMinor).toBe(3_800n + 60_000n);
  });

  it("due a week apart: the later one waits while the other's demand runs, and joins no parallel case", () => {
    const apart = [aClaim({ ref: "A" }), aClaim({ ref: "B", principal: "700.00", dueOn: "2026-05-07" })];
    const story = anAgencyStory(apart).run("2026-04-16", "2026-07-10");
    expect(story.steps.filter((step) => /notice|demand/.test(step))).toEqual([
      "2026-05-15 notice A by 2026-05-29: 4560.19",
      "2026-05-21 notice B by 2026-06-04: 741.22",
      "2026-06-05 demand A by 2026-06-19: 5191.26",
      "2026-06-22 demand B by 2026-07-06: 1011.09",
    ]);
    const waited = story.told.filter(
      ({ decision }) =>
        decision.kind === "wait" && decision.claim === "B" && decision.because.rule === "no.demand.one-open",
    );
    expect(waited).toMatchObject([{ on: "2026-06-12", decision: { until: "2026-06-20" } }]);
  });
});

describe("A creditor that collects its own claims", () => {
  it("charges a fee of 113 for its demand, and no heavy costs", () => {
    const story = new Story(aFile({ operator: "self" })).run("2026-04-16", "2026-12-31");
    expect(story.steps).toEqual([
      "2026-05-15 notice A by 2026-05-29: 4560.19",
      "2026-06-05 demand A by 2026-06-19: 4704.26",
      "2026-06-22 follow-up A: 4729.41",
    ]);
    expect(story.takes[1]?.decision.charges).toEqual([{ item: "notice-fee", claim: "A", minor: 11_300n }]);
    expect(story.told.at(-2)).toMatchObject({
      on: "2026-07-18",
      decision: { kind: "ask", step: "legal", closesOn: null },
    });
  });

  it("sends no notice from the day the new Act applies, and a person decides (D9)", () => {
    const story = new Story(aFile({ operator: "self", settings: { newActFrom: date("2026-05-15") } })).run(
      "2026-04-16",
      "2026-12-31",
    );
    expect(story.steps).toEqual([]);
    expect(story.last()).toMatchObject({
      on: "2026-05-15",
      decision: { kind: "park", because: { rule: "no.regime.2026" } },
    });
  });
});

describe("Days on which nothing can be sent", () => {
  it("Ascension Day moves the notice to Friday; a weekend to Monday", () => {
    expect(anAgencyStory().run("2026-05-14", "2026-05-15").steps[0]).toMatch(/^2026-05-15 notice/);
    expect(anAgencyStory([aClaim({ dueOn: "2026-04-24" })]).run("2026-05-01", "2026-05-11").steps[0]).toMatch(
      /^2026-05-08 notice A by 2026-05-22/,
    );
    expect(anAgencyStory([aClaim({ dueOn: "2026-04-20" })]).run("2026-05-09", "2026-05-11").steps[0]).toMatch(
      /^2026-05-11 notice A by 2026-05-26/,
    );
  });

  it("a run on a Sunday sends nothing and comes back on Monday", () => {
    const story = anAgencyStory([aClaim({ dueOn: "2026-03-02" })]).run("2026-06-07", "2026-06-07");
    expect(story.last()?.decision).toMatchObject({
      kind: "wait",
      until: "2026-06-08",
      because: { rule: "plan.business-day" },
    });
  });
});

describe("An engine that was silent for three weeks", () => {
  it("dates each letter the day it goes out and gives its whole term; nothing is backdated", () => {
    const story = anAgencyStory().run("2026-04-16", "2026-05-10").run("2026-06-03", "2026-07-31");
    expect(story.steps.slice(0, 2)).toEqual([
      "2026-06-03 notice A by 2026-06-17: 4588.30",
      "2026-06-26 demand A by 2026-07-10: 5222.33",
    ]);
    expect(story.told.filter(({ decision }) => decision.kind === "ask")).toMatchObject([
      { on: "2026-06-23", decision: { closesOn: "2026-06-25" } },
    ]);
  });

  it("a list that could not go out on its Tuesday leaves until Thursday of the week after at least", () => {
    const story = anAgencyStory().run("2026-04-16", "2026-05-29").run("2026-06-24", "2026-07-10");
    expect(story.told.filter(({ decision }) => decision.kind === "ask")).toMatchObject([
      { on: "2026-06-24", decision: { closesOn: "2026-07-02" } },
    ]);
    expect(story.steps[1]).toMatch(/^2026-07-03 demand A by 2026-07-17/);
  });

  it("heavy costs are taken the day the engine is back, at that day's date", () => {
    const story = anAgencyStory().run("2026-04-16", "2026-06-30").run("2026-08-10", "2026-08-10");
    expect(story.steps.at(-1)).toMatch(/^2026-08-10 heavy A: /);
    expect(story.takes.at(-1)?.decision.charges).toMatchObject([{ minor: 60_000n }]);
  });
});

describe("What nobody has checked", () => {
  it("parks a claim from 1 January 2027 and lets one that is not due yet wait (D10)", () => {
    const claims = [aClaim({ ref: "A", dueOn: "2026-12-15" }), aClaim({ ref: "B", dueOn: "2027-01-15" })];
    const story = anAgencyStory(claims).run("2026-12-16", "2026-12-31");
    expect(story.steps).toEqual(["2026-12-29 notice A by 2027-01-12: 4559.14"]);
    const { decisions } = decide(story.file, story.rules, date("2027-01-02"));
    expect(decisions).toMatchObject([
      { kind: "park", claim: "A", because: { rule: "coverage" } },
      { kind: "wait", claim: "B", next: "notice", until: "2027-01-29" },
    ]);
    expect(story.run("2027-01-01", "2027-01-29").last("A")?.decision).toMatchObject({ kind: "park" });
  });

  it("says nothing of a letter's deadline that no rate covers", () => {
    const story = anAgencyStory([aClaim({ dueOn: "2026-12-14" })]).run("2026-12-28", "2026-12-28");
    expect(story.takes[0]?.decision).toMatchObject({ payBy: "2027-01-11", payByTotalMinor: null });
  });

  it.each([
    ["a debtor of unknown kind", { debtorKind: null }, {}, "debtor.kind"],
    ["a currency that is not the country's", {}, { currency: "EUR" as const }, "coverage"],
  ])("parks %s with everything it owes", (_title, options, facts, rule) => {
    const two = [aClaim({ ref: "A" }), aClaim({ ref: "B" })];
    const story = new Story({ ...aFile({ claims: two }), ...facts }, options).run("2026-05-15", "2026-05-15");
    expect(story.told.map(({ decision }) => decision)).toMatchObject([
      { kind: "park", claim: "A", because: { rule } },
      { kind: "park", claim: "B", because: { rule } },
    ]);
    expect(story.steps).toEqual([]);
  });

  it("parks a claim without an agreed due day and without a known demand", () => {
    const story = anAgencyStory([aClaim({ dueOn: null })]).run("2026-05-15", "2026-05-15");
    expect(story.last()?.decision).toMatchObject({ kind: "park", because: { rule: "no.interest.start" } });
  });

  it("parks a claim due before the rates begin, at its first look", () => {
    const story = anAgencyStory([aClaim({ dueOn: "2014-06-02" })]).run("2026-05-15", "2026-05-15");
    expect(story.last()?.decision).toMatchObject({ kind: "park", because: { rule: "coverage" } });
  });
});

describe("Other plans", () => {
  const freeFirst: Plan = {
    name: "reminder-first",
    country: "NO",
    steps: [
      { step: "reminder", wait: { after: "due", days: 0 }, termDays: 7, fee: "none", channels: ["email"] },
      ...noStandard.steps.map((step) =>
        step.step === "notice" ? { ...step, wait: { after: "deadline", bankingDays: 3 } as const } : step,
      ),
    ],
  };

  it("a free reminder goes the day after the due day, and the fee waits for the statutory day (D1)", () => {
    const story = anAgencyStory([aClaim()], { rules: { plan: freeFirst } }).run("2026-04-16", "2026-06-30");
    expect(story.steps[0]).toBe("2026-05-04 reminder A by 2026-05-11: 4505.92");
    expect(story.takes[0]?.decision.charges).toEqual([]);
    // 11 May and three banking days, with Ascension Day off: the fifteenth, on which the fee may be charged.
    expect(story.steps[1]).toBe("2026-05-15 notice A by 2026-05-29: 4560.19");
  });

  it("a fee-bearing reminder and then a notice bear two fees; the demand is not delayed by either", () => {
    const paid: Plan = {
      ...freeFirst,
      steps: freeFirst.steps.map((step) =>
        step.step === "reminder"
          ? { ...step, wait: { after: "due", days: 14 } as const, termDays: 14, fee: "standard" as const }
          : step,
      ),
    };
    const story = anAgencyStory([aClaim()], { rules: { plan: paid } }).run("2026-04-16", "2026-06-30");
    expect(story.takes.slice(0, 2).map(({ decision }) => decision.charges.map(({ minor }) => minor))).toEqual(
      [[3_800n], [3_800n]],
    );
    expect(addDays(date("2026-05-29"), 5)).toBe(story.takes[1]?.on);
  });

  it("a reminder that the plan has without a fee bears none on any day", () => {
    const late: Plan = {
      ...freeFirst,
      steps: freeFirst.steps.map((step) =>
        step.step === "reminder" ? { ...step, wait: { after: "due", days: 20 } as const } : step,
      ),
    };
    const story = anAgencyStory([aClaim()], { rules: { plan: late } }).run("2026-04-16", "2026-05-31");
    expect(story.takes[0]).toMatchObject({ on: "2026-05-20", decision: { step: "reminder", charges: [] } });
  });

  it("ends where it ends", () => {
    const short: Plan = { ...noStandard, steps: noStandard.steps.slice(0, 1) };
    const story = anAgencyStory([aClaim()], { rules: { plan: short } }).run("2026-04-16", "2026-12-31");
    expect(story.last()?.decision).toMatchObject({
      kind: "wait",
      until: null,
      next: null,
      because: { rule: "plan.done" },
    });
  });
});
