/** The demo from an empty directory to four stories told: every step is a use case that a user has too. */
import { realpath, rm } from "node:fs/promises";
import path from "node:path";
import { type CalendarDate, date, type Uuid } from "@innfri/kernel";
import { serviceOf } from "../cli/service.ts";
import { isInstalled } from "../database.ts";
import { allCreditors, creditorById } from "../engine/creditors.ts";
import { findClaim } from "../engine/find-claim.ts";
import { LASTING_LANES } from "../engine/index.ts";
import { fileSource } from "../file-source.ts";
import {
  type Installation,
  type OpenedInstallation,
  type Operator,
  openInstallation,
} from "../installation.ts";
import { outboxOf } from "../outbox/capture.ts";
import { stopEmbedded } from "../store/index.ts";
import { actOnClaim } from "../usecases/act-on-claim.ts";
import { addCreditor, type NewCreditor } from "../usecases/add-creditor.ts";
import { importInvoices } from "../usecases/import-invoices.ts";
import { initInstallation } from "../usecases/init-installation.ts";
import { recordPayments } from "../usecases/record-payments.ts";
import { runDays } from "../usecases/run-days.ts";
import { AGENCY, demoFile, NORWAY, SWEDEN } from "./cast.ts";
import type { Front } from "./front.ts";
import { signInsOf } from "./sign-ins.ts";
import { endingOf, storyOf } from "./tell.ts";

type Opened = Installation & { readonly operator: Operator };

/** The database that was given has an installation that is none of ours. */
export class OtherInstallationError extends Error {
  override readonly name = "OtherInstallationError";
}

/** Plays, tells, and serves it at `front` until it is stopped. */
export async function startStory(
  directory: string,
  databaseUrl: string | undefined,
  front: Front,
  around: {
    /** `isOver` is a story that was played before and stays. */
    readonly begin: (isOver: boolean) => void;
    readonly clear: () => Promise<void>;
    readonly mark: () => Promise<void>;
  },
): Promise<{ stop(): Promise<void> }> {
  const startedMs = performance.now();
  await stopEarlier(directory);
  // In a database that was given there is what there is: a demo of before is told and served again.
  const isOver = databaseUrl === undefined ? false : await isPlayed(directory, databaseUrl);
  around.begin(isOver);
  if (!isOver) await around.clear();
  const installation = await openInstallation(directory, databaseUrl, { keepsRunning: true });
  try {
    await around.mark();
    const initialised = await initInstallation(installation, AGENCY);
    const opened = { ...installation, operator: initialised.operator };
    if (!isOver) await play(opened);
    await tell(opened, startedMs);
    const service = await serviceOf(opened, LASTING_LANES);
    front.open(service.app);
    process.stdout.write(`\n${(await addressesOf(opened, front.address)).join("\n")}\n`);
    return {
      stop: async () => {
        await service.stop();
        await installation.close();
      },
    };
  } catch (error) {
    await installation.close();
    throw error;
  }
}

async function addressesOf(installation: OpenedInstallation, address: string): Promise<string[]> {
  return [
    `API docs: ${address}/docs`,
    `OpenAPI: ${address}/v1/openapi.json`,
    ...(await signInsOf(installation, address)),
    "Ctrl-C ends it.",
  ];
}

async function isPlayed(directory: string, databaseUrl: string): Promise<boolean> {
  if (!(await isInstalled(directory, databaseUrl))) return false;
  const installation = await openInstallation(directory, databaseUrl);
  try {
    if (installation.operator === null) return false;
    const names = (await allCreditors(installation.pool)).map(({ name }) => name).sort();
    if (String(names) === String([NORWAY.input.name, SWEDEN.input.name].sort())) return true;
    throw new OtherInstallationError(
      "DATABASE_URL names a database with an installation of its own: nothing was touched. Unset it, and the demo brings its own database.",
    );
  } finally {
    await installation.close();
  }
}

/** A demo that was killed may have left its database running on the directory that is about to go. */
async function stopEarlier(directory: string): Promise<void> {
  const cluster = path.join(directory, "pg");
  await stopEmbedded(cluster).catch(() => undefined);
  // Root's database can lie behind a link.
  const real = await realpath(cluster).catch(() => cluster);
  if (real !== cluster) await rm(real, { recursive: true, force: true });
}

