/**
 * The keys that secrets are sealed with and codes are made from. They come from the environment, newest first, and are in
 * no backup: whoever has the database alone can read none of what they seal.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from "node:crypto";
import { link, mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import path from "node:path";

/** What a key is used for. Each use has a key of its own, so that what is learned of one says nothing of another. */
export type Purpose =
  | "debtor-link"
  | "letter-code"
  | "national-number"
  | "payment-callback"
  | "session"
  | "webhook-secret";

export type Sealed = { readonly keyId: string; readonly bytes: Buffer };

export type Keys = {
  /** Sealed with the newest key. `about` is bound to it: moved to another row it opens no more. */
  seal(purpose: Purpose, plain: Uint8Array, about: string): Sealed;
  /** Throws `KeyMissingError` where the key is not here, and an error where the bytes are not what was sealed. */
  open(purpose: Purpose, sealed: Sealed, about: string): Buffer;
  /** The same text gives the same hash under the same key: for finding what is sealed, and for codes. */
  keyedHash(purpose: Purpose, text: string, keyId?: string): Buffer;
  readonly newest: string;
  readonly ids: readonly string[];
};

export class KeysError extends Error {
  override readonly name: string = "KeysError";
}

export class KeyMissingError extends KeysError {
  override readonly name = "KeyMissingError";
}

const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const FILE = "innfri-keys";

/**
 * The keys of `INNFRI_KEYS` (`id:base64url,…`, newest first), else those in the data directory, which are made there once.
 * Many machines on one database need the same keys, so with a database of its own nothing is made.
 */
export async function openKeys(
  directory: string,
  environment: { readonly INNFRI_KEYS?: string | undefined; readonly DATABASE_URL?: string | undefined },
): Promise<Keys> {
  const given = environment.INNFRI_KEYS?.trim();
  if (given) return keysOf(given, "INNFRI_KEYS");
  const file = path.join(directory, FILE);
  const kept = await readFile(file, "utf8").catch(() => null);
  if (kept !== null) return keysOf(kept, file);
  if (environment.DATABASE_URL?.trim())
    throw new KeysError(
      "INNFRI_KEYS is not set. Set it to the same keys on every machine (id:key,…, newest first); " +
        `a new one: ${newKey("2026-1")}. Keep it outside the database and its backups.`,
    );
  return keysOf(await makeFile(file), file);
}

/** A key as `INNFRI_KEYS` takes it. */
export function newKey(id: string): string {
  return `${id}:${randomBytes(KEY_BYTES).toString("base64url")}`;
}

export type KeyAdded =
  | { readonly kind: "in-file"; readonly file: string }
  /** The keys come from the environment, which is for a person to change. */
  | { readonly kind: "to-be-set"; readonly key: string };

/** A new key in front of those in the data directory. Whoever reads the file meanwhile reads all of the old or the new. */
export async function addKey(
  directory: string,
  environment: Parameters<typeof openKeys>[1],
  id: string,
): Promise<KeyAdded> {
  const key = newKey(id);
  keysOf(key, "the new key");
  if (environment.INNFRI_KEYS?.trim()) return { kind: "to-be-set", key };
  await openKeys(directory, environment);
  const file = path.join(directory, FILE);
  const all = `${key}\n${await readFile(file, "utf8")}`;
  keysOf(all, file);
  const own = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeFile(own, all, { mode: 0o600, flag: "wx" });
  await rename(own, file);
  return { kind: "in-file", file };
}

/** Two processes that make it at once end up with one file. */
async function makeFile(file: string): Promise<string> {
  await mkdir(path.dirname(file), { recursive: true });
  const own = `${file}.${process.pid}.${randomBytes(4).toString("hex")}`;
  await writeFile(own, `${newKey("1")}\n`, { mode: 0o600, flag: "wx" });
  await link(own, file).catch((error: NodeJS.ErrnoException) => {
    if (error.code !== "EEXIST") throw error;
  });
  await rm(own, { force: true });
  return readFile(file, "utf8");
}

/** Throws `KeysError` where the text is not as it must be; it never says what stood there. */
export function keysOf(text: string, from: string): Keys {
  const entries = text
    .trim()
    .split(/[\s,]+/)
    .map((one) => {
      const [, id, key] = /^([\w.-]{1,40}):([\w-]{43})=?$/.exec(one) ?? [];
      if (id === undefined || key === undefined)
        throw new KeysError(`${from} is no list of keys: id:key,… with 32 bytes in base64url each.`);
      return [id, Buffer.from(key, "base64url")] as const;
    });
  const byId = new Map(entries);
  if (byId.size !== entries.length) throw new KeysError(`${from} names two keys alike.`);
  const derived = new Map<string, Buffer>();
  const keyOf = (purpose: Purpose, id: string): Buffer => {
    const master = byId.get(id);
    if (master === undefined)
      throw new KeyMissingError(`the key ${id}, which this was sealed with, is not in ${from}`);
    const name = `${purpose} ${id}`;
    const known =
      derived.get(name) ?? Buffer.from(hkdfSync("sha256", master, "", `innfri ${purpose}`, KEY_BYTES));
    derived.set(name, known);
    return known;
  };
  const newest = entries[0]![0];
  return {
    newest,
    ids: [...byId.keys()],
    seal: (purpose, plain, about) => {
      const nonce = randomBytes(NONCE_BYTES);
      const cipher = createCipheriv("aes-256-gcm", keyOf(purpose, newest), nonce);
      cipher.setAAD(Buffer.from(about, "utf8"));
      const body = Buffer.concat([cipher.update(plain), cipher.final()]);
      return { keyId: newest, bytes: Buffer.concat([nonce, body, cipher.getAuthTag()]) };
    },
    open: (purpose, { keyId, bytes }, about) => {
      const decipher = createDecipheriv("aes-256-gcm", keyOf(purpose, keyId), bytes.subarray(0, NONCE_BYTES));
      decipher.setAAD(Buffer.from(about, "utf8"));
      decipher.setAuthTag(bytes.subarray(bytes.length - TAG_BYTES));
      const body = bytes.subarray(NONCE_BYTES, bytes.length - TAG_BYTES);
      return Buffer.concat([decipher.update(body), decipher.final()]);
    },
    keyedHash: (purpose, text, keyId = newest) =>
      createHmac("sha256", keyOf(purpose, keyId)).update(text).digest(),
  };
}
