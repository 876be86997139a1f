import { execFile } from "node:child_process";
import { mkdir, readdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { BackupError } from "./manifest.ts";
import { tarOf, untar } from "./tar.ts";

const root = temporaryFolder("tar");

const FILES: Readonly<Record<string, Buffer>> = {
  "archive/0f3a": Buffer.from("a bank file"),
  "archive/empty": Buffer.alloc(0),
  "archive/a-block": Buffer.alloc(512, 7),
  "archive/a-block-and-one": Buffer.alloc(513, 8),
  "archive/large": Buffer.alloc(3_000_017, "innfri"),
  "outbox/NO-6108eb64e1d4/post/2026-06-05 demand 0020104816.pdf": Buffer.from("%PDF"),
  "outbox/SE-6108eb64e1d4/lists/Påminnelse til Ærlig Øst.eml": Buffer.from("å"),
  [`outbox/NO-6108eb64e1d4/email/${"a very long name ".repeat(9)}.eml`]: Buffer.from("long"),
};

async function aFolder(name: string, files: Readonly<Record<string, Buffer>> = {}): Promise<string> {
  const folder = path.join(root, name);
  await mkdir(folder);
  for (const [file, bytes] of Object.entries(files)) {
    await mkdir(path.dirname(path.join(folder, file)), { recursive: true });
    await writeFile(path.join(folder, file), bytes);
  }
  return folder;
}

async function filesIn(folder: string): Promise<Record<string, Buffer>> {
  const files: Record<string, Buffer> = {};
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true }))
    if (entry.isFile()) {
      const file = path.join(entry.parentPath, entry.name);
      files[path.relative(folder, file)] = await readFile(file);
    }
  return files;
}

async function bytesOf(chunks: AsyncIterable<Uint8Array>): Promise<Buffer> {
  const parts: Uint8Array[] = [];
  for await (const chunk of chunks) parts.push(chunk);
  return Buffer.concat(parts);
}

async function* inPieces(bytes: Buffer, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

const FOLDERS = ["archive", "outbox"];
const source = await aFolder("source", {
  ...FILES,
  "archive/.half.partial-1": Buffer.from("x"),
  "pg/secret": Buffer.from("x"),
});
let counted = 0;
const tar = await bytesOf(
  tarOf(source, FOLDERS, () => {
    counted += 1;
  }),
);

describe("A folder's files as one stream", () => {
  it.each([100, 512, 65_536, tar.length])(
    "come back as they were, read %i bytes at a time",
    { timeout: 60_000 },
    async (size) => {
      const target = await aFolder(`target-${size}`);
      expect(await untar(inPieces(tar, size), target, FOLDERS)).toBe(Object.keys(FILES).length);
      expect(await filesIn(target)).toEqual(FILES);
      expect(counted).toBe(Object.keys(FILES).length);
    },
  );

  it("are what tar itself reads", async () => {
    await writeFile(path.join(root, "files.tar"), tar);
    const target = await aFolder("by-tar");
    await promisify(execFile)("tar", ["-xf", path.join(root, "files.tar"), "-C", target]);
    expect(await filesIn(target)).toEqual(FILES);
  });

  it("are none where there is no such folder", async () => {
    const empty = await bytesOf(tarOf(await aFolder("nothing"), FOLDERS, () => undefined));
    expect(await untar(inPieces(empty, 512), await aFolder("still-nothing"), FOLDERS)).toBe(0);
  });
});

describe("A stream that is not one of ours", () => {
  it.each(["../outside", "/outside", "pg/inside", "archive/../../outside", "archive"])(
    "cannot write to %s",
    async (name) => {
      const target = await aFolder(`guarded-${encodeURIComponent(name)}`);
      const bent = Buffer.from(tar);
      bent.fill(0, 0, 100);
      bent.write(name, 0);
      await expect(untar(inPieces(bent, 4096), target, FOLDERS)).rejects.toThrow(BackupError);
      expect(await readdir(target)).toEqual([]);
    },
  );

  it("that ends in the middle is noticed", async () => {
    const target = await aFolder("cut");
    await expect(untar(inPieces(tar.subarray(0, 10_000), 4096), target, FOLDERS)).rejects.toThrow(
      "end in the middle",
    );
  });
});
