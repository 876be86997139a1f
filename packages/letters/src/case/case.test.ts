import { canonicalJson, type Json, MerkleTree, sha256Hex } from "@innfri/kernel";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { caseAmount, caseDay } from "./case-names.ts";
import { caseReason } from "./case-reason.ts";
import { caseSentence, toldKinds } from "./case-words.ts";
import { plainCanonical, plainSha256, treeRoot } from "./plain-hash.ts";

const LANGUAGES = ["nb", "sv", "en"] as const;

describe("What the page computes for itself", () => {
  it("is SHA-256, of text of any length", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme", maxLength: 300 }), (text) => {
        expect(plainSha256(text)).toBe(sha256Hex(text));
      }),
    );
    for (const length of [0, 55, 56, 63, 64, 65, 119, 120, 1000, 100_000])
      expect(plainSha256("ø".repeat(length))).toBe(sha256Hex("ø".repeat(length)));
    expect(plainSha256(Uint8Array.of(1, 2), "x", Uint8Array.of(3))).toBe(
      sha256Hex(Uint8Array.of(1, 2, 120, 3)),
    );
  });

  it("is the program's canonical JSON", () => {
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
    fc.assert(
      fc.property(json, (value) => {
        expect(plainCanonical(value as never)).toBe(canonicalJson(value));
      }),
    );
    expect(() => plainCanonical(1.5)).toThrow(RangeError);
  });

  it("is the root of the program's trees", () => {
    for (let size = 1; size < 20; size++)
      for (let wanted = 0; wanted < size; wanted++) {
        const tree = new MerkleTree();
        for (let i = 0; i < size; i++) tree.add(`leaf ${i}`, i === wanted);
        const { root, path } = tree.end();
        const steps = path.map((step) =>
          "left" in step ? { left: step.left.toString("hex") } : { right: step.right.toString("hex") },
        );
        expect(treeRoot(`leaf ${wanted}`, steps)).toBe(root.toString("hex"));
      }
  });
});

describe("A case in plain words", () => {
  const claim = { principal: "450000", currency: "NOK", dueOn: "2026-04-30" } as never;

  it("has a sentence for the same kinds of events in each language, whatever the data have or lack", () => {
    for (const language of LANGUAGES) {
      expect(toldKinds(language)).toEqual(toldKinds("en"));
      for (const kind of toldKinds(language))
        expect(caseSentence({ kind, data: {} }, { claim }, language)).toMatch(/^\p{Lu}[^{}]+$/u);
      expect(caseSentence({ kind: "of-tomorrow", data: {} }, { claim }, language)).toBe("of-tomorrow");
    }
  });

  it("tells a contact that somebody had with the debtor from contact details that were changed", () => {
    const told = (data: object) =>
      LANGUAGES.map((one) => caseSentence({ kind: "contact", data } as never, { claim }, one));
    expect(told({ entry: 1, way: "call", direction: "to-debtor", outcome: "not-reached" })).toEqual([
      "Kontakt ble loggført",
      "En kontakt antecknades",
      "A contact was logged",
    ]);
    expect(told({ contact: "x", changed: ["email"] })).toEqual([
      "Skyldnerens kontaktopplysninger ble endret",
      "Gäldenärens kontaktuppgifter ändrades",
      "The debtor's contact details were changed",
    ]);
  });

  it("writes days and amounts as its readers do", () => {
    const spaced = (text: string) => text.replaceAll("\u00a0", " ");
    expect(LANGUAGES.map((one) => spaced(caseDay("2026-05-08", one)))).toEqual([
      "8. mai 2026",
      "8 maj 2026",
      "8 May 2026",
    ]);
    expect(LANGUAGES.map((one) => spaced(caseAmount("1234567.05", one)))).toEqual([
      "1 234 567,05",
      "1 234 567,05",
      "1,234,567.05",
    ]);
    expect(caseAmount(-5n, "en")).toBe("−0.05");
    expect(caseAmount("what?", "en")).toBe("what?");
  });

  it("says of a charge what was computed, how it was rounded and by what, in the language's own figures", () => {
    const basis = {
      citation: { act: "inkassoforskriften", section: "§ 1-2" },
      figures: [
        {
          from: "2026-01-01",
          regulation: "FOR-2025-12-19-2709",
          table: "no.collection-rate",
          value: "1750.00",
        },
        { from: "2026-01-01", regulation: null, table: "no.notice-fee.rounding", value: "half-up" },
      ],
      rounding: "half up to whole kroner",
    };
    const parts = { b: basis } as never;
    const fee = { arithmetic: "1/20 × 1750.00 = 87.50", basis: "b" };
    const said = (language: "nb" | "sv" | "en") =>
      caseReason(fee, parts, language).replaceAll("\u00a0", " ").split(" · ");
    expect(said("nb")).toEqual([
      "1/20 × 1 750,00 = 87,50, avrundet til nærmeste hele krone",
      "inkassoforskriften § 1-2",
      "1 750,00 (1. januar 2026, FOR-2025-12-19-2709)",
    ]);
    expect(said("sv")[0]).toBe("1/20 × 1 750,00 = 87,50, avrundat till närmaste hela krona");
    expect(said("en")[0]).toBe("1/20 × 1,750.00 = 87.50, rounded to the nearest whole krone");
    // Interest has its own rounding, and what is not rounded says nothing of it.
    expect(caseReason({ arithmetic: "60.00", rounding: null }, {}, "sv")).toBe("60,00");
    // What the program says in its own words is not taken for figures.
    expect(caseReason({ arithmetic: "the lower of 40.00 when due" }, {}, "nb")).toBe("");
    const told = {
      figures: [{ value: "0.8 up to 10000.00", from: "2020-10-01", regulation: "FOR-2020-06-19-1248" }],
    };
    expect(caseReason(told, {}, "nb")).toBe("FOR-2020-06-19-1248 (1.\u00a0oktober 2020)");
    expect(caseReason(null, {}, "nb")).toBe("");
  });

  it("tells what was paid on what", () => {
    const data = {
      lines: [
        { item: "principal", amount: "900.00" },
        { item: "notice-fee", amount: "38.00" },
      ],
    };
    expect(caseSentence({ kind: "payment", data }, { claim }, "nb")).toBe(
      "Betalt 938,00: hovedstol 900,00, gebyr 38,00",
    );
  });

  it("reads the lines of a disputed invoice, which are no amounts", () => {
    const data = { lines: ["1", "Line 2"] };
    expect(caseSentence({ kind: "objection", data }, { claim }, "en")).toBe("Objection to all of it");
  });
});
