/** Reports: each a question, with its definition, its period, and how many cases every figure rests on. */
import { z } from "zod";
import { claimFilter, claimSort, inCreditor } from "./claims.ts";
import { fileAnswer } from "./files.ts";
import { operation } from "./operation.ts";
import { currency, day, decimal, id } from "./values.ts";

const TAG = "Reports";

export const REPORT_NAMES = [
  "credit-time",
  "after-first-reminder",
  "plan-versions",
  "repeat-lateness",
  "recovery-by-age",
  "money-at-risk",
  "objection-answers",
  "automation",
  "income-and-cost",
  "answer-times",
  "departments",
  "satisfaction",
] as const;

export const reportName = z.enum(REPORT_NAMES).meta({ id: "ReportName" });
const inReport = { ...inCreditor, report: reportName };
const period = {
  from: day.optional().meta({ description: "A year before `to` when left out." }),
  to: day.optional().meta({ description: "Today when left out." }),
};
const csv = {
  decimal: z.enum(["comma", "dot"]).default("comma").meta({
    description: "`comma`: amounts as 4538,00 and a semicolon between columns; `dot`: 4538.00 and a comma.",
  }),
};

export const getReport = operation({
  id: "getReport",
  method: "get",
  path: "/v1/creditors/{creditorId}/reports/{report}",
  tag: TAG,
  summary: "One report: a question, how it is answered, and the figures",
  description:
    "Figures are of the day `on`. Of fewer than 20 cases no share is told: the cell is null, and the count beside it says how few there are.",
  needs: "reports:read",
  params: inReport,
  query: period,
  answer: z
    .strictObject({
      report: reportName,
      question: z.string(),
      definition: z.string(),
      on: day.meta({ description: "The day of the data." }),
      from: day,
      to: day,
      n: z.int().meta({ description: "The cases that it rests on." }),
      columns: z.array(
        z.strictObject({
          name: z.string(),
          kind: z.enum(["text", "count", "amount", "days", "hours", "percent", "day"]),
        }),
      ),
      rows: z.array(z.array(z.string().nullable())),
    })
    .meta({ id: "Report" }),
  problems: ["refused"],
});

export const exportReport = operation({
  id: "exportReport",
  method: "get",
  path: "/v1/creditors/{creditorId}/reports/{report}/csv",
  tag: TAG,
  summary: "The same report as a CSV file",
  needs: "reports:read",
  params: inReport,
  query: { ...period, ...csv },
  answer: fileAnswer(["text/csv"]),
  problems: ["refused"],
});

export const exportClaims = operation({
  id: "exportClaims",
  method: "get",
  path: "/v1/creditors/{creditorId}/claims-csv",
  tag: TAG,
  summary: "Every claim that meets the filters, as a CSV file",
  description:
    "Exactly what the list shows with the same filters and sort, all of its pages. It is sent as it is read.",
  needs: "claims:read",
  params: inCreditor,
  query: {
    sort: claimSort,
    ...claimFilter,
    ...csv,
  },
  answer: fileAnswer(["text/csv"]),
});

const paying = z.strictObject({
  claims: z.int(),
  onTime: z.int(),
  meanDaysLate: z.number().nullable(),
});

export const getCustomerStanding = operation({
  id: "getCustomerStanding",
  method: "get",
  path: "/v1/creditors/{creditorId}/customers/{debtorId}",
  tag: TAG,
  summary: "How one customer pays, its last objection, and whether to go on selling on credit",
  description:
    "Of what this company knows itself. `stop` where a recorded state ends all credit or two open claims are in collection; `prepayment` where one is, three are overdue, or the last year's payments were more than 30 days late; else `keep`. A dispute counts for nothing.",
  needs: "reports:read",
  params: { ...inCreditor, debtorId: id },
  answer: z
    .strictObject({
      on: day,
      debtorId: id,
      customerNumber: z.string(),
      name: z.string().nullable(),
      kind: z.string().nullable(),
      claims: z.int(),
      open: z.array(z.strictObject({ currency, claims: z.int(), open: decimal })),
      overdue: z.int(),
      collected: z.int().meta({ description: "Open claims that have had a demand, or more." }),
      paid: paying,
      lastYear: paying,
      lastObjection: z
        .strictObject({
          objectionId: id,
          claimId: id,
          on: day,
          reason: z.string().nullable(),
          isOpen: z.boolean(),
          outcome: z.string().nullable(),
        })
        .nullable(),
      holds: z.array(z.string()),
      advice: z.enum(["keep", "prepayment", "stop"]),
      because: z.array(z.string()),
    })
    .meta({ id: "CustomerStanding" }),
});
