/** How values come out of PostgreSQL: money as bigint, days and instants as text in our own forms. */
import pg from "pg";

const { builtins } = pg.types;

/**
 * An instant as `2026-02-17T08:00:00.000Z`: always three decimals, and more only when the database holds more,
 * so that what was written by `toISOString` is read back as the same text and hashes to the same.
 */
export function instantOf(text: string): string {
  const parts = /^(\d{4}-\d{2}-\d{2}) (\d{2}:\d{2}:\d{2})(?:\.(\d{1,6}))?\+00$/.exec(text);
  if (parts === null) throw new RangeError(`not an instant in UTC: ${text}`);
  return `${parts[1]}T${parts[2]}.${(parts[3] ?? "").padEnd(3, "0")}Z`;
}

const parsers = new Map<number, (text: string) => unknown>([
  [builtins.INT8, BigInt],
  [builtins.DATE, (text) => text],
  [builtins.TIMESTAMPTZ, instantOf],
]);
// Arrays of small plain values, `{1,-2,NULL}`, need no parser of quotes.
for (const [oid, element] of [
  [1005, Number],
  [1007, Number],
  [1016, BigInt],
  [1182, String],
  [2951, String],
] as const)
  parsers.set(oid, (text) =>
    text === "{}"
      ? []
      : text
          .slice(1, -1)
          .split(",")
          .map((part) => (part === "NULL" ? null : element(part))),
  );

export const typeParsers = {
  getTypeParser: ((oid: number, format?: "text" | "binary") =>
    (format !== "binary" && parsers.get(oid)) ||
    pg.types.getTypeParser(oid, format as "text")) as typeof pg.types.getTypeParser,
};
