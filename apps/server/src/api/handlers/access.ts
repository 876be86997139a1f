import { OPERATIONS, type OperationId } from "@innfri/contract";
import { isUuid, type Uuid } from "@innfri/kernel";
import { withCreditor } from "../../store/index.ts";
import { type AccessLine, accessLines } from "../../usecases/access-lines.ts";
import { isNothing, pageIn } from "../cursor.ts";
import type { Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";

const ORDER = "access";

export const ACCESS_HANDLERS: Pick<Handlers, "listAccess" | "listOwnAccess"> = {
  listAccess: ({ deployment, creditor: { creditorId }, query }) => {
    const { debtorId = null } = query;
    const page = pageIn(ORDER, isNothing, query);
    // What is no id of ours names nobody.
    if (debtorId !== null && !isUuid(debtorId))
      return Promise.resolve({ body: { items: [], nextCursor: null } });
    return withCreditor(deployment.pool, creditorId, async (tx) => {
      const asked = { debtorId, before: page.after?.id ?? null, limit: page.rows };
      return { body: page.of(await accessLines(tx, creditorId, asked), markOf, bodyOf) };
    });
  },

  listOwnAccess: ({ deployment, caller: { debtor }, query }) => {
    if (debtor === null) throw new Refused(refusal("not-allowed", "This is for a debtor who is in."));
    const page = pageIn(ORDER, isNothing, query);
    const { creditorId, debtorId } = debtor;
    return withCreditor(deployment.pool, creditorId, async (tx) => {
      const asked = { debtorId, before: page.after?.id ?? null, limit: page.rows };
      const own = ({ at, side, call }: AccessLine) => ({
        ...{ at: new Date(at).toISOString(), side },
        what: OPERATIONS[call as OperationId]?.summary ?? call,
      });
      return { body: page.of(await accessLines(tx, creditorId, asked), markOf, own) };
    });
  },
};

function bodyOf({ id: _, at, ...line }: AccessLine) {
  return { ...line, at: new Date(at).toISOString() };
}

function markOf({ id }: AccessLine) {
  return { value: "", id: id as Uuid };
}
