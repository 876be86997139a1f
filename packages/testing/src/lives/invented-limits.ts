/** By which channels a debtor is reached, and when and how often its creditor lets it be contacted, by chance. */
import type { Channel, ContactHours, ContactLimits, PostingDays } from "@innfri/claims";
import type { Chance } from "./chance.ts";

export type InventedLimits = {
  readonly reachedBy: readonly Channel[];
  readonly contact: ContactLimits;
  readonly postingDays: PostingDays;
};

const DAY = { from: "09:00", until: "16:00" };

export function someLimits(chance: Chance): InventedLimits {
  const hours: ContactHours = chance.of([
    { 1: DAY, 2: DAY, 3: DAY, 4: DAY, 5: DAY },
    { 1: DAY, 3: DAY, 5: DAY },
    { 4: DAY },
  ]);
  const contacts = chance.of([1, 1, 2, 3]);
  const days = chance.of([1, 3, 7, 14, 45]);
  return {
    reachedBy: chance.of([["email", "post"], ["email", "post"], ["post"]]),
    postingDays: chance.of([{}, {}, { post: 2 }, { post: 5 }]),
    contact: { hours, pressure: { contacts, days }, now: null },
  };
}
