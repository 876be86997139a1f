/**
 * PostgreSQL arrays in binary form. node-postgres sends a Buffer as a binary parameter, so a page of a thousand
 * rows travels as one Buffer a column, for `unnest($1::uuid[], …)`, with nothing quoted and nothing parsed.
 */
import { type CalendarDate, toEpochDay } from "@innfri/kernel";

/** What an element of each type is given as. Days are `YYYY-MM-DD`, instants ISO 8601 in UTC, JSON is text. */
export type ElementOf = {
  readonly bool: boolean;
  readonly int2: number;
  readonly int4: number;
  readonly int8: bigint;
  readonly uuid: string;
  readonly date: CalendarDate;
  readonly timestamptz: string;
  readonly text: string;
  readonly json: string;
  readonly jsonb: string;
  readonly bytea: Uint8Array;
};
export type ElementType = keyof ElementOf;

/** Writes at `at` and returns how many bytes it wrote. */
type Codec<T> = {
  readonly oid: number;
  /** The most bytes that a value takes. */
  readonly most: number | ((value: T) => number);
  readonly write: (into: Buffer, at: number, value: T) => number;
};

const HEADER_BYTES = 20;
const EMPTY_HEADER_BYTES = 12;
const NULL_LENGTH = -1;

/**
 * The array of `of(row)` for every row. Throws `RangeError` on a value its type cannot hold.
 * `binaryArray("int8", rows, (row) => row.amountMinor)`
 */
export function binaryArray<T extends ElementType, Row>(
  type: T,
  rows: readonly Row[],
  of: (row: Row) => ElementOf[T] | null,
): Buffer {
  const array = new GrowingArray(type, of);
  array.add(rows);
  return array.bytes();
}

/** An array that is made a few rows at a time, so that nobody has to keep them all; its memory is used again. */
export class GrowingArray<T extends ElementType, Row> {
  readonly #codec: Codec<ElementOf[T]>;
  readonly #of: (row: Row) => ElementOf[T] | null;
  #into = NOTHING;
  #at = HEADER_BYTES;
  #count = 0;
  #hasNull = 0;

  constructor(type: T, of: (row: Row) => ElementOf[T] | null) {
    this.#codec = CODECS[type] as Codec<ElementOf[T]>;
    this.#of = of;
  }

