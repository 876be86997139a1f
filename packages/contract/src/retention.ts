/** For how long personal data is kept, what is due to go, and what went. */
import { z } from "zod";
import { inCreditor } from "./claims.ts";
import { operation } from "./operation.ts";
import { citation, day, id, pageOf, pageQuery } from "./values.ts";

const TAG = "Personal data";
const PATH = "/v1/creditors/{creditorId}/retention";

const rule = z
  .strictObject({
    years: z.int().meta({ description: "Years that a settled customer's data is kept." }),
    from: z.enum(["year-end", "day"]).meta({
      description: "From the end of the year in which the last claim was closed, or from that very day.",
    }),
    ownYears: z.int().nullable().meta({ description: "The company's own; null for the default." }),
    defaultYears: z.int(),
    leastYears: z.int(),
    because: citation,
    doubt: z.string().meta({ description: "What nobody has verified of the default." }),
  })
  .meta({ id: "RetentionRule" });

export const getRetention = operation({
  id: "getRetention",
  method: "get",
  path: PATH,
  tag: TAG,
  summary: "For how long a settled customer's personal data is kept, and why",
  needs: "settings:read",
  params: inCreditor,
  answer: rule,
});

export const setRetention = operation({
  id: "setRetention",
  method: "put",
  path: PATH,
  tag: TAG,
  summary: "Keep personal data for another number of years, or as long as the default",
  description: "Never for less than accounting documents are kept. Counts from the next run.",
  needs: "settings:write",
  params: inCreditor,
  body: z.strictObject({ years: z.int().min(1).max(40).nullable() }).meta({ id: "SetRetention" }),
  answer: rule,
  problems: ["refused"],
});

export const listRetentionDue = operation({
  id: "listRetentionDue",
  method: "get",
  path: `${PATH}/due`,
  tag: TAG,
  summary: "Whose data the next run removes, and whose time is over but something is still open",
  needs: "personal-data:read",
  params: inCreditor,
  query: {
    ...pageQuery,
    on: day.optional().meta({ description: "As it would be on that day; today when left out." }),
  },
  answer: pageOf(
    z
      .strictObject({
        debtorId: id,
        customerNumber: z.string(),
        closedOn: day,
        because: z.enum(["period-over", "unjustified"]),
        heldBy: z.enum(["objection", "legal-step", "letter", "money"]).nullable(),
      })
      .meta({ id: "RetentionDue" }),
    "RetentionDueList",
  ),
});

export const listAnonymised = operation({
  id: "listAnonymised",
  method: "get",
  path: `${PATH}/done`,
  tag: TAG,
  summary: "Customers whose personal data was removed, the newest first",
  needs: "personal-data:read",
  params: inCreditor,
  query: pageQuery,
  answer: pageOf(
    z
      .strictObject({
        debtorId: id,
        on: day,
        because: z.enum(["period-over", "unjustified"]),
        closedOn: day,
        claims: z.int(),
        contacts: z.int(),
        texts: z.int(),
      })
      .meta({ id: "Anonymised" }),
    "AnonymisedList",
  ),
});
