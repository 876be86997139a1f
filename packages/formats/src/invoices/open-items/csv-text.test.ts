import fc from "fast-check";
import iconv from "iconv-lite";
import { describe, expect, it } from "vitest";
import { outcomeOf } from "../refusal.ts";
import { csvText } from "./csv-text.ts";
import type { CsvEncoding } from "./options.ts";

async function decoded(bytes: Uint8Array, size: number, stated?: CsvEncoding) {
  const chunks: Uint8Array[] = [];
  for (let at = 0; at < bytes.length; at += size) chunks.push(bytes.subarray(at, at + size));
  let all = "";
  let last: CsvEncoding = "utf-8";
  try {
    for await (const { text, encoding } of csvText(chunks, stated)) {
      all += text;
      last = encoding;
    }
  } catch (error) {
    const { line, code } = outcomeOf(error);
    return { text: `${line} ${code}`, encoding: "refused" };
  }
  return { text: all, encoding: last };
}

const HEADER = "Fakturanr;Kunde;Forfall;Beløp\n";

describe("The encoding of a file", () => {
  it.each([
    ["utf-8", ""],
    ["utf-8", "\ufeff"],
    ["windows-1252", ""],
    ["utf-16le", "\ufeff"],
    ["utf-16le", ""],
    ["utf-16be", "\ufeff"],
    ["utf-16be", ""],
  ] as const)("%s is found with the mark %j", async (encoding, mark) => {
    const text = `${HEADER}1;Åse Ødegård;2026-01-29;5\n`.repeat(3);
    const bytes = iconv.encode(mark + text, encoding);
    expect(await decoded(bytes, 7)).toEqual({ text, encoding });
  });

  it("that turns in the middle is refused with its line", async () => {
    const bytes = Buffer.concat([
      Buffer.from(HEADER.repeat(5)),
      iconv.encode("1;Åse;2026-01-29;5\n", "windows-1252"),
    ]);
    for (const size of [1, 2, 5, 40, 1000])
      expect(await decoded(bytes, size)).toEqual({ text: "6 encoding", encoding: "refused" });
  });

  it("that a byte order mark states is believed", async () => {
    const bytes = Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), iconv.encode(HEADER, "windows-1252")]);
    expect((await decoded(bytes, 5)).encoding).toBe("refused");
  });

  it("that a person states is believed", async () => {
    const bytes = iconv.encode("Ã¥;x\n", "windows-1252");
    expect((await decoded(bytes, 3)).text).toBe("å;x\n");
    expect((await decoded(bytes, 3, "windows-1252")).text).toBe("Ã¥;x\n");
  });

  it("is the same however the bytes are cut, and so is the text", async () => {
    const letters = fc.constantFrom(..."abc;\nåäöÅÄÖ€éüß 0".split(""), "\u00a0", "\u2013");
    const text = fc.array(letters, { maxLength: 200 }).map((all) => all.join(""));
    const encoding = fc.constantFrom<CsvEncoding[]>("utf-8", "windows-1252", "utf-16le");
    await fc.assert(
      fc.asyncProperty(text, encoding, fc.integer({ min: 1, max: 50 }), async (any, written, size) => {
        const bytes = iconv.encode(`\ufeff${any}`.slice(written === "windows-1252" ? 1 : 0), written);
        const whole = await decoded(bytes, 10_000);
        expect(await decoded(bytes, size)).toEqual(whole);
        if (written !== "windows-1252") expect(whole.text).toBe(any);
      }),
      { numRuns: 300 },
    );
  });

  it("of any bytes at all is the same however they are cut", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 300 }),
        fc.integer({ min: 1, max: 40 }),
        async (bytes, size) => {
          const whole = await decoded(bytes, 10_000);
          const cut = await decoded(bytes, size);
          expect(cut.encoding).toBe(whole.encoding);
          if (whole.encoding !== "refused") expect(cut.text).toBe(whole.text);
        },
      ),
      { numRuns: 300 },
    );
  });
});
