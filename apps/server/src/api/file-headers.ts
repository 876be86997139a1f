/** What a file is answered with: it is to be saved under its name, and is never shown in a page of ours. */
import type { ServedFile } from "@innfri/contract";

export function fileHeaders({ type, name }: Omit<ServedFile, "bytes">): Record<string, string> {
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%;]/g, "_");
  return {
    "Content-Type": type,
    "Content-Disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encoded(name)}`,
    "Cross-Origin-Resource-Policy": "same-origin",
  };
}

/** RFC 8187: what `encodeURIComponent` leaves, and the field may not have. */
function encoded(name: string): string {
  return encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (one) => `%${one.charCodeAt(0).toString(16).toUpperCase()}`,
  );
}
