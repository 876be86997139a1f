/**
 * SHA-256 and canonical JSON with nothing but the language: for a page that is opened from a disk, where browsers give no
 * `crypto.subtle`. The program's own are in `kernel`; a test holds the two together.
 */
import type { CaseJson, PathStep } from "./case-export.ts";

/** The first 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const ROUND = constants(1 / 3, 64);
/** The same of the square roots of the first eight. */
const START = constants(1 / 2, 8);

function constants(power: number, count: number): Uint32Array {
  const found = new Uint32Array(count);
  let at = 0;
  for (let candidate = 2; at < count; candidate++) {
    let isPrime = true;
    for (let divisor = 2; divisor * divisor <= candidate; divisor++)
      if (candidate % divisor === 0) isPrime = false;
    if (isPrime) found[at++] = (candidate ** power % 1) * 2 ** 32;
  }
  return found;
}

/** The hash of texts (as UTF-8) and bytes, one after the other, as 64 hexadecimal digits. */
export function plainSha256(...parts: readonly (string | Uint8Array)[]): string {
  const bytes = joined(parts);
  const state = Uint32Array.from(START);
  const words = new Uint32Array(64);
  const view = new DataView(bytes.buffer);
  for (let block = 0; block < bytes.length; block += 64) {
    for (let i = 0; i < 16; i++) words[i] = view.getUint32(block + 4 * i);
    for (let i = 16; i < 64; i++) {
      const [a, b] = [words[i - 15]!, words[i - 2]!];
      const small = turned(a, 7) ^ turned(a, 18) ^ (a >>> 3);
      const large = turned(b, 17) ^ turned(b, 19) ^ (b >>> 10);
      words[i] = words[i - 16]! + small + words[i - 7]! + large;
    }
    mix(state, words);
  }
  return [...state].map((word) => word.toString(16).padStart(8, "0")).join("");
}

function mix(state: Uint32Array, words: Uint32Array): void {
  let [a, b, c, d, e, f, g, h] = state as unknown as [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  for (let i = 0; i < 64; i++) {
    const choice = (e & f) ^ (~e & g);
    const first = (h + (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) + choice + ROUND[i]! + words[i]!) >>> 0;
    const most = (a & b) ^ (a & c) ^ (b & c);
    const second = ((turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) + most) >>> 0;
    [h, g, f, e, d, c, b, a] = [g, f, e, (d + first) >>> 0, c, b, a, (first + second) >>> 0];
  }
  for (const [i, word] of [a, b, c, d, e, f, g, h].entries()) state[i] = state[i]! + word;
}

function turned(word: number, by: number): number {
  return (word >>> by) | (word << (32 - by));
}

/** In one, with the padding that the algorithm asks for. */
function joined(parts: readonly (string | Uint8Array)[]): Uint8Array {
  const encoder = new TextEncoder();
  const pieces = parts.map((part) => (typeof part === "string" ? encoder.encode(part) : part));
  const length = pieces.reduce((sum, piece) => sum + piece.length, 0);
  const bytes = new Uint8Array(Math.ceil((length + 9) / 64) * 64);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  bytes[at] = 0x80;
  const view = new DataView(bytes.buffer);
  view.setUint32(bytes.length - 8, Math.floor((length * 8) / 2 ** 32));
  view.setUint32(bytes.length - 4, (length * 8) % 2 ** 32);
  return bytes;
}

/** Keys in the order of their UTF-16 units, no white space, whole numbers only. Throws on anything else. */
export function plainCanonical(value: CaseJson): string {
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new RangeError(`${value} is no whole number`);
    return String(value + 0);
  }
  if (typeof value === "string" || typeof value === "boolean" || value === null) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(plainCanonical).join(",")}]`;
  const fields = value as { readonly [key: string]: CaseJson };
  const keys = Object.keys(fields).sort();
  return `{${keys.map((key) => `${JSON.stringify(key)}:${plainCanonical(fields[key]!)}`).join(",")}}`;
}

export function bytesOf(hex: string): Uint8Array {
  if (!/^([0-9a-f]{2})*$/.test(hex)) throw new RangeError("not hexadecimal");
  return Uint8Array.from(hex.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/** The root of the Merkle tree (RFC 6962) that has this leaf at the end of this path. */
export function treeRoot(leaf: string, path: readonly PathStep[]): string {
  let hash = plainSha256(Uint8Array.of(0), leaf);
  for (const step of path)
    hash =
      "left" in step
        ? plainSha256(Uint8Array.of(1), bytesOf(step.left), bytesOf(hash))
        : plainSha256(Uint8Array.of(1), bytesOf(hash), bytesOf(step.right));
  return hash;
}
