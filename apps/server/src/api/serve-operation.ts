/** One call from the wire to its handler and back. */
import {
  DEBTOR_LEVELS,
  type Operation,
  type OperationId,
  type ServedFile,
  servedTypesOf,
  type Upload,
} from "@innfri/contract";
import { isUuid, type Json, sha256, type Uuid } from "@innfri/kernel";
import type { Context } from "hono";
import { z } from "zod";
import { type Creditor, creditorById } from "../engine/creditors.ts";
import { at } from "../faults/points.ts";
import { errorFields, type LogFields, log } from "../log/index.ts";
import type { SignIn } from "../signin/sign-in.ts";
import {
  GuardFailed,
  type Pool,
  sql,
  sqlState,
  type Tx,
  withCreditor,
  withOperator,
} from "../store/index.ts";
import { noteReading } from "./access.ts";
import {
  type Caller,
  callerAt,
  callerOfDebtor,
  callerOfKey,
  callerOfUser,
  NOBODY,
  reaches,
} from "./caller.ts";
import type { AddressOf } from "./client-address.ts";
import { fileHeaders } from "./file-headers.ts";
import type { Answered, Asked, Deployment } from "./handler.ts";
import { HANDLERS } from "./handlers/index.ts";
import { type Kept, once, onceAcross } from "./idempotency.ts";
import { problemOf, Refused, refusal } from "./problem.ts";
import { type RateLimit, unlessTooWrong } from "./rate-limit.ts";
import { jsonOf, parsed, queryOf } from "./read-request.ts";
import { type ReceivedFile, receiveFile } from "./receive-file.ts";

export type Env = { Variables: { requestId: Uuid; asked?: LogFields } };

export type ApiContext = {
  readonly deployment: () => Promise<Deployment | null>;
  readonly signIn: () => Promise<SignIn | null>;
  readonly now: () => Date;
  readonly limit: RateLimit;
  readonly addressOf: AddressOf;
  readonly checksAnswers: boolean;
};

/** The same for every operation: what differs stands in the contract. */
type AnyAsked = Omit<Asked<OperationId>, "creditor"> & { readonly creditor: Creditor | undefined };
type AnyHandler = {
  readonly read: (asked: AnyAsked) => Promise<Answered<OperationId>>;
  readonly write: (tx: Tx, asked: AnyAsked) => Promise<Answered<OperationId>>;
  readonly take: (asked: AnyAsked & { readonly file: ReceivedFile }) => Promise<Answered<OperationId>>;
};

/** Somebody who got there first: the request is done again from its beginning, so many times. */
const MOST_TRIES = 5;

export async function serveOperation(
  c: Context<Env>,
  operation: Operation,
  context: ApiContext,
): Promise<Response> {
  const now = context.now();
  c.set("asked", { call: operation.id });
  const deployment = await context.deployment();
  if (deployment === null)
    throw new Refused(
      refusal(
        "unavailable",
        "There is no installation here yet. Nothing was done. Whoever runs it has to set it up first.",
      ),
    );
  const named = c.req.param("creditorId");
  const creditorId = named !== undefined && isUuid(named) ? named : null;
  const known =
    operation.needs === "anyone"
      ? { somebody: NOBODY }
      : await signedIn(c, operation, deployment, context, creditorId);
  const { somebody } = known;
  c.set("asked", { call: operation.id, caller: isUuid(somebody.id) ? somebody.id : undefined });
  const allowance = context.limit.take(limitedAs(context.addressOf(c), somebody), now.getTime());
  for (const [name, value] of Object.entries(allowance.headers)) c.header(name, value);
  if (allowance.isOver)
    throw new Refused(
      refusal("too-many", "This caller has used up its requests of the minute. Nothing was done."),
    );
  const creditor = await creditorOf(operation, deployment, known, creditorId);
  c.set("asked", { ...c.get("asked"), creditor: creditor?.creditorId });
  const caller = callerAt(somebody, creditor?.creditorId ?? null);
  allowed(operation, caller);
  await withinDepartment(operation, deployment, caller, c.req.param());
  const params = parsed(z.strictObject(operation.params), c.req.param(), "path");
  const query = parsed(z.strictObject(operation.query), queryOf(c), "query");
  const body = operation.body === undefined ? undefined : parsed(operation.body, await jsonOf(c), "body");
  await alsoWithinDepartment(deployment, caller, creditor, body);
  const asked = {
    ...{ deployment, params, query, body, caller, creditor, now },
    ifMatch: c.req.header("If-Match") ?? null,
    idempotencyKey: c.req.header("Idempotency-Key") ?? "",
  } as unknown as AnyAsked;
  if (servedTypesOf(operation.answer.schema) !== undefined) return serveFile(c, operation, context, asked);
  const kept =
    operation.upload !== undefined
      ? await take(c, operation, context, asked, operation.upload)
      : !operation.isKeyed
        ? keptOf(operation, context, await handlerOf(operation).read(asked), c.get("requestId"))
        : await write(c, operation, context, asked);
  if (kept.status < 300) await noted(c, operation, asked, kept.body);
  return answerKept(c, kept);
}

