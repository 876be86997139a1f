/** An invented creditor in a sandbox with customers who owe, for tests of what happens when money comes. */
import { type OcrGiroLine, writeBgMax, writeCamt054, writeOcrGiro } from "@innfri/formats";
import { addDays, type CalendarDate, date, minorFromDecimal, type Uuid } from "@innfri/kernel";
import type { TestDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { clockOf, clockOnDay } from "../clock.ts";
import type { CreditorInput } from "../engine/creditor-input.ts";
import { creditorById } from "../engine/creditors.ts";
import { runDay } from "../engine/run-day.ts";
import type { Installation, Operator, OperatorIs } from "../installation.ts";
import { type Pool, sql, withCreditor } from "../store/index.ts";
import { addCreditor } from "../usecases/add-creditor.ts";
import { importInvoices } from "../usecases/import-invoices.ts";
import { initInstallation } from "../usecases/init-installation.ts";
import {
  type PayOptions,
  type PayOutcome,
  type Recorded,
  recordPayments,
} from "../usecases/record-payments.ts";

export const NOW = new Date("2026-11-02T09:00:00.000Z");
export const CLIENT_ACCOUNT = "86011117947";
export const ACCOUNTS = { NO: "15032080119", SE: "9912346" } as const;

export type OpenInstallation = Installation & { readonly operator: Operator };

/** An agency's installation in the test's own database; `ownPool` is closed by whoever opened it. */
export async function anInstallation(
  database: TestDatabase,
  kind: "self" | "agency" = "agency",
  ownPool?: Pool,
): Promise<OpenInstallation> {
  const directory = temporaryFolder("pay");
  const pool = ownPool ?? (await database.pool("innfri_engine"));
  const opened = { directory, pool, operator: null, close: async () => undefined };
  const name = "Rolig Inkasso AS";
  const licence = {
    reference: "2026/1",
    clientAccount: CLIENT_ACCOUNT,
    organisationNumber: "310000027",
    contact: { addressLines: ["Postboks 44", "2401 Elverum"], email: "svar@rolig.example", phone: null },
  };
  const input: OperatorIs = kind === "agency" ? { kind, name, licence } : { kind, name, licence: null };
  const { operator } = await initInstallation(opened, input);
  return { ...opened, operator };
}

export type Owing = {
  readonly number: string;
  readonly customer?: string;
  readonly amount: string;
  readonly dueOn: string;
  readonly reference?: string;
  readonly kind?: string;
  readonly department?: string;
};

export type World = {
  readonly installation: OpenInstallation;
  readonly creditorId: Uuid;
  readonly account: string;
  owe(invoices: readonly Owing[]): Promise<void>;
  runUntil(day: string): Promise<void>;
  pay(bytes: Uint8Array, options?: PayOptions): Promise<PayOutcome>;
  /** The same, for a file that must be booked. */
  paid(bytes: Uint8Array, options?: PayOptions): Promise<Recorded>;
  claim(number: string): Promise<ClaimSeen>;
};

export type ClaimSeen = {
  readonly claimId: Uuid;
  readonly reference: string;
  readonly principal: bigint;
  readonly interest: bigint;
  readonly costs: bigint;
  readonly state: string;
  readonly closedOn: CalendarDate | null;
};

/** The number-th invented account whose modulus 11 check digit is a digit. */
export function norwegianAccount(number: number): string {
  const valid = Array.from({ length: 2 * number + 10 }, (_, i) => {
    const digits = `150320${String(i).padStart(4, "0")}`;
    const weights = [5, 4, 3, 2, 7, 6, 5, 4, 3, 2];
    const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * weights[at]!, 0);
    return { digits, check: (11 - (sum % 11)) % 11 };
  }).filter(({ check }) => check < 10);
  const { digits, check } = valid[number]!;
  return `${digits}${check}`;
}

let creditors = 0;
const ORGANISATION_NUMBERS = { NO: "310000051", SE: "5560000019" } as const;

export type WorldOptions = {
  readonly country?: "NO" | "SE";
  readonly startsOn?: string;
  readonly account?: string;
  readonly input?: CreditorInput;
};

export async function aWorld(installation: OpenInstallation, options: WorldOptions = {}): Promise<World> {
  const country = options.country ?? "NO";
  const account = options.account ?? ACCOUNTS[country];
  const added = await addCreditor(
    installation,
    {
      country,
      isSandbox: true,
      clockOn: date(options.startsOn ?? "2026-01-05"),
      input: {
        name: `Fjellro Sykkelverksted ${++creditors} AS`,
        organisationNumber: ORGANISATION_NUMBERS[country],
        account,
        email: "faktura@example.test",
        plan: country === "NO" ? "no-standard" : "se-standard",
        automation: "automatic",
        dueDateAgreed: true,
        agreedRate: "statutory",
        consumerCredit: false,
        reminderFeeAgreed: true,
        ...(country === "NO" ? { vatDeducted: true } : {}),
        ...options.input,
      },
    },
    NOW,
  );
  if (added.kind === "wrong" || added.missing.length > 0)
    throw new Error(`the invented creditor is not complete: ${JSON.stringify(added)}`);
  return worldOf(installation, added.creditorId, country, account);
}

