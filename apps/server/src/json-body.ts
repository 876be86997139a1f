/** The body of a request, read as JSON that is text to its last byte and no deeper than anything has a use for. */
import { type JsonText, readJsonText } from "./json-text.ts";

/** A plan, the deepest there is, has some ten. */
const DEPTH_MOST = 64;

const utf8 = new TextDecoder("utf-8", { fatal: true });

/** `why` goes on from what was read: "The body …". */
export function readJsonBody(bytes: ArrayBuffer): JsonText {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch {
    return { kind: "refused", why: "is not text in UTF-8" };
  }
  // Whatever looks through it goes down by calling itself.
  if (isDeeperThan(DEPTH_MOST, text))
    return { kind: "refused", why: `is nested more than ${DEPTH_MOST} deep` };
  return readJsonText(text);
}

const TEXTS_AND_BRACKETS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]]/g;

function isDeeperThan(most: number, json: string): boolean {
  let depth = 0;
  for (const [token] of json.matchAll(TEXTS_AND_BRACKETS)) {
    if (token === "{" || token === "[") depth += 1;
    else if (token === "}" || token === "]") depth -= 1;
    if (depth > most) return true;
  }
  return false;
}
