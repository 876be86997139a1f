/** What the checker is told about a letter of the test worlds: everything but what the letter itself says. */
import type { Document, DocumentContext } from "@innfri/checker";
import { documentContext } from "./second-mind.ts";
import type { WorldLetter } from "./test-letters.ts";

/** The letter as it would leave. */
export function documentOf({ data, recipient }: WorldLetter): Document {
  return { letter: data, recipient };
}

export function contextOf(letter: WorldLetter): DocumentContext {
  const { file, claims, covered, on, operator, settings } = letter;
  return documentContext({ operator, settings, clock: { today: on } }, { ...file, claims }, covered);
}
