/**
 * The API from the other side: every call of the table by its name, typed as the table has it.
 *
 * What the server refuses is an answer like any other. A call that changes something is sent again with the same
 * idempotency key while it is not known to have arrived, so that it happens once.
 */
import type { z } from "zod";
import { type ServedFile, servedTypesOf } from "./files.ts";
import type { Operation, Upload } from "./operation.ts";
import { OPERATIONS, type OperationId } from "./operations.ts";
import type { Problem } from "./problems.ts";

type Operations = typeof OPERATIONS;
type Empty = Readonly<Record<string, never>>;
/** What is turned into a number on arrival is given as one. */
type Input<Z extends z.ZodType> = unknown extends z.input<Z> ? z.output<Z> | undefined : z.input<Z>;
type Named<S> = { readonly [Name in keyof S]: S[Name] extends z.ZodType ? Input<S[Name]> : never };
/** Fields that may be left out where the schema lets them. */
type Fields<S> = {
  readonly [Name in keyof Named<S> as undefined extends Named<S>[Name] ? never : Name]: Named<S>[Name];
} & {
  readonly [Name in keyof Named<S> as undefined extends Named<S>[Name] ? Name : never]?: Named<S>[Name];
};
type Part<Name extends string, S> = keyof S extends never
  ? unknown
  : Empty extends Fields<S>
    ? { readonly [N in Name]?: Fields<S> }
    : { readonly [N in Name]: Fields<S> };
type BodyPart<B> = B extends z.ZodType ? { readonly body: z.input<B> } : unknown;
/** Its type is sent along as the content type. */
type FilePart<U> = U extends Upload ? { readonly file: Blob } : unknown;

/** What a call is given: what its path, its query and its body take, and how often it may be sent. */
export type Sent<Id extends OperationId> = Part<"params", Operations[Id]["params"]> &
  Part<"query", Operations[Id]["query"]> &
  BodyPart<Operations[Id]["body"]> &
  FilePart<Operations[Id]["upload"]> & {
    /** Of one's own choice, to repeat a call of an earlier process; else a new one is made. */
    readonly idempotencyKey?: string;
    /** The version that was seen (`version` of an earlier answer): refused when it has changed since. */
    readonly ifMatch?: string;
    readonly signal?: AbortSignal;
  };

type Body<Id extends OperationId> = Operations[Id]["answer"]["schema"] extends z.ZodType
  ? z.output<Operations[Id]["answer"]["schema"]>
  : null;

export type Outcome<Id extends OperationId> =
  | {
      readonly kind: "done";
      readonly status: number;
      readonly body: Body<Id>;
      readonly version: string | null;
    }
  | { readonly kind: "refused"; readonly problem: Problem }
  /** No answer came, also after sending it again. What changes something may have happened: repeat with `idempotencyKey`. */
  | { readonly kind: "unanswered"; readonly reason: string; readonly idempotencyKey: string | null };

type Call<Id extends OperationId> =
  Empty extends Sent<Id>
    ? (sent?: Sent<Id>) => Promise<Outcome<Id>>
    : (sent: Sent<Id>) => Promise<Outcome<Id>>;

export type Client = { readonly [Id in OperationId]: Call<Id> };

export type ClientOptions = {
  /** Where the API is: `https://inkasso.example`. In a page of the installation itself, empty. */
  readonly address: string;
  /** An API key or a debtor's session; a browser sends its cookie by itself. */
  readonly key?: string;
  /** A new idempotency key, as nobody else has one: `() => crypto.randomUUID()`. */
  readonly newKey: () => string;
  readonly fetch?: typeof fetch;
  /** How often a call is sent at most. */
  readonly tries?: number;
  /** Waits between two tries; `Retry-After` is kept to where it is named. */
  readonly wait?: (ms: number) => Promise<void>;
};

type AnySent = {
  readonly params?: Readonly<Record<string, string>>;
  readonly query?: Readonly<Record<string, unknown>>;
  readonly body?: unknown;
  readonly file?: Blob;
  readonly idempotencyKey?: string;
  readonly ifMatch?: string;
  readonly signal?: AbortSignal;
};

const TRIES = 4;
const FIRST_WAIT_MS = 250;
/** Longer than that nobody waits at a screen: the answer says so instead. */
const LONGEST_WAIT_MS = 10_000;

export function apiClient(options: ClientOptions): Client {
  const calls = Object.values(OPERATIONS).map((operation) => [
    operation.id,
    (sent: AnySent = {}) => call(operation as unknown as Operation, sent, options),
  ]);
  return Object.fromEntries(calls) as Client;
}

