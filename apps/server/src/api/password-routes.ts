/** A new password by e-mail, asked for by anybody, for any address, and answered alike; and a new address, proved by e-mail. */
import type { Context, Hono } from "hono";
import { z } from "zod";
import { SIGN_IN_AT } from "../signin/auth.ts";
import { hashOf, weakness } from "../signin/passwords.ts";
import { withOperator } from "../store/index.ts";
import {
  beginReset,
  confirmEmail,
  ownerOfReset,
  RESET_MINUTES,
  resetPassword,
} from "../usecases/credentials.ts";
import { sentence } from "./handlers/claims.ts";
import { Refused, refusal } from "./problem.ts";
import type { Env } from "./serve-operation.ts";
import { bodyAs, mayTry, opened, originOf, ownPage, type SignInOptions } from "./sign-in-parts.ts";

const asking = z.strictObject({ email: z.email().max(254) });
const confirming = z.strictObject({ token: z.string().min(1).max(200) });
const resetting = z.strictObject({ token: z.string().min(1).max(200), newPassword: z.string().max(1000) });

export function addPasswords(app: Hono<Env>, options: SignInOptions): void {
  app.post(`${SIGN_IN_AT}/forgot-password`, (c) => ask(c, options));
  app.post(`${SIGN_IN_AT}/reset-password`, (c) => reset(c, options));
  app.post(`${SIGN_IN_AT}/confirm-email`, (c) => confirm(c, options));
}

/** Whether there is such a user shows neither in the answer nor in how long it takes: it is looked for afterwards. */
async function ask(c: Context<Env>, options: SignInOptions): Promise<Response> {
  const { signIn, deployment } = await opened(options);
  ownPage(c, signIn);
  await mayTry(c, signIn, "reset", options);
  const email = (await bodyAs(c, asking)).email.trim().toLowerCase();
  const now = options.now();
  const origin = originOf(c, signIn);
  options.afterwards(c, async () => {
    // Nobody's box is filled by somebody else.
    if (!(await signIn.mayTry(`reset for ${email}`, now, { most: 3, withinSeconds: 60 * 60 }))) return;
    const begun = await withOperator(deployment.pool, (tx) => beginReset(tx, email, now));
    if (begun === undefined) return;
    const { token, language } = begun;
    const url = `${deployment.mailer?.address ?? origin}/reset-password#token=${token}`;
    await deployment.mailer?.send(begun, { kind: "reset", language, url, minutes: RESET_MINUTES }, now);
  });
  return c.body(null, 202);
}

async function reset(c: Context<Env>, options: SignInOptions): Promise<Response> {
  const { signIn, deployment } = await opened(options);
  ownPage(c, signIn);
  await mayTry(c, signIn, "reset", options);
  const { token, newPassword } = await bodyAs(c, resetting);
  const now = options.now();
  const over = new Refused(
    refusal(
      "refused",
      "This link is not known, was used, or is past its time. Ask for a new one. Nothing was changed.",
    ),
  );
  const owner = await withOperator(deployment.pool, (tx) => ownerOfReset(tx, token, now));
  if (owner === undefined) throw over;
  const weak = weakness(newPassword, [owner.name, owner.email]);
  if (weak !== null)
    throw new Refused(refusal("invalid", `The new password will not do: ${weak}. Nothing was changed.`));
  const passwordHash = await hashOf(newPassword);
  const done = await withOperator(deployment.pool, (tx) => resetPassword(tx, { token, passwordHash }, now));
  if (done === undefined) throw over;
  const { language } = done;
  options.afterwards(c, async () =>
    deployment.mailer?.send(done, { kind: "password-changed", language }, now),
  );
  return c.body(null, 204);
}

/** Whoever reads the mail of the new address; signed in or not. */
async function confirm(c: Context<Env>, options: SignInOptions): Promise<Response> {
  const { signIn, deployment } = await opened(options);
  ownPage(c, signIn);
  await mayTry(c, signIn, "email", options);
  const { token } = await bodyAs(c, confirming);
  const now = options.now();
  const done = await withOperator(deployment.pool, (tx) => confirmEmail(tx, token, now));
  if (done?.kind !== "done")
    throw new Refused(
      refusal(
        "refused",
        done === undefined
          ? "This link is not known, was used, or is past its time. Have the address asked for anew. Nothing was changed."
          : `${sentence(done.reason)} Nothing was changed.`,
      ),
    );
  const { user, email } = done;
  options.afterwards(c, async () => {
    for (const to of [user, { ...user, email }])
      await deployment.mailer?.send(to, { kind: "email-changed", language: user.language }, now);
  });
  return c.body(null, 204);
}
