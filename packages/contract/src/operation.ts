/** One call of the API: what it takes, what it answers, and who may make it. */
import type { z } from "zod";
import type { Permission } from "./permissions.ts";
import type { ProblemKind } from "./problems.ts";

export type Shape = Readonly<Record<string, z.ZodType>>;

/** How surely a debtor is known: by a link in a message, by the code of a letter, or by who it is. Each sees more. */
export const DEBTOR_LEVELS = ["link", "letter", "identity"] as const;
export type DebtorLevel = (typeof DEBTOR_LEVELS)[number];

/** `anyone` needs no sign-in; `signed-in` any caller; else the permission, for the creditor in the path. */
export type Needs = Permission | "anyone" | "signed-in" | "debtor";

type Method = "get" | "post" | "put" | "patch" | "delete";

/** A file as the body of a call: the bytes as they are, of one of these types, and so many at most. */
export type Upload = { readonly types: readonly string[]; readonly mostBytes: number };

export type Operation<
  M extends Method = Method,
  Params extends Shape = Shape,
  Query extends Shape = Shape,
  Body extends z.ZodType | undefined = z.ZodType | undefined,
  Answer extends z.ZodType | undefined = z.ZodType | undefined,
  K extends boolean = boolean,
  P extends string = string,
  U extends Upload | undefined = Upload | undefined,
> = {
  /** The name of the call, in the document and in the client: `stopClaim`. */
  readonly id: string;
  readonly method: M;
  /** `/v1/creditors/{creditorId}/claims` */
  readonly path: P;
  readonly tag: string;
  readonly summary: string;
  readonly description?: string;
  readonly needs: Needs;
  /** Of a debtor's call: how surely it has to be known. */
  readonly debtorLevel: DebtorLevel;
  readonly params: Params;
  readonly query: Query;
  readonly body: Body;
  /** Instead of a body of JSON. */
  readonly upload: U;
  readonly answer: { readonly status: 200 | 201 | 202 | 204; readonly schema: Answer };
  /** Besides those that every call of its sort can meet. */
  readonly problems: readonly ProblemKind[];
  /** It takes an idempotency key and happens once; signing in and out need none. */
  readonly isKeyed: K;
  /** It answers with an `ETag`, and takes `If-Match` where it changes something. */
  readonly hasVersion: boolean;
};

type Given<
  M extends Method,
  Params extends Shape,
  Query extends Shape,
  Body extends z.ZodType | undefined,
  Answer extends z.ZodType | undefined,
  K extends boolean,
  P extends string,
  U extends Upload | undefined,
> = Pick<Operation, "id" | "tag" | "summary" | "needs"> &
  Partial<Pick<Operation, "description" | "problems" | "hasVersion" | "debtorLevel">> & {
    readonly method: M;
    readonly path: P;
    readonly params?: Params;
    readonly query?: Query;
    readonly body?: Body;
    readonly upload?: U;
    readonly status?: 200 | 201 | 202 | 204;
    readonly answer?: Answer;
    readonly isKeyed?: K;
  };

/** A call with what most calls have filled in. */
export function operation<
  const M extends Method,
  // biome-ignore lint/complexity/noBannedTypes: nothing is asked for where nothing is named
  Params extends Shape = {},
  // biome-ignore lint/complexity/noBannedTypes: the same
  Query extends Shape = {},
  Body extends z.ZodType | undefined = undefined,
  Answer extends z.ZodType | undefined = undefined,
  const K extends boolean = true,
  const P extends string = string,
  const U extends Upload | undefined = undefined,
>(given: Given<M, Params, Query, Body, Answer, K, P, U>): Operation<M, Params, Query, Body, Answer, K, P, U> {
  const { id, method, path, tag, summary, description, needs } = given;
  return {
    ...{ id, method, path, tag, summary, needs },
    ...(description === undefined ? {} : { description }),
    debtorLevel: given.debtorLevel ?? "letter",
    params: given.params ?? ({} as Params),
    query: given.query ?? ({} as Query),
    body: given.body as Body,
    upload: given.upload as U,
    answer: {
      status: given.status ?? (given.answer === undefined ? 204 : 200),
      schema: given.answer as Answer,
    },
    problems: given.problems ?? [],
    isKeyed: (given.isKeyed ?? method !== "get") as K,
    hasVersion: given.hasVersion ?? false,
  };
}

/** The problems that a call of this sort can meet, its own among them. */
export function problemsOf(operation: Operation): readonly ProblemKind[] {
  const { needs, params, body, upload, method, problems, hasVersion, isKeyed } = operation;
  return [
    ...new Set<ProblemKind>([
      ...(needs === "anyone" ? [] : (["not-signed-in", "not-allowed"] as const)),
      ...(Object.keys(params).length > 0 ? (["not-found"] as const) : []),
      "invalid",
      ...(body === undefined && upload === undefined
        ? []
        : (["bad-request", "too-large", "unsupported-type"] as const)),
      ...(isKeyed ? (["key-missing", "key-reused", "bad-request"] as const) : []),
      ...(hasVersion && method !== "get" ? (["changed-meanwhile"] as const) : []),
      "too-many",
      "defect",
      "too-slow",
      "unavailable",
      ...problems,
    ]),
  ];
}
