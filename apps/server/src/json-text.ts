/** JSON that somebody wrote by hand: what a reader of the file would not see as it counts is refused. */

export type JsonText =
  | { readonly kind: "json"; readonly value: unknown }
  | { readonly kind: "refused"; readonly why: string };

/** Reads JSON text; a byte-order mark before it is no part of it. `why` goes on from the file's name. */
export function readJsonText(text: string): JsonText {
  const bare = text.replace(/^\uFEFF/, "");
  let value: unknown;
  try {
    value = JSON.parse(bare);
  } catch (error) {
    const { message } = error as Error;
    return { kind: "refused", why: `is not JSON: ${message.replaceAll(/\s+/g, " ")}` };
  }
  const twice = nameGivenTwice(bare);
  if (twice === undefined) return { kind: "json", value };
  return { kind: "refused", why: `has ${JSON.stringify(twice)} twice in one object: which of them counts?` };
}

const TOKENS = /"[^"\\]*(?:\\.[^"\\]*)*"|[{}[\]:]/g;

/** A name that one object of the text has twice: JSON lets the last one count, and nobody is told. */
function nameGivenTwice(json: string): string | undefined {
  // The names of each object that is open; a list has none.
  const open: (Set<string> | null)[] = [];
  let name = "";
  for (const [token] of json.matchAll(TOKENS)) {
    if (token === "{" || token === "[") open.push(token === "{" ? new Set() : null);
    else if (token === "}" || token === "]") open.pop();
    else if (token !== ":") name = token;
    else {
      const plain = JSON.parse(name) as string;
      const names = open.at(-1)!;
      if (names?.has(plain)) return plain;
      names?.add(plain);
    }
  }
  return undefined;
}
