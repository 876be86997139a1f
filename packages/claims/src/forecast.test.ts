/** What comes if nothing else happens, told in advance, is what then comes. */
import { date } from "@innfri/kernel";
import { aClaim, aFile } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import type { CreditorRules } from "./decision.ts";
import { type Coming, forecast } from "./forecast.ts";
import { noStandard } from "./plan.ts";
import { Story } from "./test-driver.ts";

function told({ on, decision, needsYes }: Coming): string {
  const what =
    decision.kind === "take" || decision.kind === "ask" ? `${decision.kind} ${decision.step}` : decision.kind;
  return `${on} ${what}${needsYes ? ", if somebody says yes" : ""}`;
}

function story(
  country: "NO" | "SE",
  rules: Partial<CreditorRules> = {},
  claims = [aClaim({ dueOn: "2026-04-30" })],
) {
  return new Story(aFile({ country, claims }), { rules });
}

function coming(of: Story, from: string, enough?: (one: Coming) => boolean) {
  return forecast(of.file, of.rules, date(from), enough);
}

describe("A forecast", () => {
  it.each(["NO", "SE"] as const)("%s: tells the steps and days that the engine then takes", (country) => {
    const lived = story(country).run("2026-04-16", "2027-12-31");
    const all = coming(story(country), "2026-04-16").coming.map(told);
    const steps = lived.takes.map(({ on, decision }) => `${on} take ${decision.step}`);
    expect(steps.length).toBeGreaterThan(1);
    expect(all.filter((one) => one.includes(" take ")).slice(0, steps.length)).toEqual(steps);
    // Whether to go to court is always a person's to say.
    const byPerson = { NO: "2026-07-18 take legal", SE: "2026-06-10 take solvency" }[country];
    expect(all).toContain(`${byPerson}, if somebody says yes`);
  });

  it("tells the notice of a Norwegian claim on the day after its 14 days, with the demand after it", () => {
    const all = coming(story("NO"), "2026-04-16").coming.map(told);
    expect(all.slice(0, 2)).toEqual([
      "2026-05-15 take notice",
      expect.stringMatching(/^2026-0\d-\d\d (take|ask) /),
    ]);
  });

  it("goes on from the middle of the way as from its beginning", () => {
    const lived = story("NO").run("2026-04-16", "2026-05-20");
    const whole = coming(story("NO"), "2026-04-16").coming.map(told);
    expect(coming(lived, "2026-05-21").coming.map(told)).toEqual(whole.filter((one) => one > "2026-05-21"));
  });

  it("takes what needs a person's yes as approved on the day it is asked, and says so", () => {
    const asked = coming(story("NO", { automation: "suggest" }), "2026-04-16").coming.map(told);
    const byItself = coming(story("NO"), "2026-04-16").coming.map(told);
    expect(asked[0]).toBe("2026-05-15 ask notice");
    expect(asked[1]).toBe("2026-05-15 take notice, if somebody says yes");
    const days = (all: readonly string[]) =>
      all.flatMap((one) => (one.includes(" take ") ? [one.replace(", if somebody says yes", "")] : []));
    expect(days(asked)).toEqual(days(byItself));
    const goes = coming(story("NO", { automation: "approve" }), "2026-04-16").coming.map(told);
    // It waits two business days for a no, and goes on the next.
    expect(goes.slice(0, 2)).toEqual(["2026-05-15 ask notice", "2026-05-20 take notice"]);
  });

  it("ends where enough is in sight, and tells where each claim stands on its first day", () => {
    const two = [aClaim({ ref: "A", dueOn: "2026-04-30" }), aClaim({ ref: "B", dueOn: "2026-05-11" })];
    const first = coming(story("NO", {}, two), "2026-05-15", ({ decision }) => decision.kind === "take");
    expect(first.coming.map(told)).toHaveLength(1);
    const { now } = coming(story("NO", {}, two), "2026-05-15");
    expect([now.get("A")?.kind, now.get("B")?.kind]).toEqual(["take", "wait"]);
  });

  it("says of each step whether it hangs on a yes: one that needed none does not, after one that did", () => {
    const two = [aClaim({ ref: "A", dueOn: "2026-04-30" }), aClaim({ ref: "B", dueOn: "2026-04-30" })];
    const list = {
      ...noStandard,
      steps: noStandard.steps.filter(({ step }) => step !== "heavy" && step !== "legal"),
    };
    const asked = coming(story("NO", { automation: "suggest", plan: list }, two), "2026-04-16").coming.map(
      told,
    );
    expect(asked.filter((one) => one.includes(" take "))).toEqual([
      "2026-05-15 take notice, if somebody says yes",
      "2026-06-05 take demand",
      "2026-06-22 take follow-up",
    ]);
  });

  it("waits through a hold to its end, and takes none without an end as a yes", () => {
    const held = story("NO").hold("postponed", "2026-05-10", "2026-05-20");
    expect(coming(held, "2026-05-10").coming.map(told)[0]).toBe("2026-05-21 take notice");
    expect(coming(story("NO").hold("deceased", "2026-05-10"), "2026-05-10").coming).toEqual([]);
  });

  it("of nothing is nothing", () => {
    const ended = story("NO");
    ended.ended.add("A");
    expect(coming(ended, "2026-05-15")).toEqual({ coming: [], now: new Map() });
  });
});
