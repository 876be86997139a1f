/** The chart of accounts. Numbers are stored, names are shown; a number never changes its meaning. */
import type { Item } from "./facts.ts";

export const ACCOUNTS = {
  1: "assets:receivable:principal",
  2: "assets:receivable:interest",
  3: "assets:receivable:notice-fee",
  4: "assets:receivable:recovery-costs",
  5: "assets:receivable:compensation",
  6: "assets:receivable:legal-costs",
  10: "assets:bank",
  11: "assets:client-bank",
  20: "liabilities:unallocated",
  21: "liabilities:refund-due",
  30: "equity:claims",
  42: "income:interest",
  43: "income:notice-fee",
  44: "income:recovery-costs",
  45: "income:compensation",
  46: "income:legal-costs",
  50: "expenses:waived",
} as const;

export type AccountNo = keyof typeof ACCOUNTS;

const RECEIVABLE = {
  principal: 1,
  interest: 2,
  "notice-fee": 3,
  "recovery-costs": 4,
  compensation: 5,
  "legal-costs": 6,
} as const satisfies Record<Item, AccountNo>;

const EARNED = {
  principal: 30,
  interest: 42,
  "notice-fee": 43,
  "recovery-costs": 44,
  compensation: 45,
  "legal-costs": 46,
} as const satisfies Record<Item, AccountNo>;

/** Money received and not yet allocated. */
export const UNALLOCATED: AccountNo = 20;
export const REFUND_DUE: AccountNo = 21;
export const WAIVED: AccountNo = 50;

/** Where money arrives: an agency's is its clients', and is kept apart. */
export function bankAccountOf(operator: "self" | "agency"): AccountNo {
  return operator === "agency" ? 11 : 10;
}

/** The account on which an item is owed. */
export function receivableOf(item: Item): AccountNo {
  return RECEIVABLE[item];
}

export type Posting = { readonly account: AccountNo; readonly minor: bigint };

/** An item comes to be owed: the debtor owes it, and it is earned (the principal is the creditor's own claim). */
export function owed(item: Item, minor: bigint): readonly Posting[] {
  return transfer(RECEIVABLE[item], EARNED[item], minor);
}

/** Allocated money closes what was owed. */
export function settled(item: Item, minor: bigint): readonly Posting[] {
  return transfer(UNALLOCATED, RECEIVABLE[item], minor);
}

/** What is waived is not owed any more. */
export function waived(item: Item, minor: bigint): readonly Posting[] {
  return transfer(WAIVED, RECEIVABLE[item], minor);
}

/** `minor` to one account, from another. Always sums to zero. */
export function transfer(to: AccountNo, from: AccountNo, minor: bigint): readonly Posting[] {
  return minor === 0n
    ? []
    : [
        { account: to, minor },
        { account: from, minor: -minor },
      ];
}
