import { describe, expect, it } from "vitest";
import { aCamtFile, anEntry, asStatement, aTransaction, readWell, warningCodes } from "./test-support.ts";
import { writeCamt054 } from "./write-camt054.ts";

describe("a statement (camt.053)", () => {
  const statement = (closing: string) =>
    asStatement(writeCamt054(aCamtFile([anEntry([aTransaction()])])), { opening: "1000.00", closing });

  it("balances when opening balance and entries make the closing balance", async () => {
    const file = await readWell(statement("2250.00"));
    expect(file).toMatchObject({ format: "camt.053", sumsHold: true, warnings: [] });
    expect(file.batches[0]).toMatchObject({ sequence: "7", id: "N-1" });
  });

  it("that does not balance is read, and nothing of it is booked", async () => {
    const file = await readWell(statement("2250.01"));
    expect(file.payments).toHaveLength(1);
    expect(file.sumsHold).toBe(false);
    expect(warningCodes(file)).toEqual(["balanceMismatch"]);
  });

  it("does not stop another statement of the same file", async () => {
    const [one = "", other = ""] = [statement("2250.01"), statement("2250.00")];
    const inner = other.slice(other.indexOf("<Stmt>"), other.indexOf("</BkTo"));
    const file = await readWell(one.replace("</BkTo", `${inner}</BkTo`));
    expect(file.batches.map((batch) => batch.sumsHold)).toEqual([false, true]);
  });

  it("counts pending entries in no balance", async () => {
    const pending = anEntry([aTransaction({ servicerReference: "T-9" })], { status: "PDNG" });
    const file = await readWell(
      asStatement(writeCamt054(aCamtFile([anEntry([aTransaction()]), pending])), {
        opening: "0",
        closing: "1250",
      }),
    );
    expect(file).toMatchObject({ sumsHold: true, warnings: [] });
    expect(file.batches[0]).toMatchObject({ count: 2, creditMinor: 125_000n, debitMinor: 0n });
  });

  it("whose previous closing balance is not its opening balance does not hold", async () => {
    const previous = statement("2250.00").replace(
      "<Bal>",
      `${/<Bal>.*<\/Bal>/.exec(statement("1"))?.[0]}<Bal>`,
    );
    const same = await readWell(previous.replace("OPBD", "PRCD"));
    expect(same).toMatchObject({ sumsHold: true, warnings: [] });
    const other = await readWell(previous.replace("OPBD", "PRCD").replace("1000.00", "999.00"));
    expect([other.sumsHold, warningCodes(other)]).toEqual([false, ["balanceMismatch"]]);
  });

  it("without a closing balance, or in two currencies, says that it was not checked", async () => {
    expect(warningCodes(await readWell(statement("1").replace("CLBD", "CLAV")))).toEqual([
      "balancesNotChecked",
    ]);
    const mixed = statement("1").replace('<Amt Ccy="NOK">1000.00', '<Amt Ccy="EUR">1000.00');
    expect(warningCodes(await readWell(mixed))).toEqual(["balancesNotChecked"]);
  });

  it("on several pages is checked by its interim balances", async () => {
    const page = (number: number, last: boolean) =>
      `<StmtPgntn><PgNb>${number}</PgNb><LastPgInd>${last}</LastPgInd></StmtPgntn><Acct>`;
    const first = statement("2250.00").replace("<Acct>", page(1, false)).replace("CLBD", "ITBD");
    const second = statement("2250.00").replace("<Acct>", page(2, true)).replace("OPBD", "ITBD");
    for (const xml of [first, second]) {
      const file = await readWell(xml);
      expect(file.sumsHold).toBe(true);
      expect(warningCodes(file)).toEqual(["pageOfSeveral"]);
    }
    // Some banks repeat the balances of the whole statement on every page, so this stops nothing.
    const other = await readWell(first.replace("2250.00", "2251.00"));
    expect(warningCodes(other)).toContain("balanceMismatch");
    expect(other.sumsHold).toBe(true);
  });

  it("that skips a number says that one is missing", async () => {
    const one = statement("2250.00");
    const inner = one.slice(one.indexOf("<Stmt>"), one.indexOf("</BkTo")).replace("Nb>7<", "Nb>9<");
    expect(warningCodes(await readWell(one.replace("</BkTo", `${inner}</BkTo`)))).toEqual(["sequenceGap"]);
  });
});