function noted(c: Context<Env>, operation: Operation, asked: AnyAsked, body: unknown): Promise<void> {
  const { deployment, creditor, caller, now } = asked;
  return noteReading(deployment.pool, {
    ...{ operation, caller, now, body, creditorId: creditor?.creditorId },
    ...{ params: asked.params as Readonly<Record<string, unknown>>, requestId: c.get("requestId") },
  });
}

/** A file is never kept to be answered again: what answers with one only reads. */
async function serveFile(
  c: Context<Env>,
  operation: Operation,
  context: ApiContext,
  asked: AnyAsked,
): Promise<Response> {
  const answered = await handlerOf(operation).read(asked);
  if ("problem" in answered) return answerKept(c, keptOf(operation, context, answered, c.get("requestId")));
  const { bytes, stream, rows, ...file } = answered.body as unknown as ServedFile;
  await noted(c, operation, asked, rows === undefined ? null : { items: { length: rows } });
  return c.body(stream ?? new Uint8Array(bytes), 200, fileHeaders(file));
}

function answerKept(c: Context<Env>, kept: Kept): Response {
  if (kept.version !== null) c.header("ETag", kept.version);
  if (kept.body === null) return c.body(null, kept.status as 204);
  const type = kept.status >= 400 ? "application/problem+json" : "application/json";
  return c.body(JSON.stringify(kept.body), kept.status as 200, { "Content-Type": type });
}

/** Whoever is not signed in is told apart by where the connection comes from; a debtor by the debtor. */
function limitedAs(address: string, { kind, actor, debtor }: Caller): string {
  if (debtor !== null) return `debtor ${debtor.debtorId}`;
  return kind === "nobody" ? `address ${address}` : actor;
}

function handlerOf({ id }: Operation): AnyHandler {
  const handler = HANDLERS[id as OperationId] as unknown;
  return { read: handler, write: handler, take: handler } as unknown as AnyHandler;
}

/** Who calls; of a key also the company that the call names, which is read along. */
type Known = { readonly somebody: Caller; readonly named?: Creditor | undefined };

async function signedIn(
  c: Context<Env>,
  operation: Operation,
  deployment: Deployment,
  context: ApiContext,
  creditorId: Uuid | null,
): Promise<Known> {
  const given = c.req.header("Authorization");
  if (given === undefined) return { somebody: await userSignedIn(c, operation, deployment, context) };
  const token = /^Bearer (\S+)$/i.exec(given)?.[1];
  const { pool } = deployment;
  const now = context.now();
  const address = context.addressOf(c);
  const known = await unlessTooWrong<Known>(
    { limit: context.limit, address, nowMs: now.getTime() },
    async () => {
      if (token === undefined) return undefined;
      const { caller, creditor } = await callerOfKey(pool, token, now, creditorId);
      if (caller !== undefined) return { somebody: caller, named: creditor };
      const debtor = await callerOfDebtor(pool, token, now);
      return debtor === undefined ? undefined : { somebody: debtor };
    },
  );
  if (known !== undefined) return known;
  throw notSignedIn("This key is not known, has been revoked or is past its day. Nothing was done.");
}

/** A browser sends its session with whatever any page asks of it: a change must come from a page of ours. */
async function userSignedIn(
  c: Context<Env>,
  operation: Operation,
  deployment: Deployment,
  context: ApiContext,
): Promise<Caller> {
  const signIn = await context.signIn();
  const user = await signIn?.userOf(c.req.raw);
  if (user === undefined)
    throw notSignedIn("Sign in, or send an API key: Authorization: Bearer innfri_… Nothing was done.");
  if (operation.method !== "get" && signIn?.isOwnPage(c.req.raw) !== true)
    throw new Refused(
      refusal("not-allowed", "This did not come from a page of this installation. Nothing was done."),
    );
  return callerOfUser(deployment.pool, user);
}

