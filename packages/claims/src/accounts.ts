/** The chart of accounts. Numbers are stored, names are shown; a number never changes its meaning. */
import type { Item } from "./facts.ts";

export const ACCOUNTS = {
  1000: "assets:bank",
  1010: "assets:client-bank",
  1100: "assets:receivable:principal",
  1110: "assets:receivable:interest",
  1120: "assets:receivable:notice-fee",
  1130: "assets:receivable:recovery-costs",
  1140: "assets:receivable:legal-costs",
  1150: "assets:receivable:compensation",
  1200: "assets:receivable:creditor",
  2100: "liabilities:unallocated-payments",
  2110: "liabilities:overpaid",
  2200: "liabilities:client-funds",
  3100: "income:invoiced",
  3110: "income:interest",
  3120: "income:notice-fee",
  3130: "income:recovery-costs",
  3140: "income:legal-costs",
  3150: "income:compensation",
  3200: "income:agreement-price",
  4100: "expenses:credited",
  4110: "expenses:waived",
  4120: "expenses:written-off",
} as const;

export type AccountNo = keyof typeof ACCOUNTS;

const RECEIVABLE = {
  principal: 1100,
  interest: 1110,
  "notice-fee": 1120,
  "recovery-costs": 1130,
  "legal-costs": 1140,
  compensation: 1150,
} as const satisfies Record<Item, AccountNo>;

const EARNED = {
  principal: 3100,
  interest: 3110,
  "notice-fee": 3120,
  "recovery-costs": 3130,
  "legal-costs": 3140,
  compensation: 3150,
} as const satisfies Record<Item, AccountNo>;

/** Everything that can be owed. */
export const ITEMS = Object.keys(RECEIVABLE) as readonly Item[];

/** Money received and not yet allocated. */
export const UNALLOCATED: AccountNo = 2100;
/** Paid beyond what was owed: a refund that is due. */
export const REFUND_DUE: AccountNo = 2110;
export const WAIVED: AccountNo = 4110;
/** What the creditor owes the operator by their agreement, and where that is earned. */
export const OWED_BY_CREDITOR: AccountNo = 1200;
export const AGREEMENT_PRICES: AccountNo = 3200;

/** Where money arrives: an agency's is its clients', and is kept apart. */
export function bankAccountOf(operator: "self" | "agency"): AccountNo {
  return operator === "agency" ? 1010 : 1000;
}

/** The account on which an item is owed. */
export function receivableOf(item: Item): AccountNo {
  return RECEIVABLE[item];
}

/** The account on which an item is earned. */
export function earnedBy(item: Item): AccountNo {
  return EARNED[item];
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
