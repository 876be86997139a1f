/** Users of an invented world, signed in as people are: by password, and staff by a one-time code besides. */
import { createHmac } from "node:crypto";
import type { Role } from "@innfri/contract";
import type { Uuid } from "@innfri/kernel";
import type { TestDatabase } from "@innfri/testing";
import { NOW } from "../payments/test-world.ts";
import { hashOf } from "../signin/passwords.ts";
import { withOperator } from "../store/index.ts";
import { addMembership, isStaff, makeUser } from "../usecases/users.ts";
import { type Reply, TEST_ORIGIN, type TestApi } from "./test-api.ts";

export const PASSWORD = "syv blå hvaler leser avisen";

export type TestUser = {
  readonly userId: string;
  readonly email: string;
  /** What its browser sends from a page of ours. */
  readonly headers: Readonly<Record<string, string>>;
  /** The secret of its one-time codes; null where it has none. */
  readonly secret: string | null;
  readonly recoveryCodes: readonly string[];
};

export type Wanted = {
  readonly role: Role;
  readonly creditorId: Uuid | null;
  readonly department?: string | null;
  /** Left out, staff have one. */
  readonly hasSecondFactor?: boolean;
};

let users = 0;
let hash: Promise<string> | undefined;

export async function aUser(database: TestDatabase, api: TestApi, wanted: Wanted): Promise<TestUser> {
  const { role, creditorId, department = null } = wanted;
  const email = `user${++users}@example.test`;
  hash ??= hashOf(PASSWORD);
  const passwordHash = await hash;
  const pool = await database.pool("innfri_api", 1);
  const userId = await withOperator(pool, async (tx) => {
    const id = await makeUser(tx, { name: `Oppdiktet ${users}`, email, passwordHash }, NOW);
    await addMembership(tx, id, { creditorId, role, department }, NOW);
    return id;
  });
  const first = await signIn(api, email);
  if (wanted.hasSecondFactor ?? isStaff(role))
    return { userId, email, ...(await setUp(api, cookieOf(first))) };
  return { userId, email, headers: headersOf(cookieOf(first)), secret: null, recoveryCodes: [] };
}

export function signIn(api: TestApi, email: string, password = PASSWORD): Promise<Reply> {
  return api.ask("POST", "/v1/auth/sign-in/email", {
    body: { email, password },
    headers: { Origin: TEST_ORIGIN },
  });
}

/** A second factor, and the session that begins with it. */
async function setUp(api: TestApi, cookie: string) {
  const headers = headersOf(cookie);
  const enabled = await api.post("/v1/auth/two-factor/enable", { password: PASSWORD }, { headers });
  const { totpURI, backupCodes } = enabled.body;
  const secret = new URL(totpURI).searchParams.get("secret")!;
  const verified = await api.post("/v1/auth/two-factor/verify-totp", { code: codeOf(secret) }, { headers });
  if (verified.status !== 200) throw new Error(JSON.stringify(verified.body));
  return {
    headers: headersOf(cookieOf(verified)),
    secret,
    recoveryCodes: backupCodes as readonly string[],
  };
}

export function headersOf(cookie: string): Readonly<Record<string, string>> {
  return { Cookie: cookie, Origin: TEST_ORIGIN };
}

/** The cookies that an answer sets, as a browser sends them back. */
export function cookieOf({ headers }: Reply): string {
  return headers
    .getSetCookie()
    .filter((one) => !/max-age=0/i.test(one))
    .map((one) => one.split(";")[0])
    .join("; ");
}

/** The code after the one that set the second factor up, which is good once: a phone may be half a minute ahead. */
export const nextCodeOf = (secret: string) => codeOf(secret, Date.now() + 30_000);

/** The one-time code of a secret in base 32, now (RFC 6238). */
export function codeOf(secret: string, atMs = Date.now()): string {
  const bits = [...secret.replaceAll("=", "")]
    .map((letter) => "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(letter).toString(2).padStart(5, "0"))
    .join("");
  const key = Buffer.from(bits.match(/.{8}/g)!.map((one) => Number.parseInt(one, 2)));
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(Math.floor(atMs / 30_000)));
  const mac = createHmac("sha1", key).update(counter).digest();
  const at = mac[19]! & 15;
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}
