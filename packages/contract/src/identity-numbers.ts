/** National identity numbers of customers: kept sealed, shown masked, in full to whoever may ask for it. */
import { z } from "zod";
import { inCreditor } from "./claims.ts";
import { operation } from "./operation.ts";
import { id } from "./values.ts";

const TAG = "Personal data";
const ofDebtor = { ...inCreditor, debtorId: id };
const PATH = "/v1/creditors/{creditorId}/debtors/{debtorId}/identity-number";

const typed = z.string().trim().min(6).max(30).meta({
  description: "Fødselsnummer, D-number, personnummer or samordningsnummer; its control digits are checked.",
});

const masked = z
  .strictObject({
    identityNumber: z.string().nullable().meta({
      description: "Its last figures behind asterisks; null where none is known.",
      example: "******56715",
    }),
  })
  .meta({ id: "MaskedIdentityNumber" });

export const getIdentityNumber = operation({
  id: "getIdentityNumber",
  method: "get",
  path: PATH,
  tag: TAG,
  summary: "A customer's national identity number, masked",
  needs: "claims:read",
  params: ofDebtor,
  answer: masked,
  problems: ["unavailable"],
});

export const showIdentityNumber = operation({
  id: "showIdentityNumber",
  method: "get",
  path: `${PATH}/full`,
  tag: TAG,
  summary: "A customer's national identity number in full; who asked is noted",
  needs: "personal-data:read",
  params: ofDebtor,
  answer: z.strictObject({ identityNumber: z.string().nullable() }).meta({ id: "IdentityNumber" }),
  problems: ["unavailable"],
});

export const setIdentityNumber = operation({
  id: "setIdentityNumber",
  method: "put",
  path: PATH,
  tag: TAG,
  summary: "State a customer's national identity number, correct it, or take it away",
  description:
    "It is sealed where it is kept. The same request may be sent again: it takes no idempotency key.",
  needs: "personal-data:write",
  isKeyed: false,
  params: ofDebtor,
  body: z.strictObject({ identityNumber: typed.nullable() }).meta({ id: "SetIdentityNumber" }),
  answer: masked,
  problems: ["refused", "unavailable"],
});

export const findByIdentityNumber = operation({
  id: "findByIdentityNumber",
  method: "post",
  path: "/v1/creditors/{creditorId}/debtors/by-identity-number",
  tag: TAG,
  summary: "The company's customers with a national identity number",
  description: "A question: nothing is changed, and the number stands in no address.",
  needs: "personal-data:read",
  isKeyed: false,
  params: inCreditor,
  body: z.strictObject({ identityNumber: typed }).meta({ id: "FindByIdentityNumber" }),
  answer: z
    .strictObject({ items: z.array(z.strictObject({ debtorId: id, customerNumber: z.string() })) })
    .meta({ id: "CustomersFound" }),
  problems: ["unavailable"],
});
