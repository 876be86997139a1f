/** The API: every operation of the contract, behind sign-in, permission, limits and schemas. */
import { randomUUID } from "node:crypto";
import { ALL_OPERATIONS, type Operation, openApiDocument, type Problem } from "@innfri/contract";
import type { Uuid } from "@innfri/kernel";
import { type Context, Hono } from "hono";
import { bodyLimit } from "hono/body-limit";
import { errorFields, log } from "../log/index.ts";
import { TaskGivenUp } from "../offload/offload.ts";
import { PROGRAM_VERSION } from "../program-version.ts";
import type { Provider } from "../signin/oidc-settings.ts";
import type { SignIn } from "../signin/sign-in.ts";
import { isOutage, isTooSlow } from "../store/index.ts";
import { type AddressOf, clientAddress } from "./client-address.ts";
import type { ApiDocument } from "./docs/api-document.ts";
import { serveDocs } from "./docs/docs-routes.ts";
import type { Deployment } from "./handler.ts";
import { addPaymentCallbacks } from "./payment-callbacks.ts";
import { problemOf, type Refusal, Refused, refusal } from "./problem.ts";
import { RateLimit } from "./rate-limit.ts";
import { type ApiContext, type Env, serveOperation } from "./serve-operation.ts";
import { addSignIn } from "./sign-in-routes.ts";

export type ApiOptions = {
  /** Null until somebody has said who runs this installation. */
  readonly deployment: () => Promise<Deployment | null>;
  /** How people sign in; null until there is an installation. */
  readonly signIn: () => Promise<SignIn | null>;
  readonly now: () => Date;
  /** People reach it by https. */
  readonly isSecure?: boolean;
  /** Where a request comes from; by the connection alone where it is left out. */
  readonly addressOf?: AddressOf;
  /** Of OpenID Connect; none where they are left out. */
  readonly providers?: ReadonlyMap<string, Provider>;
  readonly requestsPerMinute?: number;
  /** Every answer is held against its schema: in tests, and wherever it may cost a little. */
  readonly checksAnswers?: boolean;
};

const BODY_MOST_BYTES = 1024 * 1024;
const REQUESTS_PER_MINUTE = 1200;

export function apiApp(options: ApiOptions): Hono<Env> {
  const app = new Hono<Env>();
  const addressOf = options.addressOf ?? clientAddress({});
  const context: ApiContext = {
    deployment: options.deployment,
    signIn: options.signIn,
    now: options.now,
    limit: new RateLimit(options.requestsPerMinute ?? REQUESTS_PER_MINUTE),
    addressOf,
    checksAnswers: options.checksAnswers ?? false,
  };
  const document = openApiDocument(PROGRAM_VERSION);
  if (options.isSecure === true) app.use(withStrictTransport);
  serveDocs(app, document as unknown as ApiDocument);
  app.use(withRequestId);
  const limited = bodyLimit({
    maxSize: BODY_MOST_BYTES,
    onError: (c) =>
      answerProblem(
        c as Context<Env>,
        refusal("too-large", `A body may have ${BODY_MOST_BYTES} bytes. Nothing was done.`),
      ),
  });
  // A file has the limit of its call, and is counted while it is received.
  app.use((c, next) => (takesFile(c.req.method, c.req.path) ? next() : limited(c, next)));
  app.get("/", (c) => c.redirect("/docs"));
  app.get("/v1/openapi.json", (c) => c.json(document));
  addSignIn(app, { ...options, addressOf, afterwards, providers: options.providers ?? new Map() });
  addPaymentCallbacks(app, context);
  for (const operation of ALL_OPERATIONS)
    app.on(operation.method.toUpperCase(), pathOf(operation), (c) => serveOperation(c, operation, context));
  for (const path of new Set(ALL_OPERATIONS.map(pathOf))) app.all(path, (c) => wrongMethod(c, path));
  app.notFound((c) => answerProblem(c, refusal("not-found", `There is nothing at ${c.req.path}.`)));
  app.onError((error, c) => answerError(error, c));
  return app;
}

const FILE_PATHS = ALL_OPERATIONS.filter(({ upload }) => upload !== undefined).map(({ method, path }) => ({
  method: method.toUpperCase(),
  path: new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`),
}));

function takesFile(method: string, path: string): boolean {
  return FILE_PATHS.some((one) => one.method === method && one.path.test(path));
}

/** `/v1/creditors/{creditorId}` as the router writes it. */
function pathOf({ path }: Operation): string {
  return path.replaceAll(/\{(\w+)\}/g, ":$1");
}

async function withRequestId(c: Context<Env>, next: () => Promise<void>): Promise<void> {
  const requestId = randomUUID() as Uuid;
  c.set("requestId", requestId);
  await next();
  c.header("Request-Id", requestId);
  c.header("Cache-Control", "no-store");
  c.header("X-Content-Type-Options", "nosniff");
  c.header("Referrer-Policy", "no-referrer");
  c.header("Cross-Origin-Resource-Policy", "same-origin");
  c.header("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'; sandbox");
}

function afterwards(c: Context<Env>, work: () => Promise<void>): void {
  const request = c.get("requestId");
  setImmediate(() => {
    work().catch((error: unknown) => log.error("afterwards-failed", { request, ...errorFields(error) }));
  });
}

/** Where people reach it by https, browsers come by nothing else for a year. */
async function withStrictTransport(c: Context<Env>, next: () => Promise<void>): Promise<void> {
  await next();
  c.header("Strict-Transport-Security", "max-age=31536000; includeSubDomains");
}

function wrongMethod(c: Context<Env>, path: string): Response {
  const methods = ALL_OPERATIONS.filter((one) => pathOf(one) === path).map(({ method }) =>
    method.toUpperCase(),
  );
  const allow = methods.join(", ");
  return answerProblem(
    c,
    refusal("method-not-allowed", `This address takes ${allow}.`, { headers: { Allow: allow } }),
  );
}

/** Nobody known, not allowed, not as it must be, too much: what somebody who tries to get in would be answered. */
const NOTED: ReadonlySet<number> = new Set([400, 401, 403, 413, 415, 422, 429]);

function answerProblem(c: Context<Env>, refused: Refusal): Response {
  for (const [name, value] of Object.entries(refused.headers ?? {})) c.header(name, value);
  const problem: Problem = problemOf(refused, c.get("requestId"));
  const { status } = problem;
  if (NOTED.has(status))
    log.info("request-refused", { request: c.get("requestId"), status, ...c.get("asked") });
  return c.body(JSON.stringify(problem), problem.status as 400, {
    "Content-Type": "application/problem+json",
  });
}

function answerError(error: Error, c: Context<Env>): Response {
  if (error instanceof Refused) return answerProblem(c, error.refusal);
  log.error("request-failed", {
    request: c.get("requestId"),
    ...errorFields(error),
  });
  return answerProblem(c, failureOf(error));
}

const COME_AGAIN = { headers: { "Retry-After": "5" } };

function failureOf(error: Error): Refusal {
  if (isOutage(error))
    return refusal("unavailable", "The database cannot be reached. Nothing was done. Try again.", COME_AGAIN);
  if (isTooSlow(error) || error instanceof TaskGivenUp)
    return refusal(
      "too-slow",
      "This took longer than a call may, and was given up. Nothing was done.",
      COME_AGAIN,
    );
  return refusal(
    "defect",
    "Something that should not happen did. Nothing was done. Tell us the request's id.",
  );
}
