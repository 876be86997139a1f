/** People who sign in: invited, made, and what they may do where. Every change leaves a line of who made it. */
import { randomBytes } from "node:crypto";
import { PERMISSIONS_OF, type Permission, type Role } from "@innfri/contract";
import { sha256, type Uuid, uuidOf } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";
import { addAuditLine } from "./audit-lines.ts";

const TOKEN_BYTES = 32;
export const INVITATION_DAYS = 7;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Those who work for the operator: they see other people's debts at many companies, and need a second factor. */
export function isStaff(role: Role): boolean {
  return role !== "creditor-admin" && role !== "creditor-user";
}

export type Place = {
  /** Null is every company, and what is the operator's own. */
  readonly creditorId: Uuid | null;
  readonly role: Role;
  readonly department: string | null;
};

export type Membership = Place & { readonly membershipId: Uuid; readonly userId: string };

export type Member = Membership & {
  readonly name: string;
  readonly email: string;
  readonly hasSecondFactor: boolean;
  readonly since: string;
};

export type Invitation = Place & {
  readonly invitationId: Uuid;
  readonly email: string;
  readonly invitedBy: string;
  readonly expiresAt: string;
};

/** Who acts, and what they may do themselves: nobody gives a role that can do more. */
export type Giver = {
  readonly actor: string;
  readonly permissions: ReadonlySet<Permission> | null;
  /** Reaches every company. */
  readonly isOperators?: boolean;
};

export type Refusable<T> =
  | ({ readonly kind: "done" } & T)
  | { readonly kind: "refused"; readonly reason: string };

export function membershipsOf(tx: Tx, userId: string): Promise<Membership[]> {
  return tx.many<Membership>(sql`
    select membership_id as "membershipId", user_id as "userId", for_creditor_id as "creditorId", role, department
    from membership where user_id = ${userId} and ended_at is null order by membership_id`);
}

/** Those of a company, or for null the operator's own people. In a transaction that names no company. */
export async function listMembers(tx: Tx, creditorId: Uuid | null): Promise<Member[]> {
  const members = await tx.many<Member>(sql`
    select m.membership_id as "membershipId", m.user_id as "userId", m.for_creditor_id as "creditorId", m.role,
      m.department, u.name, u.email, m.made_at as since,
      u.two_factor_enabled or exists (select from signin_passkey p where p.user_id = u.id) as "hasSecondFactor"
    from membership m join signin_user u on u.id = m.user_id
    where m.for_creditor_id is not distinct from ${creditorId}::uuid and m.ended_at is null
    order by m.membership_id`);
  return members.map((member) => ({ ...member, since: instant(member.since) }));
}

/** Those that nobody has used or withdrawn, and that are not past. */
export async function listInvitations(tx: Tx, creditorId: Uuid | null, now: Date): Promise<Invitation[]> {
  const open = await tx.many<Invitation>(sql`
    select invitation_id as "invitationId", email, for_creditor_id as "creditorId", role, department,
      invited_by as "invitedBy", expires_at as "expiresAt"
    from invitation
    where for_creditor_id is not distinct from ${creditorId}::uuid and used_at is null and withdrawn_at is null
      and expires_at > ${now.toISOString()}::timestamptz
    order by invitation_id`);
  return open.map((one) => ({ ...one, expiresAt: instant(one.expiresAt) }));
}

/** The token goes to the one who is invited, and is kept as its hash alone. */
export async function invite(
  tx: Tx,
  given: Place & { readonly email: string },
  giver: Giver,
  now: Date,
): Promise<Refusable<{ readonly invitation: Invitation; readonly token: string }>> {
  const { creditorId, role, department } = given;
  const wrong = wrongPlace(given) ?? tooMuch(role, giver);
  if (wrong !== null) return { kind: "refused", reason: wrong };
  const email = given.email.trim().toLowerCase();
  const invitationId = uuidOf(now.getTime(), randomBytes(10));
  const token = randomBytes(TOKEN_BYTES).toString("base64url");
  const expiresAt = new Date(now.getTime() + INVITATION_DAYS * DAY_MS).toISOString();
  await tx.run(sql`
    insert into invitation (invitation_id, token_hash, email, for_creditor_id, role, department, invited_by, invited_at,
      expires_at)
    values (${invitationId}::uuid, ${sha256(token)}::bytea, ${email}, ${creditorId}::uuid, ${role}, ${department},
      ${giver.actor}, ${now.toISOString()}::timestamptz, ${expiresAt}::timestamptz)`);
  const { actor } = giver;
  const subject = `invitation:${invitationId}`;
  await addAuditLine(
    tx,
    { actor, act: "user-invited", subject, creditorId, details: { role, department } },
    now,
  );
  return {
    kind: "done",
    invitation: { invitationId, email, creditorId, role, department, invitedBy: actor, expiresAt },
    token,
  };
}

