/** What may be told of an error: its kind, its codes and where it came from, and never what it says. */
import { fileURLToPath } from "node:url";
import pg from "pg";
import type { LogFields } from "./fields.ts";

const ROOT = fileURLToPath(new URL("../../../../", import.meta.url));
const MOST_PLACES = 8;

/**
 * PostgreSQL quotes rows and parameters in its message, detail, hint and context, and others quote addresses and file
 * names. So nothing of an error's text is taken; the names that PostgreSQL gives are of our own tables.
 */
export function errorFields(error: unknown): LogFields {
  if (!(error instanceof Error)) return { error: "Error" };
  const known = {
    error: error.constructor.name,
    places: placesOf(error),
  };
  if (error instanceof pg.DatabaseError)
    return {
      ...known,
      sqlState: error.code,
      table: error.table,
      column: error.column,
      constraint: error.constraint,
    };
  const { code, responseCode } = error as { readonly code?: unknown; readonly responseCode?: unknown };
  const said = typeof code === "string" ? code : typeof responseCode === "number" ? responseCode : undefined;
  return { ...known, code: said === undefined ? undefined : String(said) };
}

/** The frames in our own files, `apps/server/src/engine/run-day.ts:41`, without what stands before them. */
function placesOf(error: Error): readonly string[] {
  const stack = error.stack ?? "";
  const said = stack.indexOf(error.message);
  // Past the message, which could look like a frame.
  const frames = said < 0 ? stack : stack.slice(said + error.message.length);
  return [...frames.matchAll(/^ +at (?:.*\()?(?:file:\/\/)?([^()\s]+):(\d+):\d+\)?$/gm)]
    .filter(([, file]) => file!.startsWith(ROOT) && !file!.includes("/node_modules/"))
    .slice(0, MOST_PLACES)
    .map(([, file, line]) => `${file!.slice(ROOT.length)}:${line}`);
}
