/** Reads fields of unknown JSON one by one; what is malformed is thrown with its place and caught by the reader. */
import {
  type CalendarDate,
  date,
  isDate,
  parseMinor,
  rationalFromDecimal,
  roundHalfUp,
} from "@innfri/kernel";

export class Invalid extends Error {
  readonly at: string;
  constructor(at: string, message: string) {
    super(message);
    this.at = at;
  }
}

export type Fields = Readonly<Record<string, unknown>>;

export function fieldsOr(value: unknown): Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

export function fields(value: unknown, at: string): Fields {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new Invalid(at, "an object is needed here");
  return value as Fields;
}

export function optionalFields(value: unknown, at: string): Fields {
  return value === undefined ? {} : fields(value, at);
}

export function list(value: unknown, at: string, most: number): readonly unknown[] {
  if (!Array.isArray(value)) throw new Invalid(at, "a list is needed here");
  if (value.length > most) throw new Invalid(at, `at most ${most} entries`);
  return value;
}

export function text(value: unknown, at: string): string {
  if (typeof value !== "string" || value === "") throw new Invalid(at, "a text is needed here");
  return value;
}

/** A text that is shown on terminals: nothing in it may move a cursor or turn the text around. */
export function printed(value: unknown, at: string): string {
  const given = text(value, at);
  if (/\p{C}/u.test(given)) throw new Invalid(at, "signs that can be printed are needed here");
  return given;
}

/** What is counted from these days, forwards or back, stays within the calendar. */
const FIRST_DAY = date("1950-01-01");
const LAST_DAY = date("2150-12-31");

/** Is this a day that facts can be about? */
export function isDayOfCase(value: unknown): value is CalendarDate {
  return isDate(value) && value >= FIRST_DAY && value <= LAST_DAY;
}

export function day(value: unknown, at: string): CalendarDate {
  if (!isDayOfCase(value))
    throw new Invalid(at, `a day YYYY-MM-DD from 1950 to 2150 is needed here, not ${shown(value)}`);
  return value;
}

export function amount(value: unknown, at: string): bigint {
  const minor = typeof value === "string" ? parseMinor(value) : undefined;
  if (minor === undefined || minor < 0n)
    throw new Invalid(at, `an amount such as "4500.00" is needed here, not ${shown(value)}`);
  return minor;
}

export function basisPoints(value: unknown, at: string): number {
  if (typeof value !== "string" || !/^\d{1,3}(\.\d{1,2})?$/.test(value))
    throw new Invalid(at, 'a rate in percent such as "12.25" is needed here');
  const exact = rationalFromDecimal(value);
  return Number(roundHalfUp({ numerator: exact.numerator * 100n, denominator: exact.denominator }));
}

export function whole(value: unknown, at: string, most: number): number {
  const number = typeof value === "string" && /^\d{1,6}$/.test(value) ? Number(value) : value;
  if (typeof number !== "number" || !Number.isInteger(number) || number < 0 || number > most)
    throw new Invalid(at, `a whole number from 0 to ${most} is needed here`);
  return number;
}

export function flag(value: unknown, at: string): boolean {
  if (typeof value !== "boolean") throw new Invalid(at, "true or false is needed here");
  return value;
}

export function oneOf<const T extends string>(value: unknown, allowed: readonly T[], at: string): T {
  const found = allowed.find((option) => option === value);
  if (found === undefined)
    throw new Invalid(at, `one of ${allowed.join(", ")} is needed here, not ${shown(value)}`);
  return found;
}

/** A value as a message quotes it: JSON where it is a plain one, cut where it is long. Never throws. */
export function shown(value: unknown): string {
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "an object";
  const whole = typeof value === "string" ? JSON.stringify(value) : String(value);
  return whole.length <= 60 ? whole : `${whole.slice(0, 60)}…`;
}
