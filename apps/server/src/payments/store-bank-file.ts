/** The second reading: the file's row and its lines, in one transaction, and its bytes in the archive. */

import { createHash } from "node:crypto";
import { mkdir, open, rename, rm } from "node:fs/promises";
import path from "node:path";
import { type ByteChunks, readPayments } from "@innfri/formats";
import { type CalendarDate, canonicalJson, derivedId, formatMinor, type Uuid } from "@innfri/kernel";
import { at } from "../faults/points.ts";
import { type FileSource, hashing } from "../file-source.ts";
import { binaryArray, LOCKS, type Pool, sql, type Tx, withOperator } from "../store/index.ts";
import { type BankLine, bankLineOf, payerJson } from "./bank-line.ts";
import type { CheckedFile } from "./check-bank-file.ts";

/** Lines that travel in one statement. */
const BATCH_LINES = 5000;

export type StoredFile = {
  readonly bankFileId: Uuid;
  /** False when a file with the same bytes was stored before. */
  readonly isNew: boolean;
  /** Lines that were not in any file before this one. */
  readonly newLines: number;
};

type Sound = CheckedFile & { readonly kind: "read" };

/**
 * Stores a file whose sums hold. The same bytes are stored once; of its lines, those that no other file had. Throws
 * when the file is not the one that was checked: nothing was stored then.
 */
export async function storeBankFile(
  installation: { readonly pool: Pool; readonly directory: string },
  source: FileSource,
  checked: Sound,
  now: Date,
  onLines: (lines: number) => void,
): Promise<StoredFile> {
  const known = await knownFile(installation.pool, checked.sha256);
  if (known !== undefined) return { bankFileId: known, isNew: false, newLines: 0 };
  return withOperator(installation.pool, async (tx) => {
    // Two files that hold the same lines would wait for each other's keys: they are stored one after the other.
    await tx.many(sql`select pg_advisory_xact_lock(${LOCKS.bankFiles}::bigint)`);
    const meanwhile = await fileBySha(tx, checked.sha256);
    if (meanwhile !== undefined) return { bankFileId: meanwhile, isNew: false, newLines: 0 };
    const bankFileId = await insertFile(tx, checked, now);
    const archive = await archiveFile(installation.directory, checked.sha256);
    try {
      const hash = createHash("sha256");
      const newLines = await insertLines(
        tx,
        bankFileId,
        archive.keeping(hashing(source.open(), hash)),
        onLines,
      );
      if (!hash.digest().equals(checked.sha256))
        throw new Error(`${source.name} was changed while it was read: nothing was stored. Try again`);
      await archive.keep();
      await at("bank-file-stored");
      return { bankFileId, isNew: true, newLines };
    } catch (error) {
      await archive.drop();
      throw error;
    }
  });
}

function knownFile(pool: Pool, sha256: Buffer): Promise<Uuid | undefined> {
  return withOperator(pool, (tx) => fileBySha(tx, sha256));
}

async function fileBySha(tx: Tx, sha256: Buffer): Promise<Uuid | undefined> {
  const row = await tx.maybe<{ id: Uuid }>(
    sql`select bank_file_id as id from bank_file where sha256 = ${sha256}::bytea`,
  );
  return row?.id;
}

async function insertFile(tx: Tx, { sha256, end }: Sound, now: Date): Promise<Uuid> {
  const nowAt = now.toISOString();
  const bankFileId = derivedId(nowAt.slice(0, 10) as CalendarDate, "bank-file", sha256.toString("hex"));
  const totals = canonicalJson({
    reference: end.fileReference,
    accounts: end.accounts,
    count: end.totals.count,
    sums: end.totals.sums.map(({ currency, creditMinor, debitMinor }) => ({
      currency,
      credit: formatMinor(creditMinor),
      debit: formatMinor(debitMinor),
    })),
  });
  await tx.run(sql`
    insert into bank_file (bank_file_id, sha256, format, received_at, totals)
    values (${bankFileId}::uuid, ${sha256}::bytea, ${end.format}, ${nowAt}::timestamptz, ${totals}::jsonb)`);
  return bankFileId;
}

async function insertLines(
  tx: Tx,
  bankFileId: Uuid,
  chunks: ByteChunks,
  onLines: (lines: number) => void,
): Promise<number> {
  let batch: BankLine[] = [];
  let written = 0;
  let sending: Promise<void> = Promise.resolve();
  // While one batch is written, the next is read.
  const send = async () => {
    await sending;
    const lines = batch;
    batch = [];
    sending = insertBatch(tx, bankFileId, lines).then((count) => {
      written += count;
      onLines(lines.length);
    });
    sending.catch(() => undefined);
  };
  for await (const record of readPayments(chunks)) {
    if (record.kind === "refused")
      throw new Error(`the file was changed while it was read: ${record.reason}`);
    const line = record.kind === "payment" ? bankLineOf(record.payment) : null;
    if (line === null) continue;
    batch.push(line);
    if (batch.length >= BATCH_LINES) await send();
  }
  await send();
  await sending;
  return written;
}

function insertBatch(tx: Tx, bankFileId: Uuid, lines: readonly BankLine[]): Promise<number> {
  const payers = lines.map(({ payer }) => payerJson(payer));
  return tx.run(sql`
    insert into bank_line (bank_line_id, bank_file_id, account, bank_reference, booked_on, value_on, amount_minor,
      currency, reference, payer)
    select x.id, ${bankFileId}::uuid, x.account, x.bank_reference, x.booked_on, x.value_on, x.amount_minor, x.currency,
      x.reference, x.payer
    from unnest(
      ${binaryArray("uuid", lines, (line) => line.bankLineId)}::uuid[],
      ${binaryArray("text", lines, (line) => line.account)}::text[],
      ${binaryArray("text", lines, (line) => line.bankReference)}::text[],
      ${binaryArray("date", lines, (line) => line.bookedOn)}::date[],
      ${binaryArray("date", lines, (line) => line.valueOn)}::date[],
      ${binaryArray("int8", lines, (line) => line.amountMinor)}::int8[],
      ${binaryArray("text", lines, (line) => line.currency)}::text[],
      ${binaryArray("text", lines, (line) => line.reference)}::text[],
      ${binaryArray("jsonb", payers, (payer) => payer)}::jsonb[]
    ) x(id, account, bank_reference, booked_on, value_on, amount_minor, currency, reference, payer)
    on conflict (account, bank_reference) do nothing`);
}

type Archive = {
  /** Passes the bytes on and writes them down. */
  readonly keeping: (chunks: AsyncIterable<Uint8Array>) => AsyncGenerator<Uint8Array>;
  readonly keep: () => Promise<void>;
  readonly drop: () => Promise<void>;
};

/** Bank files lie under their hash, readable by the operator alone. A half-written one has another name. */
async function archiveFile(directory: string, sha256: Buffer): Promise<Archive> {
  const folder = path.join(directory, "archive", "bank");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = path.join(folder, sha256.toString("hex"));
  const unfinished = `${name}.unfinished`;
  const file = await open(unfinished, "w", 0o600);
  return {
    keeping: async function* (chunks) {
      for await (const chunk of chunks) {
        await file.writeFile(chunk);
        yield chunk;
      }
    },
    keep: async () => {
      await file.sync();
      await file.close();
      await rename(unfinished, name);
    },
    drop: async () => {
      await file.close().catch(() => undefined);
      await rm(unfinished, { force: true });
    },
  };
}
