/**
 * Letters handed to a print house, in batches (integrations.md 4.8): PDFs, a manifest that names each with its hash, and
 * a flag that comes last. Nothing of a batch may be printed before its flag is there, and from then on the print house may
 * take it away at any moment, so nobody looks into the folder to find out whether a batch may be written again:
 *
 * 1. everything is written in the batch's own folder, the flag under another name;
 * 2. it is committed that the print house was called for these letters;
 * 3. the flag gets its name. This is the one act that hands the batch over.
 *
 * Whoever was killed before 2 handed over nothing: the letters go in another batch, under another id. After it, a flag
 * under its other name is renamed to one that says that the batch was withdrawn, which takes the act from whoever may
 * still come to it. Where neither is there, the print house has it or only it knows: its answer tells, or a person.
 */
import { sha256Hex, type Uuid } from "@innfri/kernel";
import type { Creditor } from "../engine/creditors.ts";
import { at } from "../faults/points.ts";
import { shortNameOf } from "./capture.ts";
import type { Answer, Carrier, MadeLetter } from "./carrier.ts";
import { type Drop, DropFailed } from "./drop.ts";
import { isAnswered } from "./print-answered.ts";

const FLAG = "done.flag";
/** The flag before the act. */
const FLAG_TO_BE = "done.flag.part";
/** The same file where the act will not happen any more. */
const WITHDRAWN = "withdrawn.part";

/** `out/NO-6108eb64e1d4/<batch>`. */
function batchFolder(creditor: Creditor, batchId: Uuid): string {
  return `out/${shortNameOf(creditor)}/${batchId}`;
}

/** Where the print house lays its answers. */
export function answersFolder(creditor: Creditor): string {
  return `in/${shortNameOf(creditor)}`;
}

export function printCarrier(name: "folder" | "sftp", drop: Drop, creditor: Creditor): Carrier {
  const folderOf = (batchId: Uuid) => batchFolder(creditor, batchId);
  const becameOf = (batchId: Uuid) => whatBecameOf(drop, creditor, batchId);
  const clear = (batchId: Uuid) => cleared(drop, folderOf(batchId));
  return {
    name,
    batchSize: 200,
    isBatched: true,
    canRepeat: false,
    send: async (letters, start, tell) => {
      const batchId = letters[0]?.batchId;
      if (batchId == null) return;
      const tellAll = async (answer: Answer) => {
        for (const letter of letters) await tell(letter, answer);
      };
      try {
        await write(drop, folderOf(batchId), creditor, letters);
      } catch (error) {
        await clear(batchId).catch(() => undefined);
        return tellAll({ kind: "down", problem: problemOf(error) });
      }
      await at("batch-written");
      if (!(await start(letters))) return withdrawn(drop, folderOf(batchId)).catch(() => undefined);
      const answer = await handOver(drop, folderOf(batchId), () => becameOf(batchId));
      await at("batch-handed-over");
      if (answer !== null) await tellAll(answer);
    },
    found: async (letters) => {
      const found: [Uuid, "taken" | "not-taken"][] = [];
      for (const [batchId, those] of Map.groupBy(letters, (letter) => letter.batchId!)) {
        const became = await becameOf(batchId);
        if (became !== "unknown") for (const { messageId } of those) found.push([messageId, became]);
      }
      return new Map(found);
    },
    clear,
    close: () => drop.close(),
  };
}

type Became = "taken" | "not-taken" | "unknown";

/** The one act. Null where somebody else has taken it from us. */
async function handOver(drop: Drop, folder: string, becameOf: () => Promise<Became>): Promise<Answer | null> {
  let problem = "";
  try {
    if (await drop.rename(folder, FLAG_TO_BE, FLAG)) return { kind: "sent" };
  } catch (error) {
    problem = problemOf(error);
  }
  // The answer got lost, and perhaps not the act.
  const became = await becameOf().catch(() => null);
  switch (became) {
    case "taken":
      return { kind: "sent" };
    case "not-taken":
      return problem === "" ? null : { kind: "down", problem };
    case "unknown":
      return {
        kind: "unknown",
        problem:
          "the print house's folder does not hold the batch: only the print house knows whether it has it",
      };
    case null:
      return { kind: "down", problem, mayHave: true };
  }
}

/** Afterwards a batch that was not taken is never taken. */
async function whatBecameOf(drop: Drop, creditor: Creditor, batchId: Uuid): Promise<Became> {
  const folder = batchFolder(creditor, batchId);
  const names = await drop.list(folder);
  if (names.includes(FLAG)) return "taken";
  if (names.includes(WITHDRAWN)) return "not-taken";
  if (names.includes(FLAG_TO_BE)) {
    if (await drop.rename(folder, FLAG_TO_BE, WITHDRAWN)) return "not-taken";
    // Somebody was quicker.
    const then = await drop.list(folder);
    if (then.includes(FLAG)) return "taken";
    if (then.includes(WITHDRAWN)) return "not-taken";
  }
  return (await isAnswered(drop, answersFolder(creditor), batchId)) ? "taken" : "unknown";
}

/** By whoever would have handed it over. That it will not stays told: the call may have been committed all the same. */
async function withdrawn(drop: Drop, folder: string): Promise<void> {
  if (await drop.rename(folder, FLAG_TO_BE, WITHDRAWN)) await cleared(drop, folder, WITHDRAWN);
}

/** Never one that has its flag. */
async function cleared(drop: Drop, folder: string, but = ""): Promise<void> {
  const names = await drop.list(folder);
  if (names.includes(FLAG)) return;
  for (const name of names) if (name !== but) await drop.remove(`${folder}/${name}`);
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
  await drop.write(`${folder}/${FLAG_TO_BE}`, Buffer.from(`${files.length}\n`));
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
