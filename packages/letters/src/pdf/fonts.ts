/**
 * The typefaces of the letters: Hanken Grotesk, and behind it open Noto faces for the names and descriptions that
 * it has no glyphs for. They come from npm as TrueType files and are read once, when the first letter is made.
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { type GlyphCoverage, glyphCoverage } from "./glyph-coverage.ts";

const FACES = [
  {
    family: "Hanken Grotesk",
    file: "@expo-google-fonts/hanken-grotesk/400Regular/HankenGrotesk_400Regular.ttf",
  },
  { family: "Hanken Grotesk", file: "@expo-google-fonts/hanken-grotesk/700Bold/HankenGrotesk_700Bold.ttf" },
  { family: "Noto Sans", file: "@expo-google-fonts/noto-sans/400Regular/NotoSans_400Regular.ttf" },
  {
    family: "Noto Sans Arabic",
    file: "@expo-google-fonts/noto-sans-arabic/400Regular/NotoSansArabic_400Regular.ttf",
  },
  {
    family: "Noto Sans Hebrew",
    file: "@expo-google-fonts/noto-sans-hebrew/400Regular/NotoSansHebrew_400Regular.ttf",
  },
  { family: "Noto Emoji", file: "@expo-google-fonts/noto-emoji/400Regular/NotoEmoji_400Regular.ttf" },
] as const;

export type LetterFonts = {
  readonly blobs: readonly Buffer[];
  /** In the order they are tried. */
  readonly families: readonly string[];
  /** What any of them can show. */
  readonly all: GlyphCoverage;
  /** What the first of them can show. */
  readonly main: GlyphCoverage;
};

let loaded: LetterFonts | undefined;

export function letterFonts(): LetterFonts {
  if (loaded === undefined) {
    const require = createRequire(import.meta.url);
    const blobs = FACES.map((face) => readFileSync(require.resolve(face.file)));
    const coverages = blobs.map((blob) => glyphCoverage(blob));
    loaded = {
      blobs,
      families: [...new Set(FACES.map((face) => face.family))],
      all: (codePoint) => coverages.some((covers) => covers(codePoint)),
      main: (codePoint) => coverages[0]?.(codePoint) ?? false,
    };
  }
  return loaded;
}
