/** Who has read whose data: for a company's administrators, for auditors, and for the debtor whose data it is. */
import { z } from "zod";
import { inCreditor } from "./claims.ts";
import { operation } from "./operation.ts";
import { id, instant, pageOf, pageQuery } from "./values.ts";

const TAG = "Personal data";
const side = z.enum(["creditor", "operator"]).meta({
  description: "Whether who read it works for the company or for the operator.",
});

export const listAccess = operation({
  id: "listAccess",
  method: "get",
  path: "/v1/creditors/{creditorId}/access-log",
  tag: TAG,
  summary: "Who has read which customer's data, the newest first",
  description: "A page of a list is one line with the number of customers on it.",
  needs: "access:read",
  params: inCreditor,
  query: { ...pageQuery, debtorId: id.optional().meta({ description: "Of this customer alone." }) },
  answer: pageOf(
    z
      .strictObject({
        at: instant,
        actor: z.string(),
        side,
        call: z.string().meta({ description: "The call's name in this document." }),
        requestId: z.string(),
        debtorId: id.nullable(),
        count: z.int(),
      })
      .meta({ id: "AccessLine" }),
    "AccessLog",
  ),
});

export const listOwnAccess = operation({
  id: "listOwnAccess",
  method: "get",
  path: "/v1/debtor/access-log",
  tag: "Debtor",
  summary: "Who has looked at one's own data at this company, the newest first",
  needs: "debtor",
  query: pageQuery,
  answer: pageOf(
    z.strictObject({ at: instant, side, what: z.string() }).meta({ id: "OwnAccessLine" }),
    "OwnAccessLog",
  ),
});
