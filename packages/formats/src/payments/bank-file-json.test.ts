import { describe, expect, it } from "vitest";
import { bankFileJson } from "./collect-bank-file.ts";
import {
  aBgMaxFile,
  aBgMaxLine,
  aCamtFile,
  aDeposit,
  anEntry,
  anOcrFile,
  anOcrLine,
  aTransaction,
  readWell,
} from "./test-support.ts";
import { writeBgMax } from "./write-bgmax.ts";
import { writeCamt054 } from "./write-camt054.ts";
import { writeOcrGiro } from "./write-ocr-giro.ts";

describe("the JSON form of a bank file", () => {
  it("has exactly its fields, with amounts as decimal strings", async () => {
    const file = await readWell(writeCamt054(aCamtFile([anEntry([aTransaction()])])));
    expect(JSON.parse(JSON.stringify(bankFileJson(file)))).toEqual({
      format: "camt.054",
      payments: [
        {
          bookedOn: "2026-03-02",
          valueOn: "2026-03-02",
          amount: "1250.00",
          currency: "NOK",
          direction: "credit",
          reference: { scheme: "NO_KID", value: "00047118" },
          payer: "Åse Øvergård",
          bankReference: "camt:86011117947:2026-03-02:CRDT:1250.00:T-1:0",
        },
      ],
      totals: { count: 1, sum: "1250.00" },
      warnings: [],
    });
  });

  it("sums credits less debits, and nothing across currencies", async () => {
    const lines = [anOcrLine(), anOcrLine({ type: 18, amountMinor: 200_050n })];
    expect(bankFileJson(await readWell(writeOcrGiro(anOcrFile(lines)))).totals).toEqual({
      count: 2,
      sum: "-750.50",
    });
    const deposits = [aDeposit([aBgMaxLine()]), aDeposit([aBgMaxLine()], { currency: "EUR", serial: 75 })];
    const two = await readWell(writeBgMax(aBgMaxFile([], { deposits })));
    expect(bankFileJson(two).totals).toEqual({ count: 2, sum: null });
    const none = await readWell(writeOcrGiro(anOcrFile([])));
    expect(bankFileJson(none)).toEqual({
      format: "ocr-giro",
      payments: [],
      totals: { count: 0, sum: "0.00" },
      warnings: [],
    });
  });
});
