/** How a user proves who it is, changed by itself or by an administrator. In transactions that name no company. */
import { randomBytes } from "node:crypto";
import { sha256, type Uuid, uuidOf } from "@innfri/kernel";
import type { LetterLanguage } from "@innfri/letters";
import { sql, type Tx } from "../store/index.ts";
import { addAuditLine } from "./audit-lines.ts";
import { type Giver, heldMembership, mayManage, membershipsOf, type Refusable } from "./users.ts";

export const RESET_MINUTES = 30;
export const EMAIL_HOURS = 24;
const TOKEN_BYTES = 32;

export type Reachable = {
  readonly userId: string;
  readonly name: string;
  readonly email: string;
  readonly language: LetterLanguage;
};

/** A way to a new password for who has one; undefined for anybody else. What was asked for before is good no more. */
export async function beginReset(
  tx: Tx,
  email: string,
  now: Date,
): Promise<(Reachable & { readonly token: string }) | undefined> {
  const user = await tx.maybe<{ id: string }>(sql`
    select u.id from signin_user u join signin_account a on a.user_id = u.id and a.provider_id = 'credential'
    where u.email = ${email} and not u.is_demo`);
  if (user === undefined) return undefined;
  await forgetResets(tx, user.id);
  const token = await newToken(tx, "reset", user.id, RESET_MINUTES, now);
  const subject = `user:${user.id}`;
  await addAuditLine(tx, { actor: "nobody", act: "reset-asked-for", subject, creditorId: null }, now);
  return { ...(await reachable(tx, user.id)), token };
}

/** Whose a token is that is still good. */
export async function ownerOfReset(tx: Tx, token: string, now: Date): Promise<Reachable | undefined> {
  const row = await tx.maybe<{ userId: string }>(sql`
    select value as "userId" from signin_verification
    where identifier = ${identifierOf("reset", token)} and expires_at > ${now.toISOString()}::timestamptz`);
  return row === undefined ? undefined : reachable(tx, row.userId);
}

/** Uses the token up. Every session ends; a second factor and identities of providers stay what they were. */
export async function resetPassword(
  tx: Tx,
  { token, passwordHash }: { readonly token: string; readonly passwordHash: string },
  now: Date,
): Promise<Reachable | undefined> {
  const at = now.toISOString();
  const userId = await useToken(tx, "reset", token, now);
  if (userId === undefined) return undefined;
  await tx.run(sql`
    update signin_account set password = ${passwordHash}, updated_at = ${at}::timestamptz
    where user_id = ${userId} and provider_id = 'credential'`);
  await endSessions(tx, userId);
  const actor = `user:${userId}`;
  await addAuditLine(tx, { actor, act: "password-reset", subject: actor, creditorId: null }, now);
  return reachable(tx, userId);
}

type At = { readonly creditorId: Uuid | null; readonly membershipId: Uuid };
type Told = Refusable<{ readonly user: Reachable }>;

/** Somebody who has lost theirs begins anew: codes, recovery codes, passkeys and identities go, and every session ends. */
export async function resetSecondFactor(tx: Tx, at: At, giver: Giver, now: Date): Promise<Told | undefined> {
  const managed = await managedUser(tx, at, giver);
  if (managed === undefined || managed.kind === "refused") return managed;
  const { userId } = managed.user;
  await tx.run(sql`delete from signin_second_factor where user_id = ${userId}`);
  await tx.run(sql`delete from signin_passkey where user_id = ${userId}`);
  await tx.run(sql`
    update signin_user set two_factor_enabled = false, updated_at = ${now.toISOString()}::timestamptz
    where id = ${userId}`);
  await endIdentities(tx, userId);
  await endSessions(tx, userId);
  await record(tx, "second-factor-reset", userId, at, giver, now);
  return managed;
}

/** An address that is to count once whoever reads its mail has come with the token. What was asked before is good no more. */
export async function askForEmail(
  tx: Tx,
  at: At,
  given: string,
  giver: Giver,
  now: Date,
): Promise<
  Refusable<{ readonly user: Reachable; readonly email: string; readonly token: string }> | undefined
> {
  const managed = await managedUser(tx, at, giver);
  if (managed === undefined || managed.kind === "refused") return managed;
  const email = given.trim().toLowerCase();
  const { userId } = managed.user;
  if (await isTaken(tx, email, userId)) return { kind: "refused", reason: "another user has this address" };
  await tx.run(sql`
    delete from signin_verification where identifier like 'email:%' and value::jsonb ->> 'userId' = ${userId}`);
  const places = await placesOf(tx, userId);
  const wanted: NewEmail = { userId, email, creditorId: at.creditorId, places };
  const token = await newToken(tx, "email", JSON.stringify(wanted), EMAIL_HOURS * 60, now);
  await record(tx, "email-change-asked", userId, at, giver, now);
  return { ...managed, email, token };
}

/**
 * The address counts now, and every session ends. Whoever vouched for the user by the old address is asked anew; passkeys
 * and one-time codes are the person's own and stay. Whoever has got or lost a place since is not changed by it: who asked
 * might not ask any more. `user` has the address of before; undefined where the token is no good.
 */
