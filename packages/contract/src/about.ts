/** Who the caller is, and which companies it may ask about. */
import { z } from "zod";
import { operation } from "./operation.ts";
import { PERMISSIONS } from "./permissions.ts";
import { day, id } from "./values.ts";

export const creditorSummary = z
  .strictObject({
    id,
    name: z.string(),
    country: z.enum(["NO", "SE"]),
    timeZone: z.string(),
    isSandbox: z.boolean(),
    isActive: z
      .boolean()
      .meta({ description: "False until a trial import was reconciled and it was activated." }),
    today: day.meta({
      description: "The day in the company's time zone; of a sandbox, that of its own clock.",
    }),
    permissions: z.array(z.enum(PERMISSIONS)),
  })
  .meta({ id: "CreditorSummary" });

export const getSelf = operation({
  id: "getSelf",
  method: "get",
  path: "/v1/self",
  tag: "Sign-in",
  summary: "Who is signed in, and what it may do for which companies",
  needs: "signed-in",
  answer: z
    .strictObject({
      kind: z.enum(["key", "user"]),
      name: z.string(),
      operator: z.strictObject({ name: z.string(), kind: z.enum(["self", "agency"]) }),
      creditors: z.array(creditorSummary).meta({ description: "Those that the caller may see, by name." }),
      operatorPermissions: z
        .array(z.enum(PERMISSIONS))
        .meta({ description: "About what is the operator's own; empty for a caller of a company." }),
      needsSecondFactor: z.boolean().meta({
        description:
          "Staff who signed in without a second factor: nothing else is allowed until it is set up.",
      }),
    })
    .meta({ id: "Self" }),
});

export const listCreditors = operation({
  id: "listCreditors",
  method: "get",
  path: "/v1/creditors",
  tag: "Sign-in",
  summary: "The companies that the caller may see, by name",
  needs: "signed-in",
  answer: z.strictObject({ items: z.array(creditorSummary) }).meta({ id: "CreditorList" }),
});
