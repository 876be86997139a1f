/**
 * The port for a scanner of malware: clamd, by its INSTREAM command, over TCP or a socket of the machine
 * (https://docs.clamav.net/manual/Usage/Scanning.html#clamd). Nothing is installed by us; without `INNFRI_SCAN` nothing is
 * scanned, and what comes is marked so.
 */
import net from "node:net";

export type Scanned =
  | { readonly kind: "clean" }
  /** `what` is the scanner's name for it. */
  | { readonly kind: "found"; readonly what: string }
  /** Nobody knows: what cannot be scanned is not taken. */
  | { readonly kind: "failed"; readonly why: string };

export type Scanner = { readonly scan: (bytes: Uint8Array) => Promise<Scanned> };

type Address = { readonly path: string } | { readonly host: string; readonly port: number };

const CHUNK_BYTES = 64 * 1024;
const ANSWER_MOST_BYTES = 4096;
const WITHIN_MS = 20_000;
const CLAMD_PORT = 3310;

/** `clamd://host:3310`, or `clamd:///run/clamav/clamd.ctl`. One that cannot be understood takes nothing. */
export function scannerOf(address: string | undefined, withinMs = WITHIN_MS): Scanner | null {
  if (address === undefined || address === "") return null;
  const at = addressOf(address);
  if (at !== null) return { scan: (bytes) => scan(at, bytes, withinMs) };
  const why = "INNFRI_SCAN is no address of a clamd, such as clamd://127.0.0.1:3310";
  return { scan: async () => ({ kind: "failed", why }) };
}

function addressOf(address: string): Address | null {
  const url = URL.canParse(address) ? new URL(address) : null;
  if (url?.protocol !== "clamd:") return null;
  if (url.hostname === "") return url.pathname.length > 1 ? { path: decodeURIComponent(url.pathname) } : null;
  return {
    host: url.hostname.replaceAll(/[[\]]/g, ""),
    port: url.port === "" ? CLAMD_PORT : Number(url.port),
  };
}

function scan(at: Address, bytes: Uint8Array, withinMs: number): Promise<Scanned> {
  return new Promise((resolve) => {
    const socket = net.connect(at);
    let answer = "";
    const end = (scanned: Scanned) => {
      socket.destroy();
      resolve(scanned);
    };
    const read = () => end(answerOf(answer));
    socket.setTimeout(withinMs, () => end({ kind: "failed", why: "the scanner does not answer" }));
    socket.once("error", (error: NodeJS.ErrnoException) => {
      // A scanner that has had enough closes its end while we still write; what it said counts.
      if (answer.includes("\0")) read();
      else end({ kind: "failed", why: `the scanner cannot be reached (${error.code ?? error.name})` });
    });
    socket.on("data", (data: Buffer) => {
      answer += data.toString("latin1");
      if (answer.includes("\0") || answer.length > ANSWER_MOST_BYTES) read();
    });
    socket.once("end", read);
    socket.once("connect", () => socket.write(streamOf(bytes)));
  });
}

/** The command, then chunks each behind its length in four bytes, then a length of nothing. */
function streamOf(bytes: Uint8Array): Buffer {
  const parts: Uint8Array[] = [Buffer.from("zINSTREAM\0")];
  for (let at = 0; at < bytes.byteLength; at += CHUNK_BYTES) {
    const chunk = bytes.subarray(at, at + CHUNK_BYTES);
    const length = Buffer.alloc(4);
    length.writeUInt32BE(chunk.byteLength);
    parts.push(length, chunk);
  }
  parts.push(Buffer.alloc(4));
  return Buffer.concat(parts);
}

/** `stream: OK`, `stream: Eicar-Test-Signature FOUND`, or something that went wrong. */
function answerOf(answer: string): Scanned {
  const said = answer.split("\0")[0]!.trim();
  if (said === "stream: OK") return { kind: "clean" };
  const found = /^stream: (.+) FOUND$/.exec(said)?.[1];
  if (found !== undefined) return { kind: "found", what: found.slice(0, 200) };
  return {
    kind: "failed",
    why: said === "" ? "the scanner said nothing" : `the scanner said ${said.slice(0, 200)}`,
  };
}
