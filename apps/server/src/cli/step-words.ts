/** What steps, holds and items are called in the terminal. */
import type { Item } from "@innfri/claims";

const STEPS: Readonly<Record<string, string>> = {
  reminder: "reminder",
  notice: "collection notice",
  "collection-list": "collection list",
  demand: "demand for payment",
  "follow-up": "follow-up",
  heavy: "doubled recovery costs",
  legal: "legal step",
  solvency: "solvency question",
};

export function stepWord(step: string): string {
  return STEPS[step] ?? step;
}

const HOLDS: Readonly<Record<string, string>> = {
  "payment-plan": "a payment plan runs",
  "stale-data": "what it would be judged by is too old",
  "double-dunning": "its source sends reminders of its own",
  "unmatched-money": "money has come that fits no claim yet",
  "unknown-address": "the address is not known",
  "look-back": "it fell due too long ago",
  minimum: "it is below the minimum",
};

export function holdWord(kind: string): string {
  return HOLDS[kind] ?? kind;
}

const ITEMS: Readonly<Record<Item, string>> = {
  principal: "principal",
  interest: "late-payment interest",
  "notice-fee": "fee",
  "recovery-costs": "recovery costs",
  "legal-costs": "legal costs",
  compensation: "late-payment compensation",
};

export function itemWord(item: Item): string {
  return ITEMS[item];
}
