/** The amounts of an account as the law sheets write them. */
import { date, formatMinor } from "@innfri/kernel";
import { accountOn } from "./account.ts";
import type { FileFacts } from "./facts.ts";

export type Expected = Readonly<Record<string, string>>;

/** What is owed at the end of a day, of the amounts asked about. */
export function found(facts: FileFacts, on: string, keys: readonly string[]): Expected {
  const amounts = accountOn(facts, date(on)).amountsOn(date(on)) as Readonly<Record<string, bigint>>;
  return Object.fromEntries(keys.map((key) => [key, formatMinor(amounts[key]!)]));
}
