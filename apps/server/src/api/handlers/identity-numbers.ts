import { isUuid, type Uuid } from "@innfri/kernel";
import { clockOf } from "../../clock.ts";
import type { Creditor } from "../../engine/creditors.ts";
import { identityNumberOf } from "../../persons/stated-numbers.ts";
import type { Keys } from "../../secrets/keys.ts";
import { withCreditor } from "../../store/index.ts";
import {
  customersWithNumber,
  readIdentityNumber,
  setIdentityNumber,
} from "../../usecases/identity-numbers.ts";
import type { Deployment, Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";

type NumberOperation =
  | "getIdentityNumber"
  | "showIdentityNumber"
  | "setIdentityNumber"
  | "findByIdentityNumber";

export const IDENTITY_NUMBER_HANDLERS: Pick<Handlers, NumberOperation> = {
  getIdentityNumber: ({ deployment, creditor, params }) => read(deployment, creditor, params.debtorId, true),

  showIdentityNumber: ({ deployment, creditor, params }) =>
    read(deployment, creditor, params.debtorId, false),

  setIdentityNumber: async ({ deployment, creditor, params, body, caller, now }) => {
    const keys = keysOf(deployment);
    const { creditorId } = creditor;
    const debtorId = debtorOf(params.debtorId);
    const number = body.identityNumber === null ? null : stated(body.identityNumber, creditor, now);
    const given = { creditorId, debtorId, number, actor: caller.actor };
    const set = await withCreditor(deployment.pool, creditorId, (tx) =>
      setIdentityNumber(tx, keys, given, now),
    );
    switch (set.kind) {
      case "set":
        return { body: { identityNumber: set.masked } };
      case "refused":
        return refusal("refused", set.reason);
      case "unknown-customer":
        return NO_SUCH_CUSTOMER;
    }
  },

  findByIdentityNumber: async ({ deployment, creditor, body, now }) => {
    const keys = keysOf(deployment);
    const { creditorId } = creditor;
    const read = identityNumberOf(body.identityNumber, creditor, clockOf(creditor, now).today);
    // Nobody has a number that is none.
    if (read.kind === "wrong") return { body: { items: [] } };
    const { number } = read;
    const items = await withCreditor(deployment.pool, creditorId, (tx) =>
      customersWithNumber(tx, keys, { creditorId, number }),
    );
    return { body: { items } };
  },
};

const NO_SUCH_CUSTOMER = refusal("not-found", "There is no such customer at this company.");

async function read(deployment: Deployment, { creditorId }: Creditor, id: string, isMasked: boolean) {
  const keys = keysOf(deployment);
  const debtorId = debtorOf(id);
  const number = await withCreditor(deployment.pool, creditorId, (tx) =>
    readIdentityNumber(tx, keys, { creditorId, debtorId, isMasked }),
  );
  return number === undefined ? NO_SUCH_CUSTOMER : { body: { identityNumber: number } };
}

function keysOf({ keys }: Deployment): Keys {
  if (keys !== null) return keys;
  throw new Refused(
    refusal(
      "unavailable",
      "Identity numbers are sealed, and this installation has no keys. Nothing was done. Set INNFRI_KEYS.",
    ),
  );
}

function debtorOf(id: string): Uuid {
  if (isUuid(id)) return id;
  throw new Refused(NO_SUCH_CUSTOMER);
}

/** What was typed is in no answer: it may be somebody's number all the same. */
function stated(text: string, creditor: Creditor, now: Date): string {
  const read = identityNumberOf(text, creditor, clockOf(creditor, now).today);
  if (read.kind === "number") return read.number;
  throw new Refused(
    refusal("invalid", `This number is not kept: ${read.why}. Nothing was done.`, {
      errors: [{ path: "identityNumber", message: read.why }],
    }),
  );
}
