import { readdirSync, readFileSync } from "node:fs";
import { SKIPPED_WITHOUT_SHARED, sharedBytes, sharedFiles } from "@innfri/testing/shared";
import { describe, expect, it } from "vitest";
import type { BankFileRead } from "./collect-bank-file.ts";
import { latin1Bytes, type Outcome, read } from "./test-support.ts";

const FIXTURES = new URL("../../../../fixtures/payments/valid/", import.meta.url);

/** Where a file has a control figure: from and to in its text. */
type Span = readonly [from: number, to: number];

describe("whichever digit of a control sum or count is changed, it is noticed", () => {
  it.each(fixtures([".txt", ".xml"]))("in the fixture %s", async (_name, text) => {
    expect(await unnoticed(text)).toEqual([]);
  });

  const samples = ["ocr-giro", "bgmax", "camt"].flatMap((folder) =>
    sharedFiles(`formats/samples/${folder}`, [".txt", ".xml"]),
  );
  it.skipIf(samples.length === 0)(`in the shared samples${SKIPPED_WITHOUT_SHARED}`, async () => {
    for (const path of samples)
      expect(await unnoticed(Buffer.from(sharedBytes(path)).toString("latin1")), path).toEqual([]);
    expect(samples).toHaveLength(16);
  });

  it("and so is every digit of every amount in OCR giro and BgMax", async () => {
    for (const [name, text] of fixtures([".txt"])) {
      const amounts = [
        ...fieldsOf(text, /^NY09\d\d30/, [[33, 49]]),
        ...fieldsOf(text, /^2[01]\d{10}/, [[38, 55]]),
      ];
      expect(await unnoticedIn(text, amounts), name).toEqual([]);
    }
  });
});

async function unnoticed(text: string): Promise<readonly string[]> {
  return unnoticedIn(text, [
    ...fieldsOf(text, /^NY\d{4}8[89]/, [
      [9, 16],
      [17, 24],
      [25, 41],
    ]),
    ...fieldsOf(text, /^15\d{35}/, [
      [51, 68],
      [72, 79],
    ]),
    ...fieldsOf(text, /^70\d{8}/, [
      [3, 10],
      [11, 18],
      [19, 26],
      [27, 34],
    ]),
    ...xmlFigures(text),
  ]);
}

// A file whose figures disagree from the start must at least say something else about the changed one.
async function unnoticedIn(text: string, spans: readonly Span[]): Promise<readonly string[]> {
  const before = await read(latin1Bytes(text));
  const missed: string[] = [];
  for (const [from, to] of spans) {
    for (let at = from; at < to; at++) {
      const digit = text.charAt(at);
      if (!/\d/.test(digit)) continue;
      const changed = text.slice(0, at) + String((Number(digit) + 1) % 10) + text.slice(at + 1);
      if (!isNoticed(before, await read(latin1Bytes(changed)))) missed.push(`${at}: ${text.slice(from, to)}`);
    }
  }
  return missed;
}

function isNoticed(before: Outcome, after: Outcome): boolean {
  if (after.kind === "refused" || before.kind === "refused") return after.kind === "refused";
  const told = (outcome: BankFileRead) => outcome.warnings.map((warning) => warning.message).join("\n");
  return (before.sumsHold && !after.sumsHold) || told(before) !== told(after);
}

function fieldsOf(text: string, record: RegExp, fields: readonly Span[]): readonly Span[] {
  const spans: Span[] = [];
  let lineAt = 0;
  for (const line of text.split("\n")) {
    if (record.test(line))
      for (const [from, to] of fields) spans.push([lineAt + from - 1, lineAt + Math.min(to, line.length)]);
    lineAt += line.length + 1;
  }
  return spans;
}

// Batch counts and totals, summaries, and the balances that are held against the entries.
function xmlFigures(text: string): readonly Span[] {
  const figures = /<(NbOfTxs|TtlAmt|NbOfNtries|Sum|TtlNetNtryAmt)\b[^>]*>([^<]*)</g;
  const balances = /<Cd>(OPBD|CLBD|ITBD)<\/Cd>\s*<\/CdOrPrtry>\s*<\/Tp>\s*<Amt[^>]*>([^<]*)</g;
  const found = [...text.matchAll(figures), ...(hasComparableBalances(text) ? text.matchAll(balances) : [])];
  return found.map((match) => {
    const to = match.index + match[0].length - 1;
    return [to - (match[2] ?? "").length, to];
  });
}

// Two of the samples have balances in several currencies, which cannot be held against anything.
function hasComparableBalances(text: string): boolean {
  return new Set([...text.matchAll(/<Bal>.*?Ccy="(\w+)"/gs)].map((match) => match[1])).size === 1;
}

function fixtures(endings: readonly string[]): readonly (readonly [string, string])[] {
  return readdirSync(FIXTURES)
    .filter((name) => endings.some((ending) => name.endsWith(ending)))
    .map((name) => [name, readFileSync(new URL(name, FIXTURES), "latin1")] as const);
}
