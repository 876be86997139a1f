/** People sign in: the port that the rest of the program knows, and what stands before better-auth. */
import { readJsonBody } from "../json-body.ts";
import { machineTime } from "../machine-time.ts";
import type { Keys } from "../secrets/keys.ts";
import { type Pool, sql, type Tx, withOperator } from "../store/index.ts";
import { unkeepable } from "../well-formed.ts";
import { type Auth, authAt, SESSION_COOKIE, SIGN_IN_AT } from "./auth.ts";
import { hasSecondFactor } from "./passkeys.ts";
import { weakness } from "./passwords.ts";
import { type Allowed, forgetTries, takeTry } from "./tries.ts";

export type SignedIn = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  /** The session began with a second factor. */
  readonly isStrong: boolean;
  /** When it began. */
  readonly since: string;
};

export type SignIn = {
  /** Who holds the session of this request; undefined where nobody does. */
  userOf(request: Request): Promise<SignedIn | undefined>;
  /** Answers a call below `SIGN_IN_AT`. `from` is the address that it comes from. */
  answer(request: Request, from: string, now: Date): Promise<SignInAnswer>;
  /** Who has a second factor and has shown but one changes nothing of how to sign in: who knows a password adds no way of its own. */
  isTooWeak(user: SignedIn): Promise<boolean>;
  /** Counts one try of somebody, or for something; false where there were too many of late. */
  mayTry(whom: string, now: Date, allowed?: Allowed): Promise<boolean>;
  /** Whether a change that a browser sends by itself comes from our own pages. */
  isOwnPage(request: Request): boolean;
  /** Whose sign-in waits for its second step in this browser; null where none does. */
  halfwayIn(request: Request): Promise<string | null>;
  /** Begins a session for somebody who has shown otherwise who they are; answers with the cookies to set. */
  begin(request: Request, userId: string, isStrong: boolean): Promise<readonly string[]>;
  /** Where this request is served at; null where nobody signs in there. */
  originOf(request: Request): string | null;
  /** Where the portals are reached, for links in mails. */
  readonly address: string | null;
};

/** `email` is the address that was tried, where one was. */
export type SignInAnswer = { readonly email?: string } & (
  | { readonly kind: "answer"; readonly response: Response }
  | {
      readonly kind: "refused";
      readonly problem:
        | "bad-request"
        | "not-signed-in"
        | "not-allowed"
        | "not-found"
        | "refused"
        | "too-many"
        | "invalid";
      readonly detail: string;
    }
);

const refused = (
  problem: Extract<SignInAnswer, { kind: "refused" }>["problem"],
  detail: string,
): SignInAnswer => ({
  kind: "refused",
  problem,
  detail,
});

/** What is served of better-auth, and nothing else of it. */
const SERVED: ReadonlySet<string> = new Set([
  "POST /sign-in/email",
  "POST /sign-out",
  "GET /list-sessions",
  "POST /revoke-session",
  "POST /revoke-other-sessions",
  "POST /change-password",
  "POST /two-factor/enable",
  "POST /two-factor/disable",
  "POST /two-factor/verify-totp",
  "POST /two-factor/verify-backup-code",
  "POST /two-factor/generate-backup-codes",
]);

/** They add, change or take away a second factor. */
const SECOND_FACTORS: ReadonlySet<string> = new Set([
  "/two-factor/enable",
  "/two-factor/disable",
  "/two-factor/verify-totp",
  "/two-factor/generate-backup-codes",
]);

export const TOO_WEAK =
  "This user has a second factor, and this session began without it. Sign in with both, or have an administrator reset it. Nothing was done.";

const BODY_FIELDS: ReadonlySet<string> = new Set([
  ...[
    "email",
    "password",
    "newPassword",
    "currentPassword",
    "revokeOtherSessions",
    "code",
    "token",
    "method",
  ],
]);

const QUARTER_SECONDS = 15 * 60;
const FROM_ONE_ADDRESS = { most: 60, withinSeconds: QUARTER_SECONDS };
/** Nobody has asked anything by the session for so long: whoever comes next may be somebody else. */
const IDLE_MS = 60 * 60 * 1000;
/** How exactly it is known when something was asked last. */
const NOTED_MS = 60 * 1000;
/** A one-time code holds for its half minute and one on either side: longer than that it is known that it was used. */
const ONE_CODE = { most: 1, withinSeconds: 3 * 60 };
const FOR_ONE_USER = { most: 10, withinSeconds: QUARTER_SECONDS };

