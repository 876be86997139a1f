import { readFile, stat } from "node:fs/promises";
import path from "node:path";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { KeyMissingError, keysOf, newKey, openKeys } from "./keys.ts";

const directory = temporaryFolder("secrets");

const [old, fresh] = [newKey("2026-1"), newKey("2026-2")];
const secret = Buffer.from("whsec_something");

describe("What is sealed with a key of the environment", () => {
  it("opens again, also once a newer key is in front", () => {
    const sealed = keysOf(old, "test").seal("webhook-secret", secret, "endpoint 1");
    expect(sealed.bytes.includes(secret)).toBe(false);
    const both = keysOf(`${fresh},${old}`, "test");
    expect(both.open("webhook-secret", sealed, "endpoint 1")).toEqual(secret);
    expect(both.seal("webhook-secret", secret, "endpoint 1").keyId).toBe("2026-2");
  });

  it("does not open in another row, for another purpose, with a byte changed, or without its key", () => {
    const keys = keysOf(old, "test");
    const sealed = keys.seal("webhook-secret", secret, "endpoint 1");
    expect(() => keys.open("webhook-secret", sealed, "endpoint 2")).toThrow();
    expect(() => keys.open("session", sealed, "endpoint 1")).toThrow();
    const changed = { ...sealed, bytes: Buffer.from(sealed.bytes).fill(1, 14, 15) };
    expect(() => keys.open("webhook-secret", changed, "endpoint 1")).toThrow();
    expect(() => keysOf(fresh, "test").open("webhook-secret", sealed, "endpoint 1")).toThrow(KeyMissingError);
  });

  it("is found by its keyed hash, which is another for each purpose and key", () => {
    const keys = keysOf(`${fresh},${old}`, "test");
    const hash = keys.keyedHash("national-number", "13097248022");
    expect(keys.keyedHash("national-number", "13097248022")).toEqual(hash);
    expect(keys.keyedHash("letter-code", "13097248022")).not.toEqual(hash);
    expect(keys.keyedHash("national-number", "13097248022", "2026-1")).not.toEqual(hash);
  });
});

describe("The keys of an installation", () => {
  it("are made once in its data directory, for nobody else to read", async () => {
    const [one, other] = await Promise.all([openKeys(directory, {}), openKeys(directory, {})]);
    expect(one.keyedHash("session", "x")).toEqual(other.keyedHash("session", "x"));
    const file = path.join(directory, "innfri-keys");
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    expect(await readFile(file, "utf8")).toMatch(/^1:[\w-]{43}\n$/);
  });

  it("must be given where several machines share a database, and are not repeated in what is said", async () => {
    const elsewhere = path.join(directory, "other");
    await expect(openKeys(elsewhere, { DATABASE_URL: "postgres://x" })).rejects.toThrow(
      "INNFRI_KEYS is not set",
    );
    expect(() => keysOf("1:tooshort", "INNFRI_KEYS")).toThrow("INNFRI_KEYS is no list of keys");
    expect(() => keysOf("1:tooshort", "INNFRI_KEYS")).not.toThrow("tooshort");
    expect(() => keysOf(`${old},${old}`, "INNFRI_KEYS")).toThrow("alike");
  });
});
