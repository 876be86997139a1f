import { describe, expect, test } from "vitest";
import { readJsonText } from "./json-text.ts";

describe("JSON that somebody wrote by hand", () => {
  test("is read, with a byte-order mark before it or without", () => {
    const value = { a: [1, { b: "x" }], c: { a: null } };
    expect(readJsonText(JSON.stringify(value))).toEqual({ kind: "json", value });
    expect(readJsonText(`\uFEFF${JSON.stringify(value)}`)).toEqual({ kind: "json", value });
  });

  test("says why it is none, in one line", () => {
    expect(readJsonText("{\n  x }")).toMatchObject({
      kind: "refused",
      why: expect.stringMatching(/^is not JSON: .+$/),
    });
  });

  test.each([
    '{ "termDays": 14, "termDays": 3 }',
    '{ "steps": [{ "termDays": 14, "wait": { "termDays": 1 }, "term\\u0044ays": 3 }] }',
    '[{}, { "termDays": "\\"}", "termDays": {} }]',
  ])("is refused where one object has a name twice, since only the last would count: %s", (text) => {
    expect(readJsonText(text)).toEqual({
      kind: "refused",
      why: 'has "termDays" twice in one object: which of them counts?',
    });
  });

  test("may have a name again in another object, in a text, or in a list", () => {
    for (const text of [
      '[{"a":1},{"a":1}]',
      '{"a":{"a":{"a":1}},"b":"\\"a\\":1,\\"a\\":2"}',
      '["a","a",":"]',
    ])
      expect(readJsonText(text)).toEqual({ kind: "json", value: JSON.parse(text) });
  });

  test("may be very deep or have a very long text", () => {
    const deep = `${'{"a":['.repeat(50_000)}${"]}".repeat(50_000)}`;
    expect(readJsonText(deep).kind).toBe("json");
    expect(readJsonText(JSON.stringify(`${'\\"'.repeat(1_000_000)}`)).kind).toBe("json");
  });
});
