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
  readonly size: number | ((value: T) => number);
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
  const codec = CODECS[type] as Codec<ElementOf[T]>;
  if (rows.length === 0) return emptyArray(codec.oid);
  const into = Buffer.allocUnsafe(HEADER_BYTES + bytesOf(codec, rows, of));
  into.writeInt32BE(1, 0); // dimensions
  into.writeInt32BE(codec.oid, 8);
  into.writeInt32BE(rows.length, 12);
  into.writeInt32BE(1, 16); // the first index
  let at = HEADER_BYTES;
  let hasNull = 0;
  for (const row of rows) {
    const value = of(row);
    if (value === null) {
      hasNull = 1;
      into.writeInt32BE(NULL_LENGTH, at);
      at += 4;
      continue;
    }
    const length = codec.write(into, at + 4, value);
    into.writeInt32BE(length, at);
    at += 4 + length;
  }
  into.writeInt32BE(hasNull, 4);
  return into.subarray(0, at);
}

function emptyArray(oid: number): Buffer {
  const empty = Buffer.alloc(EMPTY_HEADER_BYTES);
  empty.writeInt32BE(oid, 8);
  return empty;
}

// For elements of one size an upper bound, for the others the exact number.
function bytesOf<T, Row>(codec: Codec<T>, rows: readonly Row[], of: (row: Row) => T | null): number {
  const { size } = codec;
  if (typeof size === "number") return rows.length * (4 + size);
  let bytes = rows.length * 4;
  for (const row of rows) {
    const value = of(row);
    if (value !== null) bytes += size(value);
  }
  return bytes;
}

const DAYS_1970_TO_2000 = 10_957;
const MS_1970_TO_2000 = DAYS_1970_TO_2000 * 86_400_000;

const CODECS: { readonly [T in ElementType]: Codec<ElementOf[T]> } = {
  bool: { oid: 16, size: 1, write: (into, at, value) => into.writeUInt8(value ? 1 : 0, at) - at },
  int2: { oid: 21, size: 2, write: (into, at, value) => into.writeInt16BE(value, at) - at },
  int4: { oid: 23, size: 4, write: (into, at, value) => into.writeInt32BE(value, at) - at },
  int8: { oid: 20, size: 8, write: (into, at, value) => into.writeBigInt64BE(value, at) - at },
  uuid: { oid: 2950, size: 16, write: writeUuid },
  date: {
    oid: 1082,
    size: 4,
    write: (into, at, day) => into.writeInt32BE(toEpochDay(day) - DAYS_1970_TO_2000, at) - at,
  },
  timestamptz: {
    oid: 1184,
    size: 8,
    write: (into, at, instant) => into.writeBigInt64BE(microsOf(instant), at) - at,
  },
  text: {
    oid: 25,
    size: (value) => Buffer.byteLength(value),
    write: (into, at, value) => into.write(value, at),
  },
  json: {
    oid: 114,
    size: (value) => Buffer.byteLength(value),
    write: (into, at, value) => into.write(value, at),
  },
  jsonb: {
    oid: 3802,
    size: (value) => 1 + Buffer.byteLength(value),
    write: (into, at, value) => {
      into[at] = 1; // the version of jsonb's binary form: the text follows
      return 1 + into.write(value, at + 1);
    },
  },
  bytea: {
    oid: 17,
    size: (value) => value.length,
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
