/** A QR code as a small vector drawing. */
import { encode } from "uqr";

/** The drawing of `content` with the quiet zone the standard asks for; the same content gives the same text. */
export function qrSvg(content: string): string {
  const { data, size } = encode(content, { ecc: "M", border: 2 });
  const path = data
    .map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : "")).join(""))
    .join("");
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}"><path d="${path}"/></svg>`;
}
