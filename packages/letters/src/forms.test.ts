import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  amountText,
  arithmeticText,
  clockText,
  daySpanText,
  dayText,
  listText,
  moneyText,
  officeHourText,
  organisationNumberText,
  percentText,
  roundMoneyText,
  weekdayText,
} from "./forms.ts";

const plain = (text: string) => text.replace(/[\u00a0\u202f]/g, " ").replace("\u2212", "-");

describe("days", () => {
  test("a Norwegian day has a full stop after its number, a Swedish one has not", () => {
    expect(dayText("2026-05-29", "nb")).toBe("29.\u00a0mai 2026");
    expect(weekdayText("2026-05-29", "nb")).toBe("fredag 29.\u00a0mai 2026");
    expect(weekdayText("2026-05-08", "sv")).toBe("fredag 8\u00a0maj 2026");
    expect(weekdayText("2026-05-08", "en")).toBe("Friday 8\u00a0May 2026");
  });

  test("a period says the year and the day that its ends share only once", () => {
    expect(plain(daySpanText("2026-06-11", "2026-06-30", "nb"))).toBe("11. juni–30. juni 2026");
    expect(plain(daySpanText("2025-12-20", "2026-01-04", "sv"))).toBe("20 december 2025–4 januari 2026");
    expect(plain(daySpanText("2026-06-30", "2026-06-30", "nb"))).toBe("30. juni 2026");
  });

  test("every day of a year reads as the runtime's own calendar reads it", () => {
    for (let day = 0; day < 366; day++) {
      const at = new Date(Date.UTC(2024, 0, 1 + day));
      const iso = at.toISOString().slice(0, 10);
      for (const [language, locale] of [
        ["nb", "nb-NO"],
        ["sv", "sv-SE"],
        ["en", "en-GB"],
      ] as const) {
        const form = { day: "numeric", month: "long", year: "numeric", timeZone: "UTC" } as const;
        expect(plain(dayText(iso, language))).toBe(new Intl.DateTimeFormat(locale, form).format(at));
        const weekday = new Intl.DateTimeFormat(locale, { weekday: "long", timeZone: "UTC" }).format(at);
        expect(weekdayText(iso, language)).toBe(`${weekday} ${dayText(iso, language)}`);
      }
    }
  });

  test("what is not a day is refused", () => {
    expect(() => dayText("2026-02-30", "nb")).toThrow(RangeError);
  });
});

describe("amounts", () => {
  test("an amount is never split between its digits or from its unit", () => {
    expect(moneyText("4560.19", "NOK", "nb")).toBe("4\u00a0560,19\u00a0kr");
    expect(moneyText("12832.47", "SEK", "sv")).toBe("12\u00a0832,47\u00a0kr");
    expect(moneyText("4560.19", "NOK", "en")).toBe("NOK\u00a04,560.19");
  });

  test("kronor are not called kr in a Norwegian letter", () => {
    expect(moneyText("1.00", "SEK", "nb")).toBe("1,00\u00a0SEK");
  });

  test("a limit in running text is written without its empty øre", () => {
    expect(roundMoneyText("1200.00", "NOK", "nb")).toBe("1\u00a0200\u00a0kr");
    expect(roundMoneyText("492.18", "NOK", "nb")).toBe("492,18\u00a0kr");
  });

  test("every amount reads as the runtime's own number format reads it", () => {
    fc.assert(
      fc.property(fc.integer({ min: -99_999_999_99, max: 99_999_999_99 }), (minor) => {
        const sign = minor < 0 ? "-" : "";
        const digits = String(Math.abs(minor)).padStart(3, "0");
        const amount = `${sign}${digits.slice(0, -2)}.${digits.slice(-2)}`;
        for (const [language, locale] of [
          ["nb", "nb-NO"],
          ["sv", "sv-SE"],
          ["en", "en-GB"],
        ] as const) {
          const own = new Intl.NumberFormat(locale, { minimumFractionDigits: 2 }).format(minor / 100);
          expect(plain(amountText(amount, language))).toBe(plain(own));
        }
      }),
    );
  });

  test("a rate is a percentage with two decimals", () => {
    expect(percentText(1200, "nb")).toBe("12,00\u00a0%");
    expect(percentText(5, "sv")).toBe("0,05\u00a0%");
    expect(percentText(1225, "en")).toBe("12.25%");
  });
});

test("a sum in figures takes the reader's decimals, and one with words is left out", () => {
  expect(arithmeticText("4/5 × 1750.00 = 1400.00", "nb")).toBe("4/5 × 1\u00a0750,00 = 1\u00a0400,00");
  expect(arithmeticText("the cap of 450.00", "sv")).toBeNull();
});

test("hours and lists are written as people write them", () => {
  expect(clockText("08:00", "nb")).toBe("08.00");
  expect(officeHourText("09:00", "nb")).toBe("9");
  expect(officeHourText("15:30", "sv")).toBe("15.30");
  expect(listText(["1", "2", "3"], "nb")).toBe("1, 2 og 3");
  expect(listText(["1"], "sv")).toBe("1");
});

test("an organisation number is grouped as each country groups it, and one that is grouped stays so", () => {
  expect(organisationNumberText("310000027")).toBe("310\u00a0000\u00a0027");
  expect(organisationNumberText("5599812301")).toBe("559981-2301");
  expect(organisationNumberText("559981-2301")).toBe("559981-2301");
  expect(organisationNumberText("NO 310 000 027 MVA")).toBe("NO 310 000 027 MVA");
});
