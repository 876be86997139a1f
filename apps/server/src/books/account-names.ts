/** What the accounts of the books are called: the same in balances, in the export and on screens. */
import { ACCOUNTS } from "@innfri/claims";

const NAMES: Readonly<Record<number, string>> = ACCOUNTS;

/** A number that the chart does not have is shown as such, and never left out. */
export function accountName(accountNo: number): string {
  return NAMES[accountNo] ?? `unknown:${accountNo}`;
}
