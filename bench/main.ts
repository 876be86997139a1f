/**
 * `npm run bench`: each figure beside its floor and its target. `--only` picks parts, `--server` the database: 15 is
 * Debian's PostgreSQL 15, embedded the one that npm brought. `--save` keeps the figures in `results/`.
 */
import { mkdir, writeFile } from "node:fs/promises";
import { cpus, totalmem } from "node:os";
import { parseArgs } from "node:util";
import { openRunFolder } from "@innfri/testing/run-folder";
import { benchApi } from "./api.ts";
import { benchBankLines } from "./bank-lines.ts";
import { benchDailyRun } from "./daily-run.ts";
import { benchDecisions } from "./decisions.ts";
import { type Figure, figureJson, figureLine } from "./figure.ts";
import { benchGrowth } from "./growth.ts";
import { benchInvoices } from "./invoices.ts";
import { benchLawRehearsal } from "./law-rehearsal.ts";
import { benchLetters } from "./letters.ts";
import { type ServerKind, startServer } from "./server.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    only: { type: "string" },
    server: { type: "string", default: "embedded" },
    claims: { type: "string", default: "100000" },
    due: { type: "string" },
    seconds: { type: "string", default: "60" },
    rounds: { type: "string", default: "12000" },
    save: { type: "boolean", default: false },
  },
});

const sizes = values.claims.split(",").map(Number);
const dueOf = (claims: number) => Number(values.due ?? Math.min(100_000, claims / 5));
const largest = Math.max(...sizes);

const PARTS: Readonly<Record<string, (serverUrl: string) => Promise<Figure[]>>> = {
  decisions: async () => benchDecisions(Number(values.rounds)),
  "daily-run": async (url) => {
    const figures: Figure[] = [];
    for (const claims of sizes) figures.push(...(await benchDailyRun(url, { claims, due: dueOf(claims) })));
    return figures;
  },
  growth: async (url) => [
    ...(await benchGrowth(
      url,
      [10_000, 100_000, 1_000_000].filter((claims) => claims <= largest),
      2_000,
    )),
    ...(await benchGrowth(
      url,
      [100_000, 1_000_000].filter((claims) => claims <= largest),
      20_000,
    )),
  ],
  api: (url) => benchApi(url, { claims: largest, due: dueOf(largest), seconds: Number(values.seconds) }),
  "bank-lines": (url) => benchBankLines(url, 20_000),
  invoices: (url) => benchInvoices(url, 20_000),
  letters: (url) => benchLetters(url, 400),
  "law-rehearsal": (url) => benchLawRehearsal(url, Math.min(100_000, largest)),
};

const wanted = values.only?.split(",") ?? Object.keys(PARTS);
const unknown = wanted.filter((name) => PARTS[name] === undefined);
if (unknown.length > 0 || !["15", "embedded"].includes(values.server)) {
  process.stderr.write(
    `There is no ${unknown.join(", ") || values.server}. Parts: ${Object.keys(PARTS).join(", ")}. Servers: 15, embedded.\n`,
  );
  process.exit(2);
}

const run = await openRunFolder();
try {
  const server = await startServer(values.server as ServerKind);
  const machine = {
    cores: cpus().length,
    processor: cpus()[0]?.model ?? null,
    memoryGib: Math.round(totalmem() / 2 ** 30),
    node: process.versions.node,
    postgresql: server.version,
  };
  if (!values.json) process.stdout.write(`${Object.values(machine).join(" · ")}\n\n`);
  const figures: ReturnType<typeof figureJson>[] = [];
  for (const name of wanted)
    for (const figure of (await PARTS[name]!(server.url)).map(figureJson)) {
      figures.push(figure);
      if (!values.json) process.stdout.write(`${figureLine(figure)}\n`);
    }
  const result = { on: new Date().toISOString().slice(0, 10), machine, figures };
  const text = `${JSON.stringify(result, null, 2)}\n`;
  if (values.json) process.stdout.write(text);
  if (values.save) {
    const folder = new URL("results/", import.meta.url);
    await mkdir(folder, { recursive: true });
    const parts = values.only === undefined ? "" : `-${wanted.join("-")}`;
    await writeFile(
      new URL(`${result.on}-postgresql-${server.version.split(".")[0]}${parts}.json`, folder),
      text,
    );
  }
  await server.stop();
} finally {
  for (const left of await run.close()) process.stderr.write(`${left}\n`);
}
