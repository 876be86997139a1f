/** Is this process alive, and may work be sent to it? Answered for load balancers and for whoever watches. */
import { dayIn } from "../clock.ts";
import { errorFields, log } from "../log/index.ts";
import { PROGRAM_VERSION } from "../program-version.ts";
import type { Pool } from "../store/sql.ts";
import { checkDatabase, checkDisk, checkJobs, checkLaw, checkMigrations, type JobsState } from "./checks.ts";
import { type Check, type Report, reportOf } from "./report.ts";

export type Health = Report & { readonly version: string; readonly uptimeSeconds: number };

export type HealthQuestion = {
  readonly pool: Pool;
  readonly directory: string;
  /** How the jobs stand; left out where this process has none. */
  readonly jobs?: () => Promise<JobsState>;
};

/** The process answers. Whether what it stands on does is another question: killing it would not mend a database. */
export function live(): Health {
  return { ...reportOf([]), version: PROGRAM_VERSION, uptimeSeconds: Math.round(process.uptime()) };
}

/** Everything that a run stands on. Where the report is `failing`, answer with 503. */
export async function ready(question: HealthQuestion, now: Date): Promise<Health> {
  const database = await checkDatabase(question.pool);
  const isThere = database.every(({ name, status }) => name !== "database" || status === "ok");
  const checks = [
    ...database,
    ...(isThere ? await checksOnDatabase(question) : []),
    await checkDisk(question.directory),
    checkLaw(dayIn("Europe/Oslo", now)),
  ];
  return { ...reportOf(checks), version: PROGRAM_VERSION, uptimeSeconds: Math.round(process.uptime()) };
}

async function checksOnDatabase({ pool, jobs }: HealthQuestion): Promise<readonly Check[]> {
  try {
    const schema = await checkMigrations(pool);
    return jobs === undefined ? [schema] : [schema, checkJobs(await jobs())];
  } catch (error) {
    log.warn("health-changed", { check: "database", ...errorFields(error) });
    const what = "The database broke off while it was asked.";
    return [{ name: "database", status: "failing", what, values: {} }];
  }
}