function worldOf(
  installation: OpenInstallation,
  creditorId: Uuid,
  country: "NO" | "SE",
  account: string,
): World {
  const pay = (bytes: Uint8Array, options?: PayOptions) =>
    recordPayments(installation, { name: "bank-file", open: () => [bytes] }, NOW, options);
  return {
    installation,
    creditorId,
    account,
    pay,
    owe: async (invoices) => {
      const bytes = Buffer.from(openItems(invoices, country));
      const source = {
        name: "open-items",
        open: async function* () {
          yield bytes;
        },
      };
      const outcome = await importInvoices(installation, creditorId, source, {}, NOW);
      if (outcome.kind !== "imported" || outcome.taken !== invoices.length)
        throw new Error(
          `the invented invoices were not taken: ${JSON.stringify(outcome, (_, v) => (typeof v === "bigint" ? String(v) : v))}`,
        );
    },
    runUntil: async (day) => {
      // Without its letters, which are another test's concern.
      const creditor = (await creditorById(installation.pool, creditorId))!;
      const clock = clockOf(creditor, NOW);
      for (let on = clock.today; on <= day; on = addDays(on, 1))
        await runDay({ ...installation, creditor, clock: clockOnDay(clock, on) });
    },
    paid: async (bytes, options) => {
      const outcome = await pay(bytes, options);
      if (outcome.kind !== "recorded") throw new Error(`the file was not booked: ${JSON.stringify(outcome)}`);
      return outcome;
    },
    claim: (number) => claimOf(installation, creditorId, number),
  };
}

function claimOf({ pool }: Installation, creditorId: Uuid, number: string): Promise<ClaimSeen> {
  return withCreditor(pool, creditorId, (tx) =>
    tx.one<ClaimSeen>(sql`
      select c.claim_id as "claimId", c.reference, n.open_principal_minor as principal, n.open_interest_minor as interest,
        n.open_costs_minor as costs, n.state, n.closed_on as "closedOn"
      from invoice i join claim c on c.creditor_id = i.creditor_id and c.invoice_id = i.invoice_id
      join claim_now n on n.creditor_id = c.creditor_id and n.claim_id = c.claim_id
      where i.creditor_id = ${creditorId}::uuid and i.number = ${number} and i.version_no = 1`),
  );
}

function openItems(invoices: readonly Owing[], country: "NO" | "SE"): string {
  const header =
    "invoice_number;customer_number;customer_name;customer_kind;country;email;street;postal_code;city;issued_on;due_on;currency;amount;reference;department";
  const currency = country === "NO" ? "NOK" : "SEK";
  const rows = invoices.map(({ number, customer, amount, dueOn, reference, kind, department }) =>
    [
      number,
      customer ?? `k${number}`,
      `Kunde ${customer ?? number} Oppdiktet`,
      kind ?? "person",
      country,
      "kunde@example.test",
      "Ingenmannsgata 2",
      country === "NO" ? "0150" : "11122",
      "Ingensted",
      `${dueOn.slice(0, 8)}01`,
      dueOn,
      currency,
      amount,
      reference ?? "",
      department ?? "",
    ].join(";"),
  );
  return `${[header, ...rows].join("\n")}\n`;
}

export type PaidLine = {
  readonly kid: string;
  readonly amount: string;
  readonly on: string;
  /** The day the payer ordered it. */
  readonly orderedOn?: string;
  readonly text?: string;
};

let transmissions = 0;

/** An OCR giro file; every file has another number, so that its lines are others too. */
export function anOcrGiro(
  account: string,
  lines: readonly PaidLine[],
  options: { readonly number?: number } = {},
): Uint8Array {
  const number = options.number ?? ++transmissions;
  const settledOn = date(lines[0]?.on ?? "2026-01-15");
  return writeOcrGiro({
    transmissionNumber: number,
    recipient: "00012345",
    sentOn: settledOn,
    assignments: [{ agreement: "001008585", number, account, settledOn, payments: lines.map(ocrLine) }],
  });
}

function ocrLine({ kid, amount, on, orderedOn, text }: PaidLine): OcrGiroLine {
  return {
    type: text === undefined ? 10 : 21,
    processedOn: date(on),
    bankOn: orderedOn === undefined ? null : date(orderedOn),
    amountMinor: minorFromDecimal(amount),
    kid,
    debitAccount: "99990512341",
    ...(text === undefined ? {} : { text }),
  };
}

/** A BgMax file with one deposit. */
export function aBgMax(bankgiro: string, lines: readonly PaidLine[], serial = ++transmissions): Uint8Array {
  const paidOn = date(lines[0]!.on);
  return writeBgMax({
    createdOn: paidOn,
    deposits: [
      {
        bankgiro,
        currency: "SEK",
        paidOn,
        serial,
        payments: lines.map(({ kid, amount }, index) => ({
          amountMinor: minorFromDecimal(amount),
          reference: kid,
          referenceCode: 2,
          sender: null,
          serial: String(serial * 1000 + index),
        })),
      },
    ],
  });
}

export type CamtLine = {
  readonly bankReference: string;
  readonly amount: string;
  readonly on: string;
  readonly kids: readonly string[];
};

/** A camt.054 with an entry for each line. */
export function aCamt054(account: string, lines: readonly CamtLine[], currency = "NOK"): Uint8Array {
  const number = ++transmissions;
  return writeCamt054({
    version: "08",
    messageId: `m${number}`,
    createdOn: date(lines[0]!.on),
    notifications: [
      {
        id: `n${number}`,
        sequence: number,
        account,
        currency,
        entries: lines.map(({ bankReference, amount, on, kids }) => ({
          direction: "credit",
          status: "BOOK",
          bookedOn: date(on),
          valueOn: date(on),
          servicerReference: bankReference,
          transactions: [
            {
              amountMinor: minorFromDecimal(amount),
              servicerReference: bankReference,
              references: kids.map((value) => ({ value, amountMinor: null })),
            },
          ],
        })),
      },
    ],
  });
}
