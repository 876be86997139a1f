import { describe, expect, it } from "vitest";
import { organisationNumberOf, redactPersonNumbers, withoutPersonNumber } from "./identity.ts";
import { warningList } from "./warnings.ts";

const place = { line: 1, field: "organisation_number" };

function organisationNumber(text: string, country: string | null) {
  const { warnings, warn } = warningList();
  const value = organisationNumberOf(text, country, place, warn);
  return [value, ...warnings.map(({ code }) => code)];
}

describe("An organisation number", () => {
  it.each([
    ["310000000", "NO", "310000000"],
    ["310 000 000", "NO", "310000000"],
    ["NO 310 000 000 MVA", "NO", "310000000"],
    ["999999-0014", "SE", "9999990014"],
    ["169999990014", "SE", "9999990014"],
    ["SE999999001401", "SE", "9999990014"],
    ["DK99999918", "DK", "99999918"],
    ["GB 123 456", "GB", "GB 123 456"],
  ])("%s of %s is kept as %s", (text, country, kept) => {
    expect(organisationNumber(text, country)).toEqual([kept]);
  });

  it("that fails its check digit is kept, with a warning", () => {
    expect(organisationNumber("310000001", "NO")).toEqual(["310000001", "organisation-number-check-fails"]);
  });

  it.each([
    ["31129956715", "NO"],
    ["311299 56715", "NO"],
    ["31129956716", "NO"], // mistyped: the check digits fail, and it is a person's all the same
    ["31129956716", null],
    ["19121212-1212", "SE"],
    ["121212-1212", "SE"],
    ["121212+1212", "SE"],
    ["1212121212", "SE"],
    ["1212121213", "SE"],
    ["191212121213", "SE"],
    ["SE121212121201", "SE"],
    ["1212121212", "NO"],
    ["131052-308T", "FI"],
  ])("%s is a person's (%s) and is dropped", (text, country) => {
    expect(organisationNumber(text, country)).toEqual([null, "national-identity-number-dropped"]);
  });
});

describe("A customer number", () => {
  it.each(["20045", "K-100", "12345678901"])("%s is kept", (text) => {
    const { warnings, warn } = warningList();
    expect(withoutPersonNumber(text, place, warn)).toBe(text);
    expect(warnings).toEqual([]);
  });
});

describe("A free text", () => {
  it.each([
    ["Time for 31129956715.", "Time for ***."],
    ["Time for 31129956715 i dag", "Time for *** i dag"],
    ["311299 56715", "***"],
    ["Född 19121212-1212, Malmö", "Född ***, Malmö"],
    ["konto 9999.10.42764", "konto 9999.10.42764"],
    ["ordre 12345678901234", "ordre 12345678901234"],
  ])("%s becomes %s", (text, redacted) => {
    expect(redactPersonNumbers(text, place, () => {})).toBe(redacted);
  });
});
