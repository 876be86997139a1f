/** What the checker is told about a letter of the test worlds: everything but what the letter itself says. */
import type { Document, DocumentContext } from "@innfri/checker";
import { planFor } from "./creditor-settings.ts";
import type { WorldLetter } from "./test-letters.ts";

/** The letter as it would leave. */
export function documentOf({ data, recipient }: WorldLetter): Document {
  return { letter: data, recipient };
}

export function contextOf({ file, claims, covered, on, operator, settings }: WorldLetter): DocumentContext {
  const contact = file.contact!.data;
  const { name, organisationNumber, addressLines, email, phone, website, account, waivedRest } = settings;
  return {
    on,
    covered,
    claims: claims.map(({ claimId, invoice, reference, dueOn }) => ({
      ref: claimId,
      invoiceNumber: invoice.number,
      reference,
      printedDueOn: dueOn,
      description: invoice.description ?? "",
    })),
    operator:
      operator.kind === "self"
        ? { kind: "self" }
        : {
            kind: "agency",
            name: operator.name,
            organisationNumber: operator.licence.organisationNumber,
            licenceReference: operator.licence.reference,
            ...operator.licence.contact,
          },
    creditor: { name, organisationNumber, addressLines, email, phone, website },
    account: account!,
    debtor: {
      kind: file.kind!,
      name: contact.name,
      addressLines: contact.addressLines,
      country: contact.country,
      email: contact.email,
      organisationNumber: contact.organisationNumber,
    },
    plan: planFor(settings, file.customerNumber).steps,
    waivedRest,
  };
}
