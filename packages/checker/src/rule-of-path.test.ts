import { describe, expect, it } from "vitest";
import { ruleOfLetter, ruleOfPath } from "./rule-of-path.ts";

describe("A difference in a letter is told with the provision it goes against", () => {
  it.each([
    ["letter.lines[0].interest.periods[0].rateBasisPoints", "no.interest.rate", "se.interest.rate"],
    ["letter.lines[12].interest.periods[0].days", "no.interest.rate", "se.interest.rate"],
    ["letter.interestPerDay", "no.interest.rate", "se.interest.rate"],
    ["letter.payByTotal", "no.interest.rate", "se.interest.rate"],
    ["letter.claims[0].countedFromOn", "no.due-day.moved", "se.due-day.moved"],
    ["letter.next[0].earliestOn", "no.court.after-demand", "se.court.after-demand"],
    ["letter.next[11]", "no.court.after-demand", "se.court.after-demand"],
    ["letter.planFee", "no.plan-fee", "se.plan-fee"],
    ["letter.waivedRest", "residual.waived", "residual.waived"],
    ["letter.channel", "no.electronic-notice", "se.good-practice"],
    ["letter.lines[1].amount", "no.fee.separate", "se.costs.closed-list"],
    ["letter.total", "no.fee.separate", "se.costs.closed-list"],
    ["letter.claims[0].principal", "no.fee.separate", "se.demand.content"],
    ["letter.account.value", "no.good-practice", "se.demand.content"],
    ["letter.paymentReference.value", "no.good-practice", "se.demand.content"],
    ["letter.caseNumber", "no.good-practice", "se.demand.content"],
    ["letter.creditor.name", "no.good-practice", "se.demand.content"],
    ["letter.operator.name", "no.good-practice", "se.good-practice"],
    ["recipient.name", "no.good-practice", "se.good-practice"],
    // Only these places themselves are the letter's days and kind.
    ["letter.kinds", "no.good-practice", "se.good-practice"],
    ["also.letter.kind", "no.good-practice", "se.good-practice"],
    ["also.letter.total", "no.good-practice", "se.good-practice"],
    ["also.letter.lines[0].interest", "no.good-practice", "se.good-practice"],
    ["also.letter.interestPerDay", "no.good-practice", "se.good-practice"],
    ["also.letter.next[0]", "no.good-practice", "se.good-practice"],
    ["also.letter.planFee", "no.good-practice", "se.good-practice"],
    ["also.letter.waivedRest", "no.good-practice", "se.good-practice"],
    ["also.letter.channel", "no.good-practice", "se.good-practice"],
    ["also.letter.account", "no.good-practice", "se.good-practice"],
  ])("%s: %s in Norway, %s in Sweden", (path, norway, sweden) => {
    expect(ruleOfPath("NO", "demand", path)).toBe(norway);
    expect(ruleOfPath("SE", "demand", path)).toBe(sweden);
  });

  it.each(["payBy", "objectBy", "datedOn", "kind"])("letter.%s: that of the letter itself", (place) => {
    for (const letter of ["reminder", "notice", "demand"] as const)
      for (const country of ["NO", "SE"] as const)
        expect(ruleOfPath(country, letter, `letter.${place}`)).toBe(ruleOfLetter(country, letter));
  });

  it("a letter stands under the rule of its deadline, and of good practice where the law sets none", () => {
    expect((["reminder", "notice", "demand"] as const).map((letter) => ruleOfLetter("NO", letter))).toEqual([
      "no.good-practice",
      "no.notice.deadline",
      "no.demand.deadline",
    ]);
    expect((["reminder", "demand"] as const).map((letter) => ruleOfLetter("SE", letter))).toEqual([
      "se.good-practice",
      "se.demand.deadline",
    ]);
  });
});
