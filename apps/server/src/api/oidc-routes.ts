/** Signing in at a provider of OpenID Connect: away from here, and back with who it is. */
import type { Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { z } from "zod";
import { creditorById } from "../engine/creditors.ts";
import { HOST_ALONE, SIGN_IN_AT } from "../signin/auth.ts";
import { type Begun, beginAt, type Identity, identityFrom, ProviderAway } from "../signin/oidc.ts";
import type { Provider } from "../signin/oidc-settings.ts";
import { type SignIn, TOO_WEAK } from "../signin/sign-in.ts";
import { withOperator } from "../store/index.ts";
import { addAuditLine } from "../usecases/audit-lines.ts";
import { debtorSessionsOf, type IdentityFor, userOfIdentity } from "../usecases/identities.ts";
import type { Deployment } from "./handler.ts";
import { sentence } from "./handlers/claims.ts";
import { Refused, refusal } from "./problem.ts";
import type { Env } from "./serve-operation.ts";
import {
  bodyAs,
  mayTry,
  type Opened,
  opened,
  originOf,
  ownPage,
  type SignInOptions,
  settingUser,
  tell,
  userOf,
} from "./sign-in-parts.ts";

const AT = `${SIGN_IN_AT}/oidc`;
/** How long somebody may be away, and how long what they come back with is good. */
const AWAY_SECONDS = 10 * 60;
const AWAY = "innfri_oidc";
const PERSON = "innfri_oidc_person";

const starting = z.strictObject({
  /** A debtor, not a user. */
  debtor: z.boolean().default(false),
  /** Accepts an invitation by this identity, with a name where the provider tells none. */
  invitation: z.string().min(1).max(200).optional(),
  name: z.string().trim().min(1).max(100).optional(),
  /** Adds this identity to the user who is signed in. */
  link: z.boolean().default(false),
  returnTo: z
    .string()
    .regex(/^\/(?![/\\])[\x21-\x5b\x5d-\x7e]*$/)
    .max(500)
    .default("/"),
});

type Wanted = IdentityFor | { readonly kind: "debtor" };
type Away = Begun & {
  readonly provider: string;
  readonly wanted: Wanted;
  readonly returnTo: string;
  readonly untilMs: number;
};
type Shown = { readonly provider: string; readonly number: string; readonly untilMs: number };

export function addOidc(app: Hono<Env>, options: SignInOptions): void {
  app.get(AT, (c) =>
    c.json({
      providers: [...options.providers.values()].map(({ id, name, for: audiences }) => ({
        ...{ id, name, for: [...audiences] },
      })),
    }),
  );
  app.post(`${AT}/:provider/start`, (c) => start(c, options));
  app.get(`${AT}/:provider/callback`, (c) => comeBack(c, options));
  app.post(`${AT}/debtor-sessions`, (c) => debtorSessions(c, options));
}

async function start(c: Context<Env>, options: SignInOptions): Promise<Response> {
  const found = await opened(options);
  const { signIn } = found;
  const provider = providerOf(c, options);
  ownPage(c, signIn);
  await mayTry(c, signIn, "oidc", options);
  const { debtor, invitation, name, link, returnTo } = await bodyAs(c, starting);
  const wanted: Wanted = debtor
    ? { kind: "debtor" }
    : invitation !== undefined
      ? { kind: "invitation", token: invitation, name: name ?? null }
      : link
        ? { kind: "link", userId: (await settingUser(c, signIn, options.now())).userId }
        : { kind: "sign-in" };
  if (!provider.for.has(debtor ? "debtors" : "users")) throw nobodyThere();
  const { url, begun } = await away(() =>
    beginAt(provider, `${originOf(c, signIn)}${AT}/${provider.id}/callback`),
  );
  const untilMs = options.now().getTime() + AWAY_SECONDS * 1000;
  keep(c, found, AWAY, { ...begun, provider: provider.id, wanted, returnTo, untilMs } satisfies Away);
  return c.json({ url });
}

async function comeBack(c: Context<Env>, options: SignInOptions): Promise<Response> {
  const found = await opened(options);
  const { signIn, deployment } = found;
  const provider = providerOf(c, options);
  const now = options.now();
  const kept = take<Away>(c, found, AWAY, now);
  if (kept === null || kept.provider !== provider.id)
    throw new Refused(
      refusal("refused", "This sign-in was not begun in this browser, or too long ago. Begin again."),
    );
  const came = new URL(`${originOf(c, signIn)}${AT}/${provider.id}/callback${new URL(c.req.url).search}`);
  const identity = await away(() => identityFrom(provider, came, kept));
  if (identity === null) {
    await record(deployment, "nobody", provider, "sign-in-failed", now);
    throw new Refused(
      refusal(
        "not-signed-in",
        "The provider did not confirm who this is. Nobody was signed in: begin again.",
      ),
    );
  }
  if (kept.wanted.kind === "debtor") showDebtor(c, found, provider, identity, now);
  else {
    if (kept.wanted.kind === "link") {
      const user = await userOf(c, signIn);
      if (kept.wanted.userId !== user.userId)
        throw new Refused(refusal("refused", "Somebody else is signed in by now. Nothing was changed."));
      if (await signIn.isTooWeak(user)) throw new Refused(refusal("refused", TOO_WEAK));
    }
    const { userId, isNew } = await userFor(deployment, provider, identity, kept.wanted, now);
    if (isNew) options.afterwards(c, () => tell(deployment, userId, "identity-linked", now));
    if (kept.wanted.kind !== "link")
      for (const cookie of await signIn.begin(c.req.raw, userId, identity.isStrong))
        c.header("Set-Cookie", cookie, { append: true });
  }
  return c.redirect(kept.returnTo, 303);
}

async function userFor(
  deployment: Deployment,
  provider: Provider,
  identity: Identity,
  wanted: IdentityFor,
  now: Date,
): Promise<{ readonly userId: string; readonly isNew: boolean }> {
  const outcome = await withOperator(deployment.pool, async (tx) => {
    const found = await userOfIdentity(tx, provider.id, identity, wanted, now);
    // Thrown, so that an invitation is not used up.
    if (found.kind === "refused" && wanted.kind === "invitation")
      throw new Refused(refusal("refused", `${sentence(found.reason)} Nothing was done.`));
    return found;
  });
  if (outcome.kind === "refused") {
    await record(deployment, "nobody", provider, "sign-in-failed", now);
    throw new Refused(refusal("not-allowed", `${sentence(outcome.reason)} Nobody was signed in.`));
  }
  if (wanted.kind !== "link") await record(deployment, `user:${outcome.userId}`, provider, "signed-in", now);
  return outcome;
}

function record(
  { pool }: Deployment,
  who: string,
  { id }: Provider,
  act: "signed-in" | "sign-in-failed",
  now: Date,
): Promise<void> {
  const details = { by: `oidc:${id}` };
  return withOperator(pool, (tx) =>
    addAuditLine(tx, { actor: who, act, subject: who, creditorId: null, details }, now),
  );
}

/** The number stays sealed in the browser, out of every address, until our page asks for what it opens. */
function showDebtor(c: Context<Env>, found: Opened, provider: Provider, identity: Identity, now: Date): void {
  const { number, isStrong } = identity;
  if (number === null || !isStrong)
    throw new Refused(
      refusal(
        "not-allowed",
        "The provider did not vouch for a national identity number surely enough. Nobody was signed in.",
      ),
    );
  const untilMs = now.getTime() + AWAY_SECONDS * 1000;
  keep(c, found, PERSON, { provider: provider.id, number, untilMs } satisfies Shown);
}

async function debtorSessions(c: Context<Env>, options: SignInOptions): Promise<Response> {
  const { signIn, keys, deployment } = await opened(options);
  ownPage(c, signIn);
  await mayTry(c, signIn, "oidc", options);
  const now = options.now();
  const shown = take<Shown>(c, { keys, signIn }, PERSON, now);
  if (shown === null)
    throw new Refused(refusal("not-signed-in", "Nobody has come back from a provider in this browser."));
  const sessions = await withOperator(deployment.pool, (tx) => debtorSessionsOf(tx, keys, shown, now));
  if (sessions.length === 0)
    throw new Refused(
      refusal(
        "not-found",
        "No company here has a debtor by this national identity number. The case number and code of a letter open its case.",
      ),
    );
  const named = sessions.map(async (session) => ({
    ...session,
    creditor: (await creditorById(deployment.pool, session.creditorId))?.name ?? "",
  }));
  return c.json({ sessions: await Promise.all(named) });
}

function providerOf(c: Context<Env>, { providers }: SignInOptions): Provider {
  const provider = providers.get(c.req.param("provider") ?? "");
  if (provider === undefined) throw nobodyThere();
  return provider;
}

function nobodyThere(): Refused {
  return new Refused(refusal("not-found", "Nobody signs in here by this provider."));
}

async function away<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof ProviderAway)) throw error;
    throw new Refused(
      refusal("unavailable", "The provider does not answer. Nobody was signed in: try again in a while.", {
        headers: { "Retry-After": "30" },
      }),
    );
  }
}

