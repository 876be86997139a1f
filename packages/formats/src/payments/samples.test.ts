import { isShared, SKIPPED_WITHOUT_SHARED, sharedBytes } from "@innfri/testing/shared";
import { describe, expect, it } from "vitest";
import { read, readWell, warningCodes } from "./test-support.ts";

const isHere = isShared("formats/samples");
const bytesOf = (path: string) => sharedBytes(`formats/samples/${path}`);

// Which sums hold in the published files, how many payments they have, and what is remarked.
const ROWS = [
  ["ocr-giro/otovo-ocr_giro_transactions.txt", 20, true, ""],
  ["ocr-giro/otovo-avtalegiro_payment_request.txt", 0, true, "serviceSkipped"],
  ["ocr-giro/puzzel-example.txt", 1, true, "accountCheck,referenceCheck"],
  ["bgmax/bankgirot-example-ocr-check.txt", 9, true, ""],
  ["bgmax/fribok-BgMaxTestFile1.txt", 5, true, ""],
  ["bgmax/fribok-BgMaxTestFile2.txt", 6, true, ""],
  ["bgmax/pybgmax-multipayment.txt", 4, true, ""],
  ["camt/fi-camt053-v02-a.xml", 2, false, "countMismatch,sumMismatch,balanceMismatch"],
  ["camt/fi-camt054-v02-viite-and-rf.xml", 3, true, "referenceCheck"],
  ["camt/genkgo-camt053.v2.minimal.xml", 1, true, "copy,balancesNotChecked"],
  ["camt/genkgo-camt053.v2.multi.statement.xml", 2, true, "copy"],
  ["camt/genkgo-camt053.v8.xml", 1, true, "copy,pageOfSeveral,balancesNotChecked"],
  ["camt/genkgo-camt054.v2.xml", 1, true, "copy,amountsMissing"],
  ["camt/genkgo-camt054.v8-with-UETR.xml", 1, true, "bookingDateMissing"],
  ["camt/genkgo-camt054.v8.xml", 1, false, "copy,countMismatch,sumMismatch,amountsMissing,pageOfSeveral"],
  ["camt/oca-test-camt053.xml", 4, false, "balanceMismatch"],
] as const;

describe(`the shared samples${SKIPPED_WITHOUT_SHARED}`, () => {
  it.skipIf(!isHere).each(ROWS)("%s is read with %i payments", async (path, count, sumsHold, warnings) => {
    const file = await readWell(bytesOf(path));
    expect([file.payments.length, file.sumsHold, warningCodes(file).join()]).toEqual([
      count,
      sumsHold,
      warnings,
    ]);
  });

  it.skipIf(!isHere)(
    "the official OCR giro example adds up to 51 449.00 and keeps its free text",
    async () => {
      const file = await readWell(bytesOf("ocr-giro/otovo-ocr_giro_transactions.txt"));
      expect(file.totals.sums).toEqual([{ currency: "NOK", creditMinor: 5_144_900n, debitMinor: 0n }]);
      expect(file.payments[0]).toMatchObject({
        bookedOn: "1992-01-20",
        orderedOn: "1992-01-16",
        text: "Foo bar baz",
      });
    },
  );

  it.skipIf(!isHere)(
    "the official BgMax example keeps the reference behind a tab, and its names",
    async () => {
      const file = await readWell(bytesOf("bgmax/bankgirot-example-ocr-check.txt"));
      expect(file.payments[2]?.references.map((part) => part.value)).toEqual([
        "657866",
        "658765",
        "657767",
        "657965",
      ]);
      expect(file.payments[1]).toMatchObject({ direction: "debit", nature: "deduction" });
      expect(file.payments[0]?.payer?.name).toBe("Kalles Plåt AB");
    },
  );

  it.skipIf(!isHere)("a returned direct debit is a receipt taken back, with its reason", async () => {
    const file = await readWell(bytesOf("camt/oca-test-camt053.xml"));
    expect(file.payments.map(({ nature, returnReason }) => [nature, returnReason])).toEqual([
      ["ownPayment", null],
      ["receiptReversed", "AC06"],
      ["receiptReversed", "AC06"],
      ["receipt", null],
    ]);
  });

  it.skipIf(!isHere).each([
    ["pain/fi-pain001-v03-0.xml", "pain.001"],
    ["pain/fi-pain002-v03-2.xml", "pain.002"],
    ["finland/ktl-reference-payments.txt", "KTL"],
  ])("%s is refused by its name, %s", async (path, name) => {
    const outcome = await read(bytesOf(path));
    expect(outcome).toMatchObject({ kind: "refused", code: "notReadYet" });
    expect(outcome.kind === "refused" && outcome.reason).toContain(name);
  });
});
