import { emailOf } from "../email-address.ts";
import { organisationNumberOf, redactPersonNumbers, withoutPersonNumber } from "../identity.ts";
import type { InvoiceBuyer, InvoiceSeller } from "../invoice.ts";
import { plainText, shortened } from "../plain-text.ts";
import type { Warn } from "../warnings.ts";
import { find, findAll, textAt, type UblElement } from "./element-tree.ts";

const MAX_NAME = 200;

/** Endpoint schemes (EAS) whose value is an organisation number: NO, SE, DK, and FI as OVT or Y-tunnus. */
const ORGANISATION_SCHEMES = new Set(["0192", "0007", "0184", "0198", "0212", "9908"]);
/** Global location numbers name a place, not a company. */
const GLN = "0088";

export function sellerOf(root: UblElement, warn: Warn): InvoiceSeller {
  const path = "AccountingSupplierParty/Party";
  const party = find(root, path);
  if (party === undefined) return { name: null, organisationNumber: null, country: null };
  const country = countryOf(party);
  const place = { line: party.line, field: path };
  return {
    name: nameOf(party),
    organisationNumber: organisationNumberOf(legalNumberText(party), country, place, warn),
    country,
  };
}

/** The customer. UBL does not say whether it is a person, so `kind` is always `null`. */
export function buyerOf(root: UblElement, warn: Warn): InvoiceBuyer {
  const path = "AccountingCustomerParty/Party";
  const party = find(root, path);
  const line = party?.line ?? root.line;
  const place = { line, field: path };
  const name = party === undefined ? null : nameOf(party);
  if (name === null) warn("buyer-name-missing", "the invoice does not name its customer", line, path);
  const country = party === undefined ? null : countryOf(party);
  const address = find(party, "PostalAddress");
  return {
    name: redactPersonNumbers(name, place, warn),
    organisationNumber: organisationNumberOf(
      party === undefined ? null : legalNumberText(party),
      country,
      place,
      warn,
    ),
    customerNumber: withoutPersonNumber(
      party === undefined ? null : customerNumberOf(party),
      { line, field: `${path}/PartyIdentification` },
      warn,
    ),
    kind: null,
    street: streetOf(address),
    postalCode: bounded(textAt(address, "PostalZone"), 20),
    city: bounded(textAt(address, "CityName")),
    country,
    email: emailOf(
      bounded(textAt(party, "Contact/ElectronicMail"), 254),
      { line, field: `${path}/Contact/ElectronicMail` },
      warn,
    ),
    phone: bounded(textAt(party, "Contact/Telephone"), 40),
  };
}

/** The legal name of a party, or the name it trades under. */
export function nameOf(party: UblElement): string | null {
  return bounded(textAt(party, "PartyLegalEntity/RegistrationName") ?? textAt(party, "PartyName/Name"));
}

/** The organisation number of a party of which nothing needs to be warned. */
export function legalNumberOf(party: UblElement, country: string | null): string | null {
  const place = { line: party.line, field: party.name };
  return organisationNumberOf(legalNumberText(party), countryOf(party) ?? country, place, () => {});
}

// The legal registration comes first. Systems that leave it out still address the message to the number, or
// state it for tax.
function legalNumberText(party: UblElement): string | null {
  const legal = find(party, "PartyLegalEntity/CompanyID");
  if (legal !== undefined && legal.schemeId !== GLN && legal.text.trim() !== "")
    return bounded(legal.text, 40);
  const endpoint = find(party, "EndpointID");
  if (endpoint?.schemeId && ORGANISATION_SCHEMES.has(endpoint.schemeId))
    return bounded(textAt(party, "EndpointID"), 40);
  const vat = findAll(party, "PartyTaxScheme").find((tax) => textAt(tax, "TaxScheme/ID") === "VAT");
  return bounded(textAt(vat, "CompanyID"), 40);
}

function customerNumberOf(party: UblElement): string | null {
  const own = findAll(party, "PartyIdentification")
    .map((identification) => find(identification, "ID"))
    .find((id) => id !== undefined && id.schemeId === null);
  return bounded(own?.text ?? null, 64);
}

function countryOf(party: UblElement): string | null {
  const code = textAt(party, "PostalAddress/Country/IdentificationCode")?.toUpperCase() ?? "";
  return /^[A-Z]{2}$/.test(code) ? code : null;
}

function streetOf(address: UblElement | undefined): string | null {
  const parts = [
    textAt(address, "StreetName"),
    textAt(address, "AdditionalStreetName"),
    textAt(address, "AddressLine/Line"),
  ];
  return bounded(parts.filter((part) => part !== null).join(", "));
}

function bounded(text: string | null, maxLength = MAX_NAME): string | null {
  const plain = plainText(text ?? "");
  return plain === null ? null : shortened(plain, maxLength);
}
