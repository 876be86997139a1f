/** Who a debtor is and how to reach it, as `contact` keeps it: the only place where names and addresses stand. */
import type { InvoiceBuyer } from "@innfri/formats";
import {
  type CalendarDate,
  canonicalJson,
  sha256,
  sha256Hex,
  toEpochDay,
  type Uuid,
  uuidOf,
} from "@innfri/kernel";
import type { ContactData as ReachableContact } from "../engine/load-files.ts";

export type ContactData = ReachableContact & {
  readonly postalCode: string | null;
  readonly city: string | null;
  readonly language: "nb" | "sv";
};

/** What a file says of a buyer, over what was known: what the file leaves out is not forgotten. */
export function contactOf(
  buyer: InvoiceBuyer,
  before: ContactData | null,
  country: "NO" | "SE",
): ContactData {
  const hasAddress = buyer.street !== null || buyer.postalCode !== null || buyer.city !== null;
  const address = hasAddress || before === null ? addressOf(buyer) : before;
  return {
    name: buyer.name ?? before?.name ?? "",
    addressLines: address.addressLines,
    postalCode: address.postalCode,
    city: address.city,
    country: buyer.country ?? before?.country ?? country,
    email: buyer.email ?? before?.email ?? null,
    phone: buyer.phone ?? before?.phone ?? null,
    organisationNumber: buyer.organisationNumber ?? before?.organisationNumber ?? null,
    language: country === "NO" ? "nb" : "sv",
  };
}

function addressOf({ street, postalCode, city }: InvoiceBuyer) {
  const town = [postalCode, city].filter((part) => part !== null).join(" ");
  const addressLines = [street, town].filter((line): line is string => line !== null && line !== "");
  return { addressLines, postalCode, city };
}

export function isSameContact(a: ContactData, b: ContactData): boolean {
  return canonicalJson(a) === canonicalJson(b);
}

/**
 * The number that the creditor knows its customer by. A file without customer numbers gets one that is the same
 * each time: the organisation number, else one made of name and address. Two people of one name in one town must
 * not get each other's claims in a letter.
 */
export function customerNumberOf(buyer: InvoiceBuyer): string {
  if (buyer.customerNumber !== null) return buyer.customerNumber;
  if (buyer.organisationNumber !== null) return `org-${buyer.organisationNumber}`;
  const parts = [buyer.name, buyer.postalCode, buyer.street ?? buyer.email].map((part) =>
    (part ?? "").normalize("NFC").toLowerCase().replace(/\s+/g, " ").trim(),
  );
  return `name-${sha256Hex(parts.join("\u001f")).slice(0, 16)}`;
}

/** The newest contact of a debtor is the one with the last id of the last day, so the ordinal is in the id's time. */
export function nextContactId(
  of: { readonly creditorId: Uuid; readonly debtorId: Uuid; readonly ordinal: number },
  today: CalendarDate,
): Uuid {
  const tail = sha256(["contact", of.creditorId, of.debtorId, String(of.ordinal)].join("\u001f"));
  return uuidOf(toEpochDay(today) * 86_400_000 + of.ordinal, tail);
}
