import { date, formatMinor, minorFromDecimal } from "@innfri/kernel";
import { clockOf } from "../../clock.ts";
import { withCreditor } from "../../store/index.ts";
import { listPromises } from "../../usecases/list-promises.ts";
import { isDay, pageIn } from "../cursor.ts";
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
    const page = pageIn("promises", isDay, query);
    const asked = { isOver: query.over === "true", today, after: page.after, limit: page.rows };
    const rows = await withCreditor(deployment.pool, creditorId, (tx) => listPromises(tx, creditorId, asked));
    return {
      body: page.of(
        rows,
        ({ heldOn, holdId }) => ({ value: heldOn, id: holdId }),
        ({ claimId, invoiceNumber, customerNumber, ...promise }) => ({
          ...{ claimId, invoiceNumber, customerNumber, state: promise.state },
          ...{ promisedOn: promise.promisedOn, payOn: promise.payOn, heldOn: promise.heldOn },
          amount: formatMinor(promise.amountMinor),
          paid: formatMinor(promise.paidMinor),
        }),
      ),
    };
  },
};
