import { clockOf } from "../../clock.ts";
import { creditorById } from "../../engine/creditors.ts";
import type { Handlers } from "../handler.ts";

export const ABOUT_HANDLERS: Pick<Handlers, "getSelf"> = {
  getSelf: async ({ deployment, caller, now }) => {
    const creditors =
      caller.creditorId === null ? [] : [await creditorById(deployment.pool, caller.creditorId)];
    const { name, kind } = deployment.operator;
    return {
      body: {
        kind: "key" as const,
        name: caller.name,
        operator: { name, kind },
        creditors: creditors.flatMap((creditor) =>
          creditor === undefined
            ? []
            : [
                {
                  id: creditor.creditorId,
                  name: creditor.name,
                  country: creditor.country,
                  timeZone: creditor.timeZone,
                  isSandbox: creditor.isSandbox,
                  today: clockOf(creditor, now).today,
                  permissions: [...caller.permissions],
                },
              ],
        ),
      },
    };
  },
};
