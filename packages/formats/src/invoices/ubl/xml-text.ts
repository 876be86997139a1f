import { badLineOf, lineEnds } from "../bad-bytes.ts";
import type { ByteChunks } from "../invoice.ts";
import { Refusal } from "../refusal.ts";

/** Decodes the next bytes, or ends the text when there are none. Throws `Refusal`. */
type Decode = (bytes: Uint8Array | undefined) => string;

/** Enough to hold a byte order mark and an XML declaration. */
const DECLARATION_BYTES = 256;

/** How much text a parser is given at a time, so that its state can be looked at in between. */
const PIECE_LENGTH = 65_536;

const DECLARED = /^(?:\u00ef\u00bb\u00bf)?<\?xml[^>]*?encoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']/;

const DECODERS: Readonly<Record<string, string>> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  "us-ascii": "utf-8",
  "iso-8859-1": "windows-1252",
  "windows-1252": "windows-1252",
  "iso-8859-15": "iso-8859-15",
  // A file that really is UTF-16 has shown its byte order mark before its declaration can be read.
  "utf-16": "utf-8",
};

/**
 * The text of an XML file in pieces, decoded as its byte order mark or declaration says. Throws `Refusal` when
 * the bytes are not in that encoding, or are more than `maxBytes`.
 */
export async function* xmlText(chunks: ByteChunks, maxBytes: number): AsyncGenerator<string> {
  let head: Uint8Array | null = new Uint8Array(0);
  let decode = decoderFor(head);
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > maxBytes) throw new Refusal("too-large", 1, `the file is larger than ${maxBytes} bytes`);
    if (head === null) yield* pieces(decode(chunk));
    else {
      head = head.length === 0 ? chunk : Buffer.concat([head, chunk]);
      if (head.length < DECLARATION_BYTES) continue;
      decode = decoderFor(head);
      yield* pieces(decode(head));
      head = null;
    }
  }
  if (head !== null) {
    decode = decoderFor(head);
    yield* pieces(decode(head));
  }
  yield decode(undefined);
}

function* pieces(text: string): Generator<string> {
  if (text.length <= PIECE_LENGTH) yield text;
  else for (let at = 0; at < text.length; at += PIECE_LENGTH) yield text.slice(at, at + PIECE_LENGTH);
}

function decoderFor(head: Uint8Array): Decode {
  const label = labelFor(head);
  const decoder = new TextDecoder(label, { fatal: true });
  let line = 1;
  return (bytes) => {
    try {
      const text = decoder.decode(bytes, { stream: bytes !== undefined });
      line += lineEnds(text);
      return text;
    } catch {
      const at = line + (label === "utf-8" && bytes !== undefined ? badLineOf(bytes) : 0);
      throw new Refusal(
        "encoding",
        at,
        `the file holds bytes that are not ${label}, the encoding it declares`,
      );
    }
  };
}

function labelFor(head: Uint8Array): string {
  if (head[0] === 0xff && head[1] === 0xfe) return "utf-16le";
  if (head[0] === 0xfe && head[1] === 0xff) return "utf-16be";
  const start = Buffer.from(head.subarray(0, DECLARATION_BYTES)).toString("latin1");
  const declared = DECLARED.exec(start)?.[1];
  const label = declared === undefined ? "utf-8" : DECODERS[declared.toLowerCase()];
  if (label !== undefined) return label;
  throw new Refusal("encoding", 1, `the encoding ${declared} is not one that is read here; save it as UTF-8`);
}