/** Undefined where there is no such invitation that is open. */
export async function withdrawInvitation(
  tx: Tx,
  { creditorId, invitationId }: { readonly creditorId: Uuid | null; readonly invitationId: Uuid },
  actor: string,
  now: Date,
): Promise<Invitation | undefined> {
  const open = await listInvitations(tx, creditorId, now);
  const found = open.find((one) => one.invitationId === invitationId);
  if (found === undefined) return undefined;
  await tx.run(sql`
    update invitation set withdrawn_at = ${now.toISOString()}::timestamptz where invitation_id = ${invitationId}::uuid`);
  const subject = `invitation:${invitationId}`;
  await addAuditLine(tx, { actor, act: "invitation-withdrawn", subject, creditorId }, now);
  return found;
}

export async function changeMembership(
  tx: Tx,
  { creditorId, membershipId }: { readonly creditorId: Uuid | null; readonly membershipId: Uuid },
  to: { readonly role: Role; readonly department: string | null },
  giver: Giver,
  now: Date,
): Promise<Refusable<object> | undefined> {
  const found = await heldMembership(tx, creditorId, membershipId);
  if (found === undefined) return undefined;
  const wrong =
    ownPlace(found, giver) ??
    wrongPlace({ creditorId, ...to }) ??
    tooMuch(to.role, giver) ??
    tooMuch(found.role, giver);
  if (wrong !== null) return { kind: "refused", reason: wrong };
  await tx.run(sql`
    update membership set role = ${to.role}, department = ${to.department} where membership_id = ${membershipId}::uuid`);
  const details = { from: found.role, to: to.role, department: to.department };
  const subject = `user:${found.userId}`;
  await addAuditLine(tx, { actor: giver.actor, act: "role-changed", subject, creditorId, details }, now);
  return { kind: "done" };
}

export async function endMembership(
  tx: Tx,
  { creditorId, membershipId }: { readonly creditorId: Uuid | null; readonly membershipId: Uuid },
  giver: Giver,
  now: Date,
): Promise<Refusable<object> | undefined> {
  const found = await heldMembership(tx, creditorId, membershipId);
  if (found === undefined) return undefined;
  const wrong = ownPlace(found, giver) ?? tooMuch(found.role, giver);
  if (wrong !== null) return { kind: "refused", reason: wrong };
  await tx.run(sql`
    update membership set ended_at = ${now.toISOString()}::timestamptz where membership_id = ${membershipId}::uuid`);
  const subject = `user:${found.userId}`;
  const details = { role: found.role };
  await addAuditLine(tx, { actor: giver.actor, act: "user-removed", subject, creditorId, details }, now);
  return { kind: "done" };
}

export function heldMembership(
  tx: Tx,
  creditorId: Uuid | null,
  membershipId: Uuid,
): Promise<Membership | undefined> {
  return tx.maybe<Membership>(sql`
    select membership_id as "membershipId", user_id as "userId", for_creditor_id as "creditorId", role, department
    from membership
    where membership_id = ${membershipId}::uuid and for_creditor_id is not distinct from ${creditorId}::uuid
      and ended_at is null
    for update`);
}

export type Accepting = {
  readonly token: string;
  /** Of somebody who is no user yet; without a password for who signs in otherwise. */
  readonly newUser: { readonly name: string; readonly passwordHash: string | null } | null;
  /** Who is signed in, if anybody. */
  readonly signedInAs: string | null;
};

