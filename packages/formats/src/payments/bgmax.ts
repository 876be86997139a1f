/**
 * BgMax, the Swedish file of incoming bankgiro payments: records of 80 characters, one section per receiving
 * bankgiro and currency, closed by the deposit (Bankgiro Inbetalningar, teknisk manual). The payment date stands
 * on the deposit, after the payments, so a section is read to its end before anything of it is told.
 */

import { BgMaxSection } from "./bgmax-section.ts";
import { digitField, field } from "./field-text.ts";
import type { RecordSink } from "./record-sink.ts";

const RECORD_LENGTH = 80;
const TAB_STOP = 8;

/** What record 70 counts, with its positions. */
const FILE_COUNTS = [
  { of: "20", from: 3, to: 10, what: "payments" },
  { of: "21", from: 11, to: 18, what: "deductions" },
  { of: "22", from: 19, to: 26, what: "extra references" },
  { of: "15", from: 27, to: 34, what: "deposits" },
] as const;

export class BgMaxReader {
  private readonly sink: RecordSink;
  private isOpen = false;
  private section: BgMaxSection | undefined;
  private counts: Record<string, number> = {};
  private readonly depositKeys = new Set<string>();
  private lineNumber = 0;

  constructor(sink: RecordSink) {
    this.sink = sink;
  }

  line(text: string, lineNumber: number): void {
    this.lineNumber = lineNumber;
    const trimmed = (text.includes("\t") ? expandTabs(text) : text).trimEnd();
    if (trimmed.length === 0 || trimmed === "\u001a") return;
    if (trimmed.length > RECORD_LENGTH)
      this.sink.warn("recordLength", `the record has ${trimmed.length} characters, not 80`, lineNumber);
    // Trailing blanks are often lost on the way, so a short record is filled up.
    this.record(trimmed.padEnd(RECORD_LENGTH));
  }

  end(): void {
    if (this.isOpen)
      this.sink.refuse("truncated", "the file ends before its end record 70: get it anew", this.lineNumber);
  }

  private record(record: string) {
    const code = record.slice(0, 2);
    if (code === "01") return this.openFile(record);
    if (!this.isOpen)
      return this.sink.refuse(
        "structure",
        "the record stands outside the records 01 and 70",
        this.lineNumber,
      );
    if (code === "70") return this.closeFile(record);
    if (code === "05") return this.openSection(record);
    if (this.section === undefined) return this.outsideSection(code);
    if (code === "15") return this.closeSection(record, this.section);
    const counted = code === "23" ? "22" : code;
    this.counts[counted] = (this.counts[counted] ?? 0) + 1;
    this.section.record(record, code, this.lineNumber);
  }

  private openFile(record: string) {
    if (this.isOpen)
      return this.sink.refuse(
        "structure",
        "a file begins inside another: its end record 70 is missing",
        this.lineNumber,
      );
    if (!field(record, 3, 22).startsWith("BGMAX"))
      return this.sink.refuse("structure", "the start record does not say BGMAX", this.lineNumber);
    this.isOpen = true;
    this.counts = {};
    this.sink.fileReference ||= field(record, 25, 44).trim();
    // Anything but the mark of production is treated as a test: a test must never be booked.
    if (record.charAt(44) === "P") return;
    this.sink.test = true;
    this.sink.warn(
      "testFile",
      "the file is not marked as production: nothing of it may be booked",
      this.lineNumber,
    );
  }

  private openSection(record: string) {
    if (this.section !== undefined)
      return this.sink.refuse(
        "structure",
        "a section begins inside another: its deposit 15 is missing",
        this.lineNumber,
      );
    const bankgiro = digitField(record, 3, 12);
    const currency = field(record, 23, 25);
    if (bankgiro === undefined || !/^[A-Z]{3}$/.test(currency))
      return this.sink.refuse(
        "structure",
        "the receiving bankgiro or the currency is not lawful",
        this.lineNumber,
      );
    this.section = new BgMaxSection(this.sink, { bankgiro, currency }, this.lineNumber);
  }

  private outsideSection(code: string): void {
    if (["15", "20", "21", "22", "23"].includes(code))
      this.sink.refuse("structure", `record ${code} stands outside a section`, this.lineNumber);
    else this.sink.warn("unknownRecord", `record ${code} outside a section is skipped`, this.lineNumber);
  }

  private closeSection(record: string, section: BgMaxSection): void {
    this.counts["15"] = (this.counts["15"] ?? 0) + 1;
    section.close(record, this.depositKeys, this.lineNumber);
    this.section = undefined;
  }

  // Published variants of the example file disagree with their own trailer, so with right deposit sums a wrong
  // count here is only a warning.
  private closeFile(record: string) {
    if (this.section !== undefined)
      return this.sink.refuse(
        "structure",
        "the file ends inside a section: its deposit 15 is missing",
        this.lineNumber,
      );
    for (const { of, from, to, what } of FILE_COUNTS) {
      const stated = digitField(record, from, to);
      const counted = this.counts[of] ?? 0;
      if (stated === undefined || Number(stated) !== counted)
        this.sink.warn(
          "countMismatch",
          `the end record counts ${stated ?? "no number of"} ${what}, there are ${counted}`,
          this.lineNumber,
        );
    }
    this.isOpen = false;
  }
}

function expandTabs(text: string): string {
  let line = "";
  for (const character of text) {
    line += character === "\t" ? " ".repeat(TAB_STOP - (line.length % TAB_STOP)) : character;
  }
  return line;
}
