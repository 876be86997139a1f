/** A folder's files as a tar stream and back, so that archive and outbox are one part however many files they have. */
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, readdir } from "node:fs/promises";
import path from "node:path";
import { pipeline } from "node:stream/promises";
import { BackupError } from "./manifest.ts";

const BLOCK = 512;

type Entry = { readonly name: string; readonly size: number };

/** The files below `folders` of `root`, in the order of their names, without those that are not finished. */
export async function* tarOf(
  root: string,
  folders: readonly string[],
  onFile: () => void,
): AsyncGenerator<Uint8Array> {
  for (const folder of folders)
    for await (const name of filesBelow(root, folder)) {
      const file = await open(path.join(root, name)).catch((error: NodeJS.ErrnoException) => {
        if (error.code === "ENOENT") return undefined; // it was there a moment ago
        throw error;
      });
      if (file === undefined) continue;
      try {
        const { size } = await file.stat();
        yield* header({ name, size });
        let left = size;
        for await (const chunk of createReadStream("", {
          fd: file.fd,
          autoClose: false,
          end: size - 1 + Number(size === 0),
        })) {
          const bytes = (chunk as Buffer).subarray(0, left);
          left -= bytes.length;
          if (bytes.length > 0) yield bytes;
        }
        if (left > 0) throw new BackupError(`${name} became shorter while it was read.`);
        yield padding(size);
        onFile();
      } finally {
        await file.close();
      }
    }
  yield Buffer.alloc(2 * BLOCK);
}

/** By folder, so that memory does not grow with the number of files but with those of one folder. */
async function* filesBelow(root: string, folder: string): AsyncGenerator<string> {
  const entries = await readdir(path.join(root, folder), { withFileTypes: true }).catch(
    (error: NodeJS.ErrnoException) => {
      if (error.code === "ENOENT") return [];
      throw error;
    },
  );
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    // What is being written has a dot in front until it is whole.
    if (entry.name.startsWith(".")) continue;
    const name = `${folder}/${entry.name}`;
    if (entry.isDirectory()) yield* filesBelow(root, name);
    else if (entry.isFile()) yield name;
  }
}

/** A ustar header; a name that does not fit stands in a pax header before it. */
function* header({ name, size }: Entry): Generator<Uint8Array> {
  const bytes = Buffer.from(name);
  const isPlain = bytes.length <= 100 && /^[\x20-\x7e]+$/.test(name) && size < 8 ** 11;
  if (!isPlain) {
    const records = Buffer.from(paxRecord("path", name) + paxRecord("size", String(size)));
    yield block("pax-header", records.length, "x");
    yield records;
    yield padding(records.length);
  }
  yield block(
    isPlain ? name : "named-by-the-header-before",
    isPlain ? size : Math.min(size, 8 ** 11 - 1),
    "0",
  );
}

function paxRecord(key: string, value: string): string {
  const rest = Buffer.byteLength(` ${key}=${value}\n`);
  let length = rest + String(rest).length;
  length = rest + String(length).length;
  return `${length} ${key}=${value}\n`;
}

function block(name: string, size: number, type: "0" | "x"): Buffer {
  const bytes = Buffer.alloc(BLOCK);
  bytes.write(name, 0, 100, "latin1");
  bytes.write("0000600\0", 100);
  bytes.write("0000000\0", 108);
  bytes.write("0000000\0", 116);
  bytes.write(`${size.toString(8).padStart(11, "0")}\0`, 124);
  bytes.write("00000000000\0", 136);
  bytes.write("        ", 148);
  bytes.write(type, 156);
  bytes.write("ustar\0", 257);
  bytes.write("00", 263);
  const sum = bytes.reduce((total, byte) => total + byte, 0);
  bytes.write(`${sum.toString(8).padStart(6, "0")}\0 `, 148);
  return bytes;
}

function padding(size: number): Buffer {
  return Buffer.alloc((BLOCK - (size % BLOCK)) % BLOCK);
}

/** Writes the files of a tar of ours below `root`, and returns how many. Only into the folders that are named. */
export async function untar(
  bytes: AsyncIterable<Uint8Array>,
  root: string,
  folders: readonly string[],
): Promise<number> {
  const source = new Source(bytes);
  let count = 0;
  for (;;) {
    const entry = await nextEntry(source);
    if (entry === undefined) break;
    const target = path.resolve(root, entry.name);
    const isInside = folders.some((folder) => target.startsWith(path.resolve(root, folder) + path.sep));
    if (!isInside)
      throw new BackupError(`The backup's files would be written outside of ${folders.join(", ")}.`);
    await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
    await pipeline(source.take(entry.size), createWriteStream(target, { mode: 0o600, flush: true }));
    await source.skip((BLOCK - (entry.size % BLOCK)) % BLOCK);
    count++;
  }
  // What is left is read too, so that its hash is that of the whole.
  await source.drain();
  return count;
}

async function nextEntry(source: Source): Promise<Entry | undefined> {
  let named: Partial<Record<"path" | "size", string>> = {};
  for (;;) {
    const head = await source.exactly(BLOCK);
    if (head.every((byte) => byte === 0)) return undefined;
    const size = Number.parseInt(head.toString("latin1", 124, 135), 8);
    const type = String.fromCharCode(head[156]!);
    if (type === "0") {
      const name = named.path ?? head.toString("latin1", 0, 100).replace(/\0.*$/s, "");
      return { name, size: named.size === undefined ? size : Number(named.size) };
    }
    if (type !== "x" || !(size < 1 << 20))
      throw new BackupError("The backup's files are not as we write them.");
    const records = (await source.exactly(size)).toString("utf8");
    await source.skip((BLOCK - (size % BLOCK)) % BLOCK);
    named = Object.fromEntries(
      [...records.matchAll(/\d+ (path|size)=([^\n]*)\n/g)].map(([, key, value]) => [key, value]),
    );
  }
}

/** Bytes of a stream by number. */
class Source {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest: Buffer = Buffer.alloc(0);

  constructor(bytes: AsyncIterable<Uint8Array>) {
    this.#chunks = bytes[Symbol.asyncIterator]();
  }

  /** At most so many, at least one. */
  async #some(most: number): Promise<Buffer> {
    while (this.#rest.length === 0) {
      const { done, value } = await this.#chunks.next();
      if (done === true) throw new BackupError("The backup's files end in the middle.");
      this.#rest = Buffer.from(value.buffer, value.byteOffset, value.byteLength);
    }
    const some = this.#rest.subarray(0, most);
    this.#rest = this.#rest.subarray(some.length);
    return some;
  }

  async *take(size: number): AsyncGenerator<Buffer> {
    for (let left = size; left > 0; ) {
      const some = await this.#some(left);
      left -= some.length;
      yield some;
    }
  }

  async exactly(size: number): Promise<Buffer> {
    const parts: Buffer[] = [];
    for await (const some of this.take(size)) parts.push(some);
    return Buffer.concat(parts);
  }

  async skip(size: number): Promise<void> {
    for await (const _ of this.take(size));
  }

  async drain(): Promise<void> {
    this.#rest = Buffer.alloc(0);
    while ((await this.#chunks.next()).done !== true);
  }
}
