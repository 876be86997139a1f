export * from "./bank-account.ts";
export * from "./danish-fik.ts";
export {
  finnishCheckDigit,
  isValidFinnishReference,
  normalizeFinnishReference,
} from "./finnish-reference.ts";
export * from "./giro-number.ts";
export * from "./kid.ts";
export * from "./make-reference.ts";
export * from "./national-identity-number.ts";
export * from "./organisation-number.ts";
export * from "./rf-reference.ts";
export * from "./swedish-ocr.ts";
