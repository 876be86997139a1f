/** Sums by account and currency. */
import type { Currency } from "@innfri/kernel";
import { accountName } from "./account-names.ts";

export type Balance = { readonly account: string; readonly currency: Currency; readonly minor: bigint };

export class BalanceSums {
  readonly #sums = new Map<string, Balance>();

  add(accountNo: number, currency: Currency, minor: bigint): void {
    const account = accountName(accountNo);
    const key = `${account} ${currency}`;
    this.#sums.set(key, { account, currency, minor: (this.#sums.get(key)?.minor ?? 0n) + minor });
  }

  /** Every account that was posted to, also where it has come back to nothing, by account and currency. */
  balances(): Balance[] {
    return [...this.#sums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, balance]) => balance);
  }
}
