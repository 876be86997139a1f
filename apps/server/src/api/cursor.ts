/** Pages of lists, and where one ended, as opaque text that holds nothing that the page did not show. */
import { isDate, isUuid, type Uuid } from "@innfri/kernel";
import { Refused, refusal } from "./problem.ts";

export type Mark = { readonly value: string; readonly id: Uuid };

type Asked = { readonly cursor?: string | undefined; readonly limit: number };
type Page<Item> = { readonly items: Item[]; readonly nextCursor: string | null };

/** A page of a list as it was asked for. `order` is the list and its sort: a cursor of another one is refused. */
export function pageIn(order: string, isValue: (value: string) => boolean, { cursor, limit }: Asked) {
  const nextCursor = (mark: Mark | null) => (mark === null ? null : cursorOf(order, mark));
  return {
    /** Where the page before ended; null at the beginning. */
    after: markAt(order, cursor, isValue),
    /** So many rows are asked for: the one too many says that there is a next page. */
    rows: limit + 1,
    nextCursor,
    of<Row, Item>(rows: readonly Row[], markOf: (row: Row) => Mark, itemOf: (row: Row) => Item): Page<Item> {
      const shown = rows.slice(0, limit);
      const last = rows.length > limit ? shown.at(-1) : undefined;
      return { items: shown.map(itemOf), nextCursor: nextCursor(last === undefined ? null : markOf(last)) };
    },
  };
}

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
export const isOrdinal = (value: string): boolean => /^\d{1,9}$/.test(value);
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
