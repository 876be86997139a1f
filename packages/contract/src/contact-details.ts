/** How a debtor wishes to be written to, and its own way of changing how it is reached. */
import { z } from "zod";
import { operation } from "./operation.ts";
import { day, id, instant } from "./values.ts";

const channel = z.enum(["email", "post"]).meta({ id: "LetterChannel" });

const preference = z
  .strictObject({
    invoices: channel.nullable(),
    reminders: channel.nullable(),
    agreedOn: day,
    saidBy: z.enum(["debtor", "creditor", "operator"]),
  })
  .meta({ id: "ContactPreference", description: "As it was agreed, and on which day. Null is no wish." });

const wish = {
  invoices: channel.nullable().optional(),
  reminders: channel.nullable().optional(),
};

export const getOwnContact = operation({
  id: "getOwnContact",
  method: "get",
  path: "/v1/debtor/contact",
  tag: "Debtor",
  summary: "How the company reaches the debtor, and how the debtor wishes to be written to",
  needs: "debtor",
  answer: z
    .strictObject({
      name: z.string().nullable(),
      addressLines: z.array(z.string()),
      email: z.string().nullable(),
      phone: z.string().nullable(),
      since: day.nullable().meta({ description: "The day from which these hold." }),
      preference: preference.nullable(),
      note: z.string().meta({ description: "What the wish decides, and what it does not." }),
    })
    .meta({ id: "OwnContact" }),
});

const line = (most: number) => z.string().trim().min(1).max(most);

export const changeOwnContact = operation({
  id: "changeOwnContact",
  method: "patch",
  path: "/v1/debtor/contact",
  tag: "Debtor",
  summary: "Change one's address, e-mail or phone, or the channel that one wishes for",
  description: "What is left out stays. What was known before is kept, with its day.",
  needs: "debtor",
  body: z
    .strictObject({
      address: z.strictObject({ street: line(200), postalCode: line(20), city: line(200) }).optional(),
      email: z.email().max(254).nullable().optional(),
      phone: z.string().trim().min(3).max(40).nullable().optional(),
      ...wish,
    })
    .meta({ id: "ChangeOwnContact" }),
  answer: z
    .strictObject({ changed: z.array(z.string()).meta({ description: "The fields that are new." }) })
    .meta({ id: "ChangedOwnContact" }),
  problems: ["refused"],
});

const ofDebtor = { creditorId: id, debtorId: id };
const PATH = "/v1/creditors/{creditorId}/debtors/{debtorId}/preferences";

export const listPreferences = operation({
  id: "listPreferences",
  method: "get",
  path: PATH,
  tag: "Personal data",
  summary: "What was agreed with a debtor about post or e-mail, the newest first; that one holds",
  needs: "claims:read",
  params: ofDebtor,
  answer: z
    .strictObject({
      items: z.array(z.strictObject({ ...preference.shape, by: z.string(), recordedAt: instant })),
    })
    .meta({ id: "ContactPreferences" }),
});

export const recordPreference = operation({
  id: "recordPreference",
  method: "post",
  path: PATH,
  tag: "Personal data",
  summary: "Record what was agreed with a debtor about post or e-mail, for invoices and for reminders",
  description: "What is left out stays, and null takes a wish back.",
  needs: "personal-data:write",
  status: 201,
  params: ofDebtor,
  body: z.strictObject(wish).meta({ id: "RecordPreference" }),
  answer: z.strictObject({ changed: z.array(z.string()) }).meta({ id: "PreferenceRecorded" }),
});
