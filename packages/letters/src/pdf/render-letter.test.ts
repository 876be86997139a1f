import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { LetterData } from "../letter-data.ts";
import {
  BRUKSVALLEN,
  EVERY_LETTER,
  INGRID,
  NO_DEMAND,
  NO_NOTICE,
  NO_NOTICE_WITHOUT_FEE,
  NO_SEVERAL_CLAIMS,
  SE_DEMAND,
} from "../test-letters.ts";
import { renderLetterPdf } from "./render-letter.ts";
import {
  checkPdfStructure,
  missingPdfTools,
  readPdfInfo,
  readPdfMetadata,
  readPdfPage,
  readPdfStructure,
  readPdfText,
} from "./test-read-pdf.ts";

const missing = missingPdfTools();
test(
  missing.length === 0
    ? "the PDFs are checked with pdftotext, pdfinfo and qpdf"
    : `THE PDFS ARE NOT CHECKED: ${missing.join(", ")} must be installed`,
  () => {
    if (missing.length > 0) console.warn(`letters: PDF checks skipped, missing ${missing.join(", ")}`);
  },
);

describe("a letter is rendered", () => {
  test("to the same bytes again, also after other letters", () => {
    const first = renderLetterPdf(NO_NOTICE, INGRID);
    renderLetterPdf(SE_DEMAND, BRUKSVALLEN);
    expect(Buffer.compare(renderLetterPdf(NO_NOTICE, INGRID), first)).toBe(0);
  });

  test("to other bytes when one figure is another", () => {
    const other = { ...NO_NOTICE, caseNumber: "10482-2" };
    expect(Buffer.compare(renderLetterPdf(other, INGRID), renderLetterPdf(NO_NOTICE, INGRID))).not.toBe(0);
  });

  test("not at all when its rows do not add up", () => {
    expect(() => renderLetterPdf({ ...NO_NOTICE, total: "4560.20" }, INGRID)).toThrow(/do not add up/);
  });

  test("as PDF/UA-1, which refuses a picture without a text and a heading out of order", () => {
    for (const { data, recipient } of EVERY_LETTER)
      expect(renderLetterPdf(data, recipient, { standard: "ua-1" }).length).toBeGreaterThan(10_000);
  });
});

describe.skipIf(missing.length > 0)("a finished letter", () => {
  test("is a tagged PDF/A-2a dated on the letter's day, and its structure is sound", () => {
    for (const { data, recipient } of EVERY_LETTER) {
      const pdf = renderLetterPdf(data, recipient);
      const info = readPdfInfo(pdf);
      expect(info.Tagged).toBe("yes");
      expect(new Date(info.CreationDate!).toISOString().slice(0, 10)).toBe(data.datedOn);
      expect(readPdfMetadata(pdf)).toMatch(
        /<pdfaid:part>2<\/pdfaid:part><pdfaid:conformance>A<\/pdfaid:conformance>/,
      );
      expect(checkPdfStructure(pdf)).toMatch(/No syntax or stream encoding errors/);
    }
  });

  test("of one claim fits on one side of paper in every language", () => {
    for (const { data, recipient } of EVERY_LETTER)
      for (const language of ["nb", "sv", "en"] as const)
        expect(readPdfInfo(renderLetterPdf({ ...data, language }, recipient)).Pages).toBe("1");
  });

  test("that needs a second side of paper takes more there than its foot", () => {
    const lastPages = EVERY_LETTER.flatMap(({ data, recipient }) =>
      Array.from({ length: 6 }, (_, at) => {
        const addressLines = Array.from({ length: 9 + at }, (_, line) => `Ospelia ${line + 1}`);
        const pdf = renderLetterPdf(data, { ...recipient, addressLines });
        const pages = Number(readPdfInfo(pdf).Pages);
        return pages === 1 ? "" : readPdfPage(pdf, pages);
      }),
    ).filter((text) => text !== "");
    expect(lastPages.length).toBeGreaterThan(10);
    for (const text of lastPages) expect(text).toMatch(/Spørsmål|Frågor/);
  });

  test("ends no line at the hyphen of e-post", () => {
    for (const { data, recipient } of EVERY_LETTER)
      for (const language of ["nb", "sv", "en"] as const)
        expect(readPdfText(renderLetterPdf({ ...data, language }, recipient))).not.toMatch(/ e-? /);
  });

  test("is read from who and what, over the sum and the way to pay, to the ways out and the provision", () => {
    const text = readPdfText(renderLetterPdf(NO_DEMAND, INGRID));
    expect(
      inOrder(text, [
        "Tindervik Inkasso AS",
        "Ingrid Haugsåsen",
        "Betalingsoppfordring",
        "innen fredag 19. juni 2026",
        "Hovedkrav",
        "Forsinkelsesrente",
        "Inkassosalær",
        "Å betale 5 191,26",
        "Konto 1234 06 78911",
        "Er du uenig?",
        "Trenger du mer tid?",
        "Hvis vi ikke hører fra deg",
        "Spørsmål",
        "inkassoloven § 10",
      ]),
    ).toBeNull();
  });

  test("has one heading of the first level, a table with headed columns and a described picture", () => {
    const tree = readPdfStructure(renderLetterPdf(NO_DEMAND, INGRID));
    expect(tree.match(/^ *H1 /gm)).toHaveLength(1);
    expect(tree.match(/^ *TH /gm)).toHaveLength(2);
    expect(tree.match(/^ *Figure/gm)).toHaveLength(1);
  });
});

