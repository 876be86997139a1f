/** What is not disputed of a claim goes on in a corrected letter with a new deadline (norway.md 5.4). */
import { date, formatMinor } from "@innfri/kernel";
import { aClaim, aFile, anObjection } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import type { FileEvent, OperatorKind } from "./facts.ts";
import { noStandard, type PlanChanges, withChanges } from "./plan.ts";
import { Story } from "./test-driver.ts";

/** Due on 30 April 2026: notice on 15 May by the 29th, demand on 5 June by the 19th, follow-up on the 22nd. */
function aStory(claims = [aClaim()], operator: OperatorKind = "agency", changes: PlanChanges = {}) {
  return new Story(aFile({ claims, operator }), { rules: { plan: withChanges(noStandard, changes) } });
}

/** An objection that comes on a day, after what was done in its morning. */
function objected(story: Story, on: string, ...events: readonly FileEvent[]): Story {
  return then(story.run("2026-04-16", on), [on, "2026-12-31"], ...events);
}

/** What comes on a day, and the days that follow on it. */
function then(story: Story, [on, until]: readonly [string, string], ...events: readonly FileEvent[]): Story {
  story.more.push(...events);
  return story.poke(on).run(on, until);
}

function resolved(on: string, outcome: "withdrawn" | "groundless" | "accepted", claim = "A"): FileEvent {
  return { kind: "objection-resolved", on: date(on), outcome, claim };
}

/** Letters and steps from a day on: the day, what it was, by when, what was asked for and charged, what it corrects. */
function told({ takes }: Story, from: string): readonly string[] {
  return takes
    .filter(({ on }) => on >= from)
    .map(({ on, decision: { step, claims, payBy, asks, charges, corrects, letter } }) =>
      [
        `${on} ${step} ${claims.join("+")}`,
        ...(payBy === null ? [] : [`by ${payBy}`]),
        ...(letter === null ? [] : [`principal ${principalOf(asks.lines)}`]),
        ...charges.map(({ item, minor }) => `${item} ${formatMinor(minor)}`),
        ...corrects.map((one) => `corrects ${one.claim} of ${one.on}`),
      ].join(", "),
    );
}

function principalOf(lines: readonly { readonly item: string; readonly minor: bigint }[]): string {
  return formatMinor(lines.reduce((sum, { item, minor }) => (item === "principal" ? sum + minor : sum), 0n));
}