/** Uses an invitation up. In a transaction that names no company. */
export async function acceptInvitation(
  tx: Tx,
  { token, newUser, signedInAs }: Accepting,
  now: Date,
): Promise<Refusable<{ readonly userId: string }>> {
  const at = now.toISOString();
  const used = await tx.maybe<Place & { readonly invitationId: Uuid; readonly email: string }>(sql`
    update invitation set used_at = ${at}::timestamptz
    where token_hash = ${sha256(token)}::bytea and used_at is null and withdrawn_at is null
      and expires_at > ${at}::timestamptz
    returning invitation_id as "invitationId", email, for_creditor_id as "creditorId", role, department`);
  if (used === undefined)
    return {
      kind: "refused",
      reason: "this invitation is not known, was used or withdrawn, or is past its days",
    };
  const known = await tx.maybe<{ id: string }>(sql`select id from signin_user where email = ${used.email}`);
  if (known !== undefined && known.id !== signedInAs)
    return {
      kind: "refused",
      reason: "there is a user with this address already: sign in first, then accept",
    };
  if (known === undefined && newUser === null)
    return { kind: "refused", reason: "a new user needs a name and a password" };
  const userId = known?.id ?? (await makeUser(tx, { ...newUser!, email: used.email }, now));
  await tx.run(sql`
    update membership set ended_at = ${at}::timestamptz
    where user_id = ${userId} and for_creditor_id is not distinct from ${used.creditorId}::uuid and ended_at is null`);
  await addMembership(tx, userId, used, now);
  const { creditorId, role, invitationId } = used;
  const details = { invitation: invitationId, role };
  await addAuditLine(
    tx,
    { actor: `user:${userId}`, act: "invitation-accepted", subject: `user:${userId}`, creditorId, details },
    now,
  );
  return { kind: "done", userId };
}

export type NewUser = {
  readonly name: string;
  readonly email: string;
  readonly passwordHash: string | null;
  /** Of a demonstration: it needs no second factor, and may do nothing beside a real company. */
  readonly isDemo?: boolean;
};

export type Standing = "user" | "demo" | "demo-beside-a-real-company";

/** What a user is, beside what it may do. In a transaction that names no company. */
export async function standingOf(tx: Tx, userId: string): Promise<Standing> {
  const { isDemo, hasReal } = await tx.one<{ isDemo: boolean; hasReal: boolean }>(sql`
    select is_demo as "isDemo", is_demo and exists (select from creditor where not is_sandbox) as "hasReal"
    from signin_user where id = ${userId}`);
  if (!isDemo) return "user";
  return hasReal ? "demo-beside-a-real-company" : "demo";
}

/** A user, with a password as better-auth reads it. */
export async function makeUser(tx: Tx, given: NewUser, now: Date): Promise<string> {
  const { name, email, passwordHash, isDemo = false } = given;
  const at = now.toISOString();
  const userId = uuidOf(now.getTime(), randomBytes(10));
  await tx.run(sql`
    insert into signin_user (id, name, email, email_verified, is_demo, created_at, updated_at)
    values (${userId}, ${name}, ${email.toLowerCase()}, true, ${isDemo}, ${at}::timestamptz, ${at}::timestamptz)`);
  if (passwordHash === null) return userId;
  await tx.run(sql`
    insert into signin_account (id, account_id, provider_id, user_id, password, created_at, updated_at)
    values (${uuidOf(now.getTime(), randomBytes(10))}, ${userId}, 'credential', ${userId}, ${passwordHash},
      ${at}::timestamptz, ${at}::timestamptz)`);
  return userId;
}

export async function addMembership(tx: Tx, userId: string, place: Place, now: Date): Promise<void> {
  await tx.run(sql`
    insert into membership (membership_id, user_id, for_creditor_id, role, department, made_at)
    values (${uuidOf(now.getTime(), randomBytes(10))}::uuid, ${userId}, ${place.creditorId}::uuid, ${place.role},
      ${place.department}, ${now.toISOString()}::timestamptz)`);
}

function wrongPlace({ creditorId, role, department }: Place): string | null {
  if (creditorId === null && !isStaff(role)) return `the role ${role} belongs to a company`;
  if (creditorId !== null && isStaff(role)) return `the role ${role} is the operator's to give`;
  if (department !== null && role !== "creditor-user")
    return "a department goes with the role creditor-user alone";
  return null;
}

/** Approving payouts is what an administrator may give and not do: it takes two people. */
function tooMuch(role: Role, { permissions }: Giver): string | null {
  if (permissions === null) return null;
  const missing = PERMISSIONS_OF[role].filter((one) => one !== "payouts:approve" && !permissions.has(one));
  return missing.length === 0
    ? null
    : `the role ${role} can do more than who gives or takes it: ${missing.join(", ")}`;
}

/** Why somebody may not change how a user signs in; null where they may. */
export function mayManage(held: Membership, giver: Giver): string | null {
  return ownPlace(held, giver) ?? tooMuch(held.role, giver);
}

function ownPlace({ userId }: Membership, { actor }: Giver): string | null {
  return actor === `user:${userId}`
    ? "nobody changes or ends their own role: ask another administrator"
    : null;
}

function instant(text: string): string {
  return new Date(text).toISOString();
}
