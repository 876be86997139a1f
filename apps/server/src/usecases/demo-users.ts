/** Users to try it with: in an installation that has sandboxes alone, and of no use beside a real company. */
import type { Role } from "@innfri/contract";
import type { Uuid } from "@innfri/kernel";
import { hashOf } from "../signin/passwords.ts";
import { type Pool, sql, withOperator } from "../store/index.ts";
import { addMembership, isStaff, makeUser } from "./users.ts";

/** Everybody may know it: it opens nothing but made-up companies. */
const DEMO_PASSWORD = "made-up-people-owe-made-up-money";

/** Every role there is has one, and administrators of the operator are two: who enters new law does not confirm it. */
export type DemoUser = {
  readonly role: Role;
  readonly email: string;
  readonly password: string;
};

const PEOPLE = [
  { role: "operator-admin", name: "Ada Oppdiktet", email: "admin@innfri.example" },
  { role: "operator-admin", name: "Vera Oppdiktet", email: "second-admin@innfri.example" },
  { role: "case-handler", name: "Sara Oppdiktet", email: "handler@innfri.example" },
  { role: "finance", name: "Olav Oppdiktet", email: "finance@innfri.example" },
  { role: "auditor", name: "Liv Oppdiktet", email: "auditor@innfri.example" },
  { role: "creditor-admin", name: "Kim Oppdiktet", email: "creditor@innfri.example" },
  { role: "creditor-user", name: "Nils Oppdiktet", email: "colleague@innfri.example" },
] as const satisfies readonly { role: Role; name: string; email: string }[];

/**
 * Makes those that are not there yet; the users of a company are those of `creditorIds`, all of them. With a pool of the role
 * `innfri_api`. Refused where there is a company that is no sandbox.
 */
export async function makeDemoUsers(
  pool: Pool,
  creditorIds: readonly Uuid[],
  now: Date,
): Promise<
  | { readonly kind: "made"; readonly users: readonly DemoUser[] }
  | { readonly kind: "refused"; readonly reason: string }
> {
  const passwordHash = await hashOf(DEMO_PASSWORD);
  return withOperator(pool, async (tx) => {
    const real = await tx.many(sql`select from creditor where not is_sandbox limit 1`);
    if (real.length > 0) return { kind: "refused", reason: "there is a company here that is no sandbox" };
    for (const { role, name, email } of PEOPLE) {
      const known = await tx.maybe(sql`select from signin_user where email = ${email}`);
      if (known !== undefined) continue;
      const userId = await makeUser(tx, { name, email, passwordHash, isDemo: true }, now);
      const places = isStaff(role) ? [null] : creditorIds;
      for (const creditorId of places)
        await addMembership(tx, userId, { creditorId, role, department: null }, now);
    }
    const users = PEOPLE.map(({ role, email }) => ({ role, email, password: DEMO_PASSWORD }));
    return { kind: "made", users };
  });
}
