/**
 * Users of the server who may put on one role and no other. A process that connects as one cannot become the owner or
 * another role, whatever statement it is made to run.
 */
import { createHmac } from "node:crypto";
import { withAdministrator } from "./administrator.ts";
import { LOCKS } from "./locks.ts";
import type { WorkRole } from "./roles.ts";

/**
 * The address by which a process works as `role`, with its user made where it is missing. `url` is that of an
 * administrator of a server of our own; the user's password follows from the administrator's, so that every process
 * that knows that one finds the same.
 */
export async function loginFor(url: string, role: WorkRole): Promise<string> {
  const address = new URL(url);
  const user = `login_${role}`;
  // Hexadecimal digits: nothing in it needs quoting.
  const password = createHmac("sha256", decodeURIComponent(address.password)).update(user).digest("hex");
  await withAdministrator(url, async (client) => {
    await client.query(`select pg_advisory_lock(${LOCKS.roles})`);
    const { rows } = await client.query<{ others: string[] }>(
      `select array(select quote_ident(r.rolname) from pg_auth_members m join pg_roles r on r.oid = m.roleid
         where m.member = u.oid and r.rolname <> $2) as others
       from pg_roles u where u.rolname = $1`,
      [user, role],
    );
    if (rows.length === 0) await client.query(`create role ${user}`);
    for (const other of rows[0]?.others ?? []) await client.query(`revoke ${other} from ${user}`);
    await client.query(
      `alter role ${user} login noinherit nosuperuser nobypassrls nocreaterole nocreatedb noreplication
         password '${password}'; grant ${role} to ${user}`,
    );
  });
  address.username = user;
  address.password = password;
  return address.href;
}
