/** Lines that end in `text`. */
export function lineEnds(text: string): number {
  let count = 0;
  for (let at = text.indexOf("\n"); at >= 0; at = text.indexOf("\n", at + 1)) count += 1;
  return count;
}

/** Which line of `bytes`, counted from zero, is not UTF-8. A character that began before them is let pass. */
export function badLineOf(bytes: Uint8Array): number {
  const strict = new TextDecoder("utf-8", { fatal: true });
  let from = 0;
  while (from < 3 && ((bytes[from] ?? 0) & 0xc0) === 0x80) from += 1;
  for (let line = 0; ; line++) {
    const end = bytes.indexOf(10, from);
    try {
      strict.decode(bytes.subarray(from, end < 0 ? bytes.length : end));
    } catch {
      return line;
    }
    if (end < 0) return line;
    from = end + 1;
  }
}
