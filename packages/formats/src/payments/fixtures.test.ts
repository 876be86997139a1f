import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type Outcome, read, readWell, warningCodes } from "./test-support.ts";

const FOLDER = new URL("../../../../fixtures/payments/", import.meta.url);
const bytesOf = (path: string) => new Uint8Array(readFileSync(new URL(path, FOLDER)));

/** Format, number of payments, sum of credits less debits, and the kinds of warnings. */
const VALID: Readonly<
  Record<string, readonly [format: string, count: number, net: bigint, warnings?: string]>
> = {
  "bgmax-credit-note.txt": ["bgmax", 1, 125_000n],
  "bgmax-day.txt": ["bgmax", 5, 495_000n],
  "bgmax-empty.txt": ["bgmax", 0, 0n],
  "bgmax-last-record-miscounts.txt": ["bgmax", 1, 125_000n, "countMismatch"],
  "bgmax-saved-as-utf8.txt": ["bgmax", 1, 125_000n],
  "bgmax-several-references.txt": ["bgmax", 1, 125_000n],
  "bgmax-test-mark.txt": ["bgmax", 1, 125_000n, "testFile"],
  "bgmax-two-currencies.txt": ["bgmax", 2, 250_000n],
  "camt053-balanced.xml": ["camt.053", 3, 295_600n],
  "camt053-page-1.xml": ["camt.053", 3, 295_600n, "pageOfSeveral"],
  "camt053-page-2.xml": ["camt.053", 1, 125_000n, "pageOfSeveral"],
  "camt054-credit-note.xml": ["camt.054", 1, 125_000n],
  "camt054-own-payment-returned.xml": ["camt.054", 1, 125_000n],
  "camt054-pending.xml": ["camt.054", 2, 250_000n],
  "camt054-rf-reference.xml": ["camt.054", 1, 125_000n],
  "camt054-sweden.xml": ["camt.054", 1, 125_000n],
  "camt054-taken-back.xml": ["camt.054", 1, -125_000n],
  "camt054-version-02.xml": ["camt.054", 3, 295_600n],
  "camt054-version-04.xml": ["camt.054", 3, 295_600n],
  "camt054-version-08.xml": ["camt.054", 3, 295_600n],
  "ocr-giro-crlf.txt": ["ocr-giro", 1, 125_000n],
  "ocr-giro-day.txt": ["ocr-giro", 7, 1_185_500n],
  "ocr-giro-empty.txt": ["ocr-giro", 0, 0n],
  "ocr-giro-gross-total.txt": ["ocr-giro", 2, 100_000n],
  "ocr-giro-net-total.txt": ["ocr-giro", 2, 100_000n],
  "ocr-giro-other-service.txt": ["ocr-giro", 1, 125_000n, "serviceSkipped"],
  "ocr-giro-two-accounts.txt": ["ocr-giro", 3, 132_600n],
  "ocr-giro-unbroken.txt": ["ocr-giro", 1, 125_000n],
};

/** The refusal's code and line, or the warnings of a file whose sums do not hold. */
const INVALID: Readonly<Record<string, string>> = {
  "bgmax-cut.txt": "refused truncated 4",
  "bgmax-no-amount.txt": "refused amount 3",
  "bgmax-no-deposit.txt": "refused structure 4",
  "bgmax-wrong-count.txt": "sums fail: countMismatch",
  "bgmax-wrong-deposit.txt": "sums fail: sumMismatch",
  "bgmax-wrong-parts.txt": "sums fail: sumMismatch",
  "camt053-unbalanced.xml": "sums fail: balanceMismatch",
  "camt054-cut.xml": "refused xml 89",
  "camt054-doctype.xml": "refused xml 2",
  "camt054-no-account.xml": "refused structure 25",
  "camt054-three-decimals.xml": "sums fail: amount,sumMismatch",
  "camt054-wrong-batch-count.xml": "sums fail: countMismatch",
  "camt054-wrong-transactions.xml": "sums fail: sumMismatch",
  "empty.txt": "refused empty 1",
  "ktl.txt": "refused notReadYet 1",
  "letter.txt": "refused unknownFormat 1",
  "ocr-giro-cut.txt": "refused truncated 5",
  "ocr-giro-item-missing.txt": "refused structure 4",
  "ocr-giro-no-such-day.txt": "refused date 3",
  "ocr-giro-repeated-number.txt": "sums fail: duplicate",
  "ocr-giro-short-record.txt": "refused recordLength 1",
  "ocr-giro-utf16.txt": "refused encoding 1",
  "ocr-giro-wrong-count.txt": "sums fail: countMismatch",
  "ocr-giro-wrong-sum.txt": "sums fail: sumMismatch",
  "pain001.xml": "refused notReadYet 2",
};

describe("the fixtures", () => {
  it.each(Object.entries(VALID))("valid/%s is read", async (name, [format, count, net, warnings = ""]) => {
    const file = await readWell(bytesOf(`valid/${name}`));
    const sum = file.totals.sums.reduce((total, each) => total + each.creditMinor - each.debitMinor, 0n);
    expect([file.format, file.payments.length, sum, warningCodes(file).join()]).toEqual([
      format,
      count,
      net,
      warnings,
    ]);
    expect(file.sumsHold).toBe(true);
    expect(new Set(file.payments.map((payment) => payment.bankReference)).size).toBe(count);
  });

  it.each(Object.entries(INVALID))("invalid/%s: %s", async (name, expected) =>
    expect(summaryOf(await read(bytesOf(`invalid/${name}`)))).toBe(expected),
  );

  it.each([
    ["valid", VALID],
    ["invalid", INVALID],
  ] as const)("%s: every file is tested, and has its line in the README", (folder, table) => {
    const names = readdirSync(new URL(`${folder}/`, FOLDER)).sort();
    expect(names).toEqual(Object.keys(table));
    const readme = readFileSync(new URL("README.md", FOLDER), "utf8");
    expect(names.filter((name) => !readme.includes(`- \`${name}\`: `))).toEqual([]);
  });
});

function summaryOf(outcome: Outcome): string {
  if (outcome.kind === "refused") return `refused ${outcome.code} ${outcome.line}`;
  return outcome.sumsHold ? "sums hold" : `sums fail: ${warningCodes(outcome).join()}`;
}