/** Sealed: the browser carries it, and can neither read nor make it. */
function keep(c: Context<Env>, { keys, signIn }: Opened, name: string, value: Away | Shown): void {
  const { keyId, bytes } = keys.seal("session", Buffer.from(JSON.stringify(value)), name);
  setCookie(c, ...cookieAt(c, signIn, name, `${keyId}.${bytes.toString("base64url")}`, AWAY_SECONDS));
}

function cookieAt(c: Context<Env>, signIn: SignIn, name: string, value: string, maxAge: number) {
  const secure = originOf(c, signIn).startsWith("https://");
  const options = { path: "/", httpOnly: true, sameSite: "Lax", maxAge, secure } as const;
  return [`${secure ? HOST_ALONE : ""}${name}`, value, options] as const;
}

/** What was kept, once: the browser forgets it. */
function take<T extends { readonly untilMs: number }>(
  c: Context<Env>,
  { keys, signIn }: Pick<Opened, "keys" | "signIn">,
  name: string,
  now: Date,
): T | null {
  const forgotten = cookieAt(c, signIn, name, "", 0);
  const [, keyId, text] = /^(.{1,40})\.([\w-]+)$/.exec(getCookie(c, forgotten[0]) ?? "") ?? [];
  setCookie(c, ...forgotten);
  if (keyId === undefined || text === undefined) return null;
  try {
    const opened = keys.open("session", { keyId, bytes: Buffer.from(text, "base64url") }, name);
    const value = JSON.parse(opened.toString("utf8")) as T;
    return value.untilMs > now.getTime() ? value : null;
  } catch {
    return null;
  }
}
