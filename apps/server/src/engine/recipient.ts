/** Whom a letter goes to, joined from the debtor's contact only when it is rendered. */
import type { Recipient } from "@innfri/letters";
import type { ContactData } from "./load-files.ts";

export function recipientOf(contact: ContactData, country: string): Recipient {
  return {
    name: contact.name,
    addressLines: contact.addressLines,
    country: contact.country === "" ? country : contact.country,
    ...(contact.organisationNumber === null ? {} : { organisationNumber: contact.organisationNumber }),
  };
}
