/** Keys of the API: for systems, which have no password and no second factor. */
import { z } from "zod";
import { inCreditor } from "./claims.ts";
import { operation } from "./operation.ts";
import { KEY_SCOPES, PERMISSIONS } from "./permissions.ts";
import { day, id, instant } from "./values.ts";

const TAG = "Keys";
const NAME_MOST = 100;

export const apiKey = z
  .strictObject({
    id,
    name: z.string(),
    scopes: z.array(z.enum(PERMISSIONS)),
    createdBy: z.string(),
    createdAt: instant,
    expiresOn: day.nullable().meta({ description: "The last day on which it is taken." }),
    revokedAt: instant.nullable(),
  })
  .meta({ id: "ApiKey" });

export const listKeys = operation({
  id: "listKeys",
  method: "get",
  path: "/v1/creditors/{creditorId}/keys",
  tag: TAG,
  summary: "The company's keys, newest first, also those that were revoked",
  needs: "keys:manage",
  params: inCreditor,
  answer: z.strictObject({ items: z.array(apiKey) }).meta({ id: "ApiKeyList" }),
});

export const makeKey = operation({
  id: "makeKey",
  method: "post",
  path: "/v1/creditors/{creditorId}/keys",
  tag: TAG,
  summary: "Make a key; its secret is in this answer and nowhere else",
  description: "A key may do what it is given here, and never more than whoever makes it.",
  needs: "keys:manage",
  params: inCreditor,
  body: z
    .strictObject({
      name: z.string().trim().min(1).max(NAME_MOST),
      scopes: z.array(z.enum(KEY_SCOPES)).min(1).max(KEY_SCOPES.length),
      expiresOn: day.nullable().default(null),
    })
    .meta({ id: "MakeKey" }),
  status: 201,
  answer: z
    .strictObject({
      key: apiKey,
      secret: z.string().nullable().meta({
        description: "Null where the request was a repetition: it is kept nowhere, and shown once.",
      }),
    })
    .meta({ id: "MadeKey" }),
  problems: ["refused"],
});

export const revokeKey = operation({
  id: "revokeKey",
  method: "post",
  path: "/v1/creditors/{creditorId}/keys/{keyId}/revoke",
  tag: TAG,
  summary: "Revoke a key, at once and for good",
  needs: "keys:manage",
  params: { ...inCreditor, keyId: id },
  answer: apiKey,
});
