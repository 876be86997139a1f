/** Canonical JSON and its hash: the same facts give the same bytes whatever order they were written in. */
import { createHash, hash } from "node:crypto";

export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * JSON with sorted keys and no white space. Numbers must be safe integers: amounts travel as decimal strings.
 * Throws `RangeError` on a number that is not, on `undefined` and on anything that JSON cannot hold.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return JSON.stringify(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value))
      throw new RangeError(`only whole numbers have one canonical form, not ${value}`);
    return Object.is(value, -0) ? "0" : String(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  if (typeof value !== "object") throw new RangeError(`JSON cannot hold a ${typeof value}`);
  const fields = value as { readonly [key: string]: Json };
  const keys = Object.keys(fields).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${canonicalJson(fields[key] as Json)}`).join(",")}}`;
}

export function sha256(data: string | Uint8Array): Buffer {
  return hash("sha256", data, "buffer");
}

export function sha256Hex(data: string | Uint8Array): string {
  return hash("sha256", data, "hex");
}

/** The hash of `previous` followed by `next`: one link of a chain. */
export function sha256Link(previous: Uint8Array, next: string): Buffer {
  return createHash("sha256").update(previous).update(next).digest();
}