async function call(operation: Operation, sent: AnySent, options: ClientOptions) {
  const { tries = TRIES, wait = waited } = options;
  const idempotencyKey = operation.isKeyed ? (sent.idempotencyKey ?? options.newKey()) : null;
  const request = requestOf(operation, sent, options, idempotencyKey);
  for (let tried = 1; ; tried += 1) {
    const isFile = servedTypesOf(operation.answer.schema) !== undefined;
    const outcome = await once(request, options.fetch ?? fetch, isFile);
    const isLast = tried >= tries || sent.signal?.aborted === true;
    if (outcome.retryAfterMs === null || isLast || outcome.retryAfterMs > LONGEST_WAIT_MS)
      return outcome.answer.kind === "unanswered" ? { ...outcome.answer, idempotencyKey } : outcome.answer;
    await wait(Math.max(outcome.retryAfterMs, FIRST_WAIT_MS * 2 ** (tried - 1)));
  }
}

type Request = { readonly url: string; readonly init: RequestInit };

function requestOf(
  { method, path }: Operation,
  { params = {}, query = {}, body, file, ifMatch, signal }: AnySent,
  { address, key }: ClientOptions,
  idempotencyKey: string | null,
): Request {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));
  const asked = new URLSearchParams(
    Object.entries(query)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]): [string, string] => [name, String(value)]),
  ).toString();
  const headers = {
    Accept: "application/json",
    ...(body === undefined ? {} : { "Content-Type": "application/json" }),
    ...(key === undefined ? {} : { Authorization: `Bearer ${key}` }),
    ...(idempotencyKey === null ? {} : { "Idempotency-Key": idempotencyKey }),
    ...(ifMatch === undefined ? {} : { "If-Match": ifMatch }),
  };
  return {
    url: `${address}${filled}${asked === "" ? "" : `?${asked}`}`,
    init: {
      method: method.toUpperCase(),
      headers,
      body: file ?? (body === undefined ? null : JSON.stringify(body)),
      credentials: "same-origin",
      redirect: "error",
      ...(signal === undefined ? {} : { signal }),
    },
  };
}

/** `retryAfterMs` is null where sending it again would change nothing. */
type Try = {
  readonly answer:
    | {
        readonly kind: "done";
        readonly status: number;
        readonly body: unknown;
        readonly version: string | null;
      }
    | { readonly kind: "refused"; readonly problem: Problem }
    | { readonly kind: "unanswered"; readonly reason: string };
  readonly retryAfterMs: number | null;
};

async function once({ url, init }: Request, send: typeof fetch, isFile: boolean): Promise<Try> {
  try {
    const response = await send(url, init);
    if (response.ok && isFile) {
      const body = await fileIn(response);
      return { answer: { kind: "done", status: response.status, body, version: null }, retryAfterMs: null };
    }
    const text = await response.text();
    if (response.ok) {
      const body: unknown = text === "" ? null : JSON.parse(text);
      const version = response.headers.get("ETag");
      return { answer: { kind: "done", status: response.status, body, version }, retryAfterMs: null };
    }
    const problem = problemIn(response, text);
    if (problem === null)
      return unanswered(`HTTP ${response.status} that is not Innfri's`, response.status >= 500 ? 0 : null);
    const isPassing = response.status === 429 || response.status === 503;
    return { answer: { kind: "refused", problem }, retryAfterMs: isPassing ? retryAfter(response) : null };
  } catch (error) {
    return unanswered(error instanceof Error ? error.message : String(error), 0);
  }
}

async function fileIn(response: Response): Promise<ServedFile> {
  const named = /filename\*=UTF-8''(\S+)/.exec(response.headers.get("Content-Disposition") ?? "")?.[1];
  return {
    type: response.headers.get("Content-Type") ?? "",
    name: decodeURIComponent(named ?? "file"),
    bytes: new Uint8Array(await response.arrayBuffer()),
  };
}

function unanswered(reason: string, retryAfterMs: number | null): Try {
  return { answer: { kind: "unanswered", reason }, retryAfterMs };
}

/** A proxy's own page of an error is no answer of ours. */
function problemIn(response: Response, text: string): Problem | null {
  if (response.headers.get("Content-Type")?.startsWith("application/problem+json") !== true) return null;
  return JSON.parse(text) as Problem;
}

function retryAfter(response: Response): number {
  const seconds = Number(response.headers.get("Retry-After") ?? "0");
  return Number.isFinite(seconds) && seconds > 0 ? seconds * 1000 : 0;
}

function waited(ms: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, ms));
}
