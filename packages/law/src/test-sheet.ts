/** The law sheets beside the repository, for tests that hold the tables against them. */
import { existsSync, readFileSync } from "node:fs";

const folder = new URL("../../../../shared/law/", import.meta.url);

/** Are the sheets here? Tests that need them skip when they are not, and their title says so. */
export const haveSheets = existsSync(folder);

export const skipNote = haveSheets ? "" : " (SKIPPED: ../shared/law is missing)";

/** One country's sheet as parsed JSON; only the fields a test names are relied on. */
export function sheet<T>(name: "norway.json" | "sweden.json"): T {
  return JSON.parse(readFileSync(new URL(name, folder), "utf8")) as T;
}
