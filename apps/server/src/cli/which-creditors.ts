/** The creditors that a command with `--creditor` is about: the one named, or all. */
import type { Uuid } from "@innfri/kernel";
import { allCreditors } from "../engine/creditors.ts";
import type { Pool } from "../store/index.ts";
import { UsageError } from "./output.ts";
import { idOf } from "./parse-options.ts";

export async function whichCreditors(pool: Pool, option: string | undefined): Promise<Uuid[]> {
  const all = (await allCreditors(pool)).map(({ creditorId }) => creditorId);
  if (option === undefined) return all;
  const wanted = idOf("creditor", option);
  if (all.includes(wanted)) return [wanted];
  throw new UsageError(`There is no creditor ${wanted}. Run: innfri creditor list`);
}
