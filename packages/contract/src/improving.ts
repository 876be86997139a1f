/** What is made of reports: boards of them, tracked changes of routine, and what debtors thought. */
import { z } from "zod";
import { inCreditor } from "./claims.ts";
import { operation } from "./operation.ts";
import { reportName } from "./reports.ts";
import { day, id } from "./values.ts";

const TAG = "Reports";
const inDashboard = { ...inCreditor, dashboardId: id };
const inImprovement = { ...inCreditor, improvementId: id };
const label = z.string().trim().min(1).max(100);

const card = z.strictObject({
  report: reportName,
  period: z.enum(["month", "quarter", "year"]).meta({ description: "The one that ends today." }),
});
const cards = z.array(card).max(30).meta({ description: "In the order in which they are shown." });

const dashboard = z
  .strictObject({
    id,
    version: z.int(),
    isCompanys: z.boolean().meta({ description: "Shown to everybody of the company." }),
    name: label,
    cards,
  })
  .meta({ id: "Dashboard" });

export const listDashboards = operation({
  id: "listDashboards",
  method: "get",
  path: "/v1/creditors/{creditorId}/dashboards",
  tag: TAG,
  summary: "One's own boards of reports, and the company's",
  needs: "reports:read",
  params: inCreditor,
  answer: z.strictObject({ items: z.array(dashboard) }).meta({ id: "DashboardList" }),
});

export const makeDashboard = operation({
  id: "makeDashboard",
  method: "post",
  path: "/v1/creditors/{creditorId}/dashboards",
  tag: TAG,
  summary: "Put reports together; one for the whole company takes `settings:write`",
  needs: "reports:read",
  status: 201,
  params: inCreditor,
  body: z
    .strictObject({ isCompanys: z.boolean().default(false), name: label, cards })
    .meta({ id: "NewDashboard" }),
  answer: dashboard,
  problems: ["refused"],
});

export const changeDashboard = operation({
  id: "changeDashboard",
  method: "put",
  path: "/v1/creditors/{creditorId}/dashboards/{dashboardId}",
  tag: TAG,
  summary: "Name a board anew, or add, remove and order its reports",
  needs: "reports:read",
  params: inDashboard,
  body: z.strictObject({ name: label, cards }).meta({ id: "DashboardChange" }),
  answer: dashboard,
  hasVersion: true,
});

export const removeDashboard = operation({
  id: "removeDashboard",
  method: "delete",
  path: "/v1/creditors/{creditorId}/dashboards/{dashboardId}",
  tag: TAG,
  summary: "Take a board away",
  needs: "reports:read",
  params: inDashboard,
});

const measure = z
  .strictObject({
    report: reportName,
    row: z.string().max(200).nullable().meta({ description: "What stands in the first column of the row." }),
    column: z.string().max(60),
  })
  .meta({ id: "Measure", description: "One figure of a report." });

const improvement = z
  .strictObject({
    id,
    version: z.int(),
    title: label,
    measure,
    ownerUserId: id,
    beganOn: day,
    dueOn: day,
    doneOn: day.nullable(),
    before: z.string().nullable().meta({ description: "The figure of the year before it began." }),
    after: z
      .string()
      .nullable()
      .meta({ description: "The same since it began, until it was done or today." }),
  })
  .meta({ id: "Improvement" });

export const listImprovements = operation({
  id: "listImprovements",
  method: "get",
  path: "/v1/creditors/{creditorId}/improvements",
  tag: TAG,
  summary: "Changes of routine that findings led to: whose, by when, and the figure before and after",
  needs: "reports:read",
  params: inCreditor,
  answer: z.strictObject({ items: z.array(improvement) }).meta({ id: "ImprovementList" }),
});

export const makeImprovement = operation({
  id: "makeImprovement",
  method: "post",
  path: "/v1/creditors/{creditorId}/improvements",
  tag: TAG,
  summary: "Turn a finding into a change of routine, from today on",
  needs: "claims:act",
  status: 201,
  params: inCreditor,
  body: z.strictObject({ title: label, measure, ownerUserId: id, dueOn: day }).meta({ id: "NewImprovement" }),
  answer: improvement,
  problems: ["refused"],
});

export const changeImprovement = operation({
  id: "changeImprovement",
  method: "patch",
  path: "/v1/creditors/{creditorId}/improvements/{improvementId}",
  tag: TAG,
  summary: "Hand a change of routine over, give it another day, or say that it is done today",
  needs: "claims:act",
  params: inImprovement,
  body: z
    .strictObject({ ownerUserId: id.optional(), dueOn: day.optional(), isDone: z.boolean().optional() })
    .meta({ id: "ImprovementChange" }),
  answer: improvement,
  problems: ["refused"],
});

export const tellSatisfaction = operation({
  id: "tellSatisfaction",
  method: "post",
  path: "/v1/debtor/claims/{claimId}/satisfaction",
  tag: "Debtor",
  summary: "Say how one was treated, once a claim has ended",
  needs: "debtor",
  status: 201,
  params: { claimId: id },
  body: z.strictObject({ score: z.int().min(1).max(5) }).meta({ id: "TellSatisfaction" }),
  answer: z.strictObject({ done: z.string() }).meta({ id: "SatisfactionTold" }),
  problems: ["refused"],
});
