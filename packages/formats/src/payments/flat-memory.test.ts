import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { readPayments } from "./read-payments.ts";

const PAYMENTS = 300_000;
const HEAP_GROWTH_MAX_BYTES = 24 * 1024 * 1024; // the file itself is twice that, its payments many times

setFlagsFromString("--expose-gc");
const collectGarbage = runInNewContext("gc") as () => void;

describe("a file larger than memory should hold", () => {
  it.each([
    ["OCR giro", () => ocrGiro(PAYMENTS), PAYMENTS],
    ["camt.054 as one batch", () => camt(60_000), 60_000],
  ] as const)(
    "%s passes through without staying",
    async (_format, source, count) => {
      let seen = 0;
      let sumMinor = 0n;
      let growth = 0;
      let before = 0;
      for await (const record of readPayments(source())) {
        if (record.kind === "payment") {
          seen += 1;
          sumMinor += record.payment.amountMinor;
          if (seen === 1000) before = heapUsed();
          else if (seen % 20_000 === 0) growth = Math.max(growth, heapUsed() - before);
        } else expect(record).toMatchObject({ kind: "end", sumsHold: true, totals: { count } });
      }
      expect(seen).toBe(count);
      expect(sumMinor).toBe((BigInt(count) * BigInt(count + 1)) / 2n);
      expect(growth).toBeLessThan(HEAP_GROWTH_MAX_BYTES);
    },
    120_000,
  );
});

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

// The files are made while they are read: transaction number i pays i øre.
function* ocrGiro(count: number): Generator<Uint8Array> {
  const total = (BigInt(count) * BigInt(count + 1)) / 2n;
  const totals = (records: number) => `${zeros(count, 8)}${zeros(records, 8)}${zeros(total, 17)}`;
  const record = (text: string) => `${text.padEnd(80, "0")}\n`;
  yield Buffer.from(record("NY00001000008080") + record("NY090020001008566000000286011117947"));
  for (let i = 1; i <= count; i += 500) {
    let text = "";
    for (let n = i; n < i + 500 && n <= count; n++) {
      text += record(`NY091030${zeros(n, 7)}02032601010000010${zeros(n, 17)}${"123456782".padStart(25)}`);
      text += record(`NY091031${zeros(n, 7)}`);
    }
    yield Buffer.from(text);
  }
  yield Buffer.from(
    record(`NY090088${totals(2 * count + 2)}020326020326020326`) +
      record(`NY000089${totals(2 * count + 4)}020326`),
  );
}

function* camt(count: number): Generator<Uint8Array> {
  const kroner = (minor: bigint | number) => (Number(minor) / 100).toFixed(2);
  const total = kroner((count * (count + 1)) / 2);
  yield Buffer.from(
    `<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08"><BkToCstmrDbtCdtNtfctn><Ntfctn><Id>N</Id>` +
      `<Acct><Id><IBAN>NO9386011117947</IBAN></Id><Ccy>NOK</Ccy></Acct><Ntry><Amt Ccy="NOK">${total}</Amt>` +
      `<CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2026-03-02</Dt></BookgDt><NtryDtls>`,
  );
  for (let i = 1; i <= count; i++) {
    const parts = `<Refs><AcctSvcrRef>T${i}</AcctSvcrRef></Refs><Amt Ccy="NOK">${kroner(i)}</Amt>`;
    yield Buffer.from(`<TxDtls>${parts}<RmtInf><Ustrd>Faktura</Ustrd></RmtInf></TxDtls>\n`);
  }
  yield Buffer.from("</NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>");
}

function zeros(value: number | bigint, length: number): string {
  return String(value).padStart(length, "0");
}
