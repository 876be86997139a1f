/** Invoices imported from a CSV of open items and from UBL files, beside the floors of writing and of reading alone. */
import { readFile } from "node:fs/promises";
import { readUbl } from "@innfri/formats";
import { date, type Uuid } from "@innfri/kernel";
import { importInvoices } from "@innfri/server/importing";
import { openPool, type Pool } from "@innfri/server/store";
import { aCreditor } from "@innfri/testing";
import { benchDatabase, checkpoint, dropDatabases } from "./database.ts";
import type { Figure } from "./figure.ts";
import { secondsOfBytes } from "./floor/loops.ts";
import { secondsOfFloor, type Written } from "./floor/staged.ts";

const TODAY = date("2026-05-01");
const NOW = new Date(`${TODAY}T09:00:00Z`);
const TABLES = [
  "debtor",
  "contact",
  "file",
  "invoice",
  "claim",
  "claim_now",
  "ledger_transaction",
  "event",
  "chain_growth",
];
const WRITTEN: Written = Object.fromEntries(TABLES.map((table) => [table, "true"]));
const UBL = new URL("../fixtures/invoices/valid/ehf-invoice-kid.xml", import.meta.url);
const UBL_FILES = 300;

/** So many invoices of as many customers in one CSV; then some UBL files, which hold one invoice each. */
export async function benchInvoices(serverUrl: string, rows: number): Promise<Figure[]> {
  const url = await benchDatabase(serverUrl, "bench_import");
  const creditorId = await inPool(url, (pool) => aCreditor(pool, { country: "NO", clockOn: TODAY }));
  const untouched = await benchDatabase(serverUrl, "bench_floor", "bench_import");
  await checkpoint(url);
  const csv = await inPool(url, (pool) => imported(pool, creditorId, [csvOf(rows)]));
  const floorSeconds = await secondsOfFloor(WRITTEN, {
    from: url,
    to: untouched,
    creditorId,
    statement: "invoices.sql",
    rows,
  });
  const text = await readFile(UBL, "utf8");
  const files = Array.from({ length: UBL_FILES }, (_, i) => new TextEncoder().encode(ublOf(text, i)));
  const ubl = await inPool(url, (pool) => imported(pool, creditorId, files));
  const figures = [
    figure("invoices imported, CSV", csv, rows / floorSeconds, 5000),
    figure("UBL files imported, one invoice each", ubl, undefined, 2000),
    figure("UBL files read", await readAll(files), files.length / secondsOfBytes(files), null),
  ];
  await dropDatabases(serverUrl, "bench_floor", "bench_import");
  return figures;
}

type Done = { readonly n: number; readonly seconds: number; readonly cpuMicroseconds: number };

function figure(name: string, done: Done, floor: number | undefined, target: number | null): Figure {
  const value = done.n / done.seconds;
  const beside = floor === undefined ? {} : { floor, ratio: value / floor };
  return {
    name,
    value,
    unit: "invoices/s",
    ...beside,
    target,
    n: done.n,
    cpuMicroseconds: done.cpuMicroseconds,
  };
}

async function inPool<T>(url: string, work: (pool: Pool) => Promise<T>): Promise<T> {
  const pool = await openPool({ url, role: "innfri_engine", max: 4 });
  try {
    return await work(pool);
  } finally {
    await pool.close();
  }
}

async function timed(work: () => Promise<number>): Promise<Done> {
  const [cpu, startedMs] = [process.cpuUsage(), performance.now()];
  const n = await work();
  const { user, system } = process.cpuUsage(cpu);
  return { n, seconds: (performance.now() - startedMs) / 1000, cpuMicroseconds: (user + system) / n };
}

/** How many invoices were taken from the files, one after the other. */
function imported(pool: Pool, creditorId: Uuid, files: readonly Uint8Array[]): Promise<Done> {
  const installation = { directory: "", pool, operator: null, close: async () => undefined };
  return timed(async () => {
    let taken = 0;
    for (const bytes of files) {
      const source = { name: "bench", open: () => [bytes] };
      const outcome = await importInvoices(installation, creditorId, source, { unknownKind: "person" }, NOW);
      if (outcome.kind !== "imported" || outcome.refusedCount > 0) throw new Error(JSON.stringify(outcome));
      taken += outcome.taken;
    }
    return taken;
  });
}

function readAll(files: readonly Uint8Array[]): Promise<Done> {
  return timed(async () => {
    for (const bytes of files)
      if ((await readUbl([bytes])).kind === "refused") throw new Error("a file of the bench was refused");
    return files.length;
  });
}

function csvOf(rows: number): Uint8Array {
  const head =
    "invoice_number;customer_number;customer_name;customer_kind;street;postal_code;city;country;email;issued_on;due_on;currency;amount;open_amount;description";
  const lines = Array.from({ length: rows }, (_, i) => {
    const amount = `${500 + ((i * 79) % 9000)}.${String(i % 100).padStart(2, "0")}`;
    return `${100_000 + i};${i + 1};Kunde ${i + 1} Oppdiktet;person;Ospelia 14;2409;ELVERUM;NO;kunde${i + 1}@post.example;2026-04-16;2026-04-30;NOK;${amount};${amount};Service på sykkel`;
  });
  return new TextEncoder().encode(`${head}\n${lines.join("\n")}\n`);
}

/** The invented invoice of the fixture with a number of its own. */
function ublOf(text: string, i: number): string {
  return text.replace(/<cbc:ID>[^<]*<\/cbc:ID>/, `<cbc:ID>9${String(i).padStart(6, "0")}</cbc:ID>`);
}
