import { date, formatMinor, minorFromDecimal } from "@innfri/kernel";
import { clockOf } from "../../clock.ts";
import { withCreditor } from "../../store/index.ts";
import { listPromises } from "../../usecases/list-promises.ts";
import { cursorOf, isDay, markAt } from "../cursor.ts";
import type { Handlers } from "../handler.ts";
import { act } from "./claims.ts";

export const PROMISE_HANDLERS: Pick<Handlers, "recordPromise" | "listPromises"> = {
  recordPromise: (tx, asked) => {
    const { payOn, amount, note } = asked.body;
    return act(tx, asked, {
      ...{ kind: "promise", payOn: date(payOn) },
      ...(amount === undefined ? {} : { amountMinor: minorFromDecimal(amount) }),
      ...(note === undefined ? {} : { note }),
    });
  },

  listPromises: async ({ deployment, creditor, query, now }) => {
    const { creditorId } = creditor;
    const { today } = clockOf(creditor, now);
    const after = markAt("promises", query.cursor, isDay);
    const asked = { isOver: query.over === "true", today, after, limit: query.limit + 1 };
    const rows = await withCreditor(deployment.pool, creditorId, (tx) => listPromises(tx, creditorId, asked));
    const items = rows.slice(0, query.limit);
    const last = rows.length > query.limit ? items.at(-1) : undefined;
    return {
      body: {
        items: items.map(({ claimId, invoiceNumber, customerNumber, ...promise }) => ({
          ...{ claimId, invoiceNumber, customerNumber, state: promise.state },
          ...{ promisedOn: promise.promisedOn, payOn: promise.payOn, heldOn: promise.heldOn },
          amount: formatMinor(promise.amountMinor),
          paid: formatMinor(promise.paidMinor),
        })),
        nextCursor: last === undefined ? null : cursorOf("promises", { value: last.heldOn, id: last.holdId }),
      },
    };
  },
};
