/**
 * How days, hours and amounts are written in each language. The tables are our own and not those of the
 * runtime: a letter rendered again in ten years must give the same bytes, and `Intl` changes its spaces between
 * versions.
 */
import { type CalendarDate, date, minorFromDecimal, weekdayOf } from "@innfri/kernel";
import type { AmountText, DayText, LetterData, LetterLanguage } from "./letter-data.ts";

/** U+00A0, between the groups of a number and before its unit, so that an amount is never split over two lines. */
export const NO_BREAK_SPACE = "\u00a0";
/** U+2212; a hyphen is too short to be seen before a digit. */
const MINUS = "\u2212";

type Words = {
  readonly months: readonly string[];
  readonly weekdays: readonly string[];
  /** What stands after the number of the day: `29. mai`, `8 maj`. */
  readonly afterDay: string;
  readonly group: string;
  readonly decimal: string;
  readonly and: string;
  readonly or: string;
};

const WORDS: Readonly<Record<LetterLanguage, Words>> = {
  nb: {
    months: words("januar februar mars april mai juni juli august september oktober november desember"),
    weekdays: words("mandag tirsdag onsdag torsdag fredag lørdag søndag"),
    afterDay: ".",
    group: NO_BREAK_SPACE,
    decimal: ",",
    and: "og",
    or: "eller",
  },
  sv: {
    months: words("januari februari mars april maj juni juli augusti september oktober november december"),
    weekdays: words("måndag tisdag onsdag torsdag fredag lördag söndag"),
    afterDay: "",
    group: NO_BREAK_SPACE,
    decimal: ",",
    and: "och",
    or: "eller",
  },
  en: {
    months: words("January February March April May June July August September October November December"),
    weekdays: words("Monday Tuesday Wednesday Thursday Friday Saturday Sunday"),
    afterDay: "",
    group: ",",
    decimal: ".",
    and: "and",
    or: "or",
  },
};

function words(text: string): readonly string[] {
  return text.split(" ");
}

/** `29. mai 2026`, `8 maj 2026`, `29 May 2026`, with the month never on another line than its day. Throws on what is not a day. */
export function dayText(day: DayText, language: LetterLanguage): string {
  return `${dayMonthText(day, language)} ${date(day).slice(0, 4)}`;
}

/** The day without its year, for sentences where the year has just been said: `29. mai`. */
export function dayMonthText(day: DayText, language: LetterLanguage): string {
  const checked: CalendarDate = date(day);
  const { months, afterDay } = WORDS[language];
  return `${Number(checked.slice(8, 10))}${afterDay}${NO_BREAK_SPACE}${months[Number(checked.slice(5, 7)) - 1]}`;
}

/** `11. juni–30. juni 2026`: a year or a day that both ends share is said once. */
export function daySpanText(from: DayText, to: DayText, language: LetterLanguage): string {
  if (from === to) return dayText(from, language);
  const start = from.slice(0, 4) === to.slice(0, 4) ? dayMonthText(from, language) : dayText(from, language);
  return `${start}–${dayText(to, language)}`;
}

/** `fredag 29. mai 2026`, `fredag 8 maj 2026`, `Friday 29 May 2026`. */
export function weekdayText(day: DayText, language: LetterLanguage): string {
  return `${WORDS[language].weekdays[weekdayOf(date(day)) - 1]} ${dayText(day, language)}`;
}

/** `torsdag 4. juni`, `Thursday 4 June`. */
export function weekdayMonthText(day: DayText, language: LetterLanguage): string {
  return `${WORDS[language].weekdays[weekdayOf(date(day)) - 1]} ${dayMonthText(day, language)}`;
}

/** `4 560,19` with no-break spaces, or `4,560.19`. A minus is a real minus. Throws on what is not an amount. */
export function amountText(amount: AmountText, language: LetterLanguage): string {
  const minor = minorFromDecimal(amount);
  const digits = (minor < 0n ? -minor : minor).toString().padStart(3, "0");
  const { decimal } = WORDS[language];
  return `${minor < 0n ? MINUS : ""}${grouped(digits.slice(0, -2), language)}${decimal}${digits.slice(-2)}`;
}

