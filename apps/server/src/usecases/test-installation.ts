/** For tests: an installation on a fresh database, creditors with complete rules, and open items as CSV. */
import { createReadStream } from "node:fs";
import { OPEN_ITEM_FIELDS, type OpenItemField } from "@innfri/formats";
import { date, type Json, type Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import type { CreditorInput } from "../engine/creditor-input.ts";
import type { FileSource } from "../file-source.ts";
import type { Installation, Operator } from "../installation.ts";
import { sql, withCreditor } from "../store/index.ts";
import { addCreditor } from "./add-creditor.ts";
import { type Imported, type ImportOptions, importInvoices } from "./import-invoices.ts";
import { initInstallation } from "./init-installation.ts";

export type TestInstallation = Installation & { readonly operator: Operator; readonly url: string };

/** Some real instant; what is tested lives by the sandbox's own clock. */
export const NOW = new Date("2026-03-01T10:00:00Z");
export const TODAY = date("2026-02-10");

export async function testInstallation(): Promise<TestInstallation> {
  const database = await testDatabase();
  const pool = await database.pool("innfri_engine");
  const bare = { directory: "", pool, operator: null, close: async () => undefined };
  const { operator } = await initInstallation(bare, { kind: "self", name: "Own claims", licence: null });
  return { ...bare, operator, url: database.url };
}

const COMPLETE: Readonly<Record<"NO" | "SE", CreditorInput>> = {
  NO: {
    organisationNumber: "310000000",
    account: "99991042764",
    plan: "no-standard",
    vatDeducted: true,
  },
  SE: {
    organisationNumber: "999999-0006",
    account: "991-2346",
    plan: "se-standard",
    reminderFeeAgreed: true,
  },
};

/** A sandbox creditor whose rules are complete but for what `input` says. */
export async function aCreditor(
  installation: TestInstallation,
  name: string,
  input: CreditorInput = {},
  country: "NO" | "SE" = "NO",
): Promise<Uuid> {
  const stated: CreditorInput = {
    email: "post@example.test",
    automation: "automatic",
    dueDateAgreed: true,
    agreedRate: "statutory",
    consumerCredit: false,
    ...COMPLETE[country],
    ...input,
    name,
  };
  const organisationNumber = stated.organisationNumber ?? "";
  const wanted = { country, isSandbox: true, clockOn: TODAY, input: { ...stated, name, organisationNumber } };
  const outcome = await addCreditor(installation, wanted, NOW);
  if (outcome.kind !== "added") throw new Error(JSON.stringify(outcome));
  return outcome.creditorId;
}

export type Item = Readonly<Partial<Record<OpenItemField, string>>>;

/** An open item as our own CSV has it; says only what matters. */
export function item(number: string, fields: Item = {}): Item {
  return {
    invoice_number: number,
    customer_number: "501",
    customer_name: "Oda Oppdiktet",
    customer_kind: "person",
    street: "Ingenmannsgata 2",
    postal_code: "0000",
    city: "Ingensted",
    country: "NO",
    email: "oda@example.test",
    issued_on: "2026-01-15",
    due_on: "2026-02-15",
    currency: "NOK",
    amount: "1000.00",
    open_amount: fields.amount ?? "1000.00",
    ...fields,
  };
}

export function csvOf(items: readonly Item[]): string {
  const rows = items.map((one) => OPEN_ITEM_FIELDS.map((field) => one[field] ?? "").join(";"));
  return `${[OPEN_ITEM_FIELDS.join(";"), ...rows].join("\n")}\n`;
}

export function textSource(text: string, name = "open-items.csv"): FileSource {
  return {
    name,
    open: async function* () {
      yield Buffer.from(text);
    },
  };
}

/** All rows of a table for one creditor, in the order of their keys. */
export function rowsOf<Row extends object>(
  { pool }: TestInstallation,
  creditorId: Uuid,
  table: string,
): Promise<Row[]> {
  const query = { name: `all ${table}`, text: `select * from ${table} order by 1, 2, 3`, values: [] };
  return withCreditor(pool, creditorId, (tx) => tx.many<Row>(query));
}

/** Each account's balance for one creditor. */
export function balancesOf(
  { pool }: TestInstallation,
  creditorId: Uuid,
): Promise<{ account: string; sum: bigint }[]> {
  return withCreditor(pool, creditorId, (tx) =>
    tx.many<{ account: string; sum: bigint }>(sql`
      select account, sum(amount_minor)::int8 as sum from posting group by account order by account`),
  );
}

let count = 0;

/** Another creditor for each test. */
export function freshCreditor(
  installation: TestInstallation,
  input: CreditorInput = {},
  country: "NO" | "SE" = "NO",
) {
  count += 1;
  return aCreditor(installation, `Fjellro Oppdiktet ${count} AS`, input, country);
}

/** Imports a file that is expected to be read. */
export async function take(
  installation: TestInstallation,
  creditorId: Uuid,
  source: FileSource,
  options: ImportOptions = {},
): Promise<Imported> {
  const outcome = await importInvoices(installation, creditorId, source, options, NOW);
  if (outcome.kind !== "imported") throw new Error(JSON.stringify(outcome));
  return outcome;
}

export function takeItems(
  installation: TestInstallation,
  creditorId: Uuid,
  items: readonly Item[],
  options: ImportOptions = {},
): Promise<Imported> {
  return take(installation, creditorId, textSource(csvOf(items)), options);
}

/** A file of `fixtures/invoices`. */
export function fixture(name: string): FileSource {
  const url = new URL(`../../../../fixtures/invoices/${name}`, import.meta.url);
  return { name, open: () => createReadStream(url) };
}

export type InvoiceTestRow = {
  readonly version_no: number;
  readonly number: string;
  readonly data: { readonly terms: Json; readonly reference: Json };
  readonly hash: Buffer;
};
export type NowTestRow = { readonly state: string; readonly open_principal_minor: bigint };
