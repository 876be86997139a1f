/** Answers that are files, and not JSON. */
import { z } from "zod";

/** A file that a call answers with. It is to be saved and never shown: nothing in it runs as a page of ours. */
export type ServedFile = {
  readonly type: string;
  readonly name: string;
  readonly bytes: Uint8Array;
  /** What is sent as it is read, in the place of `bytes`. */
  readonly stream?: ReadableStream<Uint8Array>;
  /** How many people's data it holds, as far as they were counted. */
  readonly rows?: number;
};

const SERVED = new WeakMap<z.ZodType, readonly string[]>();

/** An answer that is a file of one of these content types. */
export function fileAnswer(types: readonly string[]): z.ZodType<ServedFile, ServedFile> {
  const schema = z.custom<ServedFile>();
  SERVED.set(schema, types);
  return schema;
}

/** Of an answer that is a file; undefined for JSON, and for none. */
export function servedTypesOf(schema: z.ZodType | undefined): readonly string[] | undefined {
  return schema === undefined ? undefined : SERVED.get(schema);
}
