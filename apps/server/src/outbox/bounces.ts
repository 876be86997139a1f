/**
 * Mail that came back, read from a mailbox: the Maildir that `INNFRI_BOUNCES` names. What was read is put away in its
 * folder `done`, what could not be read in `unreadable` with the reason beside it. Read twice, it says nothing new.
 */
import { constants } from "node:fs";
import { lstat, mkdir, open, readdir, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { allCreditors, type Creditor } from "../engine/creditors.ts";
import { countUnreadable } from "../metrics/counters.ts";
import { type Pool, sql, withCreditor } from "../store/index.ts";
import { takeDown, type Word } from "./afterwards.ts";
import type { Env } from "./carriers.ts";
import type { Deliverer } from "./delivery.ts";
import { putAwayName } from "./put-away.ts";
import { type Bounce, readBounce } from "./read-bounce.ts";

/** More than this is no bounce. */
const MOST_BYTES = 1024 * 1024;
/** Read at a time; the rest with the next look. */
const MOST_FILES = 1000;

export type BouncesRead = {
  readonly bounced: number;
  readonly delivered: number;
  /** About messages whose fate was known already, or that only say that it takes longer. */
  readonly nothingNew: number;
  readonly unreadable: number;
  /** Whose claims are judged anew. */
  readonly creditors: readonly Uuid[];
};

/** Null where no mailbox is named. */
export async function readBounces(
  installation: Pick<Deliverer, "pool" | "operator">,
  now: Date,
  env: Env = process.env,
): Promise<BouncesRead | null> {
  const mailbox = env.INNFRI_BOUNCES?.trim() ?? "";
  if (mailbox === "") return null;
  const creditors = (await allCreditors(installation.pool)).filter(({ isSandbox }) => !isSandbox);
  const counts = { bounced: 0, delivered: 0, nothingNew: 0, unreadable: 0 };
  const touched = new Set<Uuid>();
  for (const file of await filesIn(mailbox)) {
    const reading = await readFileOf(file);
    if (reading.kind === "unreadable") {
      counts.unreadable += 1;
      await putAway(mailbox, file, reading.reason);
      continue;
    }
    if (reading.kind === "gone") continue;
    const of = await creditorOf(installation.pool, creditors, reading.bounce);
    if (of === null) {
      counts.unreadable += 1;
      await putAway(mailbox, file, "the message that it names is none of ours");
      continue;
    }
    const word = wordOf(reading.bounce);
    const changed = word === null ? new Set() : await takeDown(installation, of, clockOf(of, now), [word]);
    if (word === null || changed.size === 0) counts.nothingNew += 1;
    else {
      counts[word.kind === "delivered" ? "delivered" : "bounced"] += 1;
      touched.add(of.creditorId);
    }
    await putAway(mailbox, file, null);
  }
  countUnreadable("email", counts.unreadable);
  return { ...counts, creditors: [...touched] };
}

function wordOf({ messageId, action, status }: Bounce): Word | null {
  if (action === "delayed") return null;
  if (action === "delivered") return { messageId, kind: "delivered" };
  return {
    messageId,
    kind: "bounced",
    reason: `the e-mail came back${status === null ? "" : `: ${status}`}`,
  };
}

/** Mail that has come and mail that somebody has looked at; a folder is none. */
async function filesIn(mailbox: string): Promise<string[]> {
  const files: string[] = [];
  for (const folder of ["new", "cur"]) {
    const entries = await readdir(path.join(mailbox, folder), { withFileTypes: true }).catch(
      (error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return [];
        throw error;
      },
    );
    files.push(
      ...entries
        .filter((entry) => !entry.isDirectory() && !entry.name.startsWith("."))
        .map(({ name }) => name)
        .sort()
        .map((name) => path.join(mailbox, folder, name)),
    );
  }
  return files.slice(0, MOST_FILES);
}

async function readFileOf(file: string) {
  const found = await lstat(file).catch(() => null);
  // Another process was quicker.
  if (found === null) return { kind: "gone" } as const;
  if (!found.isFile()) return { kind: "unreadable", reason: "it is no plain file" } as const;
  if (found.size > MOST_BYTES)
    return { kind: "unreadable", reason: `it is larger than ${MOST_BYTES} bytes` } as const;
  const handle = await open(file, constants.O_RDONLY | constants.O_NOFOLLOW).catch(() => null);
  if (handle === null) return { kind: "gone" } as const;
  try {
    return await readBounce(await handle.readFile());
  } finally {
    await handle.close();
  }
}

async function creditorOf(
  pool: Pool,
  creditors: readonly Creditor[],
  { messageId, creditorEnd }: Bounce,
): Promise<Creditor | null> {
  for (const creditor of creditors) {
    const { creditorId } = creditor;
    if (creditorEnd !== null && !creditorId.endsWith(creditorEnd)) continue;
    const found = await withCreditor(pool, creditorId, (tx) =>
      tx.maybe<{ messageId: Uuid }>(sql`
        select message_id as "messageId" from message
        where creditor_id = ${creditorId}::uuid and message_id = ${messageId}::uuid and channel = 'email'`),
    );
    if (found !== undefined) return creditor;
  }
  return null;
}

async function putAway(mailbox: string, file: string, reason: string | null): Promise<void> {
  const folder = path.join(mailbox, reason === null ? "done" : "unreadable");
  await mkdir(folder, { recursive: true, mode: 0o700 });
  const name = putAwayName(path.basename(file));
  if (reason !== null)
    await writeFile(path.join(folder, `${name}.reason.txt`), `${reason}\n`, { mode: 0o600 });
  await rename(file, path.join(folder, name)).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "ENOENT") throw error;
  });
}
