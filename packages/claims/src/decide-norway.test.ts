import { date, formatMinor } from "@innfri/kernel";
import { aClaim, aFile, anObjection, aPayment, daysFrom } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import { amountsOf } from "./conformance.ts";
import type { FileEvent } from "./facts.ts";
import { Story } from "./test-driver.ts";

function anAgencyStory(claims = [aClaim()], more = {}) {
  return new Story(aFile({ claims }), more);
}

describe("A Norwegian consumer who pays nothing (norway.md section 9; NO-14)", () => {
  const story = anAgencyStory().run("2026-04-16", "2026-12-31");

  it("gets the notice, the list, the demand and heavy costs on their days, with their sums (S20, S99, S109, S110, S112)", () => {
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

describe("A debtor who disputes a part and pays the rest (norway.md 5.4)", () => {
  const paying = (amount: string, on = "2026-05-12") => {
    const story = new Story(aFile());
    story.more.push(anObjection("2026-05-04", "1000.00"), aPayment(on, amount));
    return story;
  };
  const held = { kind: "held", by: "disputed", because: { rule: "no.objection.partial" } };

  it("is sent nothing, and nothing is charged, while the objection is open", () => {
    // 3500.00 and 12 days of interest at 12 %: 13.81.
    for (const amount of ["3513.81", "3500.00"]) {
      const story = paying(amount).run("2026-04-16", "2026-09-30");
      expect(story.steps).toEqual([]);
      expect(story.last()?.decision).toMatchObject(held);
    }
  });

  it("is sent a notice where more is left than the rest that is waived", () => {
    const story = paying("3450.00").run("2026-04-16", "2026-05-15");
    expect(story.steps).toEqual(["2026-05-15 notice A by 2026-05-29: 1106.80"]);
  });

  it("has paid the letter when its sum is paid in time", () => {
    const story = new Story(aFile());
    story.more.push(anObjection("2026-05-04", "1000.00"));
    story.run("2026-04-16", "2026-05-15");
    const [asked] = story.told.flatMap(({ decision }) => (decision.kind === "take" ? [decision.asks] : []));
    story.pay("2026-05-22", formatMinor(asked!.totalMinor)).run("2026-05-16", "2026-09-30");
    expect(story.steps).toHaveLength(1);
    expect(story.last()?.decision).toMatchObject(held);
  });
});

describe("Two claims of one debtor", () => {
  const together = [aClaim({ ref: "A", principal: "400.00" }), aClaim({ ref: "B", principal: "700.00" })];

  it("due together get one letter with one fee, and one set of costs on the sum (NO-23, B17)", () => {
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

  it("stops where it stands when the new Act comes over it, and a person decides", () => {
    const story = new Story(aFile({ operator: "self", settings: { newActFrom: date("2026-06-01") } })).run(
      "2026-04-16",
      "2026-12-31",
    );
    expect(story.steps).toEqual(["2026-05-15 notice A by 2026-05-29: 4560.19"]);
    expect(story.last()).toMatchObject({
      on: "2026-06-02", // the Tuesday of its collection list
      decision: { kind: "park", because: { rule: "no.regime.2026" } },
    });
  });
});

describe("An agency under the Act of 2026", () => {
  it.each([
    ["2026-05-15", []],
    ["2026-05-16", ["2026-05-15 notice A by 2026-05-29: 4560.19"]],
  ] as const)(
    "sends no notice from its first day, %s: no table has its deadlines and costs",
    (from, steps) => {
      const story = new Story(aFile({ settings: { newActFrom: date(from) } })).run(
        "2026-04-16",
        "2026-12-31",
      );
      expect(story.steps).toEqual(steps);
      expect(story.last()).toMatchObject({
        decision: { kind: "park", because: { rule: "no.regime.2026" } },
      });
    },
  );

  it("lets no running case go on: neither the heavy costs nor the legal step", () => {
    const story = new Story(aFile({ settings: { newActFrom: date("2026-07-18") } })).run(
      "2026-04-16",
      "2026-12-31",
    );
    expect(story.steps.at(-1)).toMatch(/^2026-06-22 follow-up/);
    expect(story.last()).toMatchObject({
      on: "2026-07-18",
      decision: {
        kind: "park",
        because: { rule: "no.regime.2026", text: expect.stringMatching(/^heavy: /) },
      },
    });
  });
});