  add(rows: readonly Row[]): void {
    if (rows.length === 0) return;
    const { write, most } = this.#codec;
    const isVaried = typeof most === "function";
    this.#reserve(rows.length * (isVaried ? 4 : 4 + most));
    let at = this.#at;
    for (let i = 0; i < rows.length; i++) {
      const value = this.#of(rows[i] as Row);
      if (value === null) {
        this.#hasNull = 1;
        this.#into.writeInt32BE(NULL_LENGTH, at);
        at += 4;
        continue;
      }
      if (isVaried) {
        this.#at = at;
        this.#reserve(most(value) + (rows.length - i) * 4);
      }
      const length = write(this.#into, at + 4, value);
      this.#into.writeInt32BE(length, at);
      at += 4 + length;
    }
    this.#at = at;
    this.#count += rows.length;
  }

  /** All rows so far. Good until more are added or it is cleared. */
  bytes(): Buffer {
    if (this.#count === 0) return emptyArray(this.#codec.oid);
    const into = this.#into;
    into.writeInt32BE(1, 0); // dimensions
    into.writeInt32BE(this.#hasNull, 4);
    into.writeInt32BE(this.#codec.oid, 8);
    into.writeInt32BE(this.#count, 12);
    into.writeInt32BE(1, 16); // the first index
    return into.subarray(0, this.#at);
  }

  clear(): void {
    this.#at = HEADER_BYTES;
    this.#count = 0;
    this.#hasNull = 0;
  }

  #reserve(bytes: number): void {
    if (this.#at + bytes <= this.#into.length) return;
    const larger = Buffer.allocUnsafeSlow(Math.max(this.#at + bytes, this.#into.length * 2));
    this.#into.copy(larger, 0, 0, this.#at);
    this.#into = larger;
  }
}

const NOTHING = Buffer.alloc(0);

function emptyArray(oid: number): Buffer {
  const empty = Buffer.alloc(EMPTY_HEADER_BYTES);
  empty.writeInt32BE(oid, 8);
  return empty;
}

/** UTF-8 takes at most so many bytes for each unit of a JavaScript string. */
const UTF8_BYTES_MAX = 3;

const DAYS_1970_TO_2000 = 10_957;
const MS_1970_TO_2000 = DAYS_1970_TO_2000 * 86_400_000;

const CODECS: { readonly [T in ElementType]: Codec<ElementOf[T]> } = {
  bool: { oid: 16, most: 1, write: (into, at, value) => into.writeUInt8(value ? 1 : 0, at) - at },
  int2: { oid: 21, most: 2, write: (into, at, value) => into.writeInt16BE(value, at) - at },
  int4: { oid: 23, most: 4, write: (into, at, value) => into.writeInt32BE(value, at) - at },
  int8: { oid: 20, most: 8, write: (into, at, value) => into.writeBigInt64BE(value, at) - at },
  uuid: { oid: 2950, most: 16, write: writeUuid },
  date: {
    oid: 1082,
    most: 4,
    write: (into, at, day) => into.writeInt32BE(toEpochDay(day) - DAYS_1970_TO_2000, at) - at,
  },
  timestamptz: {
    oid: 1184,
    most: 8,
    write: (into, at, instant) => into.writeBigInt64BE(microsOf(instant), at) - at,
  },
  text: {
    oid: 25,
    most: (value) => value.length * UTF8_BYTES_MAX,
    write: (into, at, value) => into.write(value, at),
  },
  json: {
    oid: 114,
    most: (value) => value.length * UTF8_BYTES_MAX,
    write: (into, at, value) => into.write(value, at),
  },
  jsonb: {
    oid: 3802,
    most: (value) => 1 + value.length * UTF8_BYTES_MAX,
    write: (into, at, value) => {
      into[at] = 1; // the version of jsonb's binary form: the text follows
      return 1 + into.write(value, at + 1);
    },
  },
  bytea: {
    oid: 17,
    most: (value) => value.length,
    write: (into, at, value) => {
      into.set(value, at);
      return value.length;
    },
  },
};

const NOT_HEX = 0xff;
const HEX_VALUES = Uint8Array.from({ length: 256 }, (_, code) => {
  const value = "0123456789abcdef".indexOf(String.fromCharCode(code).toLowerCase());
  return value < 0 ? NOT_HEX : value;
});
// Where the sixteen pairs of digits stand in 8-4-4-4-12.
const UUID_PAIRS = [0, 2, 4, 6, 9, 11, 14, 16, 19, 21, 24, 26, 28, 30, 32, 34] as const;

function writeUuid(into: Buffer, at: number, uuid: string): number {
  let seen = 0;
  for (let index = 0; index < 16; index++) {
    const pair = UUID_PAIRS[index]!;
    const high = HEX_VALUES[uuid.charCodeAt(pair)] ?? NOT_HEX;
    const low = HEX_VALUES[uuid.charCodeAt(pair + 1)] ?? NOT_HEX;
    seen |= high | low;
    into[at + index] = (high << 4) | low;
  }
  if (uuid.length !== 36 || seen > 15) throw new RangeError(`not a UUID: ${JSON.stringify(uuid)}`);
  return 16;
}

const INSTANT_FORM = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(?:\.\d{3}(\d{1,3})?)?Z$/;

// All rows of a page were recorded at one instant, so the last answer is mostly the next one.
let lastInstant = "";
let lastMicros = 0n;

function microsOf(instant: string): bigint {
  if (instant === lastInstant) return lastMicros;
  const parts = INSTANT_FORM.exec(instant);
  const ms = Date.parse(instant);
  if (parts === null || Number.isNaN(ms))
    throw new RangeError(`not an instant in UTC: ${JSON.stringify(instant)}`);
  lastMicros = BigInt(ms - MS_1970_TO_2000) * 1000n + BigInt((parts[1] ?? "").padEnd(3, "0"));
  lastInstant = instant;
  return lastMicros;
}