const WORDS: Readonly<Record<string, string>> = {
  INVALID_EMAIL_OR_PASSWORD: "There is no user with this address and password. Nobody was signed in.",
  INVALID_EMAIL: "There is no user with this address and password. Nobody was signed in.",
  INVALID_CODE: "This code is not right, or not any more. Nobody was signed in: try the next one.",
  INVALID_BACKUP_CODE: "This recovery code is not right, or was used. Nobody was signed in.",
  INVALID_TWO_FACTOR_COOKIE:
    "This sign-in has waited too long for its second step. Begin again with the password.",
  INVALID_PASSWORD: "The password is not right. Nothing was changed.",
};

export type SignInOptions = {
  readonly pool: Pool;
  readonly keys: Keys;
  /** Where browsers reach this installation; null for one that is only reached from its own machine. */
  readonly address: string | null;
};

export function openSignIn({ pool, keys, address }: SignInOptions): SignIn {
  const auths = new Map<string, Auth>();
  const authFor = (request: Request): Auth | null => {
    const origin = originOf(request, address);
    if (origin === null) return null;
    const auth = auths.get(origin) ?? authAt(origin, pool, keys);
    // Loopback has few names, but any port.
    if (auths.size < 20) auths.set(origin, auth);
    return auth;
  };
  const isOwnPage = (request: Request) => {
    const origin = originOf(request, address);
    return origin !== null && request.headers.get("Origin") === origin;
  };
  const key = (what: string) => keys.keyedHash("session", what);
  const userOf = async (request: Request): Promise<SignedIn | undefined> => {
    if (!(request.headers.get("Cookie") ?? "").includes(`${SESSION_COOKIE}=`)) return undefined;
    const found = await authFor(request)?.api.getSession({ headers: request.headers });
    if (found == null) return undefined;
    const { user, session } = found;
    if (!(await isInUse(pool, session.id, session.updatedAt))) return undefined;
    const { id: userId, name, email } = user;
    const since = new Date(session.createdAt).toISOString();
    return { userId, name, email, isStrong: session.isStrong === true, since };
  };
  const halfwayIn = async (request: Request): Promise<string | null> =>
    (await authFor(request)?.api.halfwayIn({ headers: request.headers })) ?? null;
  const isTooWeak = async ({ userId, isStrong }: SignedIn) =>
    !isStrong && (await withOperator(pool, (tx) => hasSecondFactor(tx, userId)));
  return {
    address,
    userOf,
    isTooWeak,
    isOwnPage,
    originOf: (request) => originOf(request, address),
    halfwayIn,
    begin: async (request, userId, isStrong) => {
      const auth = authFor(request);
      if (auth === null) throw new Error("nobody signs in at this address");
      const body = { userId, isStrong };
      const { headers } = await auth.api.beginSession({
        body,
        headers: request.headers,
        returnHeaders: true,
      });
      return headers.getSetCookie();
    },
    mayTry: (whom, now, allowed = FROM_ONE_ADDRESS) =>
      withOperator(pool, (tx) => takeTry(tx, key(whom), allowed, now)),
    answer: async (request, from, now) => {
      const path = new URL(request.url).pathname.slice(SIGN_IN_AT.length);
      if (!SERVED.has(`${request.method} ${path}`))
        return refused("not-found", "There is nothing at this address.");
      const auth = authFor(request);
      if (auth === null)
        return refused(
          "refused",
          "People sign in at the address of this installation. Nobody was signed in here.",
        );
      // Ends a session that nobody has used for too long.
      const user = await userOf(request);
      if (request.method === "GET") return answerOf(await auth.handler(request));
      if (!isOwnPage(request))
        return refused(
          "not-allowed",
          "This did not come from a page of this installation. Nothing was done.",
        );
      const body = await bodyOf(request);
      if (body === null)
        return refused("bad-request", "The body is not what this call takes. Nothing was done.");
      // Only where a password is tried: elsewhere anybody may name an address, and all is well without one.
      const email =
        path === "/sign-in/email" && typeof body.email === "string" ? body.email.trim().toLowerCase() : null;
      const counted = [
        [key(`from ${from}`), FROM_ONE_ADDRESS],
        ...(email === null ? [] : ([[key(`for ${email}`), FOR_ONE_USER]] as const)),
      ] as const;
      const isAllowed = await withOperator(pool, async (tx: Tx) => {
        let isWithin = true;
        for (const [whom, allowed] of counted) isWithin = (await takeTry(tx, whom, allowed, now)) && isWithin;
        return isWithin;
      });
      if (!isAllowed)
        return refused(
          "too-many",
          "There were too many tries of late. Nobody was signed in: wait a quarter of an hour.",
        );
      const setting = SECOND_FACTORS.has(path) ? user : undefined;
      if (setting !== undefined && (await isTooWeak(setting))) return refused("refused", TOO_WEAK);
      if (path === "/two-factor/verify-totp" && typeof body.code === "string") {
        const whose = user?.userId ?? (await halfwayIn(request));
        const used = key(`code of ${whose} ${body.code.trim()}`);
        if (whose !== null && !(await withOperator(pool, (tx) => takeTry(tx, used, ONE_CODE, now))))
          return refused("not-signed-in", WORDS.INVALID_CODE!);
      }
      if (path === "/change-password") {
        const weak = weakness(
          String(body.newPassword ?? ""),
          user === undefined ? [] : [user.name, user.email],
        );
        if (weak !== null)
          return refused("invalid", `The new password will not do: ${weak}. Nothing was changed.`);
      }
      const answer = await answerOf(
        await auth.handler(
          new Request(request.url, {
            method: "POST",
            headers: request.headers,
            body: JSON.stringify(path === "/change-password" ? { ...body, revokeOtherSessions: true } : body),
          }),
        ),
      );
      if (answer.kind === "answer" && email !== null)
        await withOperator(pool, (tx) => forgetTries(tx, key(`for ${email}`)));
      return email === null ? answer : { ...answer, email };
    },
  };
}

