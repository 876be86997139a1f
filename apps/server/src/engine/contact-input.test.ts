import { describe, expect, it } from "vitest";
import { contactHoursText, pressureText, readContactHours, readPressure } from "./contact-input.ts";
import type { SettingProblem } from "./legal-limits.ts";

function hours(text: string, country: "NO" | "SE" = "NO") {
  const problems: SettingProblem[] = [];
  const read = readContactHours(text, country, problems);
  return read === undefined
    ? problems.map(({ message, citation }) => (citation === null ? message : `${message} (${citation})`))
    : contactHoursText({ contactHours: read });
}

describe("Contact hours as a company states them (B22)", () => {
  it.each([
    ["09:00-16:00", "mon-fri 09:00-16:00"],
    ["mon-thu=09:00-16:00,fri=09:00-12:00", "mon-thu 09:00-16:00, fri 09:00-12:00"],
    ["fri=10:00-11:00, Tue=12:00-13:00", "tue 12:00-13:00, fri 10:00-11:00"],
    ["mon-sat=09:00-15:00", "mon-sat 09:00-15:00"],
    ["08:00-21:00", "mon-fri 08:00-21:00"],
  ])("%s are %s", (text, shown) => {
    expect(hours(text)).toBe(shown);
  });

  it.each([
    "",
    "9-16",
    "16:00-09:00",
    "09:00-09:00",
    "sun=09:00-12:00",
    "fri-mon=09:00-12:00",
    "25:00-26:00",
  ])("takes no %j", (text) => {
    expect(hours(text)).toEqual([expect.stringContaining("is not hours such as 09:00-16:00")]);
  });

  it("says of a Sunday that it has none", () => {
    expect(hours("sun=09:00-12:00")).toEqual([expect.stringMatching(/nothing leaves on a Sunday$/)]);
    expect(hours("9-16")).toEqual([expect.not.stringContaining("Sunday")]);
  });

  it("leaves a day on which something can be sent", () => {
    expect(hours("sat=09:00-12:00")).toEqual([expect.stringContaining("leaves no weekday")]);
  });

  it("only narrows the hours that are taken for everybody in Norway, with their provision", () => {
    const refused = (day: string, law: string) =>
      `${day}: nobody is contacted before ${law} on, so hours can only be narrower (ny inkassolov § 15)`;
    expect(hours("wed=07:59-21:00")).toEqual([refused("wed=07:59-21:00", "08:00 or from 21:00")]);
    expect(hours("wed=08:00-21:01")).toEqual([refused("wed=08:00-21:01", "08:00 or from 21:00")]);
    expect(hours("mon=09:00-12:00,sat=09:00-15:01")).toEqual([
      refused("sat=09:00-15:01", "09:00 or from 15:00"),
    ]);
    expect(hours("06:00-23:00", "SE")).toBe("mon-fri 06:00-23:00");
  });

  it("are Innfri's own where none are stated", () => {
    expect(contactHoursText({})).toBe("mon-fri 08:00-21:00 (as Innfri has it)");
    expect(pressureText({})).toBe("at most 3 letters in 7 days (as Innfri has it)");
  });
});

describe("The pressure limit as a company states it (B22)", () => {
  it("is a number of letters in a number of days", () => {
    const problems: SettingProblem[] = [];
    expect(readPressure("2/14", problems)).toEqual({ contacts: 2, days: 14 });
    expect(pressureText({ pressure: { contacts: 2, days: 14 } })).toBe("at most 2 letters in 14 days");
    for (const text of ["0/7", "3/0", "3", "3/366", "x/7", "-1/7", "3/7/7"])
      expect(readPressure(text, problems)).toBeUndefined();
    expect(problems).toHaveLength(7);
    expect(problems[0]?.message).toBe("0/7 is not a number of letters and of days such as 3/7");
  });
});
