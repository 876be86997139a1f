/**
 * What a file is, by what is in it. Five kinds are taken and each has a mark that it begins with, so no library that knows
 * hundreds is asked: whatever is none of these is refused.
 */

export type MediaType = "application/pdf" | "image/png" | "image/jpeg" | "image/heic" | "text/plain";

const PNG = Buffer.from("\x89PNG\r\n\x1a\n", "latin1");
const HEIC_BRANDS = ["heic", "heix", "heim", "heis", "hevc", "hevx", "mif1", "msf1"];
/** Where the ends of a PDF and of a picture are looked for: some programs write a little after them. */
const TAIL_BYTES = 2048;

/** Null for whatever is not taken, and for what begins like one of them and is cut off. */
export function mediaTypeOf(bytes: Buffer): MediaType | null {
  const tail = bytes.subarray(-TAIL_BYTES);
  if (bytes.subarray(0, 5).equals(Buffer.from("%PDF-")))
    return tail.includes("%%EOF") ? "application/pdf" : null;
  if (bytes.subarray(0, 8).equals(PNG)) return tail.includes("IEND") ? "image/png" : null;
  if (bytes.subarray(0, 3).equals(Buffer.from([0xff, 0xd8, 0xff])))
    return tail.includes(Buffer.from([0xff, 0xd9])) ? "image/jpeg" : null;
  if (bytes.toString("latin1", 4, 8) === "ftyp")
    return HEIC_BRANDS.includes(bytes.toString("latin1", 8, 12)) ? "image/heic" : null;
  return isPlainText(bytes) ? "text/plain" : null;
}

/** UTF-8 that is nothing but text: a page or a picture made of markup is not taken for it. */
function isPlainText(bytes: Buffer): boolean {
  let text: string;
  try {
    text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return false;
  }
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
  return !/[\x00-\x08\x0b\x0e-\x1f\x7f]/.test(text) && !/^\s*<[a-z!?]/i.test(text);
}

const ENDINGS: Readonly<Record<MediaType, readonly string[]>> = {
  "application/pdf": ["pdf"],
  "image/png": ["png"],
  "image/jpeg": ["jpg", "jpeg"],
  "image/heic": ["heic", "heif"],
  "text/plain": ["txt", "csv", "log", "md", "eml"],
};

const MOST_CHARACTERS = 120;

/** The name without folders and without what could be read as anything else, and with an ending that tells what it is. */
export function cleanName(given: string, type: MediaType): string {
  const last = given.normalize("NFC").split(/[/\\]/).at(-1)!;
  const plain = last
    .toWellFormed()
    // Control and formatting characters turn names around; the others mean something to one system or another.
    .replaceAll(/[\p{C}\p{Zl}\p{Zp}<>:"|?*]/gu, "")
    .replaceAll(/\s+/gu, " ")
    .replace(/^[. ]+/, "")
    .replace(/[. ]+$/, "");
  const ending = /\.([a-z0-9]{1,5})$/i.exec(plain)?.[1]?.toLowerCase();
  const own = ENDINGS[type];
  const kept = ending !== undefined && own.includes(ending) ? ending : own[0]!;
  const stem = ending === kept ? plain.slice(0, -kept.length - 1) : plain;
  return `${[...stem].slice(0, MOST_CHARACTERS).join("").trim() || "file"}.${kept}`;
}
