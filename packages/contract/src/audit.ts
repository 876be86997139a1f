/** The log of who let whom do what: sign-ins, factors, keys, invitations, roles. Lines are only ever added. */
import { z } from "zod";
import { inCreditor } from "./claims.ts";
import { operation } from "./operation.ts";
import { id, instant, pageOf, pageQuery } from "./values.ts";

const TAG = "Audit";
const word = z.string().min(1).max(100);

const line = z
  .strictObject({
    id,
    at: instant,
    actor: z.string().meta({ description: "`user:…`, `key:…`, a command of the machine, or `nobody`." }),
    act: z.string().meta({ description: "What has happened: `signed-in`, `key-made`, `role-changed`." }),
    subject: z.string().meta({ description: "Whom or what it was done to; never a name or an address." }),
    creditorId: id.nullable().meta({ description: "Null for what concerns no company." }),
    details: z.record(z.string(), z.unknown()),
  })
  .meta({ id: "AuditLine" });

const page = pageOf(line, "AuditPage");

const filters = {
  ...pageQuery,
  act: word.optional(),
  actor: word.optional(),
  subject: word.optional(),
  since: instant.optional().meta({ description: "At this moment or after it." }),
  before: instant.optional(),
};

export const listAudit = operation({
  id: "listAudit",
  method: "get",
  path: "/v1/creditors/{creditorId}/audit",
  tag: TAG,
  summary: "Who let whom do what at the company, and how its users signed in; newest first",
  needs: "users:manage",
  params: inCreditor,
  query: filters,
  answer: page,
});

export const listOperatorAudit = operation({
  id: "listOperatorAudit",
  method: "get",
  path: "/v1/operator/audit",
  tag: TAG,
  summary: "Who let whom do what, at the operator and at all its companies; newest first",
  needs: "operator:read",
  query: { ...filters, creditorId: id.optional() },
  answer: page,
});
