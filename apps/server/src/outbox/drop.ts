/**
 * The place where letters are handed to a print house: a folder of this machine, or one that is reached by SFTP. Files
 * are written under another name and then renamed, so that whoever sees one sees all of it.
 */
import { lstat, mkdir, open, readdir, rename, rm } from "node:fs/promises";
import path from "node:path";

/** Paths are given from the drop's root, with `/` between the names. */
export type Drop = {
  write(file: string, bytes: Uint8Array): Promise<void>;
  /** The bytes of a plain file; null where there is none, or it is larger than `most`. */
  read(file: string, most: number): Promise<Buffer | null>;
  /** Plain files of a folder, by name; none where there is no such folder. */
  list(folder: string): Promise<string[]>;
  move(from: string, to: string): Promise<void>;
  /**
   * Gives a file of a folder another name that no file there has, in one act; false where there is no such file. Of
   * several who do it at once, one has done it.
   */
  rename(folder: string, from: string, to: string): Promise<boolean>;
  remove(file: string): Promise<void>;
  close(): Promise<void>;
};

/** It cannot be reached, or will not take what we write: no letter's fault. */
export class DropFailed extends Error {
  override readonly name = "DropFailed";
}

export function folderDrop(root: string): Drop {
  const at = (file: string) => path.join(root, ...file.split("/"));
  return reporting({
    write: async (file, bytes) => {
      const target = at(file);
      await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
      const part = `${target}.part`;
      const handle = await open(part, "w", 0o600);
      try {
        await handle.writeFile(bytes);
        // The flag that comes last must not be there before what it speaks for.
        await handle.sync();
      } finally {
        await handle.close();
      }
      await rename(part, target);
    },
    read: async (file, most) => {
      const found = await lstat(at(file)).catch(ignoreMissing);
      if (found === null || !found.isFile() || found.size > most) return null;
      const handle = await open(at(file), "r");
      try {
        return await handle.readFile();
      } finally {
        await handle.close();
      }
    },
    list: async (folder) => {
      const entries = await readdir(at(folder), { withFileTypes: true }).catch(ignoreMissing);
      return (entries ?? [])
        .filter((entry) => entry.isFile())
        .map(({ name }) => name)
        .sort();
    },
    move: async (from, to) => {
      await mkdir(path.dirname(at(to)), { recursive: true, mode: 0o700 });
      await rename(at(from), at(to)).catch(ignoreMissing);
    },
    rename: async (folder, from, to) => {
      const renamed = await rename(at(`${folder}/${from}`), at(`${folder}/${to}`)).then(
        () => true,
        (error: NodeJS.ErrnoException) => (error.code === "ENOENT" ? false : Promise.reject(error)),
      );
      if (renamed) await synced(at(folder));
      return renamed;
    },
    remove: (file) => rm(at(file), { force: true }),
    close: async () => undefined,
  });
}

/** What a folder names must be there after the power went; it may have been taken away whole in the meantime. */
async function synced(folder: string): Promise<void> {
  const handle = await open(folder, "r").catch(ignoreMissing);
  try {
    await handle?.sync();
  } finally {
    await handle?.close();
  }
}

/** A folder that is gone, full, or not ours to read is the folder's fault, and never that of a company's day. */
function reporting(drop: Drop): Drop {
  const told = async <T>(work: Promise<T>): Promise<T> => {
    try {
      return await work;
    } catch (error) {
      const code = error instanceof Error && "code" in error ? String(error.code) : "";
      if (!/^E[A-Z0-9]{2,20}$/.test(code)) throw error;
      throw new DropFailed(`the print house's folder cannot be read or written: ${code}`, { cause: error });
    }
  };
  return {
    write: (file, bytes) => told(drop.write(file, bytes)),
    read: (file, most) => told(drop.read(file, most)),
    list: (folder) => told(drop.list(folder)),
    move: (from, to) => told(drop.move(from, to)),
    rename: (folder, from, to) => told(drop.rename(folder, from, to)),
    remove: (file) => told(drop.remove(file)),
    close: () => drop.close(),
  };
}

function ignoreMissing(error: NodeJS.ErrnoException): null {
  if (error.code === "ENOENT") return null;
  throw error;
}
