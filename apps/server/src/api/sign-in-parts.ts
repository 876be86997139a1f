/** What every way of signing in needs of a request. */
import type { SignInChange } from "@innfri/letters";
import type { Context } from "hono";
import type { z } from "zod";
import { readJsonBody } from "../json-body.ts";
import type { Keys } from "../secrets/keys.ts";
import type { Provider } from "../signin/oidc-settings.ts";
import { type SignedIn, type SignIn, TOO_WEAK } from "../signin/sign-in.ts";
import { withOperator } from "../store/index.ts";
import { reachable } from "../usecases/credentials.ts";
import { unkeepable } from "../well-formed.ts";
import type { AddressOf } from "./client-address.ts";
import type { Deployment } from "./handler.ts";
import { Refused, refusal } from "./problem.ts";
import type { Env } from "./serve-operation.ts";

export type SignInOptions = {
  readonly deployment: () => Promise<Deployment | null>;
  readonly signIn: () => Promise<SignIn | null>;
  readonly now: () => Date;
  readonly addressOf: AddressOf;
  readonly providers: ReadonlyMap<string, Provider>;
  /** Done once the answer is on its way; what fails is logged. */
  readonly afterwards: (c: Context<Env>, work: () => Promise<void>) => void;
};

export type Opened = { readonly signIn: SignIn; readonly keys: Keys; readonly deployment: Deployment };

export async function opened({ signIn, deployment }: SignInOptions): Promise<Opened> {
  const [found, installed] = [await signIn(), await deployment()];
  if (found !== null && installed !== null && installed.keys !== null)
    return { signIn: found, deployment: installed, keys: installed.keys };
  throw new Refused(refusal("unavailable", "There is no installation here yet. Nobody can sign in."));
}

export function ownPage(c: Context<Env>, signIn: SignIn): void {
  if (!signIn.isOwnPage(c.req.raw))
    throw new Refused(
      refusal("not-allowed", "This did not come from a page of this installation. Nothing was done."),
    );
}

export function originOf(c: Context<Env>, signIn: SignIn): string {
  const origin = signIn.originOf(c.req.raw);
  if (origin !== null) return origin;
  throw new Refused(
    refusal("refused", "People sign in at the address of this installation. Nobody was signed in here."),
  );
}

/** Counts one try at `what` from the address that the request comes from. */
export async function mayTry(
  c: Context<Env>,
  signIn: SignIn,
  what: string,
  { addressOf, now }: SignInOptions,
): Promise<void> {
  if (!(await signIn.mayTry(`${what} from ${addressOf(c)}`, now())))
    throw new Refused(refusal("too-many", "There were too many tries of late. Wait a quarter of an hour."));
}

/** Who adds or removes a way in has signed in this recently. */
const FRESH_MS = 10 * 60 * 1000;

/** Who is signed in and may change how to sign in. */
export async function settingUser(c: Context<Env>, signIn: SignIn, now: Date): Promise<SignedIn> {
  ownPage(c, signIn);
  const user = await userOf(c, signIn);
  if (now.getTime() - Date.parse(user.since) > FRESH_MS)
    throw new Refused(
      refusal("refused", "This takes a sign-in of the last ten minutes. Sign in again. Nothing was done."),
    );
  if (await signIn.isTooWeak(user)) throw new Refused(refusal("refused", TOO_WEAK));
  return user;
}

export async function userOf(c: Context<Env>, signIn: SignIn): Promise<SignedIn> {
  const user = await signIn.userOf(c.req.raw);
  if (user !== undefined) return user;
  throw new Refused(refusal("not-signed-in", "Nobody is signed in. Nothing was done."));
}

export async function bodyAs<S extends z.ZodType>(c: Context<Env>, schema: S): Promise<z.output<S>> {
  const bytes = await c.req.arrayBuffer();
  const read = bytes.byteLength === 0 ? ({ kind: "json", value: {} } as const) : readJsonBody(bytes);
  const given = schema.safeParse(read.kind === "json" ? read.value : null);
  if (given.success && unkeepable(given.data).length === 0) return given.data;
  throw new Refused(refusal("invalid", "The body is not what this call takes. Nothing was done."));
}

/** Tells a user of a change of its own, by e-mail. */
export async function tell(
  { pool, mailer }: Deployment,
  userId: string,
  kind: SignInChange,
  now: Date,
): Promise<void> {
  if (mailer === undefined) return;
  const user = await withOperator(pool, (tx) => reachable(tx, userId));
  await mailer.send(user, { kind, language: user.language }, now);
}
