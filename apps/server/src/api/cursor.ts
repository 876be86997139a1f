/** Where a page ended, as opaque text. It holds nothing that the page did not show. */
import { isUuid, type Uuid } from "@innfri/kernel";
import { Refused, refusal } from "./problem.ts";

export type Mark = { readonly value: string; readonly id: Uuid };

/** `order` is the list and its sort: a cursor of another one is refused. */
export function cursorOf(order: string, { value, id }: Mark): string {
  return Buffer.from(JSON.stringify([order, value, id])).toString("base64url");
}

export function markAt(order: string, cursor: string | undefined): Mark | null {
  if (cursor === undefined) return null;
  const parts = partsOf(cursor);
  if (parts !== undefined && parts[0] === order) return { value: parts[1], id: parts[2] };
  throw new Refused(
    refusal("invalid", "query: cursor: this is not where a page of this list ended. Begin without one.", {
      errors: [{ path: "cursor", message: "is not one of this list and its sort" }],
    }),
  );
}

function partsOf(cursor: string): readonly [string, string, Uuid] | undefined {
  try {
    const parts: unknown = JSON.parse(Buffer.from(cursor, "base64url").toString("utf8"));
    if (!Array.isArray(parts) || parts.length !== 3) return undefined;
    const [order, value, id] = parts as unknown[];
    if (typeof order !== "string" || typeof value !== "string" || !isUuid(id)) return undefined;
    return [order, value, id];
  } catch {
    return undefined;
  }
}
