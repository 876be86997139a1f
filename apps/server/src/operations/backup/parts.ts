/** How a part of a backup is written and read: packed, perhaps through a program of the operator's, hashed on both sides. */
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir } from "node:fs/promises";
import path from "node:path";
import { Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import { createGunzip, createGzip } from "node:zlib";
import { BackupError, type Part } from "./manifest.ts";

type Bytes = AsyncIterable<Uint8Array>;

/** A shell command that reads standard input and writes standard output, such as `age -r age1…`. */
export type Through = string | undefined;

/** Writes a part of what `plain` gives, and says what it came to. */
export async function writePart(folder: string, file: string, plain: Bytes, through: Through): Promise<Part> {
  const target = path.join(folder, file);
  await mkdir(path.dirname(target), { recursive: true, mode: 0o700 });
  const before = new Tally();
  const after = new Tally();
  // Fast rather than small: most of a backup's time would be spent packing.
  const packed = createGzip({ level: 2 });
  const out = createWriteStream(target, { mode: 0o600, flags: "wx", flush: true });
  if (through === undefined) await pipeline(plain, before, packed, after, out);
  else
    await throughProgram(
      through,
      (stdin) => pipeline(plain, before, packed, stdin),
      (stdout) => pipeline(stdout, after, out),
    );
  return {
    file,
    bytes: after.bytes,
    sha256: after.digest(),
    plainBytes: before.bytes,
    plainSha256: before.digest(),
  };
}

/** Hands the plain bytes of a part to `take`, and throws `BackupError` when they are not those that were written. */
export async function readPart(
  folder: string,
  part: Part,
  through: Through,
  take: (plain: Bytes) => Promise<void>,
): Promise<void> {
  const stored = createReadStream(path.join(folder, part.file), { highWaterMark: 1 << 18 });
  const plain = new Tally();
  const unpack = (packed: NodeJS.ReadableStream) =>
    pipeline(packed, createGunzip(), plain, (bytes: Bytes) => take(bytes));
  if (through === undefined) await unpack(stored);
  else await throughProgram(through, (stdin) => pipeline(stored, stdin), unpack);
  if (plain.bytes !== part.plainBytes || plain.digest() !== part.plainSha256)
    throw new BackupError(`${part.file} does not hold what was written into it.`);
}

/** Does the file lie there as it was written? */
export async function isAsWritten(folder: string, part: Part): Promise<boolean> {
  const tally = new Tally();
  try {
    await pipeline(createReadStream(path.join(folder, part.file)), tally, async (bytes: Bytes) => {
      for await (const _ of bytes);
    });
  } catch {
    return false;
  }
  return tally.bytes === part.bytes && tally.digest() === part.sha256;
}

async function throughProgram(
  command: string,
  feed: (stdin: NodeJS.WritableStream) => Promise<void>,
  drain: (stdout: NodeJS.ReadableStream) => Promise<void>,
): Promise<void> {
  const child = spawn("/bin/sh", ["-c", command], { stdio: ["pipe", "pipe", "inherit"] });
  const ended = new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) =>
      code === 0
        ? resolve()
        : reject(new BackupError(`The program that the backup goes through ended with ${code ?? signal}.`)),
    );
  });
  ended.catch(() => undefined);
  const fed = feed(child.stdin).catch((error: NodeJS.ErrnoException) => {
    // What is told then is how the program ended.
    if (error.code !== "EPIPE" && error.code !== "ERR_STREAM_PREMATURE_CLOSE") throw error;
  });
  try {
    await Promise.all([fed, drain(child.stdout), ended]);
  } catch (error) {
    child.kill();
    await ended;
    throw error;
  }
}

/** Counts and hashes what passes. */
export class Tally extends Transform {
  bytes = 0;
  readonly #hash = createHash("sha256");

  override _transform(chunk: Uint8Array, _: BufferEncoding, done: (error: null, data: Uint8Array) => void) {
    this.bytes += chunk.length;
    this.#hash.update(chunk);
    done(null, chunk);
  }

  digest(): string {
    return this.#hash.copy().digest("hex");
  }
}
