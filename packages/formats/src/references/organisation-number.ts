/** Organisation numbers of companies in Norway, Sweden, Denmark and Finland. */
import { isDigits, mod11CheckCharacter, passesLuhn, weightedSum } from "./checksums.ts";

export type OrganisationCountry = "NO" | "SE" | "DK" | "FI";

/**
 * The digits of an organisation number. The Norwegian VAT form `NO 974 760 673 MVA` and the Swedish 12-digit form
 * `16…` lose what they add.
 */
export function normalizeOrganisationNumber(text: string, country: OrganisationCountry): string {
  const compact = text.replace(/[\s.-]/g, "").toUpperCase();
  if (country === "NO") return compact.replace(/^NO/, "").replace(/MVA$/, "");
  if (country === "SE" && /^16\d{10}$/.test(compact)) return compact.slice(2);
  return compact;
}

/**
 * Is `text` the organisation number of a company in `country`? A Swedish sole trader (enskild firma) has the
 * person's own number as organisation number: that is no company's number and the answer is no.
 */
export function isValidOrganisationNumber(text: string, country: OrganisationCountry): boolean {
  const digits = normalizeOrganisationNumber(text, country);
  if (!isDigits(digits)) return false;
  switch (country) {
    case "NO":
      return digits.length === 9 && mod11CheckCharacter(digits.slice(0, -1)) === digits.slice(-1);
    case "SE": // the third digit keeps companies apart from persons, whose month is at most 12
      return digits.length === 10 && Number(digits[2]) >= 2 && passesLuhn(digits);
    case "DK":
      return digits.length === 8 && weightedSum(digits, [2, 7, 6, 5, 4, 3, 2, 1]) % 11 === 0;
    case "FI":
      return digits.length === 8 && finnishCheckDigit(digits) === digits.slice(-1);
  }
}

/**
 * The check digit of a Norwegian (9 digits) or Swedish (10 digits) number from its payload; `undefined` when the
 * payload is one that is never issued.
 */
export function organisationCheckDigit(payload: string, country: "NO" | "SE"): string | undefined {
  for (let digit = 0; digit <= 9; digit++) {
    if (isValidOrganisationNumber(`${payload}${digit}`, country)) return String(digit);
  }
  return undefined;
}

function finnishCheckDigit(digits: string): string | undefined {
  const rest = weightedSum(digits, [7, 9, 10, 5, 8, 4, 2]) % 11;
  if (rest === 1) return undefined;
  return rest === 0 ? "0" : String(11 - rest);
}
