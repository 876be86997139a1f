/** Where a page ended, as opaque text. It holds nothing that the page did not show. */
import { isDate, isUuid, type Uuid } from "@innfri/kernel";
import { Refused, refusal } from "./problem.ts";

export type Mark = { readonly value: string; readonly id: Uuid };

/** `order` is the list and its sort: a cursor of another one is refused. */
export function cursorOf(order: string, { value, id }: Mark): string {
  return Buffer.from(JSON.stringify([order, value, id])).toString("base64url");
}

export function markAt(
  order: string,
  cursor: string | undefined,
  isValue: (value: string) => boolean,
): Mark | null {
  if (cursor === undefined) return null;
  const parts = partsOf(cursor);
  // A cursor is its caller's to make up: a value that the list could not have is refused before the database is asked.
  if (parts !== undefined && parts[0] === order && isValue(parts[1]))
    return { value: parts[1], id: parts[2] };
  throw new Refused(
    refusal("invalid", "query: cursor: this is not where a page of this list ended. Begin without one.", {
      errors: [{ path: "cursor", message: "is not one of this list and its sort" }],
    }),
  );
}

export const isNothing = (value: string): boolean => value === "";
export const isCount = (value: string): boolean => /^\d{1,18}$/.test(value);
export const isNumber = (value: string): boolean => /^-?\d{1,18}$/.test(value);
export const isDay = (value: string): boolean => isDate(value);
export const isInstant = (value: string): boolean =>
  isDate(value.slice(0, 10)) &&
  /^[ T]([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?([+-]\d\d(:?\d\d)?|Z)$/.test(value.slice(10));

function partsOf(cursor: string): readonly [string, string, Uuid] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (!Array.isArray(parts) || parts.length !== 3) return undefined;
    const [order, value, id] = parts as unknown[];
    if (typeof order !== "string" || typeof value !== "string" || !isUuid(id)) return undefined;
    return [order, value, id];
  } catch {
    return undefined;
  }
}
