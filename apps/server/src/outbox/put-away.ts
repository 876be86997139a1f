/** Names under which files of others are put away once they have been looked at. */
import { sha256Hex } from "@innfri/kernel";

/** So that what is written beside a file, with a longer name, has one that a file system takes too. */
const MOST_NAME_BYTES = 200;

/** The file's own name, or where that is very long one that follows from it. */
export function putAwayName(name: string): string {
  return Buffer.byteLength(name) <= MOST_NAME_BYTES
    ? name
    : `${sha256Hex(Buffer.from(name)).slice(0, 32)}.long-name`;
}
