/** The lines that signing in leaves: who came in and by what, what was refused, and what changed about how somebody does. */
import { type Pool, sql, withOperator } from "../store/index.ts";
import { addAuditLine } from "../usecases/audit-lines.ts";

/** What came of a call below `/v1/auth`; `userId` is who held the session before it. */
type Outcome = {
  readonly path: string;
  readonly isDone: boolean;
  readonly userId: string | null;
  /** Whose second step it was. */
  readonly halfway: string | null;
  /** The e-mail address that was tried, where one was. */
  readonly email: string | null;
  /** Of an answer. */
  readonly body: unknown;
};

const BY: Readonly<Record<string, string>> = {
  "/sign-in/email": "password",
  "/two-factor/verify-totp": "one-time-code",
  "/two-factor/verify-backup-code": "recovery-code",
};

const DONE: Readonly<Record<string, string>> = {
  "/sign-out": "signed-out",
  "/revoke-session": "session-ended",
  "/revoke-other-sessions": "other-sessions-ended",
  "/change-password": "password-changed",
  "/two-factor/enable": "second-factor-begun",
  "/two-factor/disable": "second-factor-removed",
  "/two-factor/generate-backup-codes": "recovery-codes-made",
};

/** A line for what came of it, where something did. */
export async function recordSignIn(pool: Pool, outcome: Outcome, now: Date): Promise<void> {
  const { path, isDone, userId, email } = outcome;
  const by = BY[path];
  const act =
    by === undefined
      ? isDone
        ? DONE[path]
        : undefined
      : !isDone
        ? "sign-in-failed"
        : userId !== null && path !== "/sign-in/email"
          ? "second-factor-added"
          : "signed-in";
  if (act === undefined) return;
  await withOperator(pool, async (tx) => {
    const known =
      email === null
        ? undefined
        : await tx.maybe<{ id: string }>(sql`select id from signin_user where email = ${email}`);
    const who = signedInAs(outcome.body) ?? known?.id ?? userId ?? outcome.halfway;
    // A password that asks for a code next has let nobody in yet.
    if (act === "signed-in" && signedInAs(outcome.body) === null) return;
    const actor = act === "sign-in-failed" && userId === null ? "nobody" : `user:${who}`;
    const subject = who === null ? "nobody" : `user:${who}`;
    const details = act === "signed-in" || act === "sign-in-failed" ? { by: by! } : {};
    await addAuditLine(tx, { actor, act, subject, creditorId: null, details }, now);
  });
}

function signedInAs(body: unknown): string | null {
  const { user } = (body ?? {}) as { readonly user?: { readonly id?: unknown } };
  return typeof user?.id === "string" ? user.id : null;
}
