/** What may be kept or shown of an error where people read it. */
import pg from "pg";
import { errorFields } from "./error-fields.ts";

/** An error in words, for standard error. PostgreSQL quotes what it refuses, and a service's log keeps what comes there. */
export function saidOf(error: unknown): string {
  if (error instanceof pg.DatabaseError) {
    const { code = "?????", constraint, table } = error;
    const what = [constraint ?? table].filter((name) => name !== undefined).map((name) => `, ${name}`);
    return `the database refused a statement (${code}${what.join("")})`;
  }
  return error instanceof Error ? error.message : String(error);
}

/**
 * An error as a chain keeps it, which cannot be blanked: its kind and the place in our code, and nothing of its words,
 * which may tell a name or an address.
 */
export function defectOf(error: unknown): string {
  if (error instanceof pg.DatabaseError) return saidOf(error);
  const { error: kind = "Error", code, places = [] } = errorFields(error);
  const codes = code !== undefined && /^[A-Z0-9_]{2,40}$/.test(code) ? ` (${code})` : "";
  return `${kind}${codes}${places[0] === undefined ? "" : ` at ${places[0]}`}`;
}
