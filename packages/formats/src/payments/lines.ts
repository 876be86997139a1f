/** Cuts bytes into numbered lines of text, whatever the line ends and whether ISO-8859-1 or UTF-8. */

const LF = 10;
const CR = 13;
const LINE_BYTES_MAX = 4096;
const RECORD_LENGTH = 80;

const strictUtf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
// The label means windows-1252 in the encoding standard: equal to ISO-8859-1 for every letter.
const latin1 = new TextDecoder("iso-8859-1");

export type LineHandler = (line: string, lineNumber: number) => void;

export class LineSplitter {
  private readonly onLine: LineHandler;
  private readonly onTooLong: (lineNumber: number) => void;
  private readonly unbroken: boolean;
  private carry: Uint8Array = new Uint8Array(0);
  private lineNumber = 0;
  private stopped = false;

  /** `unbroken`: the file has no line ends at all, every 80 bytes are a record. */
  constructor(unbroken: boolean, onLine: LineHandler, onTooLong: (lineNumber: number) => void) {
    this.unbroken = unbroken;
    this.onLine = onLine;
    this.onTooLong = onTooLong;
  }

  write(bytes: Uint8Array): void {
    if (this.stopped) return;
    const block = joined(this.carry, bytes);
    const cut = this.unbroken ? block.length - (block.length % RECORD_LENGTH) : lastLineEnd(block);
    this.carry = block.slice(cut);
    this.emit(block.subarray(0, cut));
    if (this.carry.length <= LINE_BYTES_MAX) return;
    this.stopped = true;
    this.onTooLong(this.lineNumber + 1);
  }

  end(): void {
    if (this.stopped || this.carry.length === 0) return;
    const rest = this.carry;
    this.carry = new Uint8Array(0);
    this.emit(rest);
  }

  private emit(block: Uint8Array): void {
    if (block.length === 0) return;
    if (this.unbroken) {
      for (let at = 0; at < block.length; at += RECORD_LENGTH)
        this.tell(latin1.decode(block.subarray(at, at + RECORD_LENGTH)));
      return;
    }
    const text = decodeUtf8(block);
    // One name in ISO-8859-1 makes the whole block fail; then every line is decoded for itself, so that columns
    // are right both in files of bytes and in files that were saved again as UTF-8.
    if (text !== undefined) for (const line of splitLines(text)) this.tell(line);
    else
      for (const bytes of splitBytes(block)) {
        for (const line of splitLines(decodeUtf8(bytes) ?? latin1.decode(bytes))) this.tell(line);
      }
  }

  private tell(line: string): void {
    this.lineNumber += 1;
    this.onLine(line, this.lineNumber);
  }
}

function decodeUtf8(bytes: Uint8Array): string | undefined {
  try {
    return strictUtf8.decode(bytes);
  } catch {
    return undefined;
  }
}

// The block ends with a line end, which would otherwise make an empty last line.
function splitLines(text: string): string[] {
  const lines = text.includes("\r") ? text.split(/\r\n|\n|\r/) : text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines;
}

function* splitBytes(block: Uint8Array): Generator<Uint8Array> {
  let from = 0;
  while (from < block.length) {
    const end = block.indexOf(LF, from);
    const to = end < 0 ? block.length : end + 1;
    yield block.subarray(from, to);
    from = to;
  }
}

// A CR in the last place may be half of a CRLF, so the block is not cut after it.
function lastLineEnd(block: Uint8Array): number {
  const afterLf = block.lastIndexOf(LF) + 1;
  const cr = block.length >= 2 ? block.lastIndexOf(CR, block.length - 2) : -1;
  return Math.max(afterLf, cr + 1);
}

/** `a` and then `b`, without a copy while there is no `a`. */
export function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  if (a.length === 0) return b;
  const both = new Uint8Array(a.length + b.length);
  both.set(a);
  both.set(b, a.length);
  return both;
}
