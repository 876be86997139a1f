/**
 * Letters handed to a print house, in batches (integrations.md 4.8): PDFs, a manifest that names each with its hash, and
 * a flag that is written last. A batch that has its flag is taken; one that has none is written again, as it was.
 */
import { isUuid, sha256Hex, type Uuid } from "@innfri/kernel";
import { z } from "zod";
import type { Creditor } from "../engine/creditors.ts";
import { shortNameOf } from "./capture.ts";
import type { Batch, Carrier, MadeLetter } from "./carrier.ts";
import { type Drop, DropFailed } from "./drop.ts";

const FLAG = "done.flag";
const MOST_MANIFEST_BYTES = 50 * 1024 * 1024;

const manifest = z.object({
  pages: z.number().int(),
  files: z.array(z.object({ letterId: z.string().refine(isUuid) })),
});

/** `out/NO-6108eb64e1d4/<batch>`. */
export function batchFolder(creditor: Creditor, batchId: Uuid): string {
  return `out/${shortNameOf(creditor)}/${batchId}`;
}

/** Where the print house lays its answers. */
export function answersFolder(creditor: Creditor): string {
  return `in/${shortNameOf(creditor)}`;
}

export function printCarrier(name: "folder" | "sftp", drop: Drop, creditor: Creditor): Carrier {
  const folderOf = (batchId: Uuid) => batchFolder(creditor, batchId);
  const batch = async (batchId: Uuid): Promise<Batch | null> => {
    if ((await drop.read(`${folderOf(batchId)}/${FLAG}`, 1024)) === null) return null;
    const bytes = await drop.read(`${folderOf(batchId)}/manifest.json`, MOST_MANIFEST_BYTES);
    if (bytes === null) return null;
    const { pages, files } = manifest.parse(JSON.parse(bytes.toString("utf8")));
    return { pages, letters: files.map(({ letterId }) => letterId as Uuid) };
  };
  return {
    name,
    batchSize: 200,
    isBatched: true,
    canRepeat: true,
    send: async (letters, start, tell) => {
      const [first] = letters;
      if (first === undefined || !(await start(first))) return;
      try {
        await write(drop, folderOf(first.batchId!), creditor, letters);
      } catch (error) {
        await tell(first, { kind: "down", problem: problemOf(error) });
        return;
      }
      for (const letter of letters) await tell(letter, { kind: "sent", detail: { batch: first.batchId! } });
    },
    taken: async (letters) => {
      const taken = new Set<Uuid>();
      for (const batchId of new Set(letters.map((letter) => letter.batchId!)))
        for (const id of (await batch(batchId))?.letters ?? []) taken.add(id);
      return taken;
    },
    batch,
    abandon: async (batchId) => {
      if ((await batch(batchId)) !== null) return;
      for (const file of await drop.list(folderOf(batchId)))
        await drop.remove(`${folderOf(batchId)}/${file}`);
    },
    close: () => drop.close(),
  };
}

async function write(
  drop: Drop,
  folder: string,
  creditor: Creditor,
  letters: readonly MadeLetter[],
): Promise<void> {
  const files = letters.map(({ messageId, data, pdf }) => ({
    name: `${messageId}.pdf`,
    letterId: messageId,
    kind: data.kind,
    pages: pagesOf(pdf),
    bytes: pdf.length,
    sha256: sha256Hex(pdf),
  }));
  // What an interrupted hand-over left and is no part of it any more.
  const names = new Set(files.map(({ name }) => name));
  for (const name of await drop.list(folder)) if (!names.has(name)) await drop.remove(`${folder}/${name}`);
  for (const { messageId, pdf } of letters) await drop.write(`${folder}/${messageId}.pdf`, pdf);
  const { batchId, at } = letters[0]!;
  const told = {
    profile: "innfri/1",
    batchId,
    creditor: { name: creditor.name, id: creditor.creditorId },
    createdAt: at,
    test: false,
    count: files.length,
    pages: files.reduce((sum, { pages }) => sum + pages, 0),
    files,
  };
  await drop.write(`${folder}/manifest.json`, Buffer.from(`${JSON.stringify(told, null, 2)}\n`));
  await drop.write(`${folder}/${FLAG}`, Buffer.from(`${files.length}\n`));
}

/** Our letters have their pages as plain objects; one is named at least. */
export function pagesOf(pdf: Uint8Array): number {
  const text = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength).toString("latin1");
  return Math.max(1, [...text.matchAll(/\/Type\s*\/Page\b/g)].length);
}

/** Codes say enough; words of a server may say too much. */
function problemOf(error: unknown): string {
  if (error instanceof DropFailed) return error.message;
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return `the print house's folder cannot be written${/^[A-Z]{3,20}$/.test(code) ? `: ${code}` : ""}`;
}
