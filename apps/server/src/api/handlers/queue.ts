import { QUEUE_KINDS } from "@innfri/contract";
import { isUuid, type Uuid } from "@innfri/kernel";
import {
  type AnswerTimes,
  listQueue,
  markOf,
  queueLoad,
  type ShownItem,
  whyOf,
} from "../../usecases/queue.ts";
import {
  giveBack,
  type Hands,
  type HandsOutcome,
  handOver,
  type Subject,
  take,
} from "../../usecases/queue-hands.ts";
import type { Caller } from "../caller.ts";
import { isDay, pageIn } from "../cursor.ts";
import type { Answered, Deployment, Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";
import { sentence } from "./claims.ts";

type QueueOperation =
  | "listQueue"
  | "takeQueueItem"
  | "handOverQueueItem"
  | "releaseQueueItem"
  | "getQueueLoad";

const ORDER = "queue";

export const QUEUE_HANDLERS: Pick<Handlers, QueueOperation> = {
  listQueue: async ({ deployment, query, caller, now }) => {
    const { kind, creditorId, country, takenBy } = query;
    const page = pageIn(ORDER, isPlace, query);
    const filter = {
      kind: kind ?? null,
      creditorId: companyOf(creditorId),
      country: country ?? null,
      subjectId: null,
      holder: takenBy === undefined ? null : takenBy === "me" ? caller.actor : takenBy,
    };
    const rows = await listQueue(deployment, filter, page.after, page.rows, now);
    return { body: page.of(rows, markOf, (item) => itemBody(item, caller)) };
  },

  takeQueueItem: async (tx, { deployment, params, caller, now }) => {
    const of = await subjectIn(deployment, params.itemId, now);
    return handed(await take(tx, of, caller.actor, now), caller);
  },

  handOverQueueItem: async (tx, { deployment, params, body, caller, now }) => {
    const of = await subjectIn(deployment, params.itemId, now);
    return handed(await handOver(tx, of, body.userId, caller.actor, now), caller);
  },

  releaseQueueItem: async (tx, { params, caller, now }) => {
    const isAdministrator = caller.permissions.has("operator:write");
    const of = subjectOf(params.itemId);
    return handed(await giveBack(tx, of, { actor: caller.actor, isAdministrator }, now), caller);
  },

  getQueueLoad: async ({ deployment, query, now }) => {
    const of = { creditorId: companyOf(query.creditorId), country: query.country ?? null };
    const { kinds, holders, messages, objections } = await queueLoad(deployment, of, now);
    return {
      body: {
        count: kinds.reduce((all, { count }) => all + count, 0),
        overdue: kinds.reduce((all, { overdue }) => all + overdue, 0),
        kinds: [...kinds],
        holders: [...holders],
        messages: timesBody(messages),
        objections: timesBody(objections),
      },
    };
  },
};

function companyOf(id: string | undefined): Uuid | null {
  if (id === undefined) return null;
  if (isUuid(id)) return id;
  throw new Refused(refusal("not-found", "There is no such company."));
}

const NONE = "00000000-0000-0000-0000-000000000000";

/** Opaque to others: its kind, its company and what it is about. */
function itemId({ kind, creditorId, subjectId }: Subject): string {
  const hex = `${creditorId ?? NONE}${subjectId}`.replaceAll("-", "");
  return Buffer.from([QUEUE_KINDS.indexOf(kind), ...Buffer.from(hex, "hex")]).toString("base64url");
}

function subjectOf(id: string): Subject {
  const bytes = Buffer.from(id, "base64url");
  const kind = QUEUE_KINDS[bytes[0] ?? -1];
  if (bytes.length !== 33 || kind === undefined) throw notThere();
  const [creditorId, subjectId] = [uuidAt(bytes, 1), uuidAt(bytes, 17)];
  const of = { kind, creditorId: creditorId === NONE ? null : creditorId, subjectId };
  if (itemId(of) !== id) throw notThere();
  return of;
}

function uuidAt(bytes: Buffer, at: number): Uuid {
  const hex = bytes.subarray(at, at + 16).toString("hex");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5") as Uuid;
}

function notThere(): Refused {
  return new Refused(refusal("not-found", "This does not wait in the queue, or not any more."));
}

/** Only what waits is taken in hand. */
async function subjectIn(deployment: Deployment, id: string, now: Date): Promise<Subject> {
  const of = subjectOf(id);
  const filter = { ...of, country: null, holder: null };
  const found = await listQueue(deployment, filter, null, 1, now);
  if (found.length === 0) throw notThere();
  return of;
}

function handed(outcome: HandsOutcome, caller: Caller): Answered<"takeQueueItem"> {
  if (outcome.kind === "refused")
    return refusal("refused", `${sentence(outcome.reason)} Nothing was changed.`);
  return { body: { takenBy: outcome.hands === null ? null : handsBody(outcome.hands, caller) } };
}

/** What the queue's mark holds: whether there is a deadline, its day, and which kind comes first on one day. */
function isPlace(value: string): boolean {
  const [band, day, rank, ...rest] = value.split(" ");
  return /^[01]$/.test(band ?? "") && isDay(day ?? "") && /^\d$/.test(rank ?? "") && rest.length === 0;
}

function handsBody({ holder, name, since }: Hands, { actor }: Caller) {
  return { id: holder, name, isMe: holder === actor, since: new Date(since).toISOString() };
}

function itemBody(item: ShownItem, caller: Caller) {
  const { holder, holderName, takenAt, today, due, since, states } = item;
  const { kind, creditorId, creditorName, country, isSandbox, claimId, debtorId } = item;
  const { invoiceNumber, reference } = item;
  return {
    ...{ id: itemId(item), kind, creditorId, creditorName, country, isSandbox },
    ...{ claimId, invoiceNumber, reference, debtorId },
    ...{ debtorStates: [...states], why: whyOf(item), since, due },
    isOverdue: due !== null && today !== null && due < today,
    takenBy:
      holder === null || takenAt === null
        ? null
        : handsBody({ holder, name: holderName, since: takenAt }, caller),
  };
}

function timesBody({ count, medianSeconds, longestSeconds }: AnswerTimes) {
  return { count, medianHours: hours(medianSeconds), longestHours: hours(longestSeconds) };
}

function hours(seconds: bigint | null): string | null {
  return seconds === null ? null : (Number(seconds) / 3600).toFixed(2);
}
