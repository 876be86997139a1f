import { date, formatMinor } from "@innfri/kernel/values";
import { describe, expect, it } from "vitest";
import { OutsideCoverage } from "../effective.ts";
import { compensation } from "./compensation.ts";
import { courtFee } from "./court-fee.ts";
import { dueOnWithoutAgreement, interestRate } from "./interest.ts";
import { limitationAfterJudgmentOn, limitationOn } from "./limitation.ts";
import { mayCreditorSignCollectionLetters, regimeOn, regimes } from "./regimes.ts";

describe("forsinkelsesrenteloven § 3 a: compensation from a debtor that is not a consumer", () => {
  function amount(dueOn: string, claimedOn: string): string {
    return formatMinor(compensation({ dueOn: date(dueOn), claimedOn: date(claimedOn) }).minor);
  }

  it("is the amount of the half-year", () => {
    expect(amount("2026-07-10", "2026-08-01")).toBe("430.00");
    expect(amount("2025-08-01", "2025-12-31")).toBe("460.00");
  });

  it("is the lower of the amounts when due and when claimed, whichever came first", () => {
    expect(amount("2026-06-30", "2026-07-01")).toBe("430.00");
    expect(amount("2022-12-31", "2023-07-01")).toBe("400.00");
    expect(amount("2025-06-30", "2025-07-01")).toBe("460.00");
  });

  it("is refused when either amount is one that sources disagree about", () => {
    expect(amount("2020-12-31", "2020-12-31")).toBe("430.00");
    expect(() => amount("2021-01-01", "2021-07-01")).toThrow(OutsideCoverage);
    expect(() => amount("2020-12-31", "2021-06-30")).toThrow(OutsideCoverage);
    expect(amount("2021-07-01", "2021-07-01")).toBe("400.00");
  });

  it("is refused when either day is outside the days that were checked", () => {
    expect(() => amount("2014-12-31", "2015-01-01")).toThrow(OutsideCoverage);
    expect(() => amount("2026-12-31", "2027-01-01")).toThrow(OutsideCoverage);
  });

  it("names one amount, and the two days, where both lie in one half-year", () => {
    const { derivation } = compensation({ dueOn: date("2026-07-10"), claimedOn: date("2026-08-01") });
    expect(derivation.figures.map(({ from, value }) => [from, value])).toEqual([["2026-07-01", "430.00"]]);
    expect(derivation.inputs).toEqual({ dueOn: "2026-07-10", claimedOn: "2026-08-01" });
  });

  it("names both amounts where two half-years met", () => {
    const { derivation } = compensation({ dueOn: date("2026-06-30"), claimedOn: date("2026-07-01") });
    expect(derivation.arithmetic).toBe("the lower of 460.00 when due and 430.00 when claimed = 430.00");
    expect(derivation.figures.map(({ from, value }) => [from, value])).toEqual([
      ["2026-01-01", "460.00"],
      ["2026-07-01", "430.00"],
    ]);
  });
});

describe("rettsgebyrloven: court fees", () => {
  function fee(kind: "conciliation" | "attachment", on: string): string {
    return formatMinor(courtFee({ kind, on: date(on) }).minor);
  }

  it("are rounded down to whole kroner (NO-24)", () => {
    expect(fee("conciliation", "2026-05-20")).toBe("2071.00");
    expect(fee("attachment", "2026-05-20")).toBe("928.00");
  });

  it("change with the base and with the multiple, each on its own day", () => {
    expect(fee("conciliation", "2018-01-01")).toBe("1130.00");
    expect(fee("conciliation", "2024-06-30")).toBe("1404.00");
    expect(fee("conciliation", "2024-07-01")).toBe("1966.00");
    expect(fee("conciliation", "2024-12-31")).toBe("1966.00");
    expect(fee("conciliation", "2025-01-01")).toBe("2023.00");
    expect(fee("attachment", "2024-12-31")).toBe("1545.00");
    expect(fee("attachment", "2025-01-01")).toBe("906.00");
  });

  it("are refused before the first multiple and after the last day checked", () => {
    expect(() => fee("conciliation", "2017-12-31")).toThrow(OutsideCoverage);
    expect(() => fee("attachment", "2027-01-01")).toThrow(OutsideCoverage);
  });

  it("tell the multiple and the base", () => {
    const { derivation } = courtFee({ kind: "attachment", on: date("2026-05-20") });
    expect(derivation).toMatchObject({
      rule: "no.court-fee.attachment",
      figures: [
        { table: "no.court-fee.attachment", value: "0.69" },
        { table: "no.court-fee.base", value: "1345.00" },
      ],
      inputs: { kind: "attachment", on: "2026-05-20" },
      arithmetic: "0.69 × 1345.00 = 928.05",
      rounding: "down to whole kroner",
    });
  });
});

describe("forsinkelsesrenteloven §§ 2-3: rate and start", () => {
  it("changes on 1 January and 1 July", () => {
    expect(interestRate(date("2025-12-31"))).toBe(1225);
    expect(interestRate(date("2026-01-01"))).toBe(1200);
    expect(interestRate(date("2026-06-30"))).toBe(1200);
    expect(interestRate(date("2026-07-01"))).toBe(1225);
    expect(() => interestRate(date("2014-12-31"))).toThrow(OutsideCoverage);
    expect(() => interestRate(date("2027-01-01"))).toThrow(OutsideCoverage);
  });

  it("stands 30 days after a demand in for a due date that nobody agreed, on whatever weekday", () => {
    expect(dueOnWithoutAgreement(date("2026-04-16"))).toBe("2026-05-16");
  });
});

describe("foreldelsesloven: limitation", () => {
  it("is three years from the printed due date, ten from a judgment", () => {
    expect(limitationOn(date("2026-04-30"))).toBe("2029-04-30");
    expect(limitationOn(date("2024-02-29"))).toBe("2027-02-28");
    expect(limitationAfterJudgmentOn(date("2026-09-01"))).toBe("2036-09-01");
  });
});

describe("the Act of 2026", () => {
  it("applies from the day the operator enters, and never by itself", () => {
    expect(regimeOn(date("2030-01-01"), null)).toBe("NO-INKASSO-1988");
    expect(regimeOn(date("2026-12-31"), date("2027-01-01"))).toBe("NO-INKASSO-1988");
    expect(regimeOn(date("2027-01-01"), date("2027-01-01"))).toBe("NO-INKASSO-2026");
  });

  it("follows that of 1988, and what came before is refused", () => {
    expect(regimeOn(date("1989-10-01"), null)).toBe("NO-INKASSO-1988");
    expect(() => regimeOn(date("1989-09-30"), null)).toThrow(
      new OutsideCoverage("no.regime", "Debt Collection Act, Norway", date("1989-09-30")),
    );
  });

  it("and the older one are cited with the provisions that letters rest on", () => {
    expect(regimes.map(({ id, citation, from }) => [id, citation.section, from])).toEqual([
      ["NO-INKASSO-1988", "§§ 3-30", "1989-10-01"],
      ["NO-INKASSO-2026", "§§ 14-21", null],
    ]);
  });

  it("takes the notice and the demand from creditors", () => {
    expect(mayCreditorSignCollectionLetters("NO-INKASSO-1988")).toBe(true);
    expect(mayCreditorSignCollectionLetters("NO-INKASSO-2026")).toBe(false);
  });
});
