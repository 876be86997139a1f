/** What each kind of problem means, and what whoever meets it can do. */
import type { ProblemKind } from "./problems.ts";

export const PROBLEM_HELP: Readonly<Record<ProblemKind, { readonly means: string; readonly next: string }>> =
  {
    "bad-request": {
      means: "The body is not JSON, or the `Idempotency-Key` is not 1 to 100 visible ASCII characters.",
      next: "Nothing was done. Put the request right and send it again.",
    },
    "not-signed-in": {
      means: "There is no sign-in with the request, or the one that there is does not count any more.",
      next: "Send `Authorization: Bearer innfri_…` with a key that has not been revoked and is not past its day.",
    },
    "not-allowed": {
      means: "The caller is known, and lacks the permission that this call needs. `detail` names it.",
      next: "Ask whoever administers the company for the permission, or use another key.",
    },
    "not-found": {
      means:
        "There is nothing at this address for this caller. What belongs to another company is answered in the same way.",
      next: "Check the ids: they are taken from earlier answers as they are.",
    },
    "method-not-allowed": {
      means: "The address is there, and does not take this method.",
      next: "`Allow` in the answer says which methods it takes.",
    },
    refused: {
      means:
        "The request is in order, and the state of the matter or the law does not let it be done now. `because` holds the provision where the law is the reason.",
      next: "`detail` says what stands in the way, and what can be done about it. Sending the same again does not help.",
    },
    "changed-meanwhile": {
      means: "`If-Match` names a version, and something has happened since.",
      next: "Nothing was done. Read it again, see what has changed, and decide anew.",
    },
    "too-large": {
      means: "The body is larger than this call takes. `detail` says how much that is.",
      next: "Send less at a time.",
    },
    "unsupported-type": {
      means: "The body is of a type that this call does not take.",
      next: "Set `Content-Type` to what the call's page says, `application/json` for most.",
    },
    invalid: {
      means: "A field, a filter or a cursor is not as it must be.",
      next: "`errors` names each of them. A cursor belongs to one list and one sort: begin without one where it is refused.",
    },
    "key-reused": {
      means: "The `Idempotency-Key` was sent before, with another request.",
      next: "Nothing was done. Choose a new key for a new request; keep the key only when the very same request is sent again.",
    },
    "key-missing": {
      means:
        "A call that changes something needs an `Idempotency-Key`, so that sending it twice does it once.",
      next: "Send one of your own choice, such as a random UUID, and the same one when you repeat the request.",
    },
    "too-many": {
      means: "This caller has used up its requests for now.",
      next: "`Retry-After` says in how many seconds to come again, and `RateLimit` how many requests are left.",
    },
    defect: {
      means: "Something is wrong in the program. What the request had begun was taken back.",
      next: "Tell the operator the `requestId`: the log knows it.",
    },
    "too-slow": {
      means: "What was asked for was not done within the time that a call has, and was given up.",
      next: "Nothing was done. Ask for less: a shorter period, a narrower filter, a smaller page. Else try again when less is going on.",
    },
    unavailable: {
      means: "The database cannot be reached, or there is no installation yet.",
      next: "Send the same request again later, with the same `Idempotency-Key`.",
    },
  };
