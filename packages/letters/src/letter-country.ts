import type { LetterKind } from "./letter-data.ts";

/** Under which country's law a letter is sent, as the names of texts have it. */
export function countryOf(kind: LetterKind): "no" | "se" {
  return kind.startsWith("no.") ? "no" : "se";
}