/** Notes that a session is used, and ends one that was not for too long. */
async function isInUse(pool: Pool, sessionId: string, usedAt: Date): Promise<boolean> {
  const now = machineTime.now();
  const idleMs = now.getTime() - new Date(usedAt).getTime();
  if (idleMs <= NOTED_MS) return true;
  const isOver = idleMs > IDLE_MS;
  await withOperator(pool, (tx) =>
    tx.run(
      isOver
        ? sql`delete from signin_session where id = ${sessionId}`
        : sql`update signin_session set updated_at = ${now.toISOString()}::timestamptz where id = ${sessionId}`,
    ),
  );
  return !isOver;
}

/** The origin that this request is served at; null where it has none that people sign in at. */
function originOf(request: Request, address: string | null): string | null {
  const given = address === null ? null : new URL(address);
  if (given !== null && !isThisMachine(given)) return given.origin;
  // This machine has several names, and each is its own.
  const url = new URL(request.url);
  return isThisMachine(url) ? `http://${url.host}` : null;
}

function isThisMachine({ hostname }: URL): boolean {
  return ["127.0.0.1", "localhost", "[::1]"].includes(hostname);
}

async function bodyOf(request: Request): Promise<Record<string, unknown> | null> {
  const bytes = await request.arrayBuffer();
  if (bytes.byteLength === 0) return {};
  const read = readJsonBody(bytes);
  if (read.kind === "refused" || unkeepable(read.value).length > 0) return null;
  const body = read.value;
  if (typeof body !== "object" || body === null || Array.isArray(body)) return null;
  return Object.keys(body).every((name) => BODY_FIELDS.has(name)) ? (body as Record<string, unknown>) : null;
}

async function answerOf(response: Response): Promise<SignInAnswer> {
  if (response.ok) return { kind: "answer", response };
  const told = (await response.json().catch(() => ({}))) as {
    readonly code?: string;
    readonly message?: string;
  };
  const words = WORDS[told.code ?? ""];
  if (response.status === 401)
    return refused("not-signed-in", words ?? "Nobody is signed in. Nothing was done.");
  if (response.status === 429)
    return refused("too-many", "There were too many tries of late. Wait a quarter of an hour.");
  if (response.status === 403)
    return refused("not-allowed", words ?? "This is not allowed here. Nothing was done.");
  if (response.status >= 500) throw new Error(`sign-in failed: ${told.code ?? response.status}`);
  return refused("invalid", words ?? "Something in the request is not as it must be. Nothing was done.");
}
