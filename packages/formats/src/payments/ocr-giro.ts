/**
 * OCR giro, the Norwegian file of incoming payments with KID: records of 80 characters, transmissions that hold
 * assignments that hold transactions (Nets, "OCR giro – System specification").
 */
import { isValidNorwegianAccount } from "../references/index.ts";
import { dateFromDdmmyy, digitField, field } from "./field-text.ts";
import { AssignmentTotals, TransmissionTotals } from "./ocr-giro-totals.ts";
import { OcrGiroTransactions } from "./ocr-giro-transactions.ts";
import type { RecordSink } from "./record-sink.ts";

const RECORD_LENGTH = 80;
const OCR_SERVICE = "09";

export class OcrGiroReader {
  private readonly sink: RecordSink;
  private transmission: TransmissionTotals | undefined;
  private assignment: AssignmentTotals | undefined;
  private transactions: OcrGiroTransactions | undefined;
  private transmissionNumber = "";
  private transmissionReference = "";
  private lineNumber = 0;

  constructor(sink: RecordSink) {
    this.sink = sink;
  }

  line(text: string, lineNumber: number) {
    this.lineNumber = lineNumber;
    const record = text.length === RECORD_LENGTH ? text : text.trimEnd();
    // A blank line, or the Ctrl-Z that old systems end a file with, is no record.
    if (record.length === 0 || record === "\u001a") return;
    if (record.length !== RECORD_LENGTH)
      return this.refuse("recordLength", `the record has ${record.length} characters, not ${RECORD_LENGTH}`);
    if (!record.startsWith("NY") || digitField(record, 3, 8) === undefined)
      return this.refuse("structure", "the record does not begin with NY and six digits");
    this.record(record);
  }

  end(): void {
    if (this.assignment !== undefined || this.transmission !== undefined)
      this.refuse(
        "truncated",
        "the file ends before the end record of its transmission: get it anew from the bank",
      );
  }

  private record(record: string) {
    const service = field(record, 3, 4);
    const code = field(record, 7, 8);
    if (service === "00" && code === "10") return this.openTransmission(record);
    if (this.transmission === undefined)
      return this.refuse("structure", "the record stands outside a transmission (between records 10 and 89)");
    this.transmission.records += 1;
    if (service === "00" && code === "89") return this.closeTransmission(record, this.transmission);
    if (code === "20") return this.openAssignment(record, service);
    if (this.assignment === undefined || this.assignment.service !== service)
      return this.refuse("structure", `the record of service ${service} stands outside its assignment`);
    this.assignment.records += 1;
    if (code === "88") return this.closeAssignment(record, this.assignment);
    if (this.transactions === undefined) this.assignment.countSkipped(code);
    else this.transactions.record(record, code, this.lineNumber);
  }

  private openTransmission(record: string) {
    if (this.transmission !== undefined)
      return this.refuse("structure", "a transmission begins inside another: its end record 89 is missing");
    this.transmission = new TransmissionTotals();
    this.transmissionNumber = field(record, 17, 23);
    this.transmissionReference = [field(record, 9, 16), this.transmissionNumber, field(record, 24, 31)].join(
      "/",
    );
  }

  private openAssignment(record: string, service: string) {
    if (this.assignment !== undefined)
      return this.refuse("structure", "an assignment begins inside another: its end record 88 is missing");
    this.assignment = new AssignmentTotals(service);
    if (service !== OCR_SERVICE) return this.skipAssignment(service);
    const account = digitField(record, 25, 35);
    if (account === undefined) return this.refuse("structure", "the assignment account is not eleven digits");
    if (!isValidNorwegianAccount(account))
      this.sink.warn("accountCheck", `the check digit of the account ${account} is wrong`, this.lineNumber);
    const number = field(record, 18, 24);
    const batch = this.sink.openBatch(
      { account, currency: "NOK", id: number, sequence: null },
      this.lineNumber,
    );
    const agreement = field(record, 9, 17);
    this.transactions = new OcrGiroTransactions(
      this.sink,
      batch,
      { agreement, transmissionNumber: this.transmissionNumber, assignmentNumber: number },
      this.assignment,
    );
  }

  private skipAssignment(service: string): void {
    const name = service === "21" ? "21 (AvtaleGiro)" : service;
    this.sink.warn(
      "serviceSkipped",
      `an assignment of service ${name} holds no incoming payments: its records are counted and skipped`,
      this.lineNumber,
    );
  }

  private closeAssignment(record: string, totals: AssignmentTotals): void {
    this.transactions?.close(this.lineNumber);
    const batch = this.transactions?.batch;
    const fail = (code: "countMismatch" | "sumMismatch", message: string) =>
      this.sink.fail(batch, code, `assignment: ${message}`, this.lineNumber);
    totals.check(record, fail);
    if (batch !== undefined) {
      batch.sumConvention = totals.convention;
      this.checkDateRange(record, totals);
    }
    this.transmission?.add(totals);
    this.assignment = undefined;
    this.transactions = undefined;
  }

  private checkDateRange(record: string, totals: AssignmentTotals): void {
    const earliest = dateFromDdmmyy(field(record, 48, 53));
    const latest = dateFromDdmmyy(field(record, 54, 59));
    if (totals.earliestOn === undefined || totals.latestOn === undefined) return;
    if ((earliest ?? "") > totals.earliestOn || (latest ?? "9") < totals.latestOn)
      this.sink.warn(
        "dateOutsideRange",
        `processing dates reach from ${totals.earliestOn} to ${totals.latestOn}, the end record says otherwise`,
        this.lineNumber,
      );
  }

  private closeTransmission(record: string, totals: TransmissionTotals) {
    if (this.assignment !== undefined)
      return this.refuse(
        "structure",
        "the transmission ends inside an assignment: its end record 88 is missing",
      );
    totals.check(record, (code, message) =>
      this.sink.fail(undefined, code, `transmission: ${message}`, this.lineNumber),
    );
    const sentOn = dateFromDdmmyy(field(record, 42, 47)) ?? field(record, 42, 47);
    this.sink.fileReference ||= `${this.transmissionReference}/${sentOn}`;
    this.transmission = undefined;
  }

  private refuse(code: "recordLength" | "structure" | "truncated", reason: string): void {
    this.sink.refuse(code, reason, this.lineNumber);
  }
}
