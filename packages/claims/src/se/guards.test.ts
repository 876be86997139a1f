/**
 * What must be impossible to bypass by configuration (sweden.md, section 12), one by one. The plans here are unlawful
 * ones that no creditor can store; the engine is given them all the same.
 */
import { date } from "@innfri/kernel";
import { aClaim, aFile, aLetter } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn } from "../account.ts";
import type { FileEvent } from "../facts.ts";
import { type Plan, type PlanStep, seStandard } from "../plan.ts";
import { Story } from "../test-driver.ts";
import { verdictOn } from "../verdict-on.ts";

const DUE = "2026-04-01";
const CLAIM = { principal: "12500.00", issuedOn: "2026-03-02", dueOn: DUE };

/** Every step at once, on the day after the due day, to be paid the same day. */
const hasty = (steps: readonly PlanStep["step"][]): Plan => ({
  ...seStandard,
  steps: steps.map((step) => ({
    step,
    wait: { after: "due", days: 1 },
    termDays: 0,
    fee: "standard",
    channels: ["email"],
  })),
});

function aStory(
  plan: Plan,
  { kind = "business" as "business" | "consumer", claim = {}, events = [] as readonly FileEvent[] } = {},
): Story {
  const claims = [aClaim({ ...CLAIM, ...claim })];
  const story = new Story(aFile({ country: "SE", debtorKind: kind, claims }), { rules: { plan } });
  story.more.push(...events);
  return story.run("2026-03-02", "2026-12-31");
}

describe("No configuration of a Swedish company", () => {
  it("gives a demand fewer than 8 days, on whatever day it is sent (inkassolagen 5 §)", () => {
    const [demand] = aStory(hasty(["demand"])).takes;
    // From Maundy Thursday, over Easter.
    expect([demand?.on, demand?.decision.payBy]).toEqual(["2026-04-02", "2026-04-10"]);
  });

  it("goes to Kronofogden before the demand's deadline has passed (inkassolagen 6 §)", () => {
    const sent = [aLetter("demand", "2026-04-28", "2026-05-08")];
    const facts = (events: readonly FileEvent[]) =>
      aFile({ country: "SE", debtorKind: "business", claims: [aClaim(CLAIM)], events });
    const verdict = (events: readonly FileEvent[], on: string) =>
      verdictOn(accountOn(facts(events), date(on)), "court", date(on), ["A"]).kind;
    expect(verdict([], "2026-05-09")).toBe("blocked");
    expect(verdict(sent, "2026-05-08")).toBe("too-early");
    expect(verdict(sent, "2026-05-11")).toBe("permitted");
  });

  it("asks a consumer for 450 (lag 1981:739 4 a §)", () => {
    const on = date("2026-04-13");
    const amounts = (debtorKind: "business" | "consumer") => {
      const events: readonly FileEvent[] = [{ kind: "compensation", on, claims: null }];
      const facts = aFile({ country: "SE", debtorKind, claims: [aClaim(CLAIM)], events });
      const account = accountOn(facts, on);
      return [account.amountsOn(on).compensation, verdictOn(account, "compensation", on, ["A"]).kind];
    };
    expect(amounts("consumer")).toEqual([0n, "blocked"]);
    expect(amounts("business")[0]).toBe(45_000n);
  });

  it("charges for a letter twice, or for one that the law has no charge for (lag 1981:739 4-6 §§)", () => {
    const all = aStory(hasty(["reminder", "demand", "solvency"]));
    const again = aStory(hasty(["demand", "reminder"]));
    const charged = (story: Story) =>
      story.takes.flatMap(({ decision }) => decision.charges.map(({ item, minor }) => [item, minor]));
    expect(charged(all)).toEqual([
      ["notice-fee", 6_000n],
      ["recovery-costs", 18_000n],
    ]);
    // What comes after the demand is no reminder any more.
    expect(charged(again)).toEqual([["recovery-costs", 18_000n]]);
  });

  it("asks for interest of a half-year whose reference rate is not known", () => {
    const claims = [aClaim({ ...CLAIM, dueOn: "2026-12-28" })];
    const story = new Story(aFile({ country: "SE", debtorKind: "business", claims }));
    story.run("2026-12-01", "2027-02-01");
    expect(story.takes).toEqual([]);
    expect(story.last()?.decision).toMatchObject({ kind: "park", because: { rule: "coverage" } });
  });

  it("asks for a reminder fee that was not agreed (lag 1981:739 2 §)", () => {
    const [reminder] = aStory(hasty(["reminder"]), { claim: { reminderFeeAgreed: false } }).takes;
    expect(reminder?.decision).toMatchObject({ step: "reminder", charges: [] });
  });

  it("sends anything while an objection is open or the creditor holds the claim (inkassolagen 4 §)", () => {
    const objection: FileEvent = {
      kind: "objection",
      on: date("2026-04-01"),
      scope: "whole",
      reasonable: false,
      claim: "A",
    };
    for (const plan of [seStandard, hasty(["reminder", "demand", "solvency"])]) {
      expect(aStory(plan, { events: [objection] }).takes).toEqual([]);
      const held = new Story(aFile({ country: "SE", claims: [aClaim(CLAIM)] }), { rules: { plan } });
      held.holds.push({ claim: "A", kind: "stopped", fromOn: date("2026-03-02"), untilOn: null });
      expect(held.run("2026-03-02", "2026-12-31").takes).toEqual([]);
    }
  });
});
