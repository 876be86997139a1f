/** The demo from an empty directory to four stories told: every step is a use case that a user has too. */
import { realpath, rm } from "node:fs/promises";
import path from "node:path";
import { type CalendarDate, date, type Uuid } from "@innfri/kernel";
import { creditorById } from "../engine/creditors.ts";
import { findClaim } from "../engine/find-claim.ts";
import { fileSource } from "../file-source.ts";
import { type Installation, type Operator, openInstallation } from "../installation.ts";
import { outboxOf } from "../outbox/capture.ts";
import { stopEmbedded } from "../store/index.ts";
import { actOnClaim } from "../usecases/act-on-claim.ts";
import { addCreditor, type NewCreditor } from "../usecases/add-creditor.ts";
import { importInvoices } from "../usecases/import-invoices.ts";
import { initInstallation } from "../usecases/init-installation.ts";
import { recordPayments } from "../usecases/record-payments.ts";
import { runDays } from "../usecases/run-days.ts";
import { AGENCY, demoFile, NORWAY, SWEDEN } from "./cast.ts";
import { endingOf, storyOf } from "./tell.ts";

type Opened = Installation & { readonly operator: Operator };

export async function startStory(
  directory: string,
  around: { readonly clear: () => Promise<void>; readonly mark: () => Promise<void> },
): Promise<void> {
  const startedMs = performance.now();
  await stopEarlier(directory);
  await around.clear();
  const installation = await openInstallation(directory, process.env.DATABASE_URL);
  try {
    await around.mark();
    const initialised = await initInstallation(installation, AGENCY);
    const opened: Opened = { ...installation, operator: initialised.operator };
    await play(opened);
    await tell(opened, startedMs);
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
  const norway = await begin(installation, NORWAY, "norway-open-items.csv");
  const sweden = await begin(installation, SWEDEN, "sweden-open-items.csv");

  // Norway: notices on 15 May, one is paid on its last day, the list on 2 June, one claim is stopped on the 3rd.
  await until(installation, norway, date("2026-05-29"));
  await pay(installation, "norway-payments.txt");
  await until(installation, norway, date("2026-06-03"));
  await act(installation, norway, "10482", { kind: "stop", because: "stopped" });
  await until(installation, norway, date("2026-07-20"));

  // Sweden: reminders on 13 April, one is paid, demands on the 28th, the decision to apply on 13 May.
  await until(installation, sweden, date("2026-04-21"));
  await pay(installation, "sweden-payments.txt");
  await until(installation, sweden, date("2026-05-13"));
  await act(installation, sweden, "50418", { kind: "approve", choice: "application" });
  await until(installation, sweden, date("2026-05-15"));
}

async function begin(installation: Opened, who: NewCreditor, file: string): Promise<Uuid> {
  const added = await addCreditor(installation, who, new Date());
  if (added.kind === "wrong")
    throw new Error(`the demo's company was refused: ${JSON.stringify(added.problems)}`);
  const imported = await importInvoices(
    installation,
    added.creditorId,
    fileSource(demoFile(file)),
    {},
    new Date(),
  );
  if (imported.kind !== "imported" || imported.refusedCount > 0)
    throw new Error(`${file} was not taken whole: ${JSON.stringify(imported)}`);
  return added.creditorId;
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