function notSignedIn(detail: string): Refused {
  return new Refused(refusal("not-signed-in", detail, { headers: { "WWW-Authenticate": "Bearer" } }));
}

/** Another company's id is answered as one that does not exist. */
async function creditorOf(
  { needs, params }: Operation,
  { pool }: Deployment,
  { somebody, named }: Known,
  creditorId: Uuid | null,
): Promise<Creditor | undefined> {
  if (needs === "debtor" && somebody.creditorId !== null) return creditorById(pool, somebody.creditorId);
  if (params.creditorId === undefined) return undefined;
  const isReached = creditorId !== null && reaches(somebody, creditorId);
  const creditor = isReached ? (named ?? (await creditorById(pool, creditorId))) : undefined;
  if (creditor !== undefined) return creditor;
  throw new Refused(refusal("not-found", "There is no such company for this caller."));
}

function allowed({ needs, debtorLevel }: Operation, caller: Caller): void {
  if (needs === "debtor" && caller.debtor !== null) {
    if (DEBTOR_LEVELS.indexOf(caller.debtor.level) >= DEBTOR_LEVELS.indexOf(debtorLevel)) return;
    throw new Refused(
      refusal(
        "not-allowed",
        "A link opens what is needed to pay. The code of your newest letter opens the rest. Nothing was done.",
      ),
    );
  }
  if (needs === "anyone") return;
  if (needs === "signed-in" && caller.debtor === null) return;
  // Of a call that names no company, the permissions are those about the operator's own.
  if (needs !== "debtor" && needs !== "signed-in" && caller.permissions.has(needs)) return;
  if (caller.lacksSecondFactor)
    throw new Refused(
      refusal(
        "not-allowed",
        "Who works for the operator signs in with a second factor. Set one up, sign in again, and then this is allowed. Nothing was done.",
      ),
    );
  throw new Refused(
    refusal(
      "not-allowed",
      needs === "signed-in"
        ? "This is for users and keys; a debtor's own calls are below /v1/debtor. Nothing was done."
        : `This needs the permission ${needs}, which this caller does not have. Nothing was done.`,
    ),
  );
}

/** Calls that keep to the caller's department by themselves. */
const BY_DEPARTMENT: ReadonlySet<string> = new Set([
  ...["listClaims", "listCreditors", "getSelf", "askForContact"],
  ...["getPortfolio", "listClaimGroups", "countClaims", "exportClaims"],
]);

/** Who has one department sees and does what concerns a claim of it; what is about the whole company is not theirs. */
async function withinDepartment(
  { id, params }: Operation,
  { pool }: Deployment,
  { department }: Caller,
  { creditorId, claimId }: { readonly creditorId?: string; readonly claimId?: string },
): Promise<void> {
  if (department === null || creditorId === undefined || BY_DEPARTMENT.has(id)) return;
  if (params.claimId === undefined)
    throw new Refused(
      refusal(
        "not-allowed",
        "This is about the whole company, and this user has one department. Nothing was done.",
      ),
    );
  await ofDepartment(pool, creditorId as Uuid, department, [claimId ?? ""]);
}

/** What is done to a claim of a department takes none of another along. */
async function alsoWithinDepartment(
  { pool }: Deployment,
  { department }: Caller,
  creditor: Creditor | undefined,
  body: unknown,
): Promise<void> {
  const { alsoClaimIds = [] } = (body ?? {}) as { readonly alsoClaimIds?: readonly string[] };
  if (department !== null && creditor !== undefined && alsoClaimIds.length > 0)
    await ofDepartment(pool, creditor.creditorId, department, alsoClaimIds);
}

/** A claim of another department is answered as one that does not exist. */
async function ofDepartment(
  pool: Pool,
  creditorId: Uuid,
  department: string,
  claimIds: readonly string[],
): Promise<void> {
  const ids = [...new Set(claimIds)];
  const count = !ids.every(isUuid)
    ? null
    : await withCreditor(pool, creditorId, (tx) => countIn(tx, creditorId, department, ids));
  if (count !== ids.length)
    throw new Refused(refusal("not-found", "There is no such claim at this company."));
}

async function countIn(
  tx: Tx,
  creditorId: Uuid,
  department: string,
  claimIds: readonly string[],
): Promise<number> {
  const { count } = await tx.one<{ count: number }>(sql`
    select count(*)::int as count
    from claim c join invoice i on i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id and i.version_no = 1
    where c.creditor_id = ${creditorId}::uuid and c.claim_id = any(${claimIds}::uuid[])
      and i.data ->> 'department' = ${department}`);
  return count;
}

