/** Passwords: long enough, on no list of those that everybody tries, and kept as a slow hash. Nothing is asked outside. */
import { randomBytes, scrypt, timingSafeEqual } from "node:crypto";
import { dictionary } from "@zxcvbn-ts/language-common";

export const PASSWORD_LEAST = 12;
export const PASSWORD_MOST = 128;

const COST = { N: 2 ** 15, r: 8, p: 3, maxmem: 64 * 1024 * 1024 } as const;
const HASH_BYTES = 32;

let common: ReadonlySet<string> | undefined;

/** Why nobody may have this password; null where somebody may. `about` is what others know of its owner. */
export function weakness(password: string, about: readonly string[]): string | null {
  const length = [...password].length;
  if (length < PASSWORD_LEAST) return `a password has at least ${PASSWORD_LEAST} characters`;
  if (length > PASSWORD_MOST) return `a password has at most ${PASSWORD_MOST} characters`;
  const plain = password.normalize("NFKC").toLowerCase();
  if (new Set(plain).size < 5) return "these are too few different characters";
  common ??= new Set(dictionary["passwords-common"].map(String));
  // What is put before and behind a common password makes it no less common.
  const core = plain.replaceAll(/^[^\p{L}]+|[^\p{L}]+$/gu, "");
  if (common.has(plain) || (core.length >= plain.length / 2 && common.has(core)) || isRepeated(plain))
    return "this password is on the lists of those who guess passwords";
  const known = ["innfri", ...about.flatMap((text) => text.toLowerCase().split(/[^\p{L}\p{N}]+/u))];
  const left = known
    .filter((word) => word.length >= 4)
    .reduce((rest, word) => rest.replaceAll(word, ""), plain);
  return [...left].length < PASSWORD_LEAST / 2 ? "this is made of what others know about its owner" : null;
}

/** `abcabcabcabc` is as good as `abc`. */
function isRepeated(text: string): boolean {
  const at = `${text}${text}`.indexOf(text, 1);
  return at < text.length;
}

export async function hashOf(password: string): Promise<string> {
  const salt = randomBytes(16);
  const hash = await slowHash(password, salt);
  return `scrypt$${COST.N}$${COST.r}$${COST.p}$${salt.toString("base64url")}$${hash.toString("base64url")}`;
}

export async function isPassword(hash: string, password: string): Promise<boolean> {
  const [kind, , , , salt, kept] = hash.split("$");
  if (kind !== "scrypt" || salt === undefined || kept === undefined) return false;
  const expected = Buffer.from(kept, "base64url");
  const found = await slowHash(password, Buffer.from(salt, "base64url"));
  return expected.length === found.length && timingSafeEqual(expected, found);
}

function slowHash(password: string, salt: Buffer): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    scrypt(password.normalize("NFKC"), salt, HASH_BYTES, COST, (error, hash) =>
      error === null ? resolve(hash) : reject(error),
    );
  });
}