export async function confirmEmail(
  tx: Tx,
  token: string,
  now: Date,
): Promise<Refusable<{ readonly user: Reachable; readonly email: string }> | undefined> {
  const value = await useToken(tx, "email", token, now);
  if (value === undefined) return undefined;
  const { userId, email, creditorId, places } = JSON.parse(value) as NewEmail;
  const user = await reachable(tx, userId);
  if ((await placesOf(tx, userId)) !== places)
    return {
      kind: "refused",
      reason: "what this user may do has changed since: have the address asked for anew",
    };
  if (await isTaken(tx, email, userId))
    return { kind: "refused", reason: "another user has this address by now" };
  await tx.run(sql`
    update signin_user set email = ${email}, updated_at = ${now.toISOString()}::timestamptz where id = ${userId}`);
  await forgetResets(tx, userId);
  await endIdentities(tx, userId);
  await endSessions(tx, userId);
  await record(tx, "email-changed", userId, { creditorId }, { actor: `user:${userId}` }, now);
  return { kind: "done", user, email };
}

type NewEmail = {
  readonly userId: string;
  readonly email: string;
  readonly creditorId: Uuid | null;
  /** As they were when whoever asked might ask. */
  readonly places: string;
};

async function placesOf(tx: Tx, userId: string): Promise<string> {
  const held = await membershipsOf(tx, userId);
  return held.map(({ membershipId, role }) => `${membershipId} ${role}`).join(", ");
}

async function isTaken(tx: Tx, email: string, userId: string): Promise<boolean> {
  const other = await tx.maybe(sql`select from signin_user where email = ${email} and id <> ${userId}`);
  return other !== undefined;
}

/** Whoever works elsewhere too is not one company's to change: what they sign in with opens the other as well. */
async function managedUser(
  tx: Tx,
  { creditorId, membershipId }: At,
  giver: Giver,
): Promise<Told | undefined> {
  const held = await heldMembership(tx, creditorId, membershipId);
  if (held === undefined) return undefined;
  const wrong = mayManage(held, giver);
  if (wrong !== null) return { kind: "refused", reason: wrong };
  const elsewhere = (await membershipsOf(tx, held.userId)).filter((one) => one.creditorId !== creditorId);
  if (elsewhere.length > 0 && giver.isOperators !== true)
    return { kind: "refused", reason: "this user works elsewhere too: ask the operator" };
  if (elsewhere.some((one) => one.creditorId === null))
    return { kind: "refused", reason: "this user works for the operator too, and is changed there" };
  const tooMuch = elsewhere.map((one) => mayManage(one, giver)).find((one) => one !== null);
  if (tooMuch !== undefined) return { kind: "refused", reason: tooMuch };
  return { kind: "done", user: await reachable(tx, held.userId) };
}

async function record(
  tx: Tx,
  act: string,
  userId: string,
  { creditorId }: Pick<At, "creditorId">,
  { actor }: Pick<Giver, "actor">,
  now: Date,
): Promise<void> {
  await addAuditLine(tx, { actor, act, subject: `user:${userId}`, creditorId }, now);
}

/** In the language of a company that the user works for. */
export async function reachable(tx: Tx, userId: string): Promise<Reachable> {
  const { country, ...user } = await tx.one<{ name: string; email: string; country: string | null }>(sql`
    select u.name, u.email, (select c.country from membership m join creditor c on c.creditor_id = m.for_creditor_id
      where m.user_id = u.id and m.ended_at is null order by m.membership_id limit 1) as country
    from signin_user u where u.id = ${userId}`);
  return { userId, ...user, language: country === "SE" ? "sv" : "nb" };
}

async function endSessions(tx: Tx, userId: string): Promise<void> {
  await tx.run(sql`delete from signin_session where user_id = ${userId}`);
}

async function forgetResets(tx: Tx, userId: string): Promise<void> {
  await tx.run(sql`delete from signin_verification where identifier like 'reset:%' and value = ${userId}`);
}

/** Of a user who has a password: without one they are the only way in, and stay. */
async function endIdentities(tx: Tx, userId: string): Promise<void> {
  await tx.run(sql`
    delete from signin_account where user_id = ${userId} and provider_id <> 'credential' and exists (
      select from signin_account p where p.user_id = ${userId} and p.provider_id = 'credential')`);
}

type Purpose = "reset" | "email";

async function newToken(
  tx: Tx,
  purpose: Purpose,
  value: string,
  minutes: number,
  now: Date,
): Promise<string> {
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const at = now.toISOString();
  const expiresAt = new Date(now.getTime() + minutes * 60_000).toISOString();
  await tx.run(sql`
    insert into signin_verification (id, identifier, value, expires_at, created_at, updated_at)
    values (${uuidOf(now.getTime(), randomBytes(10))}, ${identifierOf(purpose, token)}, ${value},
      ${expiresAt}::timestamptz, ${at}::timestamptz, ${at}::timestamptz)`);
  return token;
}

/** What it stands for, once; undefined where it is not known or past its time. */
async function useToken(tx: Tx, purpose: Purpose, token: string, now: Date): Promise<string | undefined> {
  const used = await tx.maybe<{ value: string; isOpen: boolean }>(sql`
    delete from signin_verification where identifier = ${identifierOf(purpose, token)}
    returning value, expires_at > ${now.toISOString()}::timestamptz as "isOpen"`);
  return used?.isOpen === true ? used.value : undefined;
}

/** Kept as its hash: whoever reads the table can reset nothing. */
function identifierOf(purpose: Purpose, token: string): string {
  return `${purpose}:${sha256(token).toString("hex")}`;
}
