/**
 * Files in the outbox folder: written whole or not at all, so that a file that is there can be trusted, and readable
 * by the operator alone, for they tell who owes what. As a carrier it takes every letter, and sends none.
 */

import { randomUUID } from "node:crypto";
import { access, mkdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Creditor } from "../engine/creditors.ts";
import { at } from "../faults/points.ts";
import type { Addressed, Carrier, MadeLetter } from "./carrier.ts";
import { letterEmail } from "./letter-email.ts";

/** Where a creditor's messages lie. */
export function outboxOf(directory: string, creditor: Creditor): string {
  return path.join(directory, "outbox", shortNameOf(creditor));
}

/** A creditor as folders are named: its country, and the end of its id. */
export function shortNameOf({ country, creditorId }: Creditor): string {
  return `${country}-${creditorId.slice(-12)}`;
}

/** Letters as files in the creditor's outbox: e-mails as `.eml`, letters for the post as `.pdf`. */
export function captureCarrier(folder: string): Carrier {
  return {
    name: "capture",
    batchSize: 100,
    isBatched: false,
    canRepeat: true,
    send: async (letters, start, tell) => {
      for (const letter of letters) {
        if (!(await start([letter]))) continue;
        await capture(path.join(folder, letter.channel), fileName(letter), await fileOf(letter));
        await tell(letter, { kind: "sent" });
      }
    },
    found: async (letters) => {
      const there = letters.map(async (letter) => {
        const file = path.join(folder, letter.channel, safeName(fileName(letter)));
        const isThere = await access(file).then(
          () => true,
          () => false,
        );
        return [letter.messageId, isThere ? "taken" : "not-taken"] as const;
      });
      return new Map(await Promise.all(there));
    },
    close: async () => undefined,
  };
}

function fileName({ channel, data }: Addressed): string {
  const name = `${data.datedOn} ${data.kind.slice(3)} ${data.caseNumber}`;
  return channel === "post" ? `${name}.pdf` : `${name}.eml`;
}

function fileOf(letter: MadeLetter): Uint8Array | Promise<Uint8Array> {
  return letter.channel === "post" ? letter.pdf : letterEmail(letter);
}

/** Writes the bytes under a name in the folder. The same again leaves the same file. */
export async function capture(folder: string, name: string, bytes: Uint8Array | string): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const file = path.join(folder, safeName(name));
  // A kill can leave it behind: with a dot in front, nobody who prints everything in the folder takes it for a letter.
  const partial = path.join(folder, `.${safeName(name)}.partial-${randomUUID().slice(0, 8)}`);
  await writeFile(partial, bytes, { mode: 0o600 });
  await at("file-half-written");
  await rename(partial, file);
  return file;
}

/** References and numbers come from outside: nothing of them may lead out of the folder. */
export function safeName(text: string): string {
  return text
    .normalize("NFC")
    .replaceAll(/[^\p{L}\p{N}._ -]+/gu, "-")
    .replaceAll(/^[.\s-]+|[.\s-]+$/g, "")
    .slice(0, 120);
}
