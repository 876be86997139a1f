import { clockOf } from "../../clock.ts";
import { allCreditors, type Creditor, creditorById } from "../../engine/creditors.ts";
import { type Caller, callerAt } from "../caller.ts";
import type { Deployment, Handlers } from "../handler.ts";

export const ABOUT_HANDLERS: Pick<Handlers, "getSelf" | "listCreditors"> = {
  getSelf: async ({ deployment, caller, now }) => {
    const { name, kind } = deployment.operator;
    return {
      body: {
        kind: caller.kind === "user" ? ("user" as const) : ("key" as const),
        name: caller.name,
        operator: { name, kind },
        creditors: await creditorsOf(deployment, caller, now),
        operatorPermissions: [...caller.permissions],
        needsSecondFactor: caller.lacksSecondFactor,
      },
    };
  },
  listCreditors: async ({ deployment, caller, now }) => ({
    body: { items: await creditorsOf(deployment, caller, now) },
  }),
};

async function creditorsOf({ pool }: Deployment, caller: Caller, now: Date) {
  const ids = caller.grants.flatMap(({ creditorId }) => (creditorId === null ? [] : [creditorId]));
  const isOperators = ids.length < caller.grants.length;
  const seen = isOperators
    ? await allCreditors(pool)
    : (await Promise.all([...new Set(ids)].map((id) => creditorById(pool, id)))).filter(
        (one) => one !== undefined,
      );
  return seen
    .toSorted((a, b) => a.name.localeCompare(b.name) || (a.creditorId < b.creditorId ? -1 : 1))
    .map((creditor) => summaryOf(creditor, caller, now));
}

function summaryOf(creditor: Creditor, caller: Caller, now: Date) {
  const { creditorId, name, country, timeZone, isSandbox } = creditor;
  const permissions = [...callerAt(caller, creditorId).permissions];
  return {
    id: creditorId,
    name,
    country,
    timeZone,
    isSandbox,
    isActive: !creditor.awaitsActivation,
    today: clockOf(creditor, now).today,
    permissions,
  };
}
