import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { isDate } from "@innfri/kernel";
import { describe, expect, it } from "vitest";
import type { InvoiceFile } from "./invoice.ts";
import { invoiceFileJson } from "./invoice-file-json.ts";
import { readOpenItemsFile } from "./open-items/read-open-items.ts";
import { readUbl } from "./ubl/read-ubl.ts";

/** How many damaged files are tried; `INNFRI_FUZZ=20000` tries more. */
const RUNS = Number(process.env.INNFRI_FUZZ ?? 500);
const FIXTURES = join(import.meta.dirname, "../../../../fixtures/invoices");

const TOKENS = [
  '"',
  ";",
  "\r\n",
  "\u0000",
  "\ufeff",
  "E+15",
  "-",
  "9".repeat(40),
  "<",
  ">",
  "</",
  "&",
  "&#0;",
  "&#x10FFFF;",
  "]]>",
  "<![CDATA[",
  "<!--",
  "<!DOCTYPE a [",
  '<a b="',
  "xmlns=''",
  "\ud800",
  "2026-02-30",
  "é".repeat(30),
];

// A small generator with a seed, so that a run that fails can be run again.
function randomOf(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

function damaged(original: Buffer, other: Buffer, random: (below: number) => number): Buffer {
  let bytes = original;
  for (let hits = 1 + random(4); hits > 0; hits--) {
    const at = random(bytes.length + 1);
    const to = Math.min(bytes.length, at + random(200));
    const [before, between, after] = [bytes.subarray(0, at), bytes.subarray(at, to), bytes.subarray(to)];
    switch (random(6)) {
      case 0:
        bytes = Buffer.concat([
          before,
          Buffer.from([random(256)]),
          bytes.subarray(Math.min(bytes.length, at + 1)),
        ]);
        break;
      case 1:
        bytes = Buffer.concat([before, after]);
        break;
      case 2:
        bytes = Buffer.concat([before, between, between, after]);
        break;
      case 3:
        bytes = Buffer.concat([before, Buffer.from(TOKENS[random(TOKENS.length)] ?? ""), between, after]);
        break;
      case 4:
        bytes = before;
        break;
      default:
        bytes = Buffer.concat([before, other.subarray(random(other.length + 1))]);
    }
  }
  return bytes;
}

function* cut(bytes: Buffer, random: (below: number) => number): Generator<Uint8Array> {
  for (let at = 0; at < bytes.length; ) {
    const size = 1 + random(3000);
    yield bytes.subarray(at, at + size);
    at += size;
  }
}

/** What holds of every outcome, whatever the file was. */
function checkOutcome(file: InvoiceFile, bytes: Buffer): void {
  const printed = JSON.stringify(invoiceFileJson(file));
  expect(printed.length).toBeLessThan(20_000 + 60 * bytes.length);
  if (file.kind === "refused") {
    expect(file.reason.length).toBeLessThanOrEqual(1000);
    expect(file.line).toBeGreaterThanOrEqual(1);
    return;
  }
  for (const invoice of file.invoices) {
    expect(invoice.payableMinor).toBeGreaterThanOrEqual(0n);
    expect(invoice.number.length).toBeLessThanOrEqual(64);
    expect(isDate(invoice.issuedOn)).toBe(true);
    expect(invoice.dueOn === null || isDate(invoice.dueOn)).toBe(true);
  }
}

function originals(extension: string): Buffer[] {
  return ["valid", "invalid"].flatMap((folder) =>
    readdirSync(join(FIXTURES, folder))
      .filter((name) => name.endsWith(extension))
      .map((name) => readFileSync(join(FIXTURES, folder, name))),
  );
}

describe(`${RUNS} damaged files, each of its own seed`, () => {
  it.each([
    ["UBL", ".xml", (chunks: Iterable<Uint8Array>) => readUbl(chunks)],
    ["CSV", ".csv", (chunks: Iterable<Uint8Array>) => readOpenItemsFile(chunks, { currency: "NOK" })],
  ] as const)(
    "of %s are read or refused, and never crash, hang or grow",
    async (_, extension, read) => {
      const files = originals(extension);
      const kinds = new Set<string>();
      for (let seed = 1; seed <= RUNS; seed++) {
        const random = randomOf(seed);
        const [original, other] = [files[random(files.length)]!, files[random(files.length)]!];
        const bytes = damaged(original, other, random);
        let file: InvoiceFile;
        try {
          file = await read(cut(bytes, random));
        } catch (error) {
          throw new Error(`seed ${seed} crashed the reader`, { cause: error });
        }
        checkOutcome(file, bytes);
        kinds.add(file.kind);
      }
      expect([...kinds].sort()).toEqual(["read", "refused"]);
    },
    60_000 + RUNS * 20,
  );
});
