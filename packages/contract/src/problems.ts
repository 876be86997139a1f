/** Everything that can be refused, with the status it is refused by (RFC 9457). */
import { z } from "zod";
import { because } from "./values.ts";

export const PROBLEMS = {
  "bad-request": { status: 400, title: "The request could not be read" },
  "not-signed-in": { status: 401, title: "Nobody is signed in" },
  "not-allowed": { status: 403, title: "This caller may not do that" },
  "not-found": { status: 404, title: "There is no such thing here" },
  "method-not-allowed": { status: 405, title: "This address does not take that method" },
  refused: { status: 409, title: "That cannot be done now" },
  "changed-meanwhile": { status: 412, title: "It has changed since it was read" },
  "too-large": { status: 413, title: "The request is too large" },
  "unsupported-type": { status: 415, title: "The body is not of a type that is taken here" },
  invalid: { status: 422, title: "Something in the request is not as it must be" },
  "key-reused": { status: 422, title: "The idempotency key belongs to another request" },
  "key-missing": { status: 428, title: "A request that changes something needs an idempotency key" },
  "too-many": { status: 429, title: "Too many requests" },
  defect: { status: 500, title: "Something is wrong on our side" },
  "too-slow": { status: 503, title: "That takes longer than a call may" },
  unavailable: { status: 503, title: "Not available at the moment" },
} as const;

export type ProblemKind = keyof typeof PROBLEMS;

export const PROBLEM_KINDS = Object.keys(PROBLEMS) as [ProblemKind, ...ProblemKind[]];

export const problem = z
  .strictObject({
    type: z.string().meta({ description: "The address of the page about this kind of problem." }),
    kind: z.enum(PROBLEM_KINDS),
    title: z.string(),
    status: z.int(),
    detail: z.string().meta({ description: "What happened, what did not, and what to do next." }),
    requestId: z.string().meta({ description: "To be named when asking for help." }),
    because: because.optional(),
    errors: z
      .array(z.strictObject({ path: z.string(), message: z.string() }))
      .optional()
      .meta({ description: "Each field that is not as it must be." }),
  })
  .meta({ id: "Problem", description: "Why a request was refused (RFC 9457)." });

export type Problem = z.output<typeof problem>;
