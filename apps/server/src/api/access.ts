/** Whose data a call reads, so that a line says so before its answer is given. */
import type { Operation, OperationId } from "@innfri/contract";
import { isUuid, type Uuid } from "@innfri/kernel";
import type { Pool } from "../store/index.ts";
import { addAccessLine, type ReadOf } from "../usecases/access-lines.ts";
import type { Caller } from "./caller.ts";

/** Pages of several people. What names a claim, a debtor or an objection in its path is about one. */
const PAGES_OF_PEOPLE: ReadonlySet<string> = new Set<OperationId>([
  "listClaims",
  "listClaimGroups",
  "exportClaims",
  "listObjections",
  "listThreads",
  "listApprovals",
  "previewRun",
  "listLimitations",
  "listPromises",
  "listDebtorStates",
  "listRetentionDue",
  "findByIdentityNumber",
]);

const NAMES_ONE = ["claimId", "debtorId", "objectionId"] as const;

/** Null for a call that reads nobody's data. */
export function readsOf({ id, method, path, params, isKeyed }: Operation): "one" | "page" | null {
  if (!path.startsWith("/v1/creditors/{creditorId}/") || isKeyed) return null;
  if (PAGES_OF_PEOPLE.has(id)) return "page";
  return method === "get" && NAMES_ONE.some((name) => name in params) ? "one" : null;
}

export type Read = {
  readonly operation: Operation;
  readonly params: Readonly<Record<string, unknown>>;
  readonly creditorId: Uuid | undefined;
  readonly caller: Caller;
  readonly requestId: Uuid;
  readonly body: unknown;
  readonly now: Date;
};

/** Notes who read what. Nothing is noted of a debtor's reading of its own. */
export async function noteReading(pool: Pool, read: Read): Promise<void> {
  const { operation, params, creditorId, caller, requestId, body, now } = read;
  const reads = readsOf(operation);
  if (reads === null || creditorId === undefined || caller.debtor !== null) return;
  const of = reads === "one" ? oneOf(params) : pageOf(body);
  if (of === null) return;
  const reading = {
    ...{ creditorId, requestId, actor: caller.actor, call: operation.id },
    side: caller.creditorId === null ? ("operator" as const) : ("creditor" as const),
  };
  await addAccessLine(pool, reading, of, now);
}

function oneOf(params: Read["params"]): ReadOf {
  const idOf = (name: (typeof NAMES_ONE)[number]) => {
    const id = params[name];
    return typeof id === "string" && isUuid(id) ? id : null;
  };
  return {
    kind: "one",
    claimId: idOf("claimId"),
    debtorId: idOf("debtorId"),
    objectionId: idOf("objectionId"),
  };
}

function pageOf(body: unknown): ReadOf | null {
  const { items } = (body ?? {}) as { readonly items?: readonly unknown[] };
  return items === undefined || items.length === 0 ? null : { kind: "page", count: items.length };
}
