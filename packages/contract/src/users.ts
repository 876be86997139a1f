/** Users and their roles: who may sign in for a company, or for the operator. */
import { z } from "zod";
import { inCreditor } from "./claims.ts";
import { operation, type Shape } from "./operation.ts";
import { ROLES, type Role } from "./permissions.ts";
import { id, instant } from "./values.ts";

const department = z.string().trim().min(1).max(200).nullable().default(null).meta({
  description: "Of a `creditor-user`: only claims of this department.",
});
const email = z.email().max(254);

const member = z
  .strictObject({
    id: id.meta({ description: "Of this user's place here." }),
    userId: z.string(),
    name: z.string(),
    email: z.string(),
    role: z.enum(ROLES),
    department: z.string().nullable(),
    hasSecondFactor: z.boolean(),
    since: instant,
  })
  .meta({ id: "Member" });

const invitation = z
  .strictObject({
    id,
    email: z.string(),
    role: z.enum(ROLES),
    department: z.string().nullable(),
    invitedBy: z.string(),
    expiresAt: instant,
  })
  .meta({ id: "Invitation" });

const members = z
  .strictObject({ items: z.array(member), invitations: z.array(invitation) })
  .meta({ id: "MemberList" });

const invited = z
  .strictObject({
    invitation,
    token: z.string().nullable().meta({
      description:
        "What the invited person accepts with; null where it went there by e-mail, or the request was a repetition.",
    }),
  })
  .meta({ id: "Invited" });

const CREDITORS = ["creditor-admin", "creditor-user"] as const satisfies readonly Role[];
const OPERATORS = ["operator-admin", "case-handler", "finance", "auditor"] as const satisfies readonly Role[];

/** The same seven calls for a company and for the operator. */
type Seven = readonly [string, string, string, string, string, string, string];
const place = <const Names extends Seven, P extends Shape>(
  names: Names,
  path: string,
  params: P,
  who: string,
) => ({ names, path, params, who });

const atCreditor = place(
  [
    ...(["listUsers", "inviteUser", "withdrawInvitation", "changeUser", "removeUser"] as const),
    ...(["resetUserSecondFactor", "changeUserEmail"] as const),
  ],
  "/v1/creditors/{creditorId}/users",
  inCreditor,
  "the company",
);
const atOperator = place(
  [
    ...(["listStaff", "inviteStaff", "withdrawStaffInvitation", "changeStaff", "removeStaff"] as const),
    ...(["resetStaffSecondFactor", "changeStaffEmail"] as const),
  ],
  "/v1/operator/users",
  {},
  "the operator",
);

function callsOf<const Names extends Seven, P extends Shape, const Roles extends readonly [Role, ...Role[]]>(
  { names, path, params, who }: ReturnType<typeof place<Names, P>>,
  roles: Roles,
  name: string,
) {
  const shared = { tag: "Users", needs: "users:manage" } as const;
  const [list, invite, withdraw, change, remove, resetFactor, changeEmail] = names;
  return [
    operation({
      ...shared,
      ...{ id: list, method: "get", path, params, answer: members },
      summary: `Who may sign in for ${who}, and who is invited`,
    }),
    operation({
      ...shared,
      ...{ id: invite, method: "post", path: `${path}/invitations`, params, status: 201, answer: invited },
      summary: `Invite somebody for ${who}`,
      description:
        "A role that can do more than the caller is refused. The invitation holds for seven days, once.",
      body: z.strictObject({ email, role: z.enum(roles), department }).meta({ id: `Invite${name}` }),
      problems: ["refused"],
    }),
    operation({
      ...shared,
      ...{
        id: withdraw,
        method: "post",
        path: `${path}/invitations/{invitationId}/withdraw`,
        answer: invitation,
      },
      params: { ...params, invitationId: id },
      summary: "Withdraw an invitation that nobody has accepted yet",
    }),
    operation({
      ...shared,
      ...{
        id: change,
        method: "post",
        path: `${path}/{memberId}/change`,
        params: { ...params, memberId: id },
      },
      summary: "Give a user another role; it counts from the user's next request",
      body: z.strictObject({ role: z.enum(roles), department }).meta({ id: `Change${name}` }),
      problems: ["refused"],
    }),
    operation({
      ...shared,
      ...{
        id: remove,
        method: "post",
        path: `${path}/{memberId}/remove`,
        params: { ...params, memberId: id },
      },
      summary: `Take away what a user may do for ${who}, at once`,
      problems: ["refused"],
    }),
    operation({
      ...shared,
      ...{
        id: resetFactor,
        method: "post",
        path: `${path}/{memberId}/reset-second-factor`,
        params: { ...params, memberId: id },
      },
      summary: "Take away a user's one-time codes, recovery codes and passkeys, because they are lost",
      description:
        "Identities of providers go too, where the user has a password to come in with. Every session of the user ends, and it is told by e-mail. Of a user who works elsewhere too this is the operator's to do.",
      problems: ["refused"],
      isKeyed: false,
    }),
    operation({
      ...shared,
      ...{
        id: changeEmail,
        method: "post",
        path: `${path}/{memberId}/change-email`,
        params: { ...params, memberId: id },
      },
      summary: "Ask that a user signs in with another e-mail address",
      description:
        "It counts once the user has come by the link that is mailed to it and holds for a day; the address of before is told. Then every session of the user ends. Of a user who works elsewhere too this is the operator's to do.",
      body: z.strictObject({ email }).meta({ id: `Change${name}Email` }),
      problems: ["refused"],
      isKeyed: false,
    }),
  ] as const;
}

export const [
  listUsers,
  inviteUser,
  withdrawInvitation,
  changeUser,
  removeUser,
  resetUserSecondFactor,
  changeUserEmail,
] = callsOf(atCreditor, CREDITORS, "User");
export const [
  listStaff,
  inviteStaff,
  withdrawStaffInvitation,
  changeStaff,
  removeStaff,
  resetStaffSecondFactor,
  changeStaffEmail,
] = callsOf(atOperator, OPERATORS, "Staff");
