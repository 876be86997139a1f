import path from "node:path";
import { temporaryFolder } from "@innfri/testing/folders";
import { afterEach, describe, expect, it } from "vitest";
import { scannerOf } from "./scan.ts";
import { type ClamdWays, EICAR, type TestClamd, testClamd } from "./test-clamd.ts";

let running: TestClamd | undefined;
afterEach(async () => {
  await running?.stop();
  running = undefined;
});

async function scanned(bytes: Buffer, ways: ClamdWays = {}, withinMs?: number) {
  running = await testClamd(ways);
  return scannerOf(running.address, withinMs)!.scan(bytes);
}

describe("A scanner of malware, by clamd's INSTREAM", () => {
  it("gets the whole file in chunks and says that nothing was found", async () => {
    const large = Buffer.alloc(200_000, "invoice ");
    expect(await scanned(large)).toEqual({ kind: "clean" });
    expect(running!.seen[0]!.equals(large)).toBe(true);
  });

  it("says what it found, over TCP and over a socket of the machine", async () => {
    const found = { kind: "found", what: "Eicar-Signature" };
    expect(await scanned(EICAR)).toEqual(found);
    await running!.stop();
    expect(await scanned(EICAR, { path: path.join(temporaryFolder("clamd"), "ctl") })).toEqual(found);
  });

  it("takes nothing for clean that nobody has looked at", async () => {
    const tooLarge = await scanned(Buffer.alloc(100_000), { mostBytes: 70_000 });
    expect(tooLarge).toEqual({ kind: "failed", why: "the scanner said INSTREAM size limit exceeded. ERROR" });
    await running!.stop();
    expect((await scanned(EICAR, { isSilent: true }, 50)).kind).toBe("failed");
    await running!.stop();
    expect((await scannerOf(running!.address)!.scan(EICAR)).kind).toBe("failed");
    expect((await scannerOf("http://127.0.0.1")!.scan(EICAR)).kind).toBe("failed");
    expect(scannerOf(undefined)).toBeNull();
  });
});
