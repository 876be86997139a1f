/** The lives whose letters the checker is tried on: both countries, both operators, every kind of debtor, and what befalls a claim. */
import type { World } from "./test-letters.ts";
import { NORWEGIAN_WORLDS } from "./test-worlds-norway.ts";
import { SWEDISH_WORLDS } from "./test-worlds-sweden.ts";

export const WORLDS: readonly World[] = [...NORWEGIAN_WORLDS, ...SWEDISH_WORLDS];
