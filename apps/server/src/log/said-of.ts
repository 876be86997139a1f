/** What may be kept or shown of an error where people read it. */
import pg from "pg";

/**
 * An error in words. PostgreSQL quotes what it refuses, and these words go where names may not: into chains that cannot
 * be blanked, and to standard error, which a service's log keeps.
 */
export function saidOf(error: unknown): string {
  if (error instanceof pg.DatabaseError) {
    const { code = "?????", constraint, table } = error;
    const what = [constraint ?? table].filter((name) => name !== undefined).map((name) => `, ${name}`);
    return `the database refused a statement (${code}${what.join("")})`;
  }
  return error instanceof Error ? error.message : String(error);
}
