import { isUuid } from "@innfri/kernel";
import { withCreditor } from "../../store/index.ts";
import { markRead, messagesOf, writeMessage } from "../../usecases/messages.ts";
import { lettersOfClaim, storedLetter } from "../../usecases/own-letters.ts";
import { isOrdinal, pageIn } from "../cursor.ts";
import type { Handlers } from "../handler.ts";
import { refusal } from "../problem.ts";
import { ownClaimOf } from "./own-claim.ts";

type PaperOperation =
  | "listOwnLetters"
  | "getOwnLetter"
  | "listOwnMessages"
  | "writeOwnMessage"
  | "readOwnMessages";

const THREAD = "debtor";
const ORDER = "own messages";

export const DEBTOR_PAPER_HANDLERS: Pick<Handlers, PaperOperation> = {
  listOwnLetters: ({ deployment, creditor, caller, params }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { claimId } = await ownClaimOf(tx, { creditor, caller, params });
      return { body: { items: await lettersOfClaim(tx, creditor.creditorId, claimId) } };
    }),

  getOwnLetter: async ({ deployment, creditor, caller, params }) => {
    const stored = await withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { claimId } = await ownClaimOf(tx, { creditor, caller, params });
      const { documentId } = params;
      return isUuid(documentId) ? storedLetter(tx, creditor, claimId, documentId) : undefined;
    });
    if (stored === undefined) return refusal("not-found", "There is no such letter about this claim.");
    return { body: { type: "application/pdf", name: stored.name, bytes: stored.pdf() } };
  },

  listOwnMessages: ({ deployment, creditor, caller, params, query }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { claimId } = await ownClaimOf(tx, { creditor, caller, params });
      const page = pageIn(ORDER, isOrdinal, query);
      const of = { claimId, thread: THREAD } as const;
      const after = Number(page.after?.value ?? 0);
      const rows = await messagesOf(tx, creditor.creditorId, of, after, page.rows);
      return {
        body: page.of(
          rows,
          ({ no }) => ({ value: String(no), id: claimId }),
          // Who it was at the operator is no debtor's business: the case handler answers.
          ({ no, writtenBy, sentAt, text }) => ({
            ...{ no, writtenBy, text },
            sentAt: new Date(sentAt).toISOString(),
          }),
        ),
      };
    }),

  writeOwnMessage: async (tx, { creditor, caller, params, body: { about, text }, now }) => {
    const own = await ownClaimOf(tx, { creditor, caller, params });
    const message = { ...own, writtenBy: "debtor", actor: caller.actor, text } as const;
    const no = await writeMessage(tx, creditor, { ...message, thread: THREAD }, now);
    // Who made the invoice knows what it is for (S83).
    if (about !== "invoice") return { body: { no, answeredBy: "operator" } };
    await writeMessage(tx, creditor, { ...message, thread: "creditor", sharedNo: no }, now);
    return { body: { no, answeredBy: "creditor" } };
  },

  readOwnMessages: async (tx, { creditor, caller, params, body, now }) => {
    const { claimId } = await ownClaimOf(tx, { creditor, caller, params });
    const read = { claimId, thread: THREAD, side: "debtor", upTo: body.upTo } as const;
    return { body: { upTo: await markRead(tx, creditor, read, now) } };
  },
};