async function play(installation: Opened): Promise<void> {
  const norway = await add(installation, NORWAY);
  const sweden = await add(installation, SWEDEN);
  await Promise.all([playNorway(installation, norway), playSweden(installation, sweden)]);
}

/** Notices on 15 May, one is paid on its last day, the list on 2 June, one claim is stopped on the 3rd. */
async function playNorway(installation: Opened, norway: Uuid): Promise<void> {
  await take(installation, norway, "norway-open-items.csv");
  await until(installation, norway, date("2026-05-29"));
  await pay(installation, "norway-payments.txt");
  await until(installation, norway, date("2026-06-03"));
  await act(installation, norway, "10482", { kind: "stop", because: "stopped" });
  await until(installation, norway, date("2026-07-20"));
}

/** Reminders on 13 April, one is paid, demands on the 28th, the decision to apply on 13 May. */
async function playSweden(installation: Opened, sweden: Uuid): Promise<void> {
  await take(installation, sweden, "sweden-open-items.csv");
  await until(installation, sweden, date("2026-04-21"));
  await pay(installation, "sweden-payments.txt");
  await until(installation, sweden, date("2026-05-13"));
  await act(installation, sweden, "50418", { kind: "approve", choice: "application" });
  await until(installation, sweden, date("2026-05-15"));
}

async function add(installation: Opened, who: NewCreditor): Promise<Uuid> {
  const added = await addCreditor(installation, who, new Date());
  if (added.kind === "added") return added.creditorId;
  throw new Error(`the demo's company was refused: ${JSON.stringify(added)}`);
}

async function take(installation: Opened, creditorId: Uuid, file: string): Promise<void> {
  const source = fileSource(demoFile(file));
  const imported = await importInvoices(installation, creditorId, source, {}, new Date());
  if (imported.kind !== "imported" || imported.refusedCount > 0)
    throw new Error(`${file} was not taken whole: ${JSON.stringify(imported)}`);
}

async function until(installation: Opened, creditorId: Uuid, day: CalendarDate): Promise<void> {
  const [run] = await runDays(installation, { creditorId, until: day }, new Date());
  if (run?.kind !== "ran" || run.result.failed.length > 0)
    throw new Error(`the run until ${day} failed: ${JSON.stringify(run)}`);
}

async function pay(installation: Opened, file: string): Promise<void> {
  const paid = await recordPayments(installation, fileSource(demoFile(file)), new Date());
  if (paid.kind !== "recorded") throw new Error(`${file} was not booked: ${JSON.stringify(paid)}`);
}

async function act(
  installation: Opened,
  creditorId: Uuid,
  invoice: string,
  what: Parameters<typeof actOnClaim>[2],
): Promise<void> {
  const found = await findClaim(installation.pool, invoice, creditorId);
  if (found.kind !== "found") throw new Error(`the demo has no invoice ${invoice}`);
  const outcome = await actOnClaim(installation, found.claim, what, "demo", new Date());
  if (outcome.kind === "refused") throw new Error(`invoice ${invoice}: ${outcome.reason}`);
}

async function tell(installation: Opened, startedMs: number): Promise<void> {
  const stories = [
    ["Paid after the notice", "10480"],
    ["To heavy recovery costs", "10481"],
    ["Stopped on the collection list", "10482"],
    ["Sweden, to the decision to apply", "50418"],
  ] as const;
  const lines: string[] = [];
  for (const [title, invoice] of stories) lines.push("", ...(await storyOf(installation, title, invoice)));
  process.stdout.write(
    `${lines.join("\n")}\n\n${await endingOf(installation, outboxes, performance.now() - startedMs)}\n`,
  );
}

async function outboxes(installation: Installation, creditorIds: readonly Uuid[]): Promise<string[]> {
  const creditors = await Promise.all(creditorIds.map((id) => creditorById(installation.pool, id)));
  return creditors.flatMap((creditor) =>
    creditor === undefined ? [] : [outboxOf(installation.directory, creditor)],
  );
}
