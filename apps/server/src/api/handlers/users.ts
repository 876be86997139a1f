import { isUuid, type Uuid } from "@innfri/kernel";
import { type Pool, type Tx, withOperator } from "../../store/index.ts";
import { askForEmail, EMAIL_HOURS, resetSecondFactor } from "../../usecases/credentials.ts";
import {
  changeMembership,
  endMembership,
  INVITATION_DAYS,
  type Invitation,
  invite,
  listInvitations,
  listMembers,
  type Place,
  type Refusable,
  withdrawInvitation,
} from "../../usecases/users.ts";
import type { Caller } from "../caller.ts";
import type { Deployment, Handlers } from "../handler.ts";
import { refusal } from "../problem.ts";
import { sentence } from "./claims.ts";

type UserHandlers = Pick<
  Handlers,
  | ("listUsers" | "inviteUser" | "withdrawInvitation" | "changeUser" | "removeUser")
  | ("resetUserSecondFactor" | "changeUserEmail" | "resetStaffSecondFactor" | "changeStaffEmail")
  | ("listStaff" | "inviteStaff" | "withdrawStaffInvitation" | "changeStaff" | "removeStaff")
>;

export const USER_HANDLERS: UserHandlers = {
  listUsers: ({ deployment, creditor, now }) => list(deployment.pool, creditor.creditorId, now),
  listStaff: ({ deployment, now }) => list(deployment.pool, null, now),

  inviteUser: (tx, { deployment, body, caller, creditor, now }) => {
    const place = { name: creditor.name, language: creditor.country === "SE" ? "sv" : "nb" } as const;
    return invited(tx, { ...body, creditorId: creditor.creditorId }, place, caller, deployment, now);
  },
  inviteStaff: (tx, { deployment, body, caller, now }) => {
    const place = { name: deployment.operator.name, language: "nb" } as const;
    return invited(tx, { ...body, creditorId: null }, place, caller, deployment, now);
  },

  resetUserSecondFactor: ({ deployment, params, caller, creditor, now }) =>
    factorReset(deployment, creditor.creditorId, params.memberId, caller, now),
  resetStaffSecondFactor: ({ deployment, params, caller, now }) =>
    factorReset(deployment, null, params.memberId, caller, now),

  changeUserEmail: ({ deployment, params, body, caller, creditor, now }) =>
    emailAsked(deployment, creditor.creditorId, params.memberId, body.email, caller, now),
  changeStaffEmail: ({ deployment, params, body, caller, now }) =>
    emailAsked(deployment, null, params.memberId, body.email, caller, now),

  withdrawInvitation: (tx, { params, caller, creditor, now }) =>
    withdrawn(tx, creditor.creditorId, params.invitationId, caller, now),
  withdrawStaffInvitation: (tx, { params, caller, now }) =>
    withdrawn(tx, null, params.invitationId, caller, now),

  changeUser: async (tx, { params, body, caller, creditor, now }) =>
    done(
      await ofMember(params.memberId, (membershipId) =>
        changeMembership(tx, { creditorId: creditor.creditorId, membershipId }, body, caller, now),
      ),
    ),
  changeStaff: async (tx, { params, body, caller, now }) =>
    done(
      await ofMember(params.memberId, (membershipId) =>
        changeMembership(tx, { creditorId: null, membershipId }, body, caller, now),
      ),
    ),

  removeUser: async (tx, { params, caller, creditor, now }) =>
    done(
      await ofMember(params.memberId, (membershipId) =>
        endMembership(tx, { creditorId: creditor.creditorId, membershipId }, caller, now),
      ),
    ),
  removeStaff: async (tx, { params, caller, now }) =>
    done(
      await ofMember(params.memberId, (membershipId) =>
        endMembership(tx, { creditorId: null, membershipId }, caller, now),
      ),
    ),
};

async function list(pool: Pool, creditorId: Uuid | null, now: Date) {
  // People stand in tables that a transaction for one company does not reach.
  const [members, invitations] = await withOperator(pool, (tx) =>
    Promise.all([listMembers(tx, creditorId), listInvitations(tx, creditorId, now)]),
  );
  const items = members.map(({ membershipId, creditorId: _, ...rest }) => ({ id: membershipId, ...rest }));
  return { body: { items, invitations: invitations.map(invitationBody) } };
}

