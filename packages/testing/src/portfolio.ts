/** Invented creditors and what they are owed, straight into the store. */
import { randomBytes } from "node:crypto";
import { owed } from "@innfri/claims";
import { type CalendarDate, date, sha256, type Uuid, uuidOf } from "@innfri/kernel";
import {
  type ClaimNow,
  type ClaimRow,
  type EventRow,
  type InvoiceRow,
  type LedgerTransactionRow,
  type Pool,
  type Registration,
  sql,
  withCreditor,
  writeRegistration,
} from "@innfri/server/store";

const RECORDED_AT = "2026-01-05T09:00:00.000Z";
const RECORDED_MS = Date.parse(RECORDED_AT);

/** An id that nobody has. Made at a fixed instant, so that no test depends on its day. */
export function anId(): Uuid {
  return uuidOf(RECORDED_MS, randomBytes(10));
}

export type Owed = {
  readonly creditorId: Uuid;
  readonly debtorIds: readonly Uuid[];
  /** In the order of the debtors. */
  readonly claimIds: readonly Uuid[];
};

export type PortfolioOptions = {
  readonly debtors?: number;
  readonly claimsEach?: number;
  /** When every file is due to be looked at. */
  readonly nextLookOn?: CalendarDate;
  readonly principalMinor?: bigint;
};

/** A new creditor with debtors who each owe some claims of 1,000 kroner, written by a pool of the engine or the API. */
export async function aPortfolio(pool: Pool, options: PortfolioOptions = {}): Promise<Owed> {
  const creditorId = anId();
  const claimsEach = options.claimsEach ?? 1;
  const debtorIds = Array.from({ length: options.debtors ?? 1 }, anId);
  const claims = debtorIds.flatMap((debtorId, index) =>
    Array.from({ length: claimsEach }, (_, part) => aClaimRow(debtorId, `${index + 1}-${part + 1}`, options)),
  );
  await withCreditor(pool, creditorId, async (tx) => {
    await tx.run(sql`insert into creditor (creditor_id, name, country, time_zone)
      values (${creditorId}, 'Fjellro Sykkelverksted AS', 'NO', 'Europe/Oslo')`);
    await writeRegistration(tx, creditorId, registrationOf(debtorIds, claims, options));
  });
  return { creditorId, debtorIds, claimIds: claims.map((claim) => claim.claimId) };
}

function aClaimRow(debtorId: Uuid, number: string, options: PortfolioOptions): ClaimRow {
  return {
    claimId: anId(),
    debtorId,
    invoiceId: anId(),
    instalmentNo: 1,
    currency: "NOK",
    principalMinor: options.principalMinor ?? 100_000n,
    dueOn: date("2026-01-15"),
    reference: `ref-${number}`,
  };
}

function registrationOf(
  debtorIds: readonly Uuid[],
  claims: readonly ClaimRow[],
  options: PortfolioOptions,
): Registration {
  const nextLookOn = options.nextLookOn ?? date("2026-01-30");
  return {
    debtors: debtorIds.map((debtorId, index) => ({
      debtorId,
      customerNumber: String(1001 + index),
      kind: "business",
      personId: null,
      planName: null,
    })),
    files: debtorIds.map((debtorId) => ({ debtorId, nextLookOn })),
    contacts: debtorIds.map((debtorId, index) => ({
      contactId: anId(),
      debtorId,
      validFromOn: date("2026-01-01"),
      salt: randomBytes(16),
      dataJson: JSON.stringify({ name: `Testkunde ${index + 1} AS`, email: `kunde${index + 1}@example.com` }),
    })),
    invoices: claims.map(invoiceOf),
    claims,
    claimsNow: claims.map(openOf),
    ledgerTransactions: claims.map(openingOf),
    events: claims.map(registeredOf),
  };
}

function invoiceOf(claim: ClaimRow): InvoiceRow {
  return {
    invoiceId: claim.invoiceId,
    versionNo: 1,
    debtorId: claim.debtorId,
    number: claim.reference,
    recordedAt: RECORDED_AT,
    dataJson: "{}",
    hash: sha256(claim.reference),
  };
}

function openOf(claim: ClaimRow): ClaimNow {
  return {
    claimId: claim.claimId,
    openPrincipalMinor: claim.principalMinor,
    openInterestMinor: 0n,
    openCostsMinor: 0n,
    headSeq: 1,
    headHash: sha256(claim.claimId),
    closedOn: null,
    stepCount: 0,
    entryCount: 1,
    state: "open",
    stage: "waiting",
    caseId: null,
    dueOn: claim.dueOn,
    currency: claim.currency,
    department: null,
  };
}

function openingOf(claim: ClaimRow): LedgerTransactionRow {
  return {
    journalId: claim.claimId,
    entryNo: 1,
    bookedOn: date("2026-01-05"),
    recordedAt: RECORDED_AT,
    kind: "opening",
    currency: claim.currency,
    sourceJson: "{}",
    postings: owed("principal", claim.principalMinor).map(({ account, minor }) => ({
      accountNo: account,
      amountMinor: minor,
    })),
  };
}

function registeredOf(claim: ClaimRow): EventRow {
  return {
    claimId: claim.claimId,
    seq: 1,
    kind: "registered",
    happenedOn: date("2026-01-05"),
    recordedAt: RECORDED_AT,
    actor: "import",
    dataJson: "{}",
    hash: sha256(claim.claimId),
  };
}
