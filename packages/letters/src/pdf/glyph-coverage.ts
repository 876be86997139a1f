/**
 * Which characters a TrueType font has glyphs for, read from its `cmap` table. PDF/A refuses a document with a
 * character that cannot be shown, so we have to know before we typeset it.
 */

export type GlyphCoverage = (codePoint: number) => boolean;

type Range = { readonly first: number; readonly last: number };

/** Throws `RangeError` when the font has no Unicode table in format 4 or 12. */
export function glyphCoverage(font: Buffer): GlyphCoverage {
  const ranges = subtables(font)
    .flatMap((at) => rangesAt(font, at))
    .sort((a, b) => a.first - b.first);
  if (ranges.length === 0) throw new RangeError("the font has no table of Unicode characters we can read");
  const firsts = Uint32Array.from(ranges, (range) => range.first);
  const lasts = highestSoFar(ranges);
  return (codePoint) => {
    const at = upperBound(firsts, codePoint) - 1;
    return at >= 0 && codePoint <= (lasts[at] ?? -1);
  };
}

// Ranges of two subtables overlap, but each is dense: the highest end among those that begin at or before a
// character is only used up to the next gap because overlapping ranges are merged here.
function highestSoFar(ranges: readonly Range[]): Float64Array {
  const lasts = new Float64Array(ranges.length);
  for (const [index, range] of ranges.entries()) {
    const before = index === 0 ? -1 : (lasts[index - 1] ?? -1);
    lasts[index] = before >= range.first ? Math.max(before, range.last) : range.last;
  }
  return lasts;
}

function upperBound(sorted: Uint32Array, value: number): number {
  let low = 0;
  let high = sorted.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((sorted[middle] ?? 0) <= value) low = middle + 1;
    else high = middle;
  }
  return low;
}

function subtables(font: Buffer): readonly number[] {
  const tables = font.readUInt16BE(4);
  for (let index = 0; index < tables; index++) {
    const record = 12 + index * 16;
    if (font.toString("latin1", record, record + 4) !== "cmap") continue;
    const cmap = font.readUInt32BE(record + 8);
    const count = font.readUInt16BE(cmap + 2);
    return Array.from({ length: count }, (_, each) => cmap + font.readUInt32BE(cmap + 4 + each * 8 + 4));
  }
  return [];
}

function rangesAt(font: Buffer, at: number): readonly Range[] {
  switch (font.readUInt16BE(at)) {
    case 4:
      return segmentRanges(font, at);
    case 12:
      return groupRanges(font, at);
    default:
      return [];
  }
}

function segmentRanges(font: Buffer, at: number): readonly Range[] {
  const twice = font.readUInt16BE(at + 6);
  const ranges: Range[] = [];
  for (let offset = 0; offset < twice; offset += 2) {
    const last = font.readUInt16BE(at + 14 + offset);
    const first = font.readUInt16BE(at + 16 + twice + offset);
    const delta = font.readUInt16BE(at + 16 + 2 * twice + offset);
    const glyphsAt = at + 16 + 3 * twice + offset;
    const rangeOffset = font.readUInt16BE(glyphsAt);
    for (let character = first; character <= last && character !== 0xffff; character++) {
      const glyph =
        rangeOffset === 0
          ? (character + delta) & 0xffff
          : font.readUInt16BE(glyphsAt + rangeOffset + 2 * (character - first));
      if (glyph !== 0) ranges.push({ first: character, last: character });
    }
  }
  return ranges;
}

function groupRanges(font: Buffer, at: number): readonly Range[] {
  const count = font.readUInt32BE(at + 12);
  return Array.from({ length: count }, (_, index) => ({
    first: font.readUInt32BE(at + 16 + index * 12),
    last: font.readUInt32BE(at + 20 + index * 12),
  }));
}
