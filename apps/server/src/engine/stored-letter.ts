/**
 * How a letter is stored: what it says in one column, why each amount is owed in the other, and the hash of both.
 * Apart they are read apart: a list of letters needs no derivations.
 */
import { canonicalJson, type Json, sha256 } from "@innfri/kernel";
import type { LetterData, LetterLine } from "@innfri/letters";

export type StoredLetter = {
  readonly dataJson: string;
  readonly derivationsJson: string;
  readonly hash: Buffer;
};

/** A derivation for each line of the letter, null where the line needs none. */
export type StoredDerivations = readonly (LetterLine["derivation"] | null)[];

export function storedLetter(letter: LetterData): StoredLetter {
  const lines = letter.lines.map(({ derivation: _, ...line }) => line);
  const dataJson = canonicalJson({ ...letter, lines } as unknown as Json);
  const derivationsJson = canonicalJson(
    letter.lines.map(({ derivation }) => derivation ?? null) as unknown as Json,
  );
  return { dataJson, derivationsJson, hash: documentHash(dataJson, derivationsJson) };
}

/** The letter again, as it is rendered. */
export function letterOf(data: LetterData, derivations: StoredDerivations): LetterData {
  const lines = data.lines.map((line, i) => {
    const derivation = derivations[i];
    return derivation == null ? line : { ...line, derivation };
  });
  return { ...data, lines: lines as unknown as LetterData["lines"] };
}

/** The hash that a document's row and the events about it carry. Both texts are canonical JSON. */
export function documentHash(dataJson: string, derivationsJson: string): Buffer {
  return sha256(dataJson, "\n", derivationsJson);
}
