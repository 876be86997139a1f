import { withCreditor } from "../../store/index.ts";
import {
  markRead,
  messagesOf,
  readMarks,
  type Side,
  type Thread,
  threadsOf,
  writeMessage,
} from "../../usecases/messages.ts";
import type { Caller } from "../caller.ts";
import { isOrdinal, pageIn } from "../cursor.ts";
import type { Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";
import { claimOf } from "./claims.ts";

type MessageOperation = "listThreads" | "listMessages" | "sendMessage" | "markMessagesRead" | "shareMessage";

export const MESSAGE_HANDLERS: Pick<Handlers, MessageOperation> = {
  listThreads: async ({ deployment, creditor, query, caller }) => {
    const side = sideOf(caller);
    const page = pageIn("threads", (value) => /^\d{1,15} (creditor|debtor)$/.test(value), query);
    const asked = { side, isUnread: query.unread === "true", after: page.after, limit: page.rows };
    const rows = await withCreditor(deployment.pool, creditor.creditorId, (tx) =>
      threadsOf(tx, creditor.creditorId, asked),
    );
    return {
      body: page.of(
        rows,
        ({ mark, claimId }) => ({ value: mark, id: claimId }),
        ({ mark: _, ...row }) => ({ ...row, lastAt: new Date(row.lastAt).toISOString() }),
      ),
    };
  },

  listMessages: ({ deployment, creditor, params, query, caller }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { creditorId } = creditor;
      const { thread } = query;
      inThread(caller, thread);
      const { claimId } = await claimOf(tx, creditorId, params.claimId);
      const page = pageIn(`messages ${thread}`, isOrdinal, query);
      const of = { claimId, thread };
      const rows = await messagesOf(tx, creditorId, of, Number(page.after?.value ?? 0), page.rows);
      const marks = await readMarks(tx, creditorId, of);
      return {
        body: {
          ...page.of(
            rows,
            ({ no }) => ({ value: String(no), id: claimId }),
            (row) => ({ ...row, sentAt: new Date(row.sentAt).toISOString() }),
          ),
          readBy: marks.map((mark) => ({ ...mark, at: new Date(mark.at).toISOString() })),
        },
      };
    }),

  sendMessage: async (tx, { creditor, params, body, caller, now }) => {
    inThread(caller, body.thread);
    const found = await claimOf(tx, creditor.creditorId, params.claimId);
    const { actor } = caller;
    const no = await writeMessage(tx, creditor, { ...found, ...body, writtenBy: sideOf(caller), actor }, now);
    return { body: { no } };
  },

  markMessagesRead: async (tx, { creditor, params, body, caller, now }) => {
    inThread(caller, body.thread);
    const { claimId } = await claimOf(tx, creditor.creditorId, params.claimId);
    return { body: { upTo: await markRead(tx, creditor, { claimId, ...body, side: sideOf(caller) }, now) } };
  },

  shareMessage: async (tx, { creditor, params, body, caller, now }) => {
    if (caller.creditorId !== null) throw onlyHandlers();
    const found = await claimOf(tx, creditor.creditorId, params.claimId);
    const { from, no } = body;
    const [message] = await messagesOf(
      tx,
      creditor.creditorId,
      { claimId: found.claimId, thread: from },
      no - 1,
      1,
    );
    if (message?.no !== no) return refusal("not-found", "There is no such message in this thread.");
    if (message.text === null)
      return refusal("refused", "What the message said was removed. Nothing was shared.");
    const shared = {
      ...found,
      thread: from === "creditor" ? ("debtor" as const) : ("creditor" as const),
      writtenBy: message.writtenBy,
      actor: caller.actor,
      text: message.text,
      sharedNo: no,
    };
    return { body: { no: await writeMessage(tx, creditor, shared, now) } };
  },
};

/** Who is of a company writes for it; everybody else who comes this way is a case handler. */
function sideOf({ creditorId }: Caller): Exclude<Side, "debtor"> {
  return creditorId === null ? "operator" : "creditor";
}

function inThread({ creditorId }: Caller, thread: Thread): void {
  if (creditorId !== null && thread === "debtor") throw onlyHandlers();
}

function onlyHandlers(): Refused {
  return new Refused(
    refusal("not-allowed", "What the debtor and the case handler write is theirs. Nothing was done."),
  );
}
