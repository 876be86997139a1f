import { describe, expect, it } from "vitest";
import { readJsonBody } from "./json-body.ts";

const read = (body: string | Uint8Array) => readJsonBody(new Uint8Array(Buffer.from(body as string)).buffer);
const lists = (depth: number) => "[".repeat(depth) + "]".repeat(depth);

describe("The body of a request", () => {
  it("is read, with a byte-order mark before it or without", () => {
    for (const text of ['{"a":"Påfunnet 😀"}', '\uFEFF{"a":"Påfunnet 😀"}'])
      expect(read(text)).toEqual({ kind: "json", value: { a: "Påfunnet 😀" } });
  });

  it.each([
    ["no JSON", "{a:1}", /^is not JSON: /],
    ["empty", "", /^is not JSON: /],
    ["no UTF-8, which would be read as something else", Buffer.from([0x22, 0xff, 0xfe, 0x22]), /UTF-8/],
    ["one name twice, of which only the last would count", '{"a":1,"a":2}', /"a" twice/],
    ["deeper than anything has a use for", lists(65), /64 deep/],
    ["so deep that looking through it would not come to an end", lists(500_000), /64 deep/],
  ])("is refused where it is %s", (_, bytes, why) => {
    expect(read(bytes)).toEqual({ kind: "refused", why: expect.stringMatching(why) });
  });

  it("may be as deep as a plan, and much wider", () => {
    expect(read(lists(64)).kind).toBe("json");
    expect(read(`[${"[1],".repeat(100_000)}0]`).kind).toBe("json");
  });
});