/** `4 560,19 kr`; in English, where `kr` could be either, `NOK 4,560.19`. */
export function moneyText(
  amount: AmountText,
  currency: LetterData["currency"],
  language: LetterLanguage,
): string {
  return withUnit(amountText(amount, language), currency, language);
}

/** As `moneyText`, but `600 kr` for a round sum: for limits and fees in running text. */
export function roundMoneyText(
  amount: AmountText,
  currency: LetterData["currency"],
  language: LetterLanguage,
): string {
  const full = amountText(amount, language);
  const { decimal } = WORDS[language];
  return withUnit(
    full.endsWith(`${decimal}00`) ? full.slice(0, -`${decimal}00`.length) : full,
    currency,
    language,
  );
}

function withUnit(number: string, currency: LetterData["currency"], language: LetterLanguage): string {
  if (language === "en") return `${currency}${NO_BREAK_SPACE}${number}`;
  const own = (language === "nb" && currency === "NOK") || (language === "sv" && currency === "SEK");
  return `${number}${NO_BREAK_SPACE}${own ? "kr" : currency}`;
}

function grouped(digits: string, language: LetterLanguage): string {
  return digits.replace(/\B(?=(\d{3})+$)/g, WORDS[language].group);
}

/** 1225 becomes `12,25 %`, in English `12.25%`. */
export function percentText(basisPoints: number, language: LetterLanguage): string {
  return `${rateText(basisPoints, language)}${language === "en" ? "" : NO_BREAK_SPACE}%`;
}

/** 1225 becomes `12,25`. */
export function rateText(basisPoints: number, language: LetterLanguage): string {
  const digits = String(Math.abs(basisPoints)).padStart(3, "0");
  return `${basisPoints < 0 ? MINUS : ""}${digits.slice(0, -2)}${WORDS[language].decimal}${digits.slice(-2)}`;
}

/** `08:00` becomes `08.00`, in English `08:00`. */
export function clockText(time: string, language: LetterLanguage): string {
  return language === "en" ? time : time.replace(":", ".");
}

/** `09:00` becomes `9` and `15:30` becomes `15.30`, in English as they stand: for office hours. */
export function officeHourText(time: string, language: LetterLanguage): string {
  if (language === "en") return time;
  return time.replace(/^0/, "").replace(":00", "").replace(":", ".");
}

/** A bare Norwegian or Swedish number as people write it, `310 000 027` or `559981-2301`; others as they stand. */
export function organisationNumberText(number: string): string {
  if (/^\d{9}$/.test(number)) return [0, 3, 6].map((at) => number.slice(at, at + 3)).join(NO_BREAK_SPACE);
  return number.replace(/^(\d{6})(\d{4})$/, "$1-$2");
}

/** `10482, 10483 og 10484`. */
export function listText(items: readonly string[], language: LetterLanguage): string {
  return joined(items, WORDS[language].and);
}

/** `på e-post, i brev eller på telefon`. */
export function choiceText(items: readonly string[], language: LetterLanguage): string {
  return joined(items, WORDS[language].or);
}

function joined(items: readonly string[], last: string): string {
  if (items.length < 2) return items.join("");
  return `${items.slice(0, -1).join(", ")} ${last} ${items.at(-1)}`;
}

/**
 * A sum written by the law package, `1/20 × 750.00 = 37.50`, in the letter's number form. `null` when it holds
 * words: they are English and belong in the audit export, not in a letter.
 */
export function arithmeticText(arithmetic: string, language: LetterLanguage): string | null {
  if (/\p{L}{2,}/u.test(arithmetic)) return null;
  return arithmetic.replace(/(\d+)\.(\d+)/g, (_, whole: string, fraction: string) => {
    return `${grouped(whole, language)}${WORDS[language].decimal}${fraction}`;
  });
}
