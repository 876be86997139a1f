import { ROLES, type Role } from "@innfri/contract";
import { isEmailAddress } from "@innfri/formats";
import type { Uuid } from "@innfri/kernel";
import type { Command } from "commander";
import type { OpenedInstallation } from "../../installation.ts";
import { type Tx, withCreditor, withOperator } from "../../store/index.ts";
import { endMembership, type Giver, invite, listInvitations, listMembers } from "../../usecases/users.ts";
import { PERSON } from "../acted.ts";
import { onInstallation } from "../context.ts";
import { type Answer, table, UsageError } from "../output.ts";
import { idOf, oneOf } from "../parse-options.ts";
import { whichCreditors } from "../which-creditors.ts";
import { wrapped } from "../wrap.ts";

type InviteOptions = {
  readonly email: string;
  readonly role: Role;
  readonly creditor?: string;
  readonly department?: string;
};

/** Whoever has the machine may give every role. */
const MACHINE: Giver = { actor: PERSON, permissions: null };

/** `innfri user …`: an operator's first administrator is invited from here, and others over the API. */
export function registerUser(program: Command): void {
  const user = program.command("user").description("people who sign in");
  user
    .command("invite")
    .description("invite somebody; the token is printed once, for you to hand over")
    .requiredOption("--email <address>", "the address that they sign in with")
    .requiredOption("--role <role>", `what they may do: ${ROLES.join(", ")}`, oneOf("--role", ROLES))
    .option("--creditor <id>", "at this company; the roles of a creditor need it")
    .option("--department <name>", "for a creditor-user: only claims of this department")
    .action(async ({ email, role, creditor, department }: InviteOptions, command: Command) => {
      if (!isEmailAddress(email))
        throw new UsageError(
          `--email takes an e-mail address, not ${JSON.stringify(email)}. Nothing was done.`,
        );
      await onInstallation(command, async (installation) => {
        const of = await ownerOf(installation, creditor);
        const given = { email, role, creditorId: of, department: department ?? null };
        return invitedAnswer(await inside(installation, of, (tx) => invite(tx, given, MACHINE, new Date())));
      });
    });
  user
    .command("list")
    .description("the operator's people, or those of a company, and who is invited")
    .option("--creditor <id>", "those of this company")
    .action(async ({ creditor }: { creditor?: string }, command: Command) => {
      await onInstallation(command, async (installation) => {
        const of = await ownerOf(installation, creditor);
        // People stand in tables that a transaction for one company does not reach.
        return inside(installation, null, (tx) => listAnswer(tx, of));
      });
    });
  user
    .command("remove <id>")
    .description("take away what a user may do, by the id of their place")
    .option("--creditor <id>", "at this company")
    .action(async (id: string, { creditor }: { creditor?: string }, command: Command) => {
      const membershipId = idOf("user's place", id);
      await onInstallation(command, async (installation) => {
        const of = await ownerOf(installation, creditor);
        const outcome = await inside(installation, of, (tx) =>
          endMembership(tx, { creditorId: of, membershipId }, MACHINE, new Date()),
        );
        if (outcome === undefined)
          throw new UsageError(
            `There is no such user. Run: innfri user list${of === null ? "" : ` --creditor ${of}`}`,
          );
        return { json: { removed: id }, text: "They may do nothing here any more.", exitCode: 0 };
      });
    });
}

async function ownerOf({ pool }: OpenedInstallation, option: string | undefined): Promise<Uuid | null> {
  return option === undefined ? null : (await whichCreditors(pool, option))[0]!;
}

async function inside<T>(
  installation: OpenedInstallation,
  of: Uuid | null,
  work: (tx: Tx) => Promise<T>,
): Promise<T> {
  const pool = await installation.poolFor("innfri_api", 1);
  return of === null ? withOperator(pool, work) : withCreditor(pool, of, work);
}

function invitedAnswer(outcome: Awaited<ReturnType<typeof invite>>): Answer {
  if (outcome.kind === "refused")
    return {
      json: { refused: outcome.reason },
      text: `Refused: ${outcome.reason}. Nobody was invited.`,
      exitCode: 1,
    };
  const { invitation, token } = outcome;
  const { invitationId, email, role, expiresAt } = invitation;
  return {
    json: { id: invitationId, email, role, expiresAt, token },
    text: `${token}\n\n${wrapped("", `Hand it to ${email}: it makes a user of them, once, until ${expiresAt.slice(0, 10)}. It is shown here and nowhere else.`)}`,
    exitCode: 0,
  };
}

async function listAnswer(tx: Tx, of: Uuid | null): Promise<Answer> {
  const members = await listMembers(tx, of);
  const invitations = await listInvitations(tx, of, new Date());
  const lines = [
    ...members.map(({ membershipId, name, email, role, hasSecondFactor }) => [
      membershipId,
      name,
      email,
      role,
      hasSecondFactor ? "second factor" : "password alone",
    ]),
    ...invitations.map(({ invitationId, email, role }) => [invitationId, "-", email, role, "invited"]),
  ];
  return {
    json: {
      users: members.map(({ membershipId, creditorId: _, ...rest }) => ({ id: membershipId, ...rest })),
      invitations: invitations.map(({ invitationId, creditorId: _, ...rest }) => ({
        id: invitationId,
        ...rest,
      })),
    },
    text: lines.length === 0 ? "There is no user yet. Next: innfri user invite --help" : table(lines),
    exitCode: 0,
  };
}