describe("A demand of which a part is disputed (S53)", () => {
  it.each([
    ["on the day on which it was sent", "2026-06-05", "2026-06-05", "2026-06-19", "2026-06-22"],
    ["the day after", "2026-06-06", "2026-06-08", "2026-06-22", "2026-06-23"],
    ["on the last day of its deadline", "2026-06-19", "2026-06-19", "2026-07-03", "2026-07-06"],
    ["the day after the deadline", "2026-06-20", "2026-06-22", "2026-07-06", "2026-07-07"],
  ])(
    "is corrected at once, and nothing comes before its new deadline has passed: %s",
    (_, on, sentOn, payBy, next) => {
      const story = objected(aStory(), on, anObjection(on, "500.00"));
      expect(told(story, on).slice(-3, -1)).toEqual([
        `${sentOn} demand A, by ${payBy}, principal 4000.00, corrects A of 2026-06-05`,
        `${next} follow-up A`,
      ]);
      const {
        payBy: corrected,
        leavesOut,
        channels,
        because,
      } = story.takes.findLast(({ decision }) => decision.letter !== null)!.decision;
      expect(leavesOut).toEqual([{ claim: "A", minor: 50_000n }]);
      expect(channels).toEqual(["post"]);
      expect(because.rule).toBe("no.objection.partial");
      // The costs become heavy by the new deadline, and once: 1200.00 for what is left.
      const heavy = story.takes.at(-1)!;
      expect(heavy.decision.step).toBe("heavy");
      expect(heavy.on > corrected!).toBe(true);
      expect(accountOn(story.now, date("2026-12-31")).amountsOn(date("2026-12-31"))["recovery-costs"]).toBe(
        120_000n,
      );
    },
  );

  it("is followed up again after the corrected one, where it had been followed up", () => {
    const story = objected(aStory(), "2026-06-24", anObjection("2026-06-24", "500.00"));
    // The day of the next look is that of the follow-up.
    const again = aStory().run("2026-04-16", "2026-06-24");
    again.more.push(anObjection("2026-06-24", "500.00"));
    expect(again.judge(date("2026-06-24"))).toMatchObject({
      decisions: [{ kind: "take", step: "demand" }],
      nextLookOn: "2026-07-09",
    });
    expect(told(story, "2026-06-22").slice(0, 3)).toEqual([
      "2026-06-22 follow-up A",
      "2026-06-24 demand A, by 2026-07-08, principal 4000.00, corrects A of 2026-06-05",
      "2026-07-09 follow-up A",
    ]);
  });

  it("is corrected once for two objections before it, and again for one after it", () => {
    const story = aStory().run("2026-04-16", "2026-06-06");
    const before = [anObjection("2026-06-06", "300.00"), anObjection("2026-06-07", "200.00")];
    then(story, ["2026-06-07", "2026-06-15"], ...before);
    then(story, ["2026-06-15", "2026-06-30"], anObjection("2026-06-15", "100.00"));
    expect(told(story, "2026-06-06")).toEqual([
      "2026-06-08 demand A, by 2026-06-22, principal 4000.00, corrects A of 2026-06-05",
      "2026-06-15 demand A, by 2026-06-29, principal 3900.00, corrects A of 2026-06-08",
      "2026-06-30 follow-up A",
    ]);
  });

  it("of two claims is corrected for the one, in the same case; the other goes on by its own deadline", () => {
    const both = [aClaim({ ref: "A" }), aClaim({ ref: "B" })];
    const story = objected(aStory(both), "2026-06-10", anObjection("2026-06-10", "500.00", { claim: "B" }));
    expect(told(story, "2026-06-05").slice(0, 4)).toEqual([
      "2026-06-05 demand A+B, by 2026-06-19, principal 9000.00, recovery-costs 600.00",
      "2026-06-10 demand B, by 2026-06-24, principal 4000.00, corrects B of 2026-06-05",
      "2026-06-22 follow-up A",
      "2026-06-25 follow-up B",
    ]);
    const at = date("2026-12-31");
    expect(accountOn(story.now, at).amountsOn(at)["recovery-costs"]).toBe(120_000n);
  });

  it("of two claims of which both are disputed in part is corrected in one letter", () => {
    const both = [aClaim({ ref: "A" }), aClaim({ ref: "B" })];
    const objections = ["A", "B"].map((claim) => anObjection("2026-06-10", "500.00", { claim }));
    expect(told(objected(aStory(both), "2026-06-10", ...objections), "2026-06-06")[0]).toBe(
      "2026-06-10 demand A+B, by 2026-06-24, principal 8000.00, corrects A of 2026-06-05, corrects B of 2026-06-05",
    );
  });

  it("waits for all of it once all is disputed, and goes on after a fresh fortnight when that is withdrawn", () => {
    const story = aStory().run("2026-04-16", "2026-06-06");
    const whole = anObjection("2026-06-07", "whole", { reasonable: false });
    then(story, ["2026-06-07", "2026-06-30"], anObjection("2026-06-06", "500.00"), whole);
    expect(told(story, "2026-06-06")).toEqual([]);
    then(story, ["2026-06-30", "2026-07-15"], resolved("2026-06-30", "withdrawn"));
    // What the demand asked for is owed after all: it is not said again.
    expect(told(story, "2026-06-06")).toEqual(["2026-07-15 follow-up A"]);
  });

  it.each(["withdrawn", "groundless"] as const)(
    "needs none where the objection is %s before the corrected one has left",
    (outcome) => {
      const on = "2026-06-06"; // a Saturday: nothing leaves before Monday
      const story = objected(aStory(), on, anObjection(on, "500.00"), resolved("2026-06-07", outcome));
      // Fourteen days end on a Sunday, and so on the Monday after it.
      expect(told(story, on)[0]).toBe("2026-06-23 follow-up A");
    },
  );

  it("is corrected where the objection is accepted before it has left: it asked for too much", () => {
    const on = "2026-06-06";
    const story = objected(aStory(), on, anObjection(on, "500.00"), resolved("2026-06-07", "accepted"));
    expect(told(story, on)[0]).toBe(
      "2026-06-08 demand A, by 2026-06-22, principal 4000.00, corrects A of 2026-06-05",
    );
  });

  it("goes on for the whole, by the corrected deadline and after a fresh fortnight, where it is withdrawn later", () => {
    const story = aStory().run("2026-04-16", "2026-06-08");
    then(story, ["2026-06-08", "2026-06-12"], anObjection("2026-06-08", "500.00"));
    then(story, ["2026-06-12", "2026-06-30"], resolved("2026-06-12", "withdrawn"));
    expect(told(story, "2026-06-08")).toEqual([
      "2026-06-08 demand A, by 2026-06-22, principal 4000.00, corrects A of 2026-06-05",
      "2026-06-29 follow-up A",
    ]);
  });

  it("of a creditor that collects its own claims costs nothing more, whatever is left", () => {
    const story = objected(aStory(undefined, "self"), "2026-06-10", anObjection("2026-06-10", "4400.00"));
    expect(told(story, "2026-06-05").slice(0, 2)).toEqual([
      "2026-06-05 demand A, by 2026-06-19, principal 4500.00, notice-fee 113.00",
      "2026-06-10 demand A, by 2026-06-24, principal 100.00, corrects A of 2026-06-05",
    ]);
  });

  it("gets the days that the plan gives, as the one that it corrects did", () => {
    const longer = aStory(undefined, "agency", { terms: { demand: 21 } });
    expect(told(objected(longer, "2026-06-10", anObjection("2026-06-10", "500.00")), "2026-06-06")[0]).toBe(
      "2026-06-10 demand A, by 2026-07-01, principal 4000.00, corrects A of 2026-06-05",
    );
  });

  it("is a person's once the costs are heavy", () => {
    const story = objected(aStory(), "2026-07-20", anObjection("2026-07-20", "500.00"));
    expect(told(story, "2026-07-19")).toEqual([]);
    expect(story.last()?.decision).toMatchObject({ kind: "held", by: "disputed" });
  });
});

