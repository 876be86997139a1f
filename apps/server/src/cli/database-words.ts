/** Why the database of `DATABASE_URL` could not be talked to at all, for whoever has to mend it. */
import { errorFields } from "../log/index.ts";

const CODES: ReadonlyMap<string, string> = new Map([
  ...["ECONNREFUSED", "ENOTFOUND", "EAI_AGAIN", "ETIMEDOUT", "EHOSTUNREACH", "ENETUNREACH"].map(
    (code) => [code, "cannot be reached: does PostgreSQL run there?"] as const,
  ),
  ["28P01", "refuses this user or password"],
  ["28000", "refuses this user"],
  ["3D000", "is not there: has it been created?"],
]);

/** Null where that is not what happened. */
export function databaseWords(error: unknown, databaseUrl = process.env.DATABASE_URL ?? ""): string | null {
  if (databaseUrl.trim() === "") return null;
  const { code } = errorFields(error);
  const words = code === undefined ? undefined : CODES.get(code);
  return words === undefined ? null : `the database of DATABASE_URL ${words} (${code})`;
}
