/**
 * Passkeys: a device signs a challenge of ours, for our address, after its owner has shown it who they are. That is two
 * factors at once, and one that cannot be handed to a page that only looks like ours.
 */
import { randomBytes } from "node:crypto";
import { sha256, uuidOf } from "@innfri/kernel";
import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  verifyAuthenticationResponse,
  verifyRegistrationResponse,
} from "@simplewebauthn/server";
import { isOutage, type Pool, sql, sqlState, type Tx, withOperator } from "../store/index.ts";

export type Passkey = {
  readonly id: string;
  readonly name: string;
  readonly isSynced: boolean;
  readonly madeAt: string;
  readonly usedAt: string | null;
};

/** Whose address it is for: the browser signs the origin, and the name stands in the key. */
type Place = { readonly origin: string };

type Owner = { readonly userId: string; readonly name: string; readonly email: string };

export type RegistrationResponse = Parameters<typeof verifyRegistrationResponse>[0]["response"];
export type AuthenticationResponse = Parameters<typeof verifyAuthenticationResponse>[0]["response"];

const CHALLENGE_SECONDS = 5 * 60;
const CHALLENGE_BYTES = 32;
const MOST = 20;
/** ES256, EdDSA, RS256. */
const ALGORITHMS = [-7, -8, -257];

function rpIdOf({ origin }: Place): string {
  return new URL(origin).hostname;
}

export async function registrationFor(pool: Pool, owner: Owner, place: Place, now: Date) {
  const challenge = await withOperator(pool, (tx) => newChallenge(tx, `register:${owner.userId}`, now));
  const known = await withOperator(pool, (tx) => passkeysOf(tx, owner.userId));
  return generateRegistrationOptions({
    rpName: "Innfri",
    rpID: rpIdOf(place),
    userName: owner.email,
    userDisplayName: owner.name,
    userID: new TextEncoder().encode(owner.userId),
    challenge,
    timeout: CHALLENGE_SECONDS * 1000,
    attestationType: "none",
    excludeCredentials: known.map(({ id }) => ({ id })),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: ALGORITHMS,
  });
}

/** Null where the device's answer is not what was asked for. */
export async function register(
  pool: Pool,
  owner: Owner,
  given: { readonly name: string; readonly response: RegistrationResponse },
  place: Place,
  now: Date,
): Promise<Passkey | null> {
  const verified = await verifyRegistrationResponse({
    response: given.response,
    expectedChallenge: (challenge) => useChallenge(pool, challenge, `register:${owner.userId}`, now),
    expectedOrigin: place.origin,
    expectedRPID: rpIdOf(place),
    requireUserVerification: true,
    supportedAlgorithmIDs: ALGORITHMS,
  }).catch(notAsAsked);
  if (verified?.verified !== true) return null;
  const { credential, credentialBackedUp: isSynced } = verified.registrationInfo;
  const { id, publicKey, counter, transports = [] } = credential;
  const madeAt = now.toISOString();
  const isNew = await withOperator(pool, async (tx) => {
    if ((await passkeysOf(tx, owner.userId)).length >= MOST) return 0;
    return tx.run(sql`
      insert into signin_passkey (credential_id, user_id, name, public_key, counter, transports, is_synced, made_at)
      values (${id}, ${owner.userId}, ${given.name}, ${Buffer.from(publicKey)}::bytea, ${counter}::bigint,
        ${transports.map(String)}::text[], ${isSynced}, ${madeAt}::timestamptz)
      on conflict do nothing`);
  });
  return isNew === 0 ? null : { id, name: given.name, isSynced, madeAt, usedAt: null };
}

/** For nobody in particular: whoever asks learns nothing of who has a passkey. */
export async function challengeAt(pool: Pool, place: Place, now: Date) {
  const challenge = await withOperator(pool, (tx) => newChallenge(tx, "sign-in", now));
  return generateAuthenticationOptions({
    rpID: rpIdOf(place),
    challenge,
    timeout: CHALLENGE_SECONDS * 1000,
    userVerification: "required",
  });
}

type Kept = { readonly userId: string; readonly publicKey: Buffer; readonly counter: bigint };