describe("A notice of which a part is disputed", () => {
  it.each([
    ["on the day on which it was sent", "2026-05-15", "2026-05-15", "2026-05-29"],
    ["on the last day of its deadline", "2026-05-29", "2026-05-29", "2026-06-12"],
    ["the day after the deadline", "2026-05-30", "2026-06-01", "2026-06-15"],
  ])("is corrected, and says which one it corrects: %s", (_, on, sentOn, payBy) => {
    const story = objected(aStory(), on, anObjection(on, "500.00"));
    expect(told(story, on).find((letter) => letter.includes("corrects"))).toBe(
      `${sentOn} notice A, by ${payBy}, principal 4000.00, corrects A of 2026-05-15`,
    );
    expect(told(story, on).filter((letter) => letter.includes("corrects"))).toHaveLength(1);
    expect(story.takes.find(({ decision }) => decision.step === "demand")!.on > payBy).toBe(true);
  });
});

describe("A Swedish letter", () => {
  it("is corrected by none: the next step of the plan asks for what is left (sweden.md 4.1)", () => {
    const story = new Story(aFile({ country: "SE", claims: [aClaim()] }));
    objected(story, "2026-05-15", anObjection("2026-05-15", "500.00"));
    expect(told(story, "2026-05-15")[0]).toMatch(/^2026-05-\d\d demand A, by .*, principal 4000\.00/);
    expect(told(story, "2026-05-15").join()).not.toContain("corrects");
  });
});
