/** All that differs between countries in one hand: currency, calendar, dated tables and what is unconfirmed. */
import type { Calendar } from "./calendar.ts";
import type { EffectiveTable } from "./effective.ts";
import { calendarNO } from "./no/calendar.ts";
import { NO_SIGN_OFFS } from "./no/sign-offs.ts";
import { NO_TABLES } from "./no/tables.ts";
import type { Country } from "./rule.ts";
import { calendarSE } from "./se/calendar.ts";
import { SE_SIGN_OFFS } from "./se/sign-offs.ts";
import { SE_TABLES } from "./se/tables.ts";
import type { SignOffItem } from "./sign-off.ts";

/** What belongs to one country. `signOffs` lists what a lawyer still has to confirm. */
export type LawPack<C extends Country = Country> = {
  readonly country: C;
  readonly currency: C extends "NO" ? "NOK" : "SEK";
  readonly calendar: Calendar;
  readonly tables: readonly EffectiveTable<unknown>[];
  /** What nobody qualified has confirmed yet. */
  readonly signOffs: readonly SignOffItem[];
};

const PACKS: { readonly [C in Country]: LawPack<C> } = {
  NO: { country: "NO", currency: "NOK", calendar: calendarNO, tables: NO_TABLES, signOffs: NO_SIGN_OFFS },
  SE: { country: "SE", currency: "SEK", calendar: calendarSE, tables: SE_TABLES, signOffs: SE_SIGN_OFFS },
};

/** The countries there is a law pack for. */
export const COUNTRIES: readonly Country[] = ["NO", "SE"];

/** Is there a law pack for this country? What comes from outside is checked with it first. */
export function isCountry(text: unknown): text is Country {
  return text === "NO" || text === "SE";
}

/** The law pack of a country. Check what comes from outside with `isCountry` first. */
export function lawPack<C extends Country>(country: C): LawPack<C> {
  return PACKS[country];
}

/** Every dated table of every country. */
export function allTables(): readonly EffectiveTable<unknown>[] {
  return COUNTRIES.flatMap((country) => lawPack(country).tables);
}