/** Who holds the passkey; `owner` without `userId` is whose it was that was refused, where that is known. */
export async function userOfPasskey(
  pool: Pool,
  response: AuthenticationResponse,
  place: Place,
  now: Date,
): Promise<{ readonly userId: string | null; readonly owner: string | null }> {
  const kept = await withOperator(pool, (tx) =>
    tx.maybe<Kept>(sql`
      select user_id as "userId", public_key as "publicKey", counter::bigint as counter from signin_passkey
      where credential_id = ${response.id}`),
  );
  if (kept === undefined) return { userId: null, owner: null };
  const verified = await verifyAuthenticationResponse({
    response,
    expectedChallenge: (challenge) => useChallenge(pool, challenge, "sign-in", now),
    expectedOrigin: place.origin,
    expectedRPID: rpIdOf(place),
    credential: {
      id: response.id,
      publicKey: new Uint8Array(kept.publicKey),
      counter: Number(kept.counter),
    },
    requireUserVerification: true,
  }).catch(notAsAsked);
  if (verified?.verified !== true) return { userId: null, owner: kept.userId };
  const { newCounter } = verified.authenticationInfo;
  // Two that come with the same count at once: one of them is a copy.
  const isCounted = await withOperator(pool, (tx) =>
    tx.run(sql`
      update signin_passkey set counter = ${newCounter}::bigint, used_at = ${now.toISOString()}::timestamptz
      where credential_id = ${response.id} and counter = ${kept.counter}::bigint`),
  );
  return { userId: isCounted === 0 ? null : kept.userId, owner: kept.userId };
}

export async function passkeysOf(tx: Tx, userId: string): Promise<Passkey[]> {
  const rows = await tx.many<Passkey>(sql`
    select credential_id as id, name, is_synced as "isSynced", made_at as "madeAt", used_at as "usedAt"
    from signin_passkey where user_id = ${userId} order by made_at, credential_id`);
  const instant = (text: string) => new Date(text).toISOString();
  return rows.map(({ madeAt, usedAt, ...rest }) => ({
    ...rest,
    madeAt: instant(madeAt),
    usedAt: usedAt === null ? null : instant(usedAt),
  }));
}

/** A code or a passkey, beside the password. */
export async function hasSecondFactor(tx: Tx, userId: string): Promise<boolean> {
  const found = await tx.maybe(sql`
    select from signin_user u where u.id = ${userId}
      and (u.two_factor_enabled or exists (select from signin_passkey p where p.user_id = u.id))`);
  return found !== undefined;
}

/** False where the user has no such passkey. */
export async function removePasskey(tx: Tx, userId: string, id: string): Promise<boolean> {
  return (
    (await tx.run(sql`delete from signin_passkey where user_id = ${userId} and credential_id = ${id}`)) > 0
  );
}

/** Kept as its hash, for minutes. */
async function newChallenge(tx: Tx, purpose: string, now: Date): Promise<Uint8Array<ArrayBuffer>> {
  const challenge = new Uint8Array(randomBytes(CHALLENGE_BYTES));
  const at = now.toISOString();
  const expiresAt = new Date(now.getTime() + CHALLENGE_SECONDS * 1000).toISOString();
  await tx.run(sql`
    delete from signin_verification where identifier like 'passkey:%' and expires_at <= ${at}::timestamptz`);
  await tx.run(sql`
    insert into signin_verification (id, identifier, value, expires_at, created_at, updated_at)
    values (${uuidOf(now.getTime(), randomBytes(10))}, ${identifierOf(challenge)}, ${purpose},
      ${expiresAt}::timestamptz, ${at}::timestamptz, ${at}::timestamptz)`);
  return challenge;
}

/** Used up by whoever comes with it, right or wrong. */
async function useChallenge(pool: Pool, challenge: string, purpose: string, now: Date): Promise<boolean> {
  const used = await withOperator(pool, (tx) =>
    tx.maybe<{ value: string; isOpen: boolean }>(sql`
      delete from signin_verification where identifier = ${identifierOf(Buffer.from(challenge, "base64url"))}
      returning value, expires_at > ${now.toISOString()}::timestamptz as "isOpen"`),
  );
  return used?.value === purpose && used.isOpen;
}

function identifierOf(challenge: Uint8Array): string {
  return `passkey:${sha256(challenge).toString("hex")}`;
}

/** The library tells by throwing what is wrong with an answer; an outage of ours is none of that. */
function notAsAsked(error: unknown): undefined {
  if (isOutage(error) || sqlState(error) !== undefined) throw error;
  return undefined;
}
