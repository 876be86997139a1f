/** Passkeys: added by whoever has just signed in, and then a way to sign in that is two factors at once. */
import type { Context, Hono } from "hono";
import { z } from "zod";
import { SIGN_IN_AT } from "../signin/auth.ts";
import {
  type AuthenticationResponse,
  challengeAt,
  passkeysOf,
  type RegistrationResponse,
  register,
  registrationFor,
  removePasskey,
  userOfPasskey,
} from "../signin/passkeys.ts";
import { withOperator } from "../store/index.ts";
import { addAuditLine } from "../usecases/audit-lines.ts";
import type { Deployment } from "./handler.ts";
import { Refused, refusal } from "./problem.ts";
import type { Env } from "./serve-operation.ts";
import {
  bodyAs,
  mayTry,
  opened,
  originOf,
  ownPage,
  type SignInOptions,
  settingUser,
  tell,
  userOf,
} from "./sign-in-parts.ts";

const AT = `${SIGN_IN_AT}/passkeys`;

const coded = z
  .string()
  .min(1)
  .max(20_000)
  .regex(/^[\w-]+=*$/);
const credential = {
  id: coded,
  rawId: coded,
  type: z.literal("public-key"),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
  authenticatorAttachment: z.string().max(40).nullish(),
};
const registering = z.strictObject({
  name: z.string().trim().min(1).max(100),
  response: z.object({
    ...credential,
    response: z.object({
      clientDataJSON: coded,
      attestationObject: coded,
      transports: z.array(z.string().max(40)).max(10).optional(),
    }),
  }),
});
const signing = z.strictObject({
  response: z.object({
    ...credential,
    response: z.object({
      ...{ clientDataJSON: coded, authenticatorData: coded, signature: coded },
      userHandle: coded.nullish(),
    }),
  }),
});
const removing = z.strictObject({ id: coded });

export function addPasskeys(app: Hono<Env>, options: SignInOptions): void {
  app.get(AT, (c) => list(c, options));
  app.post(`${AT}/registration`, (c) => beginRegistration(c, options));
  app.post(`${AT}/register`, (c) => finishRegistration(c, options));
  app.post(`${AT}/challenge`, (c) => challenge(c, options));
  app.post(`${AT}/sign-in`, (c) => signInBy(c, options));
  app.post(`${AT}/remove`, (c) => remove(c, options));
}

async function list(c: Context<Env>, options: SignInOptions): Promise<Response> {
  const { signIn, deployment } = await opened(options);
  const { userId } = await userOf(c, signIn);
  return c.json({ passkeys: await withOperator(deployment.pool, (tx) => passkeysOf(tx, userId)) });
}

async function beginRegistration(c: Context<Env>, options: SignInOptions): Promise<Response> {
  const { signIn, deployment } = await opened(options);
  const user = await settingUser(c, signIn, options.now());
  const place = { origin: originOf(c, signIn) };
  return c.json(await registrationFor(deployment.pool, user, place, options.now()));
}

async function finishRegistration(c: Context<Env>, options: SignInOptions): Promise<Response> {
  const { signIn, deployment } = await opened(options);
  const now = options.now();
  const user = await settingUser(c, signIn, now);
  const { name, response } = await bodyAs(c, registering);
  const given = { name, response: response as unknown as RegistrationResponse };
  const made = await register(deployment.pool, user, given, { origin: originOf(c, signIn) }, now);
  if (made === null)
    throw new Refused(
      refusal(
        "refused",
        "The device did not answer what it was asked, or too late. No passkey was added: begin again.",
      ),
    );
  await record(deployment, `user:${user.userId}`, "passkey-added", now);
  options.afterwards(c, () => tell(deployment, user.userId, "passkey-added", now));
  return c.json(made, 201);
}

async function challenge(c: Context<Env>, options: SignInOptions): Promise<Response> {
  const { signIn, deployment } = await opened(options);
  ownPage(c, signIn);
  await mayTry(c, signIn, "passkey", options);
  return c.json(await challengeAt(deployment.pool, { origin: originOf(c, signIn) }, options.now()));
}

async function signInBy(c: Context<Env>, options: SignInOptions): Promise<Response> {
  const { signIn, deployment } = await opened(options);
  ownPage(c, signIn);
  await mayTry(c, signIn, "passkey", options);
  const now = options.now();
  const { response } = await bodyAs(c, signing);
  const place = { origin: originOf(c, signIn) };
  const found = await userOfPasskey(
    deployment.pool,
    response as unknown as AuthenticationResponse,
    place,
    now,
  );
  if (found.userId === null) {
    const subject = found.owner === null ? "nobody" : `user:${found.owner}`;
    await record(deployment, subject, "sign-in-failed", now);
    throw new Refused(
      refusal(
        "not-signed-in",
        "This passkey is not known here, or did not answer what it was asked. Nobody was signed in.",
      ),
    );
  }
  for (const cookie of await signIn.begin(c.req.raw, found.userId, true))
    c.header("Set-Cookie", cookie, { append: true });
  await record(deployment, `user:${found.userId}`, "signed-in", now);
  return c.body(null, 204);
}

async function remove(c: Context<Env>, options: SignInOptions): Promise<Response> {
  const { signIn, deployment } = await opened(options);
  const now = options.now();
  const { userId } = await settingUser(c, signIn, now);
  const { id } = await bodyAs(c, removing);
  if (!(await withOperator(deployment.pool, (tx) => removePasskey(tx, userId, id))))
    throw new Refused(refusal("not-found", "There is no such passkey of yours. Nothing was removed."));
  await record(deployment, `user:${userId}`, "passkey-removed", now);
  options.afterwards(c, () => tell(deployment, userId, "passkey-removed", now));
  return c.body(null, 204);
}

async function record({ pool }: Deployment, who: string, act: string, now: Date): Promise<void> {
  const isSignIn = act === "signed-in" || act === "sign-in-failed";
  const actor = act === "sign-in-failed" ? "nobody" : who;
  const details = isSignIn ? { by: "passkey" } : {};
  await withOperator(pool, (tx) =>
    addAuditLine(tx, { actor, act, subject: who, creditorId: null, details }, now),
  );
}
