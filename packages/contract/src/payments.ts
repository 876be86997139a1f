/** Money that came in, and what it closed. */
import { z } from "zod";
import { inClaim } from "./claims.ts";
import { operation } from "./operation.ts";
import { currency, day, decimal, id } from "./values.ts";

export const listClaimPayments = operation({
  id: "listClaimPayments",
  method: "get",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/payments",
  tag: "Payments",
  summary: "What was paid on a claim, the newest first, and what each payment closed by which rule",
  needs: "payments:read",
  params: inClaim,
  answer: z
    .strictObject({
      items: z.array(
        z.strictObject({
          id,
          bookedOn: day,
          valueOn: day.meta({ description: "The day from which it counts." }),
          amount: decimal.meta({ description: "All of the payment, also what went to other claims." }),
          currency,
          closed: z.array(
            z.strictObject({
              item: z.string(),
              amount: decimal,
              rule: z.string(),
              designated: z.boolean().meta({ description: "The debtor said what it was for." }),
            }),
          ),
        }),
      ),
    })
    .meta({ id: "ClaimPayments" }),
});
