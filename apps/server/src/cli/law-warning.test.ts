import { date } from "@innfri/kernel";
import { PACKAGED_LAW, useLaw } from "@innfri/law";
import { afterEach, describe, expect, it } from "vitest";
import { lawOf, readLawFile } from "../law/law-file.ts";
import { halfYearFile } from "../law/test-law-file.ts";
import { lawWarning, lawWarningText } from "./law-warning.ts";

afterEach(() => useLaw(PACKAGED_LAW));

describe("The end of the law tables", () => {
  it.each([
    ["2026-11-30", undefined],
    ["2026-12-01", "ends-soon"],
    ["2026-12-31", "ends-soon"],
    ["2027-01-01", "ended"],
  ])("is warned about a month before: on %s %s", (on, state) => {
    expect(lawWarning("NO", date(on))?.state).toBe(state);
    expect(lawWarning("SE", date(on))?.state).toBe(state);
  });

  it("says what happens then and what to do, once for each country", () => {
    const warning = lawWarning("NO", date("2026-12-15"));
    expect(lawWarningText([warning, warning, null]).replaceAll(/\s+/g, " ")).toBe(
      "11 tables of the law of NO are checked through 2026-12-31. After that day claims that need a figure wait for a person. New figures: innfri law rehearse FILE, then innfri law load FILE.",
    );
    expect(lawWarningText([null])).toBe("");
  });

  it("is over once the new figures are loaded", () => {
    const read = readLawFile(halfYearFile(), [], date("2026-12-15"));
    if (read.kind === "refused") throw new Error(JSON.stringify(read.problems));
    useLaw(lawOf(read.entries));
    expect(lawWarning("NO", date("2027-01-01"))).toBeNull();
    expect(lawWarning("NO", date("2027-05-31"))?.state).toBe("ends-soon");
  });
});
