import { OPERATIONS, type OperationId } from "@innfri/contract";
import { isUuid, type Uuid } from "@innfri/kernel";
import { withCreditor } from "../../store/index.ts";
import { type AccessLine, accessLines } from "../../usecases/access-lines.ts";
import { cursorOf, isNothing, markAt } from "../cursor.ts";
import type { Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";

const ORDER = "access";

export const ACCESS_HANDLERS: Pick<Handlers, "listAccess" | "listOwnAccess"> = {
  listAccess: ({ deployment, creditor: { creditorId }, query }) => {
    const { debtorId = null, limit } = query;
    const before = markAt(ORDER, query.cursor, isNothing)?.id ?? null;
    // What is no id of ours names nobody.
    if (debtorId !== null && !isUuid(debtorId)) return Promise.resolve({ body: pageOf([], limit, bodyOf) });
    return withCreditor(deployment.pool, creditorId, async (tx) => {
      const lines = await accessLines(tx, creditorId, { debtorId, before, limit: limit + 1 });
      return { body: pageOf(lines, limit, bodyOf) };
    });
  },

  listOwnAccess: ({ deployment, caller: { debtor }, query: { cursor, limit } }) => {
    if (debtor === null) throw new Refused(refusal("not-allowed", "This is for a debtor who is in."));
    const before = markAt(ORDER, cursor, isNothing)?.id ?? null;
    const { creditorId, debtorId } = debtor;
    return withCreditor(deployment.pool, creditorId, async (tx) => {
      const lines = await accessLines(tx, creditorId, { debtorId, before, limit: limit + 1 });
      const own = ({ at, side, call }: AccessLine) => ({
        ...{ at: new Date(at).toISOString(), side },
        what: OPERATIONS[call as OperationId]?.summary ?? call,
      });
      return { body: pageOf(lines, limit, own) };
    });
  },
};

function bodyOf({ id: _, at, ...line }: AccessLine) {
  return { ...line, at: new Date(at).toISOString() };
}

function pageOf<Item>(lines: readonly AccessLine[], limit: number, item: (line: AccessLine) => Item) {
  const shown = lines.slice(0, limit);
  const last = shown.at(-1)?.id as Uuid | undefined;
  const isLast = lines.length <= limit || last === undefined;
  return { items: shown.map(item), nextCursor: isLast ? null : cursorOf(ORDER, { value: "", id: last }) };
}
