import { date } from "@innfri/kernel";
import { aClaim, aFile, aLetter } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import { decide } from "./decide.ts";
import type { CreditorRules, DecisionFile } from "./decision.ts";
import { freshClaim } from "./fresh-file.ts";
import { isPostedInTime, lastLawfulPosting } from "./posting.ts";
import { someRules } from "./test-driver.ts";
import { verdictOn } from "./verdict-on.ts";

/** Due on 2026-05-29: its notice may go on Friday 2026-06-12. */
const A = aClaim({ ref: "A", dueOn: "2026-05-29" });

function notice(rules: Partial<CreditorRules>, more: Partial<DecisionFile> = {}) {
  const file: DecisionFile = {
    facts: aFile({ claims: [A] }),
    debtorKind: "person",
    claims: [freshClaim("A", "10001")],
    holds: [],
    ...more,
  };
  const [decision] = decide(file, someRules("NO", rules), date("2026-06-12")).decisions;
  if (decision?.kind !== "take") throw new Error(decision?.kind);
  return `posted ${decision.postedOn}, by ${decision.payBy}`;
}

describe("A deadline that allows for the days until a letter is posted", () => {
  const byPost = { reachedBy: ["post"] } as const;

  it.each([
    [0, "posted null, by 2026-06-26"],
    [1, "posted 2026-06-15, by 2026-06-29"],
    [2, "posted 2026-06-16, by 2026-06-30"],
    [10, "posted 2026-06-26, by 2026-07-10"],
  ])("of a notice of Friday 2026-06-12 with %i business days until then: %s", (post, told) => {
    expect(notice({ postingDays: { post } }, byPost)).toBe(told);
  });

  it("is not longer for a letter by e-mail, which leaves at once", () => {
    expect(notice({ postingDays: { post: 2 } })).toBe("posted null, by 2026-06-26");
    expect(notice({ postingDays: { post: 2 } }, { reachedBy: ["post", "email"] })).toBe(
      "posted null, by 2026-06-26",
    );
  });

  it("lets a reminder bear the first of two fees only if it gave its days from the posting on", () => {
    const on = date("2026-06-30");
    const after = (payBy: string, postedOn?: string) => {
      const sent = aLetter("reminder", "2026-06-12", payBy, { claims: ["A"] });
      const events = [postedOn === undefined ? sent : { ...sent, postedOn: date(postedOn) }];
      const verdict = verdictOn(accountOn(aFile({ claims: [A], events }), on), "notice", on, ["A"]);
      return "fee" in verdict && verdict.fee !== null;
    };
    expect(after("2026-06-26")).toBe(true);
    expect(after("2026-06-29", "2026-06-15")).toBe(true);
    expect(after("2026-06-26", "2026-06-15")).toBe(false);
  });
});

describe("A letter that was posted on a day", () => {
  const notice = { letter: "notice", payBy: date("2026-06-30") } as const;

  it("gives the law's deadline until so many days before its own", () => {
    expect(lastLawfulPosting("NO", notice)).toBe("2026-06-16");
    expect(isPostedInTime("NO", notice, date("2026-06-16"))).toBe(true);
    expect(isPostedInTime("NO", notice, date("2026-06-17"))).toBe(false);
    const demand = { ...notice, letter: "demand" } as const;
    expect(lastLawfulPosting("SE", demand)).toBe("2026-06-22");
    expect(isPostedInTime("SE", demand, date("2026-06-22"))).toBe(true);
    expect(isPostedInTime("SE", demand, date("2026-06-23"))).toBe(false);
  });

  it("is in time on any day before its deadline where the law sets none", () => {
    const reminder = { ...notice, letter: "reminder" } as const;
    expect(lastLawfulPosting("NO", reminder)).toBeNull();
    expect(isPostedInTime("NO", reminder, date("2026-06-30"))).toBe(true);
    expect(isPostedInTime("SE", reminder, date("2026-07-01"))).toBe(false);
  });
});
