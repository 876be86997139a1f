import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { canonicalJson, sha256, sha256Hex } from "./canonical.ts";
import type { Json } from "./json.ts";

const json = fc.letrec<{ value: Json }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4 },
    fc.string({ unit: "binary" }),
    fc.maxSafeInteger(),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie("value")),
    fc.dictionary(fc.string({ unit: "binary" }), tie("value"), { noNullPrototype: true }),
  ),
})).value;

describe("Canonical JSON", () => {
  it("says the same as JSON does", () => {
    fc.assert(
      fc.property(json, (value) => {
        expect(JSON.parse(canonicalJson(value))).toEqual(JSON.parse(JSON.stringify(value)));
      }),
    );
  });

  it("does not depend on the order in which fields were written", () => {
    expect(canonicalJson({ b: 1, a: [true, null], å: "ø" })).toBe('{"a":[true,null],"b":1,"å":"ø"}');
    expect(canonicalJson({ å: "ø", a: [true, null], b: 1 })).toBe('{"a":[true,null],"b":1,"å":"ø"}');
  });

  it("has the fields of any object in one order, of many as of few", () => {
    const fields = fc.dictionary(fc.string({ unit: "binary" }), fc.boolean(), { maxKeys: 120 });
    fc.assert(
      fc.property(fields, (value) => {
        const keys = Object.keys(JSON.parse(canonicalJson(value))).filter((key) => !/^\d+$/.test(key));
        expect(keys).toEqual(keys.toSorted());
        expect(canonicalJson(Object.fromEntries(Object.entries(value).toReversed()))).toBe(
          canonicalJson(value),
        );
      }),
    );
  });

  it("escapes what JSON must escape", () => {
    expect(canonicalJson('"\\\n\u0001\ud800')).toBe('"\\"\\\\\\n\\u0001\\ud800"');
  });

  it.each([1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])(
    "refuses the number %s, which has no one form",
    (number) => {
      expect(() => canonicalJson(number)).toThrow(RangeError);
    },
  );

  it("refuses what JSON cannot hold", () => {
    expect(() => canonicalJson({ a: undefined } as unknown as Json)).toThrow(RangeError);
    expect(() => canonicalJson(1n as unknown as Json)).toThrow(RangeError);
  });

  it("has the hash that everybody computes", () => {
    expect(sha256Hex(canonicalJson({}))).toBe(
      "44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a",
    );
  });
});

describe("The hash of several parts", () => {
  it.each([
    ["short", ["ø", "\n", "×"]],
    ["long", ["ø".repeat(40_000), "\n", "×".repeat(40_000)]],
    ["halves of pairs", ["\ud800", "a"]],
    ["no", []],
  ])("is that of them in one, for %s ones", (_, parts) => {
    expect(sha256(...parts).toString("hex")).toBe(sha256Hex(parts.join("")));
    expect(sha256(Buffer.from("link"), ...parts).toString("hex")).toBe(sha256Hex(`link${parts.join("")}`));
  });

  it("stays what it was when others are made", () => {
    const first = sha256("one", "two");
    sha256("three", "four");
    expect(first).toEqual(sha256("onetwo"));
  });
});
