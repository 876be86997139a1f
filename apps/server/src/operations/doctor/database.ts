/** What the database is asked as it stands, before anything of ours is read from it. */
import pg from "pg";
import type { Database } from "../../database.ts";
import { migrations } from "../../store/index.ts";
import { JOBS_SCHEMA } from "../../store/jobs-schema.ts";
import { checkDatabase, checkJobs } from "../checks.ts";
import { type Finding, ofCheck, warning, well, wrong } from "./finding.ts";

const OLDEST = 150_000;

/** `isUsable` says whether an installation can be looked for in it. */
export async function lookAtDatabase(
  database: Database,
): Promise<{ readonly findings: readonly Finding[]; readonly isUsable: boolean }> {
  const client = new pg.Client({
    connectionString: database.url,
    application_name: "innfri doctor",
    connectionTimeoutMillis: 5_000,
  });
  client.on("error", () => undefined);
  try {
    await client.connect();
  } catch (error) {
    const code = (error as { readonly code?: string }).code ?? "no answer";
    const found = `it cannot be reached, or it refuses this user (${code})`;
    return {
      findings: [wrong("database", found, "Look at DATABASE_URL, and whether PostgreSQL runs.")],
      isUsable: false,
    };
  }
  try {
    const schema = await lookAtSchema(client);
    return {
      findings: [
        await lookAtServer(client, database),
        ...(await lookAtDurability(client)),
        schema,
        await lookAtUser(client, database),
      ],
      isUsable: schema.status === "ok",
    };
  } finally {
    await client.end();
  }
}

async function lookAtServer(client: pg.Client, { isEmbedded }: Database): Promise<Finding> {
  const { rows } = await client.query<{ version: string; number: number }>(
    "select current_setting('server_version') as version, current_setting('server_version_num')::int as number",
  );
  const { version, number } = rows[0]!;
  const what = `PostgreSQL ${version}, ${isEmbedded ? "embedded in the data directory" : "by DATABASE_URL"}`;
  return number < OLDEST
    ? wrong("database", what, "Innfri needs PostgreSQL 15 or newer.")
    : well("database", what);
}

/** Settings under which a committed letter can be gone after a power cut, and be sent again. */
async function lookAtDurability(client: pg.Client): Promise<readonly Finding[]> {
  const { rows } = await client.query<{ name: string; setting: string }>(
    `select name, setting from pg_settings
     where name in ('fsync', 'full_page_writes', 'synchronous_commit', 'data_checksums') order by name`,
  );
  const weak = rows.filter(({ name, setting }) => setting === "off" && name !== "data_checksums");
  const lines = weak.map(({ name }) =>
    wrong(
      "durability",
      `${name} is off: after a power cut the database can be corrupt, or have forgotten what was sent`,
      `alter system set ${name} = on; then reload PostgreSQL.`,
    ),
  );
  const unsummed = rows.some(({ name, setting }) => name === "data_checksums" && setting === "off");
  if (unsummed)
    lines.push(
      warning(
        "durability",
        "data checksums are off: a bad disk goes unnoticed",
        "pg_checksums --enable, while it is stopped.",
      ),
    );
  return lines.length > 0 ? lines : [well("durability", "what is committed is on the disk, with checksums")];
}

async function lookAtSchema(client: pg.Client): Promise<Finding> {
  const { rows } = await client.query<{ there: boolean }>(
    "select to_regclass('public.migration') is not null as there",
  );
  if (rows[0]?.there !== true)
    return wrong("schema", "there is nothing in the database yet", "innfri init --operator self|agency");
  const ours = await migrations();
  const applied = await client
    .query<{ name: string; sha256: string }>("set role innfri_auditor; select name, sha256 from migration")
    .then((results) => (results as unknown as pg.QueryResult<{ name: string; sha256: string }>[])[1]!.rows)
    .catch(() => undefined);
  await client.query("reset role").catch(() => undefined);
  if (applied === undefined)
    return wrong(
      "schema",
      "it cannot be read as the auditor",
      "As an administrator: grant innfri_auditor to this user.",
    );
  const known = new Map(ours.map(({ name, sha256 }) => [name, sha256]));
  if (applied.some(({ name, sha256 }) => known.get(name) !== sha256))
    return wrong("schema", "it was migrated by another version of Innfri", "Run that version here too.");
  const missing = ours.length - applied.length;
  if (missing > 0)
    return wrong(
      "schema",
      `it is ${missing} migrations behind this version`,
      "Make a backup, then start any command, such as innfri creditor list: it is brought up to date.",
    );
  return well("schema", `it is this version's, with ${applied.length} migrations`);
}

/** Whoever may be everybody is held by no rule of ours. */
async function lookAtUser(client: pg.Client, { isEmbedded }: Database): Promise<Finding> {
  if (isEmbedded) return well("database user", "each process may be the role it works as, and no other");
  const { rows } = await client.query<{ strong: boolean; owner: boolean; auditor: boolean }>(
    `select rolsuper or rolbypassrls as strong,
       exists (select from pg_roles r where r.rolname = 'innfri_owner' and pg_has_role(current_user, r.oid, 'member')) as owner,
       exists (select from pg_roles r where r.rolname = 'innfri_auditor' and pg_has_role(current_user, r.oid, 'member')) as auditor
     from pg_roles where rolname = current_user`,
  );
  const { strong, owner, auditor } = rows[0]!;
  if (strong || owner)
    return warning(
      "database user",
      `it is ${strong ? "a superuser" : "one who may be the owner"}: a statement that is smuggled in could lift every guard`,
      "Run the processes as a user who may be innfri_engine and innfri_auditor alone, and commands that migrate as this one.",
    );
  return auditor
    ? well("database user", "it may be the engine and the auditor, and not the owner")
    : warning(
        "database user",
        "it may not be the auditor: no metrics and no backup",
        "As an administrator: grant innfri_auditor to it.",
      );
}

/** Asked as the engine: clocks, and whether somebody works what can be worked. */
export async function lookAtWork(database: Database): Promise<readonly Finding[]> {
  const pool = await database.poolFor("innfri_engine", 2);
  const clock = (await checkDatabase(pool)).find(({ name }) => name === "clock");
  const client = await pool.connections.connect();
  try {
    const { rows } = await client.query<{ alive: number | null; waits: number | null }>(
      `select extract(epoch from now() - max(greatest(heartbeat_on, started_on, completed_on)))::float8 as alive,
         extract(epoch from now() - min(start_after) filter (where state in ('created', 'retry') and start_after <= now()))::float8 as waits
       from ${JOBS_SCHEMA}.job`,
    );
    const { alive, waits } = rows[0]!;
    return [...(clock === undefined ? [] : [ofCheck("clock", clock)]), workersOf(alive, waits)];
  } finally {
    client.release();
  }
}

const SILENT_SECONDS = 60;

function workersOf(alive: number | null, waits: number | null): Finding {
  if (alive === null || alive > SILENT_SECONDS)
    return warning(
      "workers",
      alive === null
        ? "none has ever worked here"
        : `none has been heard of for ${Math.round(alive)} seconds`,
      "Days are run by innfri serve or innfri worker; without them, run innfri run every day.",
    );
  return ofCheck("workers", checkJobs({ lastHeartbeatSeconds: alive, oldestWaitingSeconds: waits }));
}
