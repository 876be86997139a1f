import {
  isValidOrganisationNumber,
  looksLikeNationalIdentityNumber,
  normalizeOrganisationNumber,
  type OrganisationCountry,
} from "../references/index.ts";
import type { Warn } from "./warnings.ts";

const ORGANISATION_COUNTRIES: readonly string[] = ["NO", "SE", "DK", "FI"] satisfies OrganisationCountry[];
const PERSON_COUNTRIES = ["NO", "SE", "FI"] as const;

// What has the form of a person's number and cannot be a company's is personal data also when somebody mistyped
// it and its check digits fail: eleven digits in Norway, a third digit below two or a century in front in Sweden.
const NORWEGIAN_PERSON = /^\d{6}[\s-]?\d{5}$/;
const SWEDISH_PERSON = /^(\d{2}[01]\d{3}[-+\s]?\d{4}|(19|20)\d{6}[-+\s]?\d{4})$/;
const PERSON_IN_TEXT = /(?<!\d|\d\.)(\d{6}[ -]?\d{5}|\d{6}[-+]\d{4}|(?:19|20)\d{6}[-+]?\d{4})(?!\d|\.\d)/g;

/** Where a value stands, for the warning about it. */
export type ValuePlace = { readonly line: number; readonly field: string };

function isOrganisationCountry(country: string | null): country is OrganisationCountry {
  return country !== null && ORGANISATION_COUNTRIES.includes(country);
}

/** The identity number of a person where a column is meant for it; `null` for anything else. */
export function identityNumberOf(text: string | null, country: string): string | null {
  if (text === null || (country !== "NO" && country !== "SE")) return null;
  return looksLikeNationalIdentityNumber(text, country) ? text : null;
}

/** `text`, or `null` with a warning when it is the identity number of a person, which is nobody's to keep here. */
export function withoutPersonNumber(text: string | null, place: ValuePlace, warn: Warn): string | null {
  if (text === null || !/\d{4}/.test(text)) return text;
  if (!PERSON_COUNTRIES.some((country) => looksLikeNationalIdentityNumber(text, country))) return text;
  warnOfPersonNumber(place, warn);
  return null;
}

/** A free text in which the identity numbers of persons are replaced by asterisks. */
export function redactPersonNumbers(text: string | null, place: ValuePlace, warn: Warn): string | null {
  if (text === null || !/\d{6}/.test(text)) return text;
  let found = false;
  const redacted = text.replace(PERSON_IN_TEXT, (digits) => {
    if (!PERSON_COUNTRIES.some((country) => looksLikeNationalIdentityNumber(digits, country))) return digits;
    found = true;
    return "***";
  });
  if (found) warnOfPersonNumber(place, warn);
  return redacted;
}

/**
 * An organisation number without country, `MVA`, spaces and dashes. One that fails its check digit is kept with
 * a warning, since others' mistakes are not ours to correct; one that belongs to a person is dropped.
 */
export function organisationNumberOf(
  text: string | null,
  country: string | null,
  place: ValuePlace,
  warn: Warn,
): string | null {
  if (text !== null && hasPersonForm(text, country)) {
    warnOfPersonNumber(place, warn);
    return null;
  }
  const kept = withoutPersonNumber(text, place, warn);
  if (kept === null || !isOrganisationCountry(country)) return kept;
  const digits = normalizeOrganisationNumber(withoutVatForm(kept, country), country);
  if (withoutPersonNumber(digits, place, warn) === null) return null;
  if (!isValidOrganisationNumber(digits, country))
    warn(
      "organisation-number-check-fails",
      `${JSON.stringify(kept)} is not an organisation number of ${country} by its check digit; it is kept as it stands`,
      place.line,
      place.field,
    );
  return digits;
}

function warnOfPersonNumber(place: ValuePlace, warn: Warn): void {
  warn(
    "national-identity-number-dropped",
    `${place.field} holds what looks like a person's identity number; it was left out`,
    place.line,
    place.field,
  );
}

function hasPersonForm(text: string, country: string | null): boolean {
  if ((country === "NO" || country === null) && NORWEGIAN_PERSON.test(text)) return true;
  return (country === "SE" || country === null) && SWEDISH_PERSON.test(text);
}

// The VAT number is the organisation number behind the country's letters; in Sweden with 01 at the end.
function withoutVatForm(text: string, country: OrganisationCountry): string {
  if (country === "SE") return /^SE\s?(\d{6}-?\d{4})01$/i.exec(text)?.[1] ?? text;
  return country === "NO" ? text : text.replace(new RegExp(`^${country}(?=\\s?\\d)`, "i"), "");
}
