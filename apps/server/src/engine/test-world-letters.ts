/** Every letter of the test worlds, lived through once. */
import { lettersOf, type WorldLetter } from "./test-letters.ts";
import { WORLDS } from "./test-worlds.ts";

export const LETTERS: readonly WorldLetter[] = WORLDS.flatMap(lettersOf);
