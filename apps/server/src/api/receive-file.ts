/** A file that is sent as the body of a call: written down as it comes, so that memory stays flat, and counted. */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, open, readdir, rm, stat } from "node:fs/promises";
import path from "node:path";
import type { Upload } from "@innfri/contract";
import { type FileSource, fileSource } from "../file-source.ts";
import { Refused, refusal } from "./problem.ts";

export type ReceivedFile = {
  /** Where it lies until the call is answered. */
  readonly path: string;
  readonly source: FileSource;
  readonly type: string;
  readonly bytes: number;
  readonly sha256: Buffer;
};

/** More at a time would be so many readings of the disk beside each other. */
const MOST_AT_ONCE = 8;
/** Of one company, or of a caller that names none: whoever sends slowly leaves room for others. */
const MOST_OF_ONE = 2;
/** For whom a file is being received, once for each file. */
const receiving: string[] = [];

/** What a process that was killed has left is older than any call. */
const LEFT_AFTER_MS = 24 * 60 * 60 * 1000;

/** Calls `work` with the file, which is gone once that has ended. */
export async function receiveFile<T>(
  request: Request,
  upload: Upload,
  directory: string,
  whose: string,
  work: (file: ReceivedFile) => Promise<T>,
): Promise<T> {
  const type = typeOf(request, upload);
  const declared = Number(request.headers.get("Content-Length") ?? 0);
  if (declared > upload.mostBytes) throw tooLarge(upload);
  if (receiving.length >= MOST_AT_ONCE || receiving.filter((one) => one === whose).length >= MOST_OF_ONE)
    throw new Refused(
      refusal("too-many", "Several files are being received just now. Nothing was done: send it again.", {
        headers: { "Retry-After": "5" },
      }),
    );
  receiving.push(whose);
  const folder = path.join(directory, "received");
  const name = path.join(folder, randomUUID());
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await removeLeft(folder);
    const { bytes, sha256 } = await writeDown(request, upload, name);
    return await work({ path: name, source: sourceOf(name), type, bytes, sha256 });
  } finally {
    receiving.splice(receiving.indexOf(whose), 1);
    await rm(name, { force: true });
  }
}

/** A file that came by the API has no name that anybody chose. */
function sourceOf(name: string): FileSource {
  return { ...fileSource(name), name: "the file" };
}

function typeOf(request: Request, { types }: Upload): string {
  const type = request.headers.get("Content-Type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== undefined && types.includes(type)) return type;
  throw new Refused(
    refusal("unsupported-type", `Send the file as it is, as ${types.join(" or ")}. Nothing was done.`),
  );
}

async function writeDown(
  request: Request,
  upload: Upload,
  name: string,
): Promise<{ readonly bytes: number; readonly sha256: Buffer }> {
  const hash = createHash("sha256");
  let bytes = 0;
  const file = await open(name, "wx", 0o600);
  try {
    for await (const chunk of request.body ?? []) {
      bytes += chunk.length;
      if (bytes > upload.mostBytes) throw tooLarge(upload);
      hash.update(chunk);
      await file.writeFile(chunk);
    }
  } finally {
    await file.close();
  }
  if (bytes > 0) return { bytes, sha256: hash.digest() };
  throw new Refused(refusal("bad-request", "The body is empty: send the file. Nothing was done."));
}

function tooLarge({ mostBytes }: Upload): Refused {
  return new Refused(
    refusal("too-large", `A file may have ${mostBytes} bytes here. Nothing was done: send it in parts.`),
  );
}

async function removeLeft(folder: string): Promise<void> {
  // The folder has changed with the newest of them.
  const newest = (await stat(folder)).mtimeMs;
  for (const one of await readdir(folder)) {
    const file = path.join(folder, one);
    const written = await stat(file).catch(() => null);
    if (written !== null && newest - written.mtimeMs > LEFT_AFTER_MS) await rm(file, { force: true });
  }
}