describe.skipIf(missing.length > 0)("the sum of a letter", () => {
  test("has no fee when the notice goes out before day 14 (inkassoforskriften § 1-2)", () => {
    const text = readPdfText(renderLetterPdf(NO_NOTICE_WITHOUT_FEE, INGRID));
    expect(text).toContain("Å betale 4 511,84");
    expect(text).not.toMatch(/gebyr/i);
  });

  test("lists each claim, each rate and what has been paid", () => {
    const text = readPdfText(renderLetterPdf(NO_SEVERAL_CLAIMS, INGRID));
    for (const sought of [
      "fakturaene 10501 og 10514",
      "8 450,50 × 12,00 % × 20/365",
      "8 450,50 × 12,25 % × 25/365",
      "regnet fra 29. juni 2026",
      "Betalt 29. juni 2026, faktura 10514",
      "−1 800,00",
      "Å betale 9 825,43",
    ])
      expect(text).toContain(sought);
  });
});

const HOSTILE = [
  "\"quoted\" #strong[x] $x$ \\ @ref <label> *b* _i_ `raw` // /* = - + ~ {page} '{'",
  '#panic("no") #eval("1+1") #sys.inputs #read("letter.typ")',
  "</text><script>alert(1)</script> &amp; %%EOF endobj",
  "rør 😀 👩‍👩‍👧 🇳🇴 ✅",
  "žłőŋđŧ Ωμέγα Москва",
];

describe.skipIf(missing.length > 0)("text from outside", () => {
  test("is shown as it stands, whatever it would mean as markup", () => {
    for (const text of HOSTILE) {
      const pdf = renderLetterPdf(described(text), { ...INGRID, name: text });
      const shown = readPdfText(pdf).replaceAll(" ", "");
      expect(shown.split(text.replaceAll(" ", "")).length - 1).toBe(2);
    }
  });

  test("from right to left is shown, and cannot turn the amounts around", () => {
    const shown = readPdfText(renderLetterPdf(described("שלום \u202eעולם"), INGRID));
    expect(shown).toContain("שלום");
    expect(shown).toContain("עולם");
    expect(shown).toContain("Å betale 4 560,19");
  });

  test("is broken over lines when it is one word of 300 characters", () => {
    const shown = readPdfText(renderLetterPdf(described("x".repeat(300)), INGRID));
    expect(shown.match(/x/g)!.length).toBeGreaterThanOrEqual(300);
    const widest = shown.match(/x+/g)!.reduce((most, run) => Math.max(most, run.length), 0);
    expect(widest).toBeLessThan(110);
  });

  test("in a script we have no face for is replaced by a visible mark", () => {
    expect(readPdfText(renderLetterPdf(described("漢字 rør"), INGRID))).toContain("\ufffd\ufffd rør");
  });
});

test("no text from outside can stop a letter", () => {
  fc.assert(
    fc.property(
      fc.string({ unit: "binary", maxLength: 60 }),
      fc.string({ unit: "grapheme", maxLength: 60 }),
      (description, name) => {
        expect(renderLetterPdf(described(description), { ...INGRID, name }).length).toBeGreaterThan(10_000);
      },
    ),
    { numRuns: 40 },
  );
});

function described(description: string): LetterData {
  return { ...NO_NOTICE, claims: [{ ...NO_NOTICE.claims[0], description }] };
}

/** The first of `sought` that does not follow the ones before it; null when all stand in order. */
function inOrder(text: string, sought: readonly string[]): string | null {
  let from = 0;
  for (const each of sought) {
    const at = text.indexOf(each, from);
    if (at < 0) return each;
    from = at + each.length;
  }
  return null;
}
