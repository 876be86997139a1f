import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { LineSplitter } from "./lines.ts";
import { latin1Bytes, pieces } from "./test-support.ts";

function linesOf(bytes: Uint8Array, pieceLength: number, unbroken = false): readonly string[] {
  const lines: string[] = [];
  const splitter = new LineSplitter(
    unbroken,
    (line, number) => lines.push(`${number} ${line}`),
    (number) => lines.push(`${number} too long`),
  );
  for (const piece of pieces(bytes, pieceLength)) splitter.write(piece);
  splitter.end();
  return lines;
}

describe("lines of a file", () => {
  it("are the same however the bytes are cut, whatever the line ends", () =>
    fc.assert(
      fc.property(
        fc.array(fc.tuple(fc.stringMatching(/^[a-zæøå0-9]{1,9}$/), fc.constantFrom("\n", "\r\n", "\r"))),
        fc.constantFrom<BufferEncoding>("latin1", "utf8"),
        fc.integer({ min: 1, max: 20 }),
        (lines, encoding, pieceLength) => {
          const bytes = Buffer.from(lines.map(([line, end]) => line + end).join(""), encoding);
          expect(linesOf(bytes, pieceLength)).toEqual(lines.map(([line], i) => `${i + 1} ${line}`));
        },
      ),
    ));

  it("may be of both encodings in one file", () => {
    const bytes = Buffer.concat([latin1Bytes("Åse\n"), Buffer.from("Øyvind\n"), latin1Bytes("Ærlig\n")]);
    expect(linesOf(bytes, bytes.length)).toEqual(["1 Åse", "2 Øyvind", "3 Ærlig"]);
  });

  it("are eighty bytes each in a file without line ends", () => {
    const bytes = latin1Bytes(`${"å".repeat(80)}${"b".repeat(80)}rest`);
    for (const length of [1, 79, 200])
      expect(linesOf(bytes, length, true)).toEqual([`1 ${"å".repeat(80)}`, `2 ${"b".repeat(80)}`, "3 rest"]);
  });

  it("are given up when one does not end", () =>
    expect(linesOf(latin1Bytes(`a\n${"b".repeat(20_000)}\nc\n`), 1000)).toEqual(["1 a", "2 too long"]));
});
