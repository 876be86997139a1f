/** A file from outside: read once to see that it is whole, and once more to take it. */
import { createReadStream } from "node:fs";
import type { ByteChunks } from "@innfri/formats";

export type FileSource = {
  readonly name: string;
  /** The same bytes each time. */
  readonly open: () => ByteChunks;
};

export function fileSource(path: string): FileSource {
  return { name: path, open: () => createReadStream(path, { highWaterMark: 1 << 20 }) };
}

/** Passes the bytes on and takes them into the hash. */
export async function* hashing(
  chunks: ByteChunks,
  hash: { update(bytes: Uint8Array): unknown },
): AsyncGenerator<Uint8Array> {
  for await (const chunk of chunks) {
    hash.update(chunk);
    yield chunk;
  }
}
