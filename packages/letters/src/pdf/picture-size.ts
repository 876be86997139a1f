/**
 * How many points a picture has, as its head says: some hundred kilobytes can unfold into gigabytes, and are to be known for
 * that before anybody unfolds them. Null where it does not say.
 */
export function pointsOf(bytes: Uint8Array, kind: "png" | "jpg"): number | null {
  const view = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  return kind === "png" ? pngPoints(view) : jpegPoints(view);
}

function pngPoints(bytes: Buffer): number | null {
  if (bytes.length < 24 || bytes.toString("latin1", 12, 16) !== "IHDR") return null;
  return bytes.readUInt32BE(16) * bytes.readUInt32BE(20);
}

const FRAMES: ReadonlySet<number> = new Set([
  ...[0xc0, 0xc1, 0xc2, 0xc3, 0xc5, 0xc6, 0xc7],
  ...[0xc9, 0xca, 0xcb, 0xcd, 0xce, 0xcf],
]);
const SCAN = 0xda;

/** From segment to segment, to the one that describes the frame. */
function jpegPoints(bytes: Buffer): number | null {
  let at = 2;
  while (at + 9 <= bytes.length && bytes[at] === 0xff) {
    const marker = bytes[at + 1]!;
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    if (marker === SCAN) return null;
    if (FRAMES.has(marker)) return bytes.readUInt16BE(at + 5) * bytes.readUInt16BE(at + 7);
    at += 2 + bytes.readUInt16BE(at + 2);
  }
  return null;
}
