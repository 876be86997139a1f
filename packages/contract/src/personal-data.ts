/** A person's right to its data: everything that is held, and its correction. */
import { z } from "zod";
import { inCreditor } from "./claims.ts";
import { language } from "./debtor.ts";
import { fileAnswer } from "./files.ts";
import { operation } from "./operation.ts";
import { day, id, instant, note } from "./values.ts";

const TAG = "Personal data";
const ofDebtor = { ...inCreditor, debtorId: id };

const rows = z.array(z.record(z.string(), z.unknown()));

const personalData = z
  .strictObject({
    company: z.strictObject({ id, name: z.string(), country: z.string() }),
    debtorId: id,
    customerNumber: z.string(),
    kind: z.string().nullable(),
    identityNumber: z.string().nullable().meta({ description: "Masked, where nobody vouches for who asks." }),
    anonymisedOn: day.nullable().meta({ description: "The day on which what was personal was removed." }),
    kept: z.string().meta({ description: "For how long it is kept, and why." }),
    contacts: rows,
    claims: rows.meta({ description: "With invoices, events, letters, amounts and payments of each." }),
    texts: rows.meta({ description: "What was written, by whom it may be read." }),
    messages: rows,
    objections: rows,
    files: rows.meta({ description: "What was attached; the files themselves are answered one by one." }),
    contactLog: rows,
    preferences: rows,
    onlinePayments: rows,
    states: rows,
    holds: rows,
    readings: rows.meta({ description: "Who has looked at it, the newest thousand." }),
  })
  .meta({ id: "PersonalDataAtCompany" });

const exported = z
  .strictObject({ madeAt: instant, companies: z.array(personalData) })
  .meta({ id: "PersonalDataExport" });

export const exportPersonalData = operation({
  id: "exportPersonalData",
  method: "get",
  path: "/v1/creditors/{creditorId}/debtors/{debtorId}/personal-data",
  tag: TAG,
  summary: "Everything that is held about a customer",
  description:
    "For a person who asks for its data: case notes are among it, to be judged before they are handed out.",
  needs: "personal-data:read",
  params: ofDebtor,
  answer: exported,
});

export const exportOwnData = operation({
  id: "exportOwnData",
  method: "get",
  path: "/v1/debtor/export",
  tag: "Debtor",
  summary: "Everything that is held about oneself",
  description:
    "At this company. For whoever has signed in with an identity, at every company of this operator, with the identity number in full. As data, to be taken elsewhere; `readOwnData` says it in words.",
  needs: "debtor",
  answer: exported,
});

export const readOwnData = operation({
  id: "readOwnData",
  method: "get",
  path: "/v1/debtor/export/text",
  tag: "Debtor",
  summary: "Everything that is held about oneself, in words, to be read and saved",
  description:
    "What `exportOwnData` has, as plain text: what is held, why, since when, from whom, for how long, and what one may ask for.",
  needs: "debtor",
  query: {
    language: language.optional().meta({ description: "That of the company's country when left out." }),
  },
  answer: fileAnswer(["text/plain"]),
});

const corrected = z.strictObject({
  name: z.string().trim().min(1).max(200).optional(),
  address: z
    .strictObject({
      street: z.string().trim().min(1).max(200).nullable(),
      postalCode: z.string().trim().min(1).max(20).nullable(),
      city: z.string().trim().min(1).max(200).nullable(),
    })
    .optional(),
  email: z.email().max(254).nullable().optional(),
  phone: z.string().trim().min(3).max(40).nullable().optional(),
  reason: note.meta({ description: "Why, and by what it is known." }),
});

export const correctContact = operation({
  id: "correctContact",
  method: "patch",
  path: "/v1/creditors/{creditorId}/debtors/{debtorId}/contact",
  tag: TAG,
  summary: "Correct a customer's name, address, e-mail or phone",
  description:
    "Fields that are left out stay. The next letter uses it; what was known before is kept with its day, and the reason with it.",
  needs: "personal-data:write",
  params: ofDebtor,
  body: corrected.meta({ id: "CorrectContact" }),
  answer: z
    .strictObject({ contactId: id, since: day, changed: z.array(z.string()) })
    .meta({ id: "ContactCorrected" }),
  problems: ["refused"],
});

export const listContactVersions = operation({
  id: "listContactVersions",
  method: "get",
  path: "/v1/creditors/{creditorId}/debtors/{debtorId}/contact",
  tag: TAG,
  summary: "What a customer's name and addresses are, and what they were before",
  needs: "claims:read",
  params: ofDebtor,
  answer: z
    .strictObject({
      items: z.array(
        z
          .strictObject({
            id,
            since: day,
            name: z.string().nullable(),
            addressLines: z.array(z.string()),
            email: z.string().nullable(),
            phone: z.string().nullable(),
            isBlanked: z.boolean(),
            reason: z.string().nullable(),
          })
          .meta({ id: "ContactVersion" }),
      ),
    })
    .meta({ id: "ContactVersions" }),
});
