/** Who an identity that a provider vouches for is here: a user who is known already, or one who was invited. */
import { randomBytes } from "node:crypto";
import { uuidOf } from "@innfri/kernel";
import { type DebtorSession, debtorSessionFor } from "../door/come-in.ts";
import { debtorsOfPerson, personOfNumber } from "../persons/persons.ts";
import type { Keys } from "../secrets/keys.ts";
import type { Identity } from "../signin/oidc.ts";
import { hasSecondFactor } from "../signin/passkeys.ts";
import { sql, type Tx } from "../store/index.ts";
import { addAuditLine } from "./audit-lines.ts";
import { acceptInvitation, type Refusable } from "./users.ts";

export type IdentityFor =
  | { readonly kind: "sign-in" }
  /** Somebody who is signed in adds this way of doing so. */
  | { readonly kind: "link"; readonly userId: string }
  | { readonly kind: "invitation"; readonly token: string; readonly name: string | null };

const ONE_FACTOR = {
  kind: "refused",
  reason:
    "this user has a second factor, and the provider vouches for one alone: sign in by password and code",
} as const;

/** The user who it is, and whether it comes by this identity for the first time. Nobody becomes one who was not invited. In a transaction that names no company. */
export async function userOfIdentity(
  tx: Tx,
  providerId: string,
  identity: Identity,
  wanted: IdentityFor,
  now: Date,
): Promise<Refusable<{ readonly userId: string; readonly isNew: boolean }>> {
  const provider = `oidc:${providerId}`;
  const linked = await tx.maybe<{ id: string }>(sql`
    select user_id as id from signin_account where provider_id = ${provider} and account_id = ${identity.subject}`);
  const isNew = linked === undefined;
  const isTooWeak = async (userId: string) => !identity.isStrong && (await hasSecondFactor(tx, userId));
  if (wanted.kind === "link") {
    if (linked !== undefined && linked.id !== wanted.userId)
      return { kind: "refused", reason: "this identity belongs to another user already" };
    if (linked === undefined) await link(tx, provider, identity.subject, wanted.userId, now);
    return { kind: "done", userId: wanted.userId, isNew };
  }
  if (wanted.kind === "invitation") {
    if (linked !== undefined && (await isTooWeak(linked.id))) return ONE_FACTOR;
    const name = wanted.name ?? identity.name;
    const newUser = linked !== undefined || name === null ? null : { name, passwordHash: null };
    const accepting = { token: wanted.token, newUser, signedInAs: linked?.id ?? null };
    const accepted = await acceptInvitation(tx, accepting, now);
    if (accepted.kind === "done" && linked === undefined)
      await link(tx, provider, identity.subject, accepted.userId, now);
    return accepted.kind === "done" ? { ...accepted, isNew } : accepted;
  }
  const byEmail =
    linked !== undefined || identity.email === null
      ? undefined
      : await tx.maybe<{ id: string }>(sql`select id from signin_user where email = ${identity.email}`);
  const user = linked ?? byEmail;
  if (user === undefined)
    return { kind: "refused", reason: "there is no user here with this identity or its verified address" };
  if (await isTooWeak(user.id)) return ONE_FACTOR;
  if (linked === undefined) await link(tx, provider, identity.subject, user.id, now);
  return { kind: "done", userId: user.id, isNew };
}

async function link(tx: Tx, provider: string, subject: string, userId: string, now: Date): Promise<void> {
  const at = now.toISOString();
  await tx.run(sql`
    insert into signin_account (id, account_id, provider_id, user_id, created_at, updated_at)
    values (${uuidOf(now.getTime(), randomBytes(10))}, ${subject}, ${provider}, ${userId}, ${at}::timestamptz,
      ${at}::timestamptz)`);
  const actor = `user:${userId}`;
  await addAuditLine(
    tx,
    { actor, act: "identity-linked", subject: actor, creditorId: null, details: { provider } },
    now,
  );
}

/** Lets the person with this national identity number in at every company that has it as a debtor. */
export async function debtorSessionsOf(
  tx: Tx,
  keys: Keys,
  { number, provider }: { readonly number: string; readonly provider: string },
  now: Date,
): Promise<DebtorSession[]> {
  const personId = await personOfNumber(tx, keys, number);
  const debtors = personId === undefined ? [] : await debtorsOfPerson(tx, personId);
  const sessions: DebtorSession[] = [];
  for (const debtor of debtors) {
    sessions.push(await debtorSessionFor(tx, debtor, "identity", now));
    const { creditorId, debtorId } = debtor;
    const details = { by: `oidc:${provider}` };
    const subject = `debtor:${debtorId}`;
    await addAuditLine(tx, { actor: "debtor", act: "debtor-signed-in", subject, creditorId, details }, now);
  }
  return sessions;
}
