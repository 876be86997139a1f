/** Canonical JSON and its hash: the same facts give the same bytes whatever order they were written in. */
import { createHash, hash } from "node:crypto";
import type { Json } from "./json.ts";

/**
 * JSON with sorted keys and no white space. Numbers must be safe integers: amounts travel as decimal strings.
 * Throws `RangeError` on a number that is not, on `undefined` and on anything that JSON cannot hold.
 */
export function canonicalJson(value: Json): string {
  switch (typeof value) {
    case "string":
      return quoted(value);
    case "number":
      if (!Number.isSafeInteger(value))
        throw new RangeError(`only whole numbers have one canonical form, not ${value}`);
      return Object.is(value, -0) ? "0" : String(value);
    case "boolean":
      return value ? "true" : "false";
    case "object":
      break;
    default:
      throw new RangeError(`JSON cannot hold a ${typeof value}`);
  }
  if (value === null) return "null";
  return Array.isArray(value) ? listed(value) : fielded(value as { readonly [key: string]: Json });
}

// Every event and document passes here, so the text is built in loops: half the time of map, join and templates.
function listed(values: readonly Json[]): string {
  let text = "[";
  for (let i = 0; i < values.length; i++) text += (i === 0 ? "" : ",") + canonicalJson(values[i] as Json);
  return `${text}]`;
}

function fielded(fields: { readonly [key: string]: Json }): string {
  const keys = sorted(Object.keys(fields));
  let text = "{";
  for (let i = 0; i < keys.length; i++) {
    const key = keys[i] as string;
    if (i > 0) text += ",";
    text += named(key);
    text += canonicalJson(fields[key] as Json);
  }
  return `${text}}`;
}

/** In the order of their UTF-16 units, in place: few as they are, a sort of the library's would copy them first. */
function sorted(keys: string[]): string[] {
  if (keys.length > 50) return keys.sort();
  for (let i = 1; i < keys.length; i++) {
    const key = keys[i] as string;
    let at = i;
    for (; at > 0 && (keys[at - 1] as string) > key; at--) keys[at] = keys[at - 1] as string;
    keys[at] = key;
  }
  return keys;
}

const NAMES_MAX = 1000;
const NAMES = new Map<string, string>();

/** `"key":`, kept: a program has few names for many values. */
function named(key: string): string {
  const kept = NAMES.get(key);
  if (kept !== undefined) return kept;
  const name = `${quoted(key)}:`;
  if (NAMES.size < NAMES_MAX) NAMES.set(key, name);
  return name;
}

/** What JSON escapes: quotes, backslashes, control characters and halves of surrogate pairs. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is looked for
const ESCAPED = /["\\\u0000-\u001f\ud800-\udfff]/;

function quoted(text: string): string {
  return ESCAPED.test(text) ? JSON.stringify(text) : `"${text}"`;
}

/** The SHA-256 hash of text (as UTF-8) or bytes, of several as of one after the other. */
export function sha256(...parts: readonly (string | Uint8Array)[]): Buffer {
  const [first, ...more] = parts;
  if (first !== undefined && more.length === 0) return hash("sha256", first, "buffer");
  const bytes = joined(parts);
  if (bytes !== undefined) return hash("sha256", bytes, "buffer");
  const all = createHash("sha256");
  for (const part of parts) all.update(part);
  return all.digest();
}

const JOINED = Buffer.allocUnsafeSlow(65_536);
const UTF8_BYTES_MAX = 3;

/**
 * The parts in one piece of memory that is used again; undefined where they are too long for it. A part at a time, since
 * writing a text out also puts together the many pieces it was made of, which a batch would otherwise hold on to.
 */
function joined(parts: readonly (string | Uint8Array)[]): Uint8Array | undefined {
  let end = 0;
  for (const part of parts) {
    const most = part.length * (typeof part === "string" ? UTF8_BYTES_MAX : 1);
    if (end + most > JOINED.length) return undefined;
    if (typeof part === "string") end += JOINED.write(part, end);
    else {
      JOINED.set(part, end);
      end += part.length;
    }
  }
  return JOINED.subarray(0, end);
}

/** The same of one text as 64 hexadecimal digits. */
export function sha256Hex(data: string | Uint8Array): string {
  return hash("sha256", data, "hex");
}
