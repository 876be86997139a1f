/** What people sign in by: better-auth behind limits and our own words, and the invitation that makes a user of somebody. */
import type { SignInChange } from "@innfri/letters";
import type { Context, Hono } from "hono";
import { z } from "zod";
import { SIGN_IN_AT } from "../signin/auth.ts";
import { hashOf, weakness } from "../signin/passwords.ts";
import { withOperator } from "../store/index.ts";
import { acceptInvitation } from "../usecases/users.ts";
import { sentence } from "./handlers/claims.ts";
import { addOidc } from "./oidc-routes.ts";
import { addPasskeys } from "./passkey-routes.ts";
import { addPasswords } from "./password-routes.ts";
import { Refused, refusal } from "./problem.ts";
import type { Env } from "./serve-operation.ts";
import { recordSignIn } from "./sign-in-audit.ts";
import { bodyAs, mayTry, opened, ownPage, type SignInOptions, tell } from "./sign-in-parts.ts";

const accepting = z.strictObject({
  token: z.string().min(1).max(200),
  name: z.string().trim().min(1).max(100).optional(),
  password: z.string().max(1000).optional(),
});

export function addSignIn(app: Hono<Env>, options: SignInOptions): void {
  addOidc(app, options);
  addPasskeys(app, options);
  addPasswords(app, options);
  app.post(`${SIGN_IN_AT}/accept-invitation`, (c) => accept(c, options));
  app.on(["GET", "POST"], `${SIGN_IN_AT}/*`, async (c) => {
    const { signIn, deployment } = await opened(options);
    const now = options.now();
    // Whoever signs out is nobody afterwards.
    const user = c.req.method === "GET" ? undefined : await signIn.userOf(c.req.raw);
    const halfway = c.req.path.includes("/two-factor/verify-") ? await signIn.halfwayIn(c.req.raw) : null;
    const answer = await signIn.answer(c.req.raw, options.addressOf(c), now);
    const isDone = answer.kind === "answer";
    const path = c.req.path.slice(SIGN_IN_AT.length);
    const wasTried = isDone || answer.problem === "not-signed-in" || answer.problem === "invalid";
    if (c.req.method === "POST" && wasTried) {
      const body = isDone
        ? await answer.response
            .clone()
            .json()
            .catch(() => null)
        : null;
      const outcome = {
        path,
        isDone,
        userId: user?.userId ?? null,
        halfway,
        email: answer.email ?? null,
        body,
      };
      await recordSignIn(deployment.pool, outcome, now);
      const told = isDone && user !== undefined ? TOLD[path] : undefined;
      if (told !== undefined) options.afterwards(c, () => tell(deployment, user!.userId, told, now));
    }
    if (answer.kind === "refused") throw new Refused(refusal(answer.problem, answer.detail));
    return answer.response;
  });
}

/** What the user is told by e-mail, in case it was somebody else. */
const TOLD: Readonly<Record<string, SignInChange>> = {
  "/change-password": "password-changed",
  "/two-factor/disable": "second-factor-removed",
  "/two-factor/verify-totp": "second-factor-added",
};

async function accept(c: Context<Env>, options: SignInOptions): Promise<Response> {
  const { signIn, deployment } = await opened(options);
  ownPage(c, signIn);
  await mayTry(c, signIn, "invitation", options);
  const { token, name, password } = await bodyAs(c, accepting);
  const weak = password === undefined ? null : weakness(password, [name ?? ""]);
  if (weak !== null)
    throw new Refused(refusal("invalid", `The password will not do: ${weak}. Nothing was done.`));
  const newUser =
    name === undefined || password === undefined ? null : { name, passwordHash: await hashOf(password) };
  const signedInAs = (await signIn.userOf(c.req.raw))?.userId ?? null;
  await withOperator(deployment.pool, async (tx) => {
    const outcome = await acceptInvitation(tx, { token, newUser, signedInAs }, options.now());
    // Thrown, so that the invitation is not used up.
    if (outcome.kind === "refused")
      throw new Refused(refusal("refused", `${sentence(outcome.reason)} Nothing was done.`));
  });
  return c.body(null, 204);
}
