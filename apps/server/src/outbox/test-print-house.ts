/** For tests of print houses: a company whose post goes to one, and what lies in its folders. */
import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { anId } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import type { Pool } from "../store/index.ts";
import type { MadeLetter } from "./carrier.ts";
import { readPrintAnswers } from "./print-answers.ts";
import { aCompany, NOTICE_DAY } from "./test-company.ts";
import { anSftpServer } from "./test-sftp-server.ts";

/** A company whose letters go to a print house, by a folder or by SFTP. */
export async function byPost(
  pool: Pool,
  way: "folder" | "sftp",
  count: number,
  env?: Readonly<Record<string, string>>,
) {
  const root = temporaryFolder("print");
  const given = env ?? (way === "folder" ? { INNFRI_PRINT_FOLDER: root } : (await anSftpServer(root)).env());
  const customers = Array.from({ length: count }, (_, i) => ({ number: String(3001 + i), email: null }));
  const company = await aCompany(pool, { post: way }, customers, given);
  const name = `NO-${company.creditorId.slice(-12)}`;
  const inFolder = path.join(root, "in", name);
  const batches = () => readdir(path.join(root, "out", name)).catch(() => [] as string[]);
  return {
    ...company,
    root,
    out: path.join(root, "out", name),
    in: inFolder,
    batches,
    inBatch: async (batch: string) => (await readdir(path.join(root, "out", name, batch))).sort(),
    manifest: async (batch: string) =>
      JSON.parse(await readFile(path.join(root, "out", name, batch, "manifest.json"), "utf8")),
    /** The print house takes a batch home. */
    takesAway: (batch: string) => rm(path.join(root, "out", name, batch), { recursive: true }),
    /** A letter as it is handed to a carrier. */
    aLetter: async (): Promise<MadeLetter> => {
      const messageId = anId();
      const pdf = Buffer.from("%PDF-1.7 /Type /Page");
      const at = `${NOTICE_DAY}T08:00:00.000Z`;
      return {
        messageId,
        batchId: anId(),
        at,
        channel: "post",
        data: { kind: "no.notice" },
        pdf,
      } as unknown as MadeLetter;
    },
    answers: async (file: string, text: string) => {
      await mkdir(inFolder, { recursive: true });
      await writeFile(path.join(inFolder, file), text);
    },
    read: (day = NOTICE_DAY, time?: string) =>
      readPrintAnswers(company.installation, company.creditor, company.clock(day, time), given),
    answered: async (folder: string) => (await readdir(path.join(inFolder, folder)).catch(() => [])).sort(),
  };
}
