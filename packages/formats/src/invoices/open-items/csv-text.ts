import iconv from "iconv-lite";
import { badLineOf, lineEnds } from "../bad-bytes.ts";
import type { ByteChunks } from "../invoice.ts";
import { Refusal } from "../refusal.ts";
import type { CsvEncoding } from "./options.ts";

/** A piece of text and the encoding it was decoded from. */
export type DecodedText = { readonly text: string; readonly encoding: CsvEncoding };

/**
 * Decodes a text file whose encoding nobody has stated. A byte order mark decides; else zero bytes between
 * letters tell UTF-16; else the first letter outside ASCII does: if its bytes are UTF-8 the file is, and what
 * follows must be; if not, the file is Windows-1252, which ISO-8859-1 is a part of. Chunks may end anywhere.
 * Throws `Refusal` when a file that began as UTF-8 goes on as something else.
 */
export async function* csvText(chunks: ByteChunks, stated?: CsvEncoding): AsyncGenerator<DecodedText> {
  const decoder = new CsvDecoder(stated);
  for await (const chunk of chunks) {
    const text = decoder.write(chunk);
    if (text !== "") yield { text, encoding: decoder.encoding };
  }
  yield { text: decoder.end(), encoding: decoder.encoding };
}

/** Bytes looked at for a byte order mark and zero bytes; fewer only when the file is shorter. */
const HEAD_BYTES = 64;

class CsvDecoder {
  encoding: CsvEncoding = "utf-8";
  #head: Buffer | null = Buffer.alloc(0);
  #pending: Buffer = Buffer.alloc(0);
  #isAsciiSoFar = true;
  #stream: ReturnType<typeof iconv.getDecoder> | null = null;
  readonly #stated: CsvEncoding | undefined;
  #line = 1;

  constructor(stated: CsvEncoding | undefined) {
    this.#stated = stated;
  }

  write(chunk: Uint8Array): string {
    const bytes = Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    if (this.#head === null) return this.#decode(bytes);
    this.#head = Buffer.concat([this.#head, bytes]);
    return this.#head.length < HEAD_BYTES ? "" : this.#start();
  }

  end(): string {
    const started = this.#head === null ? "" : this.#start();
    if (this.#stream !== null) return started + (this.#stream.end() ?? "");
    if (this.#pending.length === 0) return started;
    if (!this.#isAsciiSoFar || this.#stated === "utf-8") this.#refuseMixed();
    this.#use("windows-1252");
    return started + this.#decode(this.#take());
  }

  #start(): string {
    const head = this.#head ?? Buffer.alloc(0);
    this.#head = null;
    const [marked, markLength] = markOf(head);
    this.encoding = this.#stated ?? marked ?? unmarkedUtf16(head) ?? "utf-8";
    if (this.encoding !== "utf-8") this.#use(this.encoding);
    // A marked file is what it says it is, so its first odd byte is an error and not a hint.
    else if (marked === "utf-8" || this.#stated === "utf-8") this.#isAsciiSoFar = false;
    return this.#decode(head.subarray(marked === this.encoding ? markLength : 0));
  }

  #use(encoding: CsvEncoding): void {
    this.encoding = encoding;
    this.#stream = iconv.getDecoder(encoding, { stripBOM: false });
  }

  #decode(bytes: Buffer): string {
    if (this.#stream !== null) return this.#stream.write(bytes);
    const all = this.#pending.length === 0 ? bytes : Buffer.concat([this.#take(), bytes]);
    const whole = all.subarray(0, wholeLength(all));
    if (this.#isAsciiSoFar) {
      const first = whole.findIndex((byte) => byte >= 0x80);
      if (first >= 0 && !beginsUtf8(whole.subarray(first))) {
        this.#use("windows-1252");
        return this.#decode(all);
      }
      this.#isAsciiSoFar = first < 0;
    }
    this.#pending = Buffer.from(all.subarray(whole.length));
    return this.#strict(whole);
  }

  #strict(whole: Buffer): string {
    try {
      const text = UTF_8.decode(whole);
      this.#line += lineEnds(text);
      return text;
    } catch {
      this.#line += badLineOf(whole);
      return this.#refuseMixed();
    }
  }

  #take(): Buffer {
    const pending = this.#pending;
    this.#pending = Buffer.alloc(0);
    return pending;
  }

  #refuseMixed(): never {
    throw new Refusal(
      "encoding",
      this.#line,
      "the file begins as UTF-8 and goes on as something else on this line; save it again as UTF-8, or state its encoding",
    );
  }
}

const UTF_8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

function markOf(head: Buffer): [CsvEncoding | undefined, number] {
  if (head[0] === 0xef && head[1] === 0xbb && head[2] === 0xbf) return ["utf-8", 3];
  if (head[0] === 0xff && head[1] === 0xfe) return ["utf-16le", 2];
  if (head[0] === 0xfe && head[1] === 0xff) return ["utf-16be", 2];
  return [undefined, 0];
}

// The header of a ledger is nearly all ASCII, and ASCII in UTF-16 has a zero in every second byte.
function unmarkedUtf16(head: Buffer): CsvEncoding | undefined {
  const zeros = [0, 0];
  for (const [at, byte] of head.entries()) if (byte === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1;
  const [even = 0, odd = 0] = zeros;
  if (odd > head.length / 4 && even === 0) return "utf-16le";
  return even > head.length / 4 && odd === 0 ? "utf-16be" : undefined;
}

/** The length of `bytes` without a character that the next chunk may complete. */
function wholeLength(bytes: Buffer): number {
  for (let back = 1; back <= Math.min(3, bytes.length); back++) {
    const byte = bytes[bytes.length - back] ?? 0;
    if (byte < 0x80) break;
    if (byte >= 0xc0) return utf8Length(byte) > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function beginsUtf8(bytes: Buffer): boolean {
  const length = utf8Length(bytes[0] ?? 0);
  try {
    UTF_8.decode(bytes.subarray(0, length));
    return length > 1;
  } catch {
    return false;
  }
}

function utf8Length(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}
