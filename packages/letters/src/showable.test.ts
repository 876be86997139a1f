import fc from "fast-check";
import { expect, test } from "vitest";
import { letterFonts } from "./pdf/fonts.ts";
import { breakableText, coveredText, mapTexts, oneLine } from "./showable.ts";

test("line ends become spaces, and what turns or hides text is taken away", () => {
  expect(oneLine("a\r\nb\tc\u2028d")).toBe("a b c d");
  expect(oneLine("a\u202eb\u0000c\u00add\ufeff")).toBe("abcd");
  expect(oneLine("\ud800x")).toBe("\ufffdx");
});

test("ordinary text passes as it is", () => {
  fc.assert(
    fc.property(fc.stringMatching(/^[a-zæøåäöA-ZÆØÅÄÖ0-9 .,:;!?"'#$@\\{}<>*_`~^|=+-]*$/), (text) => {
      expect(oneLine(text)).toBe(text);
      expect(coveredText(text, letterFonts().main)).toBe(text);
    }),
  );
});

test("text once made fit stays as it is", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(oneLine(oneLine(text))).toBe(oneLine(text));
    }),
  );
});

test("breaking a long word adds places to break and changes nothing else", () => {
  fc.assert(
    fc.property(fc.string({ unit: "grapheme", maxLength: 200 }), (text) => {
      const clean = text.replaceAll("\u200b", "");
      expect(breakableText(clean).replaceAll("\u200b", "")).toBe(clean);
    }),
  );
  expect(breakableText("kort ord")).toBe("kort ord");
  expect(breakableText("x".repeat(300)).split("\u200b").length).toBeGreaterThan(30);
});

test("the faces cover what Norwegians, Swedes and their guests are called", () => {
  const { all, main } = letterFonts();
  for (const character of "ÆØÅæøåÄÖäöéüßšŋđŧžłőñçŠŊĐ×−–’«»§½")
    expect(main(character.codePointAt(0)!)).toBe(true);
  for (const character of "Жשع😀Ω") expect(all(character.codePointAt(0)!)).toBe(true);
  expect(all("漢".codePointAt(0)!)).toBe(false);
});

test("every text in a tree is changed, and nothing but the texts", () => {
  const tree = { a: "x", b: [{ c: "y", d: 1, e: null, f: true }] };
  expect(mapTexts(tree, (text) => text.toUpperCase())).toEqual({
    a: "X",
    b: [{ c: "Y", d: 1, e: null, f: true }],
  });
});
