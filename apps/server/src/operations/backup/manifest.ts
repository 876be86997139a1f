/** What a backup says of itself. It is written last, so a folder without one is no backup. */
import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import { z } from "zod";

export const MANIFEST_FILE = "manifest.json";
const FORMAT_VERSION = 1;

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);
const count = z.int().nonnegative();
// Nothing in a manifest may lead out of the folder.
const plainName = z.string().regex(/^[a-z][a-z0-9_]{0,62}$/);

/** A file as it lies there, and what is in it once it is unpacked. */
const part = z.object({
  file: z.string().regex(/^(?:[a-z][a-z0-9_]*\/)?[a-z][a-z0-9_.]*$/),
  bytes: count,
  sha256,
  plainBytes: count,
  plainSha256: sha256,
});

const manifest = z.strictObject({
  format: z.literal("innfri-backup"),
  formatVersion: z.literal(FORMAT_VERSION),
  backupId: z.uuid(),
  /** The moment of the database that it shows. */
  madeAt: z.string().regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3,6}Z$/),
  program: z.string(),
  postgres: z.string(),
  /** Whether the parts were handed through a program of the operator's, which is needed to read them again. */
  isThroughProgram: z.boolean(),
  migrations: z.array(z.object({ name: z.string(), sha256 })).min(1),
  tables: z.array(part.extend({ name: plainName, columns: z.array(plainName).min(1), rows: count })).min(1),
  /** Archive and outbox; null when they were left out. */
  files: part.extend({ count }).nullable(),
  /** The newest of each creditor, and the operator's. */
  roots: z.array(z.object({ creditor: z.uuid().nullable(), on: z.string(), root: sha256 })),
  /** Of the text before it. The first backups had none. */
  sha256: sha256.optional(),
});

export type Manifest = z.infer<typeof manifest>;
export type Part = z.infer<typeof part>;
export type TablePart = Manifest["tables"][number];

/** The folder holds no backup of ours, or not a whole one. Nothing was changed. */
export class BackupError extends Error {
  override readonly name = "BackupError";
}

export function manifestText(value: Omit<Manifest, "sha256">): string {
  const text = JSON.stringify(value, null, 1).replace(/\n}$/, "");
  return `${text}${endOf(text)}`;
}

function endOf(text: string): string {
  return `,\n "sha256": "${createHash("sha256").update(text).digest("hex")}"\n}\n`;
}

/** As long as `endOf`. */
const END = endOf("").length;

export type ReadManifest = { readonly manifest: Manifest; readonly sha256: string };

/** Throws `BackupError` when there is none, or it is not one of ours. */
export async function readManifest(folder: string): Promise<ReadManifest> {
  const bytes = await readFile(path.join(folder, MANIFEST_FILE)).catch(() => undefined);
  if (bytes === undefined)
    throw new BackupError(
      `${folder} holds no whole backup: ${MANIFEST_FILE} is missing. It is written last. Nothing was done.`,
    );
  const read = manifest.safeParse(parsed(bytes));
  const text = bytes.toString("utf8");
  const isAsWritten =
    read.data?.sha256 === undefined || text.endsWith(endOf(text.slice(0, Math.max(0, text.length - END))));
  if (!read.success || !isAsWritten)
    throw new BackupError(
      `${path.join(folder, MANIFEST_FILE)} is not as this version of Innfri writes it: another version made it, or it was changed since. Nothing was done.`,
    );
  return { manifest: read.data, sha256: createHash("sha256").update(bytes).digest("hex") };
}

function parsed(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}

/** Every file of a backup but the manifest. */
export function partsOf({ tables, files }: Manifest): readonly Part[] {
  return files === null ? tables : [...tables, files];
}

export function rowsOf({ tables }: Manifest): number {
  return tables.reduce((sum, { rows }) => sum + rows, 0);
}

export function bytesOf(of: Manifest): number {
  return partsOf(of).reduce((sum, { bytes }) => sum + bytes, 0);
}
