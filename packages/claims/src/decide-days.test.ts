import { addDays, date } from "@innfri/kernel";
import { aClaim, aFile, anObjection } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { decide } from "./decide.ts";
import { noStandard, type Plan } from "./plan.ts";
import { Story } from "./test-driver.ts";

function anAgencyStory(claims = [aClaim()], more = {}) {
  return new Story(aFile({ claims }), more);
}

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

describe("A step of which no verdict is asked", () => {
  const objected = (on: string) => anObjection(on, "whole");

  it("comes on a day on which people may be called, also after a hold that ends on a Friday (norway.md 5.10)", () => {
    const story = anAgencyStory().run("2026-04-16", "2026-06-15").hold("other", "2026-06-19", "2026-06-26");
    story.run("2026-06-15", "2026-06-30");
    expect(story.steps.at(-1)).toMatch(/^2026-06-29 follow-up/);
  });

  it("is stopped by an objection: the list, the follow-up and heavy costs (norway.md 5.2)", () => {
    const held = { kind: "held", by: "disputed", because: { rule: "no.objection.stops" } };
    const beforeTheList = anAgencyStory().run("2026-04-16", "2026-05-20");
    beforeTheList.more.push(objected("2026-05-21"));
    beforeTheList.poke("2026-05-21").run("2026-05-21", "2026-12-31");
    expect(beforeTheList.told.filter(({ decision }) => decision.kind === "ask")).toEqual([]);
    expect(beforeTheList.last()?.decision).toMatchObject(held);
    const afterTheDemand = anAgencyStory().run("2026-04-16", "2026-06-10");
    afterTheDemand.more.push(objected("2026-06-11"));
    afterTheDemand.poke("2026-06-11").run("2026-06-11", "2026-12-31");
    expect(afterTheDemand.steps.map((step) => step.slice(11, 18))).toEqual(["notice ", "demand "]);
    expect(afterTheDemand.last()?.decision).toMatchObject(held);
  });
});

describe("A claim that an objection to a part takes back to the notice (norway.md 5.4)", () => {
  it.each(["2026-06-02", "2026-06-03", "2026-06-04"])(
    "comes on the list again after the new notice, though it stood on one before (D3): objected on %s",
    (on) => {
      const story = anAgencyStory().run("2026-04-16", on);
      story.more.push(anObjection(on, "1500.00"));
      story.poke(on).run(on, "2026-12-31");
      const lists = story.told.filter(
        ({ decision }) => decision.kind === "ask" && decision.step === "collection-list",
      );
      const demand = story.takes.find(({ decision }) => decision.step === "demand");
      const newNotice = story.takes.findLast(({ decision }) => decision.step === "notice");
      expect(newNotice!.on >= on).toBe(true);
      expect(lists.at(-1)!.on > newNotice!.decision.payBy!).toBe(true);
      expect(demand!.on > lists.at(-1)!.on).toBe(true);
    },
  );
});

describe("A letter that was asked about before a part was disputed (norway.md 5.4)", () => {
  const on = (objectedOn: string) => {
    const story = anAgencyStory([aClaim()], { rules: { automation: "approve", approveAfterDays: 2 } });
    story.run("2026-04-16", "2026-05-15").more.push(anObjection(objectedOn, "1500.00"));
    return story.judge(date("2026-05-20")).decisions;
  };

  it("is asked about again, for what is left; one that was asked about since then goes on its day", () => {
    expect(on("2026-05-18")).toMatchObject([{ kind: "ask", step: "notice", closesOn: "2026-05-22" }]);
    expect(on("2026-05-15")).toMatchObject([{ kind: "take", step: "notice" }]);
    expect(on("2026-05-14")).toMatchObject([{ kind: "take", step: "notice" }]);
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
