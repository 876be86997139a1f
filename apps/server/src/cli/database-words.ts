/** Why the database could not be talked to, for whoever has to mend it. */
import { errorFields } from "../log/index.ts";
import { isOutage } from "../store/index.ts";

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
  const { code } = errorFields(error);
  const words = code === undefined ? undefined : CODES.get(code);
  if (words !== undefined && databaseUrl.trim() !== "")
    return `the database of DATABASE_URL ${words} (${code})`;
  // Shut down or killed under a command that was at work. A full disk is an outage to the engine, and no going away.
  const hasGone = isOutage(error) && (code === undefined || /^(?:08|57P)/.test(code));
  return hasGone
    ? "the database went away meanwhile. What was done before that stays done: start the same command again"
    : null;
}
