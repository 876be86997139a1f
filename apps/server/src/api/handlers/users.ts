import { isUuid, type Uuid } from "@innfri/kernel";
import { type Pool, type Tx, withOperator } from "../../store/index.ts";
import {
  changeMembership,
  endMembership,
  type Invitation,
  invite,
  listInvitations,
  listMembers,
  type Place,
  type Refusable,
  withdrawInvitation,
} from "../../usecases/users.ts";
import type { Caller } from "../caller.ts";
import type { Handlers } from "../handler.ts";
import { refusal } from "../problem.ts";
import { sentence } from "./claims.ts";

type UserHandlers = Pick<
  Handlers,
  | ("listUsers" | "inviteUser" | "withdrawInvitation" | "changeUser" | "removeUser")
  | ("listStaff" | "inviteStaff" | "withdrawStaffInvitation" | "changeStaff" | "removeStaff")
>;

export const USER_HANDLERS: UserHandlers = {
  listUsers: ({ deployment, creditor, now }) => list(deployment.pool, creditor.creditorId, now),
  listStaff: ({ deployment, now }) => list(deployment.pool, null, now),

  inviteUser: (tx, { body, caller, creditor, now }) =>
    invited(tx, { ...body, creditorId: creditor.creditorId }, caller, now),
  inviteStaff: (tx, { body, caller, now }) => invited(tx, { ...body, creditorId: null }, caller, now),

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

async function invited(tx: Tx, given: Place & { readonly email: string }, caller: Caller, now: Date) {
  const outcome = await invite(tx, given, caller, now);
  if (outcome.kind === "refused")
    return refusal("refused", `${sentence(outcome.reason)} Nobody was invited.`);
  return {
    body: { invitation: invitationBody(outcome.invitation), token: null },
    shownOnce: { token: outcome.token },
  };
}

async function withdrawn(tx: Tx, creditorId: Uuid | null, id: string, caller: Caller, now: Date) {
  const found = isUuid(id)
    ? await withdrawInvitation(tx, { creditorId, invitationId: id as Uuid }, caller.actor, now)
    : undefined;
  return found === undefined
    ? refusal("not-found", "There is no such invitation that is open.")
    : { body: invitationBody(found) };
}

async function ofMember(
  id: string,
  work: (membershipId: Uuid) => Promise<Refusable<object> | undefined>,
): Promise<Refusable<object> | undefined> {
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
