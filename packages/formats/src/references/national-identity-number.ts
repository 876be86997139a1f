/**
 * Recognises the identity numbers of natural persons, so that an import can drop them where they do not belong, and
 * keep them apart where they do:
 * fødselsnummer and D-number in Norway, personnummer and samordningsnummer in Sweden, henkilötunnus in Finland.
 * Nothing is read out of a number: neither birth date nor gender.
 */
import { type CalendarDate, dateFromParts } from "@innfri/kernel";
import { isDigits, passesLuhn, weightedSum } from "./checksums.ts";

/**
 * `today` is the control that numbers issued before 2032 satisfy; `from2032` also admits the numbers that Norway
 * issues from 1 January 2032, where the first control may leave 0, 1, 2 or 3 (Skatteetaten, "Nye fødselsnummer og
 * d-nummer fra 2032"). Old numbers stay valid, so `from2032` holds both.
 */
export type NorwegianControlRule = "today" | "from2032";

const K1_WEIGHTS = [3, 7, 6, 1, 8, 9, 4, 5, 2, 1] as const;
const K2_WEIGHTS = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2, 1] as const;
const FINNISH_CHECKS = "0123456789ABCDEFHJKLMNPRSTUVWXY";

/**
 * Does the whole of `text` have the form and the control digits of a natural person's identity number in
 * `country`? Spaces and the separator do not matter. About one in a thousand random digit strings of the right
 * length does too: an answer of yes is a reason to drop the value, not proof that it is one.
 */
export function looksLikeNationalIdentityNumber(text: string, country: "NO" | "SE" | "FI"): boolean {
  const compact = text.replace(/\s+/g, "").toUpperCase();
  if (country === "NO") return isNorwegianIdentityNumber(compact.replace(/-/g, ""), "from2032");
  return country === "SE" ? isSwedishIdentityNumber(compact) : isFinnishIdentityNumber(compact);
}

/**
 * A Norwegian fødselsnummer, D-number (day + 40), help number (month + 40) or number of the synthetic test
 * populations (month + 40, 65 or 80): 11 digits.
 */
export function isNorwegianIdentityNumber(digits: string, rule: NorwegianControlRule): boolean {
  if (digits.length !== 11 || !isDigits(digits)) return false;
  const day = Number(digits.slice(0, 2));
  const month = Number(digits.slice(2, 4));
  if (!isDayOfSomeYear(day > 40 ? day - 40 : day, ordinaryMonth(month), Number(digits.slice(4, 6)), "NO"))
    return false;
  const highestRest = rule === "today" ? 0 : 3;
  return weightedSum(digits, K1_WEIGHTS) % 11 <= highestRest && weightedSum(digits, K2_WEIGHTS) % 11 === 0;
}

/** A Swedish personnummer or samordningsnummer (day + 60), in ten or twelve digits with or without separator. */
export function isSwedishIdentityNumber(text: string): boolean {
  const parts = /^(\d{2})?(\d{2})(\d{2})(\d{2})[-+]?(\d{3})(\d)$/.exec(text);
  if (parts === null) return false;
  const [, century, year = "", month = "", dayText = "", serial = "", check = ""] = parts;
  const day = Number(dayText) > 60 ? Number(dayText) - 60 : Number(dayText);
  const exists =
    century === undefined
      ? isDayOfSomeYear(day, Number(month), Number(year), "SE")
      : isDay(Number(century + year), Number(month), day);
  return exists && serial !== "000" && passesLuhn(year + month + dayText + serial + check);
}

/** A country whose numbers are kept: in one form each, so that the same person is found again. */
export type IdentityCountry = "NO" | "SE";

/**
 * The number in the form that it is kept in: eleven digits in Norway, twelve in Sweden; null where it is none. Ten
 * Swedish digits are of the latest century whose day is not after `today`, and with a `+` of the one before.
 */
export function normalizeNationalIdentityNumber(
  text: string,
  country: IdentityCountry,
  today: CalendarDate,
): string | null {
  const compact = text.replace(/\s+/g, "");
  if (country === "NO") {
    const digits = compact.replace(/-/g, "");
    return isNorwegianIdentityNumber(digits, "from2032") ? digits : null;
  }
  if (!isSwedishIdentityNumber(compact)) return null;
  const digits = compact.replace(/[-+]/g, "");
  if (digits.length === 12) return digits;
  const [year, month, day] = [0, 2, 4].map((at) => Number(digits.slice(at, at + 2)));
  const latest = [20, 19, 18].filter((century) => {
    const on = `${century}${digits.slice(0, 2)}-${two(month!)}-${two(day! > 60 ? day! - 60 : day!)}`;
    return isDay(century * 100 + year!, month!, day! > 60 ? day! - 60 : day!) && on <= today;
  });
  const century = latest[compact.includes("+") ? 1 : 0];
  return century === undefined ? null : `${century}${digits}`;
}

function two(figure: number): string {
  return String(figure).padStart(2, "0");
}

/**
 * Whether a Norwegian number is of a person in the register: not a help number and not of the synthetic populations, whose
 * months are 40, 65 or 80 higher.
 */
export function isRegisteredNorwegianNumber(digits: string): boolean {
  return Number(digits.slice(2, 4)) <= 12;
}

/** The number as it is shown to whoever needs not know it: its last figures alone, `******12345`. */
export function maskedIdentityNumber(number: string): string {
  const shown = number.length === 11 ? 5 : 4;
  return "*".repeat(number.length - shown) + number.slice(-shown);
}

/** A Finnish henkilötunnus, with the century signs in use since 2023. */
export function isFinnishIdentityNumber(text: string): boolean {
  const parts = /^(\d{2})(\d{2})(\d{2})([-+YXWVUABCDEF])(\d{3})([0-9A-Y])$/.exec(text);
  if (parts === null) return false;
  const [, day = "", month = "", year = "", , serial = "", check = ""] = parts;
  return (
    isDayOfSomeYear(Number(day), Number(month), Number(year), "FI") &&
    FINNISH_CHECKS[Number(day + month + year + serial) % 31] === check
  );
}

function ordinaryMonth(month: number): number {
  if (month > 80) return month - 80;
  if (month > 65) return month - 65;
  return month > 40 ? month - 40 : month;
}

// A two-digit year does not tell its century, so the day must exist in one of those a living person can have.
function isDayOfSomeYear(day: number, month: number, year: number, country: "NO" | "SE" | "FI"): boolean {
  const centuries = country === "NO" ? [1900, 2000] : [1800, 1900, 2000];
  return centuries.some((century) => isDay(century + year, month, day));
}

// The calendar of the kernel begins in 1900; earlier years of the same place in the leap cycle stand in for 18xx.
function isDay(year: number, month: number, day: number): boolean {
  const inCalendar = year >= 1800 && year < 1900 ? year + (year === 1800 ? 100 : 200) : year;
  return dateFromParts(inCalendar, month, day) !== undefined;
}
