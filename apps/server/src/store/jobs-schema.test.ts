import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { withAdministrator } from "./administrator.ts";
import { JOBS_SCHEMA } from "./jobs-schema.ts";
import { OWNER_ROLE, WORK_ROLES } from "./roles.ts";

const database = await testDatabase();

describe("The job queue's tables", () => {
  it("Nobody but the engine reaches them, and only their owner changes their shape", async () => {
    const { rows } = await withAdministrator(database.url, (client) =>
      client.query<{ role: string; reads: number; writes: number; owns: number; calls: number }>(
        `select role, (has_schema_privilege(role, $1, 'usage'))::int as reads,
           (select count(*)::int from pg_class c where c.relnamespace = $1::regnamespace and c.relkind in ('r', 'p')
              and has_table_privilege(role, c.oid, 'insert, update, delete')) as writes,
           (select count(*)::int from pg_class c where c.relnamespace = $1::regnamespace
              and pg_get_userbyid(c.relowner) = role) as owns,
           (select count(*)::int from pg_proc p where p.pronamespace = $1::regnamespace
              and has_function_privilege(role, p.oid, 'execute')) as calls
         from unnest($2::text[]) role order by role`,
        [JOBS_SCHEMA, [OWNER_ROLE, ...WORK_ROLES]],
      ),
    );
    const may = (role: string) => rows.find((row) => row.role === role)!;
    expect(may("innfri_engine").writes).toBeGreaterThan(5);
    expect(may("innfri_engine").owns).toBe(0);
    expect(may(OWNER_ROLE).owns).toBeGreaterThan(5);
    for (const role of ["innfri_api", "innfri_debtor", "innfri_auditor"])
      expect(may(role)).toEqual({ role, reads: 0, writes: 0, owns: 0, calls: 0 });
  });
});
