/** What people sign in by: better-auth behind limits and our own words, and the invitation that makes a user of somebody. */
import type { Context, Hono } from "hono";
import { z } from "zod";
import { readJsonBody } from "../json-body.ts";
import { SIGN_IN_AT } from "../signin/auth.ts";
import { hashOf, weakness } from "../signin/passwords.ts";
import type { SignIn } from "../signin/sign-in.ts";
import { withOperator } from "../store/index.ts";
import { acceptInvitation } from "../usecases/users.ts";
import { unkeepable } from "../well-formed.ts";
import type { AddressOf } from "./client-address.ts";
import type { Deployment } from "./handler.ts";
import { sentence } from "./handlers/claims.ts";
import { Refused, refusal } from "./problem.ts";
import type { Env } from "./serve-operation.ts";
import { recordSignIn } from "./sign-in-audit.ts";

type Options = {
  readonly deployment: () => Promise<Deployment | null>;
  readonly signIn: () => Promise<SignIn | null>;
  readonly now: () => Date;
  readonly addressOf: AddressOf;
};

const accepting = z.strictObject({
  token: z.string().min(1).max(200),
  name: z.string().trim().min(1).max(100).optional(),
  password: z.string().max(1000).optional(),
});

export function addSignIn(app: Hono<Env>, options: Options): void {
  app.post(`${SIGN_IN_AT}/accept-invitation`, (c) => accept(c, options));
  app.on(["GET", "POST"], `${SIGN_IN_AT}/*`, async (c) => {
    const signIn = await opened(options);
    const now = options.now();
    // Whoever signs out is nobody afterwards.
    const user = c.req.method === "GET" ? undefined : await signIn.userOf(c.req.raw);
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
      const { pool } = (await options.deployment())!;
      const outcome = { path, isDone, userId: user?.userId ?? null, email: answer.email ?? null, body };
      await recordSignIn(pool, outcome, now);
    }
    if (answer.kind === "refused") throw new Refused(refusal(answer.problem, answer.detail));
    return answer.response;
  });
}

async function opened({ signIn }: Options): Promise<SignIn> {
  const found = await signIn();
  if (found !== null) return found;
  throw new Refused(refusal("unavailable", "There is no installation here yet. Nobody can sign in."));
}

async function accept(c: Context<Env>, options: Options): Promise<Response> {
  const signIn = await opened(options);
  const deployment = (await options.deployment())!;
  if (!signIn.isOwnPage(c.req.raw))
    throw new Refused(
      refusal("not-allowed", "This did not come from a page of this installation. Nothing was done."),
    );
  if (!(await signIn.mayTry(`invitation from ${options.addressOf(c)}`, options.now())))
    throw new Refused(refusal("too-many", "There were too many tries of late. Wait a quarter of an hour."));
  const read = readJsonBody(await c.req.arrayBuffer());
  const given = accepting.safeParse(read.kind === "json" ? read.value : null);
  if (!given.success || unkeepable(given.data).length > 0)
    throw new Refused(refusal("invalid", "An invitation is accepted with its token. Nothing was done."));
  const { token, name, password } = given.data;
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