async function invited(
  tx: Tx,
  given: Place & { readonly email: string },
  place: { readonly name: string; readonly language: "nb" | "sv" },
  caller: Caller,
  { mailer }: Deployment,
  now: Date,
) {
  const outcome = await invite(tx, given, caller, now);
  if (outcome.kind === "refused")
    return refusal("refused", `${sentence(outcome.reason)} Nobody was invited.`);
  const { invitation, token } = outcome;
  const body = { invitation: invitationBody(invitation), token: null };
  if (mailer === undefined || mailer.address === null) return { body, shownOnce: { token } };
  const url = `${mailer.address}/invitation#token=${token}`;
  const mail = { kind: "invitation", url, place: place.name, days: INVITATION_DAYS } as const;
  const to = { name: "", email: invitation.email };
  const afterwards = async () => {
    // It has its tries of its own, which nobody waits for.
    void mailer.send(to, { ...mail, language: place.language }, now);
  };
  return { body, afterwards, ...(mailer.hasServer ? {} : { shownOnce: { token } }) };
}

async function factorReset(
  { pool, mailer }: Deployment,
  creditorId: Uuid | null,
  memberId: string,
  caller: Caller,
  now: Date,
) {
  const outcome = await ofMember(memberId, (membershipId) =>
    withOperator(pool, (tx) => resetSecondFactor(tx, { creditorId, membershipId }, giverOf(caller), now)),
  );
  if (outcome?.kind === "done") {
    const { user } = outcome;
    void mailer?.send(user, { kind: "second-factor-reset", language: user.language }, now);
  }
  return done(outcome);
}

async function emailAsked(
  { pool, mailer }: Deployment,
  creditorId: Uuid | null,
  memberId: string,
  email: string,
  caller: Caller,
  now: Date,
) {
  if (mailer === undefined || mailer.address === null)
    return refusal(
      "refused",
      "A new address is proved by a link that is mailed to it: set INNFRI_ADDRESS and INNFRI_SMTP_URL first. Nothing was changed.",
    );
  const outcome = await ofMember(memberId, (membershipId) =>
    withOperator(pool, (tx) => askForEmail(tx, { creditorId, membershipId }, email, giverOf(caller), now)),
  );
  if (outcome?.kind === "done") {
    const { user, token } = outcome;
    const { language } = user;
    const url = `${mailer.address}/confirm-email#token=${token}`;
    void mailer.send(user, { kind: "email-change-asked", language }, now);
    const to = { ...user, email: outcome.email };
    void mailer.send(to, { kind: "confirm-email", language, url, hours: EMAIL_HOURS }, now);
  }
  return done(outcome);
}

function giverOf({ actor, permissions, creditorId }: Caller) {
  return { actor, permissions, isOperators: creditorId === null };
}

async function withdrawn(tx: Tx, creditorId: Uuid | null, id: string, caller: Caller, now: Date) {
  const found = isUuid(id)
    ? await withdrawInvitation(tx, { creditorId, invitationId: id as Uuid }, caller.actor, now)
    : undefined;
  return found === undefined
    ? refusal("not-found", "There is no such invitation that is open.")
    : { body: invitationBody(found) };
}

async function ofMember<T extends object>(
  id: string,
  work: (membershipId: Uuid) => Promise<Refusable<T> | undefined>,
): Promise<Refusable<T> | undefined> {
  return isUuid(id) ? work(id as Uuid) : undefined;
}

function done(outcome: Refusable<object> | undefined) {
  if (outcome === undefined) return refusal("not-found", "There is no such user here.");
  if (outcome.kind === "refused")
    return refusal("refused", `${sentence(outcome.reason)} Nothing was changed.`);
  return { body: undefined };
}

function invitationBody({ invitationId, creditorId: _, ...rest }: Invitation) {
  return { id: invitationId, ...rest };
}
