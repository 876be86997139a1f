import { addDays, date } from "@innfri/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { DATE_FORMS, dateFormOf, readDay } from "./day.ts";

describe("A day in a ledger", () => {
  it.each([
    ["2026-02-17", "yyyy-mm-dd"],
    ["20260217", "yyyymmdd"],
    ["2026/02/17", "yyyy/mm/dd"],
    ["17.02.2026", "dd.mm.yyyy"],
    ["17.2.2026", "dd.mm.yyyy"],
    ["2026-02-17T00:00:00", "yyyy-mm-dd"],
    ["2026-02-17T23:30:00.000+01:00", "yyyy-mm-dd"],
    ["17.02.2026 00:00:00", "dd.mm.yyyy"],
  ] as const)("written %s says itself that it is %s", (text, form) => {
    expect(dateFormOf(text)).toBe(form);
    expect(readDay(text, form)).toBe("2026-02-17");
  });

  it.each(["17/02/2026", "02/17/2026", "17-02-2026", "3/4/2026", "17.02.26", "17/02/26", "26-02-17"])(
    "written %s is ambiguous until a person states the form",
    (text) => {
      expect(dateFormOf(text)).toBe("ambiguous");
    },
  );

  it.each(["", "46051", "2026-02-30", "30.02.2026", "20261301", "i dag", "2026", "17 feb 2026"])(
    "written %j is none",
    (text) => {
      expect(dateFormOf(text)).toBeNull();
      for (const form of DATE_FORMS) expect(readDay(text, form)).toBeUndefined();
    },
  );

  it("with slashes is what the stated form says", () => {
    expect(readDay("03/04/2026", "dd/mm/yyyy")).toBe("2026-04-03");
    expect(readDay("03/04/2026", "mm/dd/yyyy")).toBe("2026-03-04");
    expect(readDay("17/02/2026", "mm/dd/yyyy")).toBeUndefined();
  });

  it("printed in any form is read back by that form", () => {
    const day = fc.integer({ min: 0, max: 40_000 }).map((days) => addDays(date("1990-01-01"), days));
    fc.assert(
      fc.property(day, fc.constantFrom(...DATE_FORMS), (printed, form) => {
        const [year = "", month = "", number = ""] = printed.split("-");
        const text = form.replace("yyyy", year).replace("mm", month).replace("dd", number);
        expect(readDay(text, form)).toBe(printed);
      }),
    );
  });
});
