import { isUuid, type Uuid } from "@innfri/kernel";
import { type Pool, withOperator } from "../../store/index.ts";
import { readAudit } from "../../usecases/read-audit.ts";
import { isNothing, pageIn } from "../cursor.ts";
import type { Asked, Handlers } from "../handler.ts";

const AUDIT = "audit";

export const AUDIT_HANDLERS: Pick<Handlers, "listAudit" | "listOperatorAudit"> = {
  listAudit: ({ deployment, creditor, query }) => lines(deployment.pool, creditor.creditorId, query),

  listOperatorAudit: async ({ deployment, query }) => {
    const { creditorId, ...filters } = query;
    if (creditorId !== undefined && !isUuid(creditorId)) return { body: { items: [], nextCursor: null } };
    return lines(deployment.pool, (creditorId as Uuid | undefined) ?? null, filters);
  },
};

async function lines(pool: Pool, creditorId: Uuid | null, query: Asked<"listAudit">["query"]) {
  const { act = null, actor = null, subject = null } = query;
  const [since, before] = [instantOf(query.since), instantOf(query.before)];
  const page = pageIn(AUDIT, isNothing, query);
  const filter = { act, actor, subject, since, before, creditorId };
  const asked = { after: page.after?.id ?? null, limit: page.rows };
  const found = await withOperator(pool, (tx) => readAudit(tx, filter, asked));
  return {
    body: page.of(
      found,
      ({ lineId }) => ({ value: "", id: lineId }),
      ({ lineId, ...rest }) => ({ id: lineId, ...rest }),
    ),
  };
}

/** No line is of another time, and a calendar's own ends are no moments that the database knows. */
const [FIRST_MS, LAST_MS] = [Date.UTC(1970, 0), Date.UTC(2200, 0)];

function instantOf(text: string | undefined): string | null {
  if (text === undefined) return null;
  return new Date(Math.min(LAST_MS, Math.max(FIRST_MS, Date.parse(text)))).toISOString();
}
