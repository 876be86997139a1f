/** `npm run bench`: each figure beside its floor, on the embedded database or on the server in DATABASE_URL. */
import { mkdtemp, rm } from "node:fs/promises";
import { cpus, tmpdir, totalmem } from "node:os";
import path from "node:path";
import { parseArgs } from "node:util";
import { migrate, startEmbedded, withAdministrator } from "@innfri/server/store";
import { benchDailyRun } from "./daily-run.ts";
import { benchDecisions } from "./decisions.ts";
import { figureJson } from "./figure.ts";
import { benchLawRehearsal } from "./law-rehearsal.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    claims: { type: "string", default: "100000" },
    due: { type: "string", default: "20000" },
    rounds: { type: "string", default: "12000" },
  },
});

const directory = await mkdtemp(path.join(tmpdir(), "innfri-bench-"));
const server = await startEmbedded({ directory: path.join(directory, "pg") });
try {
  await withAdministrator(server.url, (client) => client.query("create database bench_migrated"));
  const migrated = new URL(server.url);
  migrated.pathname = "/bench_migrated";
  await migrate(migrated.href);
  const size = { claims: Number(values.claims), due: Number(values.due) };
  const figures = [
    ...benchDecisions(Number(values.rounds)),
    ...(await benchDailyRun(server.url, size)),
    ...(await benchLawRehearsal(server.url, size.claims)),
  ].map(figureJson);
  if (values.json) process.stdout.write(`${JSON.stringify(figures, null, 2)}\n`);
  else {
    process.stdout.write(
      `${cpus().length} cores, ${Math.round(totalmem() / 2 ** 30)} GiB, node ${process.versions.node}, embedded PostgreSQL\n\n`,
    );
    for (const { name, value, unit, floor, ratio, target, met, n } of figures)
      process.stdout.write(
        `${name.padEnd(26)} ${String(value).padStart(8)} ${unit.padEnd(13)} floor ${String(floor ?? "-").padStart(7)}  ratio ${String(ratio ?? "-").padStart(5)}  target ${String(target ?? "-").padStart(6)} ${met === null ? "" : met ? "met" : "not met"}  n ${n}\n`,
      );
  }
} finally {
  await server.stop();
  await rm(directory, { recursive: true, force: true });
}
