/**
 * A print house that prints every batch with a flag, and takes it away as it pleases: at once or after a while, the folder
 * whole or file by file, and with an answer soon, late or never.
 */
import { createHash } from "node:crypto";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

export type Printed = { readonly letterId: string; readonly hash: string };

export type PrintHouse = {
  readonly env: Readonly<Record<string, string>>;
  /** What was printed since the last call of `begin`. */
  readonly printed: readonly Printed[];
  /** Batches that had a flag and were not whole. */
  readonly broken: readonly string[];
  /** It leaves a batch lying for up to so long. */
  begin(chance: () => number, leavesMs: number): Promise<void>;
  /** Takes what is still there. */
  end(): Promise<void>;
};

type Manifest = { readonly count: number; readonly files: readonly ManifestFile[] };
type ManifestFile = { readonly name: string; readonly letterId: string; readonly sha256: string };

const LOOKS_EVERY_MS = 5;

export function aPrintHouse(folder: string): PrintHouse {
  let printed: Printed[] = [];
  let broken: string[] = [];
  let isOpen = false;
  let looking: Promise<unknown> = Promise.resolve();
  const taken = new Map<string, Promise<void>>();
  const out = path.join(folder, "out");

  const print = async (batch: string) => {
    const manifest: Manifest = JSON.parse(await readFile(path.join(batch, "manifest.json"), "utf8"));
    for (const { name, letterId, sha256 } of manifest.files) {
      const hash = createHash("sha256")
        .update(await readFile(path.join(batch, name)))
        .digest("hex");
      if (hash !== sha256) throw new Error(`${name} is not what the manifest says`);
      printed.push({ letterId, hash });
    }
    if (manifest.files.length !== manifest.count) throw new Error("the manifest counts otherwise");
    return manifest.files.map((file) => file.letterId);
  };
  const take = async (company: string, batchId: string, chance: () => number, leavesMs: number) => {
    const batch = path.join(out, company, batchId);
    await sleep(chance() * leavesMs);
    let letters: readonly string[] = [];
    try {
      letters = await print(batch);
    } catch (error) {
      broken.push(`${batchId}: ${error instanceof Error ? error.message : error}`);
    }
    // A letter is printed once: whether it takes the batch away or lets it lie, it does not look at it again.
    const how = chance();
    if (how < 0.4) await rm(batch, { recursive: true });
    else if (how < 0.8) {
      await rm(path.join(batch, "done.flag"));
      await sleep(chance() * leavesMs);
      await rm(batch, { recursive: true });
    }
    if (chance() < 0.3) return;
    await sleep(chance() * 2 * leavesMs);
    const answers = path.join(folder, "in", company);
    await mkdir(answers, { recursive: true });
    const answer = path.join(answers, `${batchId}.ack.json`);
    const told = { letters: letters.map((letterId) => ({ letterId, status: "accepted" })) };
    await writeFile(`${answer}.part`, JSON.stringify(told));
    await rename(`${answer}.part`, answer);
  };
  const look = async (chance: () => number, leavesMs: number) => {
    for (const company of await filesOf(out))
      for (const batchId of await filesOf(path.join(out, company))) {
        const names = await filesOf(path.join(out, company, batchId));
        if (!names.includes("done.flag") || taken.has(batchId)) continue;
        taken.set(batchId, take(company, batchId, chance, leavesMs));
      }
  };
  return {
    env: { INNFRI_PRINT_FOLDER: folder },
    get printed() {
      return printed;
    },
    get broken() {
      return broken;
    },
    begin: async (chance, leavesMs) => {
      await rm(folder, { recursive: true, force: true });
      printed = [];
      broken = [];
      taken.clear();
      isOpen = true;
      looking = (async () => {
        while (isOpen) {
          await look(chance, leavesMs);
          await sleep(LOOKS_EVERY_MS);
        }
        await look(chance, 0);
      })();
    },
    end: async () => {
      isOpen = false;
      await looking;
      await Promise.all(taken.values());
    },
  };
}

function filesOf(folder: string): Promise<string[]> {
  return readdir(folder).catch(() => []);
}