async function write(
  c: Context<Env>,
  operation: Operation,
  context: ApiContext,
  asked: AnyAsked,
): Promise<Kept> {
  const key = idempotencyKeyOf(c, asked.caller, context);
  const { creditor, caller, now, deployment } = asked;
  const creditorId = creditor?.creditorId ?? null;
  const request = { key, method: operation.method, path: c.req.path, body: (asked.body ?? null) as Json };
  let answer: Answered<OperationId> | undefined;
  const work = (tx: Tx) =>
    once(tx, creditorId, caller, request, now, async () => {
      answer = await handlerOf(operation).write(tx, asked);
      await at("request-written");
      return keptOf(operation, context, answer, c.get("requestId"));
    });
  const { kept, isReplay } = await again(() =>
    creditorId === null
      ? withOperator(deployment.pool, work)
      : withCreditor(deployment.pool, creditorId, work),
  );
  await at("request-committed");
  if (isReplay) {
    c.header("Idempotency-Replayed", "true");
    return kept;
  }
  if (answer === undefined || "problem" in answer) return kept;
  await answer.afterwards?.().catch((error: unknown) => {
    log.error("afterwards-failed", { request: c.get("requestId"), ...errorFields(error) });
  });
  const { shownOnce } = answer;
  return shownOnce === undefined ? kept : { ...kept, body: { ...(kept.body as object), ...shownOnce } };
}

/** Whoever is nobody in particular is told apart by where it comes from, of which nothing is kept. */
function idempotencyKeyOf(c: Context<Env>, { kind }: Caller, { addressOf }: ApiContext): string {
  const key = c.req.header("Idempotency-Key");
  if (key === undefined)
    throw new Refused(refusal("key-missing", "Send an Idempotency-Key of your choice. Nothing was done."));
  if (!/^[\x21-\x7e]{1,100}$/.test(key))
    throw new Refused(
      refusal("bad-request", "An Idempotency-Key has 1 to 100 visible ASCII characters. Nothing was done."),
    );
  return kind === "nobody" ? sha256(`${addressOf(c)} ${key}`).toString("hex") : key;
}

/** A file is received whole before anything is done with it, and is gone afterwards. */
async function take(
  c: Context<Env>,
  operation: Operation,
  context: ApiContext,
  asked: AnyAsked,
  upload: Upload,
): Promise<Kept> {
  const key = idempotencyKeyOf(c, asked.caller, context);
  const { creditor, caller, now, deployment, query } = asked;
  const creditorId = creditor?.creditorId ?? null;
  return receiveFile(c.req.raw, upload, deployment.directory, creditorId ?? caller.actor, async (file) => {
    // What the file is stands for it: the request that is sent again is known by its bytes.
    const body = { sha256: file.sha256.toString("hex"), query } as unknown as Json;
    const request = { key, method: operation.method, path: c.req.path, body };
    const inTx = <T>(work: (tx: Tx) => Promise<T>) =>
      creditorId === null
        ? withOperator(deployment.pool, work)
        : withCreditor(deployment.pool, creditorId, work);
    const { kept, isReplay } = await onceAcross(inTx, creditorId, caller, request, now, async () =>
      keptOf(operation, context, await handlerOf(operation).take({ ...asked, file }), c.get("requestId")),
    );
    if (isReplay) c.header("Idempotency-Replayed", "true");
    return kept;
  });
}

async function again<T>(work: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await work();
    } catch (error) {
      const state = sqlState(error);
      // A row that somebody else wrote meanwhile: read again, it says what there is to say.
      const isPassing = error instanceof GuardFailed || state?.startsWith("40") === true || state === "23505";
      if (!isPassing || tries >= MOST_TRIES) throw error;
    }
  }
}

function keptOf(
  operation: Operation,
  { checksAnswers }: ApiContext,
  answered: Answered<OperationId>,
  requestId: string,
): Kept {
  if ("problem" in answered) {
    const body = problemOf(answered, requestId);
    return { status: body.status, body: body as unknown as Json, version: null };
  }
  const { schema, status } = operation.answer;
  if (checksAnswers && schema !== undefined) schema.parse(answered.body);
  const body = (answered.body ?? null) as unknown as Json;
  return { status, body, version: answered.version ?? null };
}
