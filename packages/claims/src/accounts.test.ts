import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  ACCOUNTS,
  bankAccountOf,
  earnedBy,
  owed,
  receivableOf,
  settled,
  transfer,
  waived,
} from "./accounts.ts";
import type { Item } from "./facts.ts";

const items: readonly Item[] = [
  "principal",
  "interest",
  "notice-fee",
  "recovery-costs",
  "legal-costs",
  "compensation",
];

describe("Postings", () => {
  it("sum to zero, always on two accounts of the chart or none", () => {
    fc.assert(
      fc.property(fc.constantFrom(...items), fc.bigInt({ min: 0n, max: 10n ** 15n }), (item, minor) => {
        for (const postings of [owed(item, minor), settled(item, minor), waived(item, minor)]) {
          expect(postings.reduce((sum, posting) => sum + posting.minor, 0n)).toBe(0n);
          expect(postings).toHaveLength(minor === 0n ? 0 : 2);
          for (const { account } of postings) expect(Object.keys(ACCOUNTS)).toContain(String(account));
        }
      }),
    );
  });

  it("of an item that was owed and then settled or waived leave nothing receivable", () => {
    for (const item of items)
      for (const end of [settled, waived]) {
        const open = [...owed(item, 700n), ...end(item, 700n)].filter(
          ({ account }) => account === receivableOf(item),
        );
        expect(open.reduce((sum, { minor }) => sum + minor, 0n)).toBe(0n);
      }
  });

  it("keep each item on an account of its own, and interest apart from principal", () => {
    expect(new Set(items.map(receivableOf)).size).toBe(items.length);
    for (const item of items) expect(ACCOUNTS[receivableOf(item)]).toBe(`assets:receivable:${item}`);
    for (const item of items) expect(owed(item, 5n).map(({ account }) => account)).toContain(earnedBy(item));
  });

  it("say where money goes to and comes from", () => {
    const [to, from] = transfer(receivableOf("interest"), bankAccountOf("self"), 5n);
    expect([to?.minor, from?.minor]).toEqual([5n, -5n]);
  });

  it("keep an agency's clients' money apart", () => {
    expect(ACCOUNTS[bankAccountOf("agency")]).toBe("assets:client-bank");
    expect(ACCOUNTS[bankAccountOf("self")]).toBe("assets:bank");
  });

  it("name each account once", () => {
    const names = Object.values(ACCOUNTS);
    expect(new Set(names).size).toBe(names.length);
  });
});
