/**
 * Ids are UUIDs of version 7 made in the application: a time in front, so that what is made together lies
 * together on disk, and 74 bits behind it.
 */
import { type CalendarDate, toEpochDay } from "./calendar-date.ts";
import { sha256Hex } from "./canonical.ts";

declare const uuidBrand: unique symbol;
/** A UUID in lower case with hyphens. */
export type Uuid = string & { readonly [uuidBrand]: true };

const UUID_FORM = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** Is `text` a UUID in that form? */
export function isUuid(text: unknown): text is Uuid {
  return typeof text === "string" && UUID_FORM.test(text);
}

/** A version 7 UUID of the given instant (milliseconds since 1970) and ten bytes of the caller's choice. */
export function uuidOf(atMs: number, tail: Uint8Array): Uuid {
  const bytes = Buffer.alloc(16);
  bytes.writeUIntBE(atMs, 0, 6);
  bytes.set(tail.subarray(0, 10), 6);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = bytes.toString("hex");
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-${hex.slice(12, 16)}-${hex.slice(16, 20)}-${hex.slice(20)}` as Uuid;
}

/**
 * The id that a fact has because of what it is: the same day and parts give the same id, so that doing a thing
 * twice, or again after a crash, cannot make two of it.
 */
export function derivedId(on: CalendarDate, ...parts: readonly string[]): Uuid {
  const hex = sha256Hex(parts.join("\u001f"));
  const variant = "89ab"[Number.parseInt(hex[4]!, 16) & 3];
  return `${timeOf(on)}-7${hex.slice(1, 4)}-${variant}${hex.slice(5, 8)}-${hex.slice(8, 20)}` as Uuid;
}

// All ids of a run are of one day, and making the text of it takes as long as the hash.
let lastDay: CalendarDate | undefined;
let lastTime = "";

/** The first twelve digits. */
function timeOf(on: CalendarDate): string {
  if (on !== lastDay) {
    lastTime = uuidOf(Math.max(0, toEpochDay(on)) * 86_400_000, NO_TAIL).slice(0, 13);
    lastDay = on;
  }
  return lastTime;
}

const NO_TAIL = new Uint8Array(10);
