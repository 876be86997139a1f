import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { compare } from "./compare.ts";

type Value = string | number | null | Value[] | { [key: string]: Value };

const values = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.constantFrom("38.00", "notice", ""),
    fc.constantFrom(0, 14),
    fc.constant(null),
    fc.array(tie("value"), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom("amount", "claim", "lines"), tie("value"), { noNullPrototype: true }),
  ),
})).value;

/** The same with every object's keys in the opposite order. */
function turned(value: Value): Value {
  if (Array.isArray(value)) return value.map(turned);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([key, part]) => [key, turned(part)] as const);
  return Object.fromEntries(fields.toReversed());
}

describe("What is found beside what is expected", () => {
  it("is the same in whatever order its fields were written", () => {
    fc.assert(
      fc.property(values, (value) => {
        expect(compare(value, turned(value), "")).toEqual([]);
      }),
    );
  });

  it("is told wherever it is not the same, from both sides", () => {
    fc.assert(
      fc.property(values, values, (one, other) => {
        const isSame = JSON.stringify(sortedKeys(one)) === JSON.stringify(sortedKeys(other));
        expect(compare(one, other, "").length === 0).toBe(isSame);
        expect(compare(other, one, "").length === 0).toBe(isSame);
      }),
    );
  });

  it.each([
    ["another value", { lines: [{ amount: "38.00" }] }, { lines: [{ amount: "39.00" }] }, "lines[0].amount"],
    ["a missing field", { a: 1, b: 2 }, { a: 1 }, "b"],
    ["a field too many", { a: 1 }, { a: 1, b: 2 }, "b"],
    ["a field in the place of another", { a: 1 }, { b: 1 }, "a"],
    ["a row too many", { lines: ["x"] }, { lines: ["x", "y"] }, "lines[1]"],
    ["a missing row", { lines: ["x", "y"] }, { lines: ["x"] }, "lines[1]"],
    ["a list for an object", { claim: {} }, { claim: [] }, "claim"],
    ["an object for a list", { claim: [] }, { claim: {} }, "claim"],
    ["nothing for an object", { claim: {} }, { claim: null }, "claim"],
    ["a number for its text", { days: 14 }, { days: "14" }, "days"],
    ["a field that everything has", { toString: "x" }, {}, "toString"],
    ["a field from elsewhere", { a: 1 }, Object.create({ a: 1 }), "a"],
  ])("tells of %s by its place", (_, expected, found, path) => {
    expect(compare(expected, found, "")[0]).toMatchObject({ path });
  });

  it("takes a field without a value as none", () => {
    expect(compare({ a: 1, b: undefined }, { a: 1 }, "")).toEqual([]);
    expect(compare({ a: 1 }, { a: 1, b: undefined }, "")).toEqual([]);
  });
});

function sortedKeys(value: Value): Value {
  if (Array.isArray(value)) return value.map(sortedKeys);
  if (typeof value !== "object" || value === null) return value;
  const fields = Object.entries(value).map(([key, part]) => [key, sortedKeys(part)] as const);
  return Object.fromEntries(fields.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}
