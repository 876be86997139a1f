/**
 * Reads a bank file as a stream: the payments come as they are found, the sums are known at the end. Whoever reads
 * puts the payments aside until the end record says that they hold.
 */
import { bankFileKind, HEAD_BYTES } from "./bank-format.ts";
import { BgMaxReader } from "./bgmax.ts";
import { CamtReader } from "./camt.ts";
import { joined, LineSplitter } from "./lines.ts";
import { OcrGiroReader } from "./ocr-giro.ts";
import type { BankFileRefusal, BankRecord, RefusalCode } from "./payment.ts";
import { RecordSink } from "./record-sink.ts";

export type ByteChunks = AsyncIterable<Uint8Array> | Iterable<Uint8Array>;

const BLOCK_BYTES = 65_536;

/** One file being read: bytes in, records out. */
type FileReader = {
  write(bytes: Uint8Array): void;
  end(): void;
  /** The sink, once the format is known. */
  sink(): RecordSink | undefined;
  refusal(): BankFileRefusal | undefined;
};

/**
 * Yields payments and warnings in the order of the file and, last, either `end` or `refused`. After `refused`
 * nothing of the file may be kept, also not what was yielded before it. Never throws for what a file contains;
 * an error of the source itself passes through.
 */
export async function* readPayments(chunks: ByteChunks): AsyncGenerator<BankRecord> {
  let reader: FileReader | undefined;
  let head: Uint8Array = new Uint8Array(0);
  for await (const chunk of chunks) {
    let rest = chunk;
    if (reader === undefined) {
      head = joined(head, chunk);
      if (head.length < HEAD_BYTES) continue;
      reader = openReader(head);
      rest = head;
    }
    for (let at = 0; at < rest.length; at += BLOCK_BYTES) {
      reader.write(rest.subarray(at, at + BLOCK_BYTES));
      yield* drained(reader);
      const refusal = reader.refusal();
      if (refusal !== undefined) return yield refusal;
    }
  }
  if (reader === undefined) {
    reader = openReader(head);
    reader.write(head);
  }
  reader.end();
  yield* finish(reader);
}

function* finish(reader: FileReader): Generator<BankRecord> {
  const sink = reader.sink();
  const refusal = reader.refusal();
  if (sink !== undefined && refusal === undefined) sink.closeWarnings();
  yield* drained(reader);
  if (refusal !== undefined) yield refusal;
  else if (sink !== undefined) yield sink.end();
}

function drained(reader: FileReader): readonly BankRecord[] {
  return reader.sink()?.drain() ?? [];
}

function openReader(head: Uint8Array): FileReader {
  const kind = bankFileKind(head.subarray(0, HEAD_BYTES));
  switch (kind.kind) {
    case "refused":
      return refusing({ kind: "refused", line: 1, code: kind.code, reason: kind.reason });
    case "fixedWidth":
      return fixedWidthReader(kind.format, kind.unbroken);
    case "xml":
      return xmlReader(kind.encoding);
  }
}

function refusing(refusal: BankFileRefusal): FileReader {
  return { write: () => {}, end: () => {}, sink: () => undefined, refusal: () => refusal };
}

function fixedWidthReader(format: "ocr-giro" | "bgmax", unbroken: boolean): FileReader {
  const sink = new RecordSink(format);
  const reader = format === "bgmax" ? new BgMaxReader(sink) : new OcrGiroReader(sink);
  const lines = new LineSplitter(
    unbroken,
    (line, number) => {
      if (sink.refusal === undefined) reader.line(number === 1 ? withoutByteOrderMark(line) : line, number);
    },
    (number) => sink.refuse("recordLength", "the line is longer than any record", number),
  );
  return {
    write: (bytes) => lines.write(bytes),
    end: () => {
      lines.end();
      if (sink.refusal === undefined) reader.end();
    },
    sink: () => sink,
    refusal: () => sink.refusal,
  };
}

function xmlReader(encoding: string): FileReader {
  const decoder = new TextDecoder(encoding);
  let sink: RecordSink | undefined;
  let early: BankFileRefusal | undefined;
  const refuse = (code: RefusalCode, reason: string, line: number) => {
    early ??= { kind: "refused", line, code, reason };
  };
  const reader = new CamtReader((format) => {
    sink = new RecordSink(format);
    return sink;
  }, refuse);
  let isTold = false;
  const write = (text: string) => {
    reader.write(text);
    if (isTold || !text.includes("\ufffd") || sink === undefined) return;
    isTold = true;
    sink.warn("encoding", `the file is not all ${encoding}: letters that could not be read became �`, "file");
  };
  return {
    write: (bytes) => write(decoder.decode(bytes, { stream: true })),
    end: () => {
      write(decoder.decode());
      if ((sink?.refusal ?? early) === undefined) reader.end();
    },
    sink: () => sink,
    refusal: () => sink?.refusal ?? early,
  };
}

function withoutByteOrderMark(line: string): string {
  return line.replace(/^(\ufeff|ï»¿)/, "");
}
