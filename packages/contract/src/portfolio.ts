/** Where a whole portfolio stands: stages with their sums, groups, counts. */
import { z } from "zod";
import { claimFilter, claimStage, inCreditor } from "./claims.ts";
import { operation } from "./operation.ts";
import { currency, day, decimal, instant, PAGE_MOST } from "./values.ts";

const TAG = "Claims";
const sum = { currency, claims: z.int(), open: decimal } as const;

export const getPortfolio = operation({
  id: "getPortfolio",
  method: "get",
  path: "/v1/creditors/{creditorId}/portfolio",
  tag: TAG,
  summary: "How many claims and how much money stand in each stage",
  description:
    "Every claim that is open or parked is in one stage. Sums of a large portfolio can be some seconds old, and never more than two minutes: `countedAt` says when they were counted.",
  needs: "claims:read",
  params: inCreditor,
  query: { department: z.string().max(200).optional() },
  answer: z
    .strictObject({
      on: day,
      countedAt: instant,
      outstanding: z.array(z.strictObject(sum)).meta({ description: "All that is open, by currency." }),
      stages: z.array(z.strictObject({ stage: claimStage, ...sum })),
      holds: z
        .array(z.strictObject({ kind: z.string(), ...sum }))
        .meta({ description: "Of those that something holds, by what holds them." }),
      ended: z.array(
        z.strictObject({
          stage: claimStage,
          claims: z.int(),
          isMore: z
            .boolean()
            .meta({ description: "There are more than that: they are not counted further." }),
        }),
      ),
    })
    .meta({ id: "Portfolio" }),
});

export const listClaimGroups = operation({
  id: "listClaimGroups",
  method: "get",
  path: "/v1/creditors/{creditorId}/claim-groups",
  tag: TAG,
  summary: "Claims in groups with their sums, the largest first",
  description:
    "Of all claims that are open or parked, or of those that meet the filters. Everything that meets them is read: a portfolio of a million takes seconds, and beyond the time that a call has it is `too-slow`.",
  needs: "claims:read",
  params: inCreditor,
  query: {
    by: z.enum(["stage", "department", "customer", "plan"]),
    limit: z.coerce.number().int().min(1).max(PAGE_MOST).default(50),
    ...claimFilter,
  },
  answer: z
    .strictObject({
      on: day,
      items: z.array(
        z.strictObject({
          key: z
            .string()
            .nullable()
            .meta({ description: "Null for claims that have none, such as no department." }),
          name: z.string().nullable().meta({ description: "Of a customer; null once it has been blanked." }),
          ...sum,
        }),
      ),
      all: z
        .array(z.strictObject({ ...sum, groups: z.int() }))
        .meta({ description: "All together, with the groups that are not among `items`." }),
    })
    .meta({ id: "ClaimGroups" }),
});

export const countClaims = operation({
  id: "countClaims",
  method: "get",
  path: "/v1/creditors/{creditorId}/claim-count",
  tag: TAG,
  summary: "How many claims meet the filters: the number, or that it is over 10 000",
  needs: "claims:read",
  params: inCreditor,
  query: claimFilter,
  answer: z
    .strictObject({
      claims: z.int().meta({ description: "10000 where there are more." }),
      isMore: z.boolean(),
    })
    .meta({ id: "ClaimCount" }),
});
