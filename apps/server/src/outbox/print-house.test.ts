import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { sha256Hex, type Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { sql, withCreditor } from "../store/index.ts";
import { verifyBooks } from "../usecases/verify-books.ts";
import { openCarrier } from "./carriers.ts";
import { NOTICE_DAY } from "./test-company.ts";
import { byPost as byPostOf } from "./test-print-house.ts";
import { anSftpServer } from "./test-sftp-server.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");
const byPost = byPostOf.bind(null, pool);

describe.each(["folder", "sftp"] as const)("A print house by %s", (way) => {
  it("is handed a batch: letters, a manifest with their hashes, and the flag last", async () => {
    const company = await byPost(way, 3);
    expect((await company.run()).sent).toMatchObject({ email: 0, post: 3, failed: [], down: [] });
    const [batch, ...others] = await company.batches();
    expect(others).toEqual([]);
    const told = await company.manifest(batch!);
    expect(told).toMatchObject({ profile: "innfri/1", batchId: batch, count: 3, pages: 3, test: false });
    expect(await company.inBatch(batch!)).toEqual(
      [...told.files.map(({ name }: { name: string }) => name), "manifest.json", "done.flag"].sort(),
    );
    for (const { name, sha256, letterId } of told.files) {
      const bytes = await readFile(path.join(company.out, batch!, name));
      expect(sha256Hex(bytes)).toBe(sha256);
      expect(name).toBe(`${letterId}.pdf`);
    }
    const written = await Promise.all(
      (await company.inBatch(batch!)).map(async (name) => {
        const { mtimeMs } = await stat(path.join(company.out, batch!, name));
        return { name, mtimeMs };
      }),
    );
    const last = written.reduce((a, b) => (b.mtimeMs > a.mtimeMs ? b : a));
    expect(last.mtimeMs).toBe(written.find(({ name }) => name === "done.flag")!.mtimeMs);
    expect(await company.run()).toMatchObject({ sent: { post: 0 } });
    expect(await company.batches()).toHaveLength(1);
  });

  it("gets letters of a batch that was killed half way once, and nothing of that batch is left", async () => {
    const company = await byPost(way, 3);
    await company.run();
    const [batch] = await company.batches();
    const before = await contents(company.out);
    // As it was before the last letter and the flag, with the attempts open.
    const { files } = await company.manifest(batch!);
    for (const name of ["done.flag", "manifest.json", files[2].name])
      await rm(path.join(company.out, batch!, name));
    await reopened(company.creditorId, "before it was called");
    expect(await company.deliver()).toMatchObject({ post: 3 });
    expect(await company.inBatch(batch!)).toEqual([]);
    const [again, ...others] = (await company.batches()).filter((one) => one !== batch);
    expect(others).toEqual([]);
    expect(await company.manifest(again!)).toMatchObject({ batchId: again, count: 3 });
    const named = (of: Record<string, string>) =>
      Object.entries(of)
        .map(([file, hash]) => [path.basename(file), hash])
        .filter(([name]) => name !== "manifest.json");
    expect(named(await contents(company.out))).toEqual(named(before));
  });

  it("that took a batch away before anybody wrote down that it was handed over is not given it again", async () => {
    const company = await byPost(way, 2);
    await company.run();
    const [batch] = await company.batches();
    await company.takesAway(batch!);
    await reopened(company.creditorId);
    const { post, unknown, failed } = await company.deliver();
    expect({ post, failed }).toEqual({ post: 0, failed: [] });
    expect(unknown.map(({ problem }) => problem)).toEqual([
      expect.stringContaining(`does not hold batch ${batch}`),
      expect.stringContaining(`does not hold batch ${batch}`),
    ]);
    expect(await company.batches()).toEqual([]);
    expect((await company.history("3001")).at(-1)).toBe("parked: outbox.unknown");
    // Its answer says that it has them, whatever it says of them.
    const [one, two] = (await company.messages()).map(({ messageId }) => messageId);
    const letters = [
      { letterId: one, status: "accepted" },
      { letterId: two, status: "rejected", code: "ADDRESS" },
    ];
    await company.answers(`${batch}.ack.json`, JSON.stringify({ letters }));
    expect(await company.read()).toMatchObject({ acknowledged: 1, rejected: 1 });
    expect((await company.messages()).map(({ state }) => state)).toEqual(["sent", "given-up"]);
    expect(await company.history("3001")).toEqual([
      "registered",
      "letter: notice",
      "parked: outbox.unknown",
      "unparked",
    ]);
    expect(await verifyBooks(pool, [company.creditorId])).toMatchObject({ findings: [] });
  });

  it("that took a batch away and has answered has it, and its letters are nobody's to find out", async () => {
    const company = await byPost(way, 2);
    await company.run();
    const [batch] = await company.batches();
    await company.takesAway(batch!);
    await reopened(company.creditorId);
    await company.answers(`${batch}.ack.json`, '{"letters":[]}');
    expect(await company.deliver()).toMatchObject({ post: 2, unknown: [] });
    expect(await company.read()).toMatchObject({ acknowledged: 1 });
  });

  it("whose answer is read first is taken at its word too", async () => {
    const company = await byPost(way, 2);
    await company.run();
    const [batch] = await company.batches();
    await company.takesAway(batch!);
    await reopened(company.creditorId);
    await company.answers(`${batch}.ack.json`, '{"letters":[]}');
    expect(await company.read()).toMatchObject({ acknowledged: 1 });
    expect((await company.messages()).map(({ state }) => state)).toEqual(["sent", "sent"]);
    expect(await company.deliver()).toMatchObject({ post: 0, unknown: [] });
  });

  it("never gets a batch whose flag had not its name yet: its letters are taken back and go in another, once", async () => {
    const company = await byPost(way, 2);
    await company.run();
    const [batch] = await company.batches();
    const file = (name: string) => path.join(company.out, batch!, name);
    await rename(file("done.flag"), file("done.flag.part"));
    await reopened(company.creditorId);
    expect(await company.deliver()).toMatchObject({ post: 2, unknown: [], failed: [] });
    expect(await company.inBatch(batch!)).toEqual([]);
    const batches = (await company.batches()).filter((one) => one !== batch);
    expect(batches).toHaveLength(1);
    expect(await company.inBatch(batches[0]!)).toContain("done.flag");
  });

  it("never gets what somebody hands over who was thought dead, and whose batch was withdrawn", async () => {
    const company = await byPost(way, 1);
    const opened = openCarrier(way, { creditor: company.creditor, folder: "", env: company.env });
    if (opened.kind === "closed") throw new Error(opened.problem);
    const { carrier } = opened;
    const letter = await company.aLetter();
    const told: string[] = [];
    await carrier.send(
      [letter],
      async () => {
        // Between the call and the act another takes it for dead.
        expect(await carrier.found([letter])).toEqual(new Map([[letter.messageId, "not-taken"]]));
        return true;
      },
      async (_, { kind }) => void told.push(kind),
    );
    expect(told).toEqual([]);
    expect(await company.inBatch(letter.batchId!)).not.toContain("done.flag");
    expect(await carrier.found([letter])).toEqual(new Map([[letter.messageId, "not-taken"]]));
    await carrier.clear!(letter.batchId!);
    expect(await company.inBatch(letter.batchId!)).toEqual([]);
    await carrier.close();
  });

  it("is handed nothing by who has lost its lease meanwhile, and nothing of that is left to print", async () => {
    const company = await byPost(way, 1);
    const opened = openCarrier(way, { creditor: company.creditor, folder: "", env: company.env });
    if (opened.kind === "closed") throw new Error(opened.problem);
    const letter = await company.aLetter();
    await opened.carrier.send(
      [letter],
      async () => false,
      async () => {
        throw new Error("nothing came of it");
      },
    );
    expect(await company.inBatch(letter.batchId!)).toEqual(["withdrawn.part"]);
    await opened.carrier.close();
  });

  it("has a batch whose flag is there, also when nobody wrote down that it was handed over, and the day is over", async () => {
    const company = await byPost(way, 2);
    await company.run();
    await reopened(company.creditorId);
    expect(await company.deliver("2026-05-18")).toMatchObject({ post: 2, failed: [] });
    expect(await company.batches()).toHaveLength(1);
  });

  it("has nothing of a batch without a flag whose day is over: its letters are undone, and cleared away", async () => {
    const company = await byPost(way, 2);
    await company.run();
    const [batch] = await company.batches();
    await rm(path.join(company.out, batch!, "done.flag"));
    await reopened(company.creditorId, "before it was called");
    const { failed } = await company.deliver("2026-05-18");
    expect(failed).toHaveLength(2);
    expect(await company.inBatch(batch!)).toEqual([]);
  });

  it("answers: what it has, what it refuses, what was posted and what came back", async () => {
    const company = await byPost(way, 4);
    await company.run();
    const [batch] = await company.batches();
    const [one, two, three, four] = await company.messages();
    const letters = [one, two, three, four].map((message, i) => ({
      letterId: message!.messageId,
      status: i === 0 ? "rejected" : "accepted",
      ...(i === 0 ? { code: "ADDRESS" } : {}),
    }));
    await company.answers(`${batch}.ack.json`, JSON.stringify({ batchId: batch, letters }));
    await company.answers(
      `${batch}.posted.csv`,
      `letterId;postedDate;postage;country\n${two!.messageId};${NOTICE_DAY};B;NO\n${three!.messageId};2026-05-26;B;NO\n`,
    );
    await company.answers(
      `${batch}.returned.csv`,
      `letterId;returnedDate;reason\n${four!.messageId};2026-05-22;MOVED\n`,
    );
    expect(await company.read("2026-05-27")).toEqual({
      acknowledged: 1,
      rejected: 1,
      posted: 2,
      postedLate: 1,
      returned: 1,
      unreadable: 0,
      problem: null,
    });
    expect((await company.messages()).map(({ state }) => state)).toEqual([
      "given-up",
      "sent",
      "sent",
      "returned",
    ]);
    expect((await company.history("3001")).at(-1)).toBe("given-up: the print house rejected it: ADDRESS");
    expect((await company.history("3002")).at(-1)).toBe("letter: notice");
    expect((await company.history("3003")).at(-1)).toMatch(
      /^given-up: it was posted on 2026-05-26, too late/,
    );
    expect((await company.history("3004")).at(-1)).toBe("given-up: the letter came back by post: MOVED");
    // No channel is left but for the one that was only late.
    await company.run("2026-05-27");
    expect((await company.history("3001")).at(-1)).toBe("parked: plan.channel");
    expect((await company.history("3003")).at(-1)).toBe("letter: notice");
    expect(await company.answered("done")).toHaveLength(3);
    expect(await verifyBooks(pool, [company.creditorId])).toMatchObject({ findings: [] });
  });
});

describe("A print house that cannot be reached", () => {
  it.each([
    ["shows another key", "rett", `SHA256:${"A".repeat(43)}`, /another key/],
    ["does not let us in", "feil", undefined, /does not let us in/],
  ])("because it %s is out, and no letter is given up", async (_what, password, key, problem) => {
    const server = await anSftpServer(temporaryFolder("print"));
    const company = await byPost("sftp", 2, server.env(password, key));
    const { sent } = await company.run();
    expect(sent).toMatchObject({ post: 0, failed: [], unknown: [], down: [{ carrier: "sftp" }] });
    expect(sent.down[0]!.problem).toMatch(problem);
    expect((await company.messages()).map(({ state }) => state)).toEqual(["queued", "queued"]);
  });

  it("keeps no day from being run: its folder is none", async () => {
    const company = await byPost("folder", 1);
    await mkdir(path.dirname(company.in), { recursive: true });
    await writeFile(company.in, "no folder");
    expect(await company.run()).toMatchObject({
      sent: { post: 1 },
      printHouse: { problem: "the print house's folder cannot be read or written: ENOTDIR" },
    });
  });

  it("is not waited for once it has gone silent", async () => {
    const server = await anSftpServer(temporaryFolder("print"));
    const { INNFRI_PRINT_SFTP, ...others } = server.env();
    const company = await byPost("sftp", 2, {
      ...others,
      INNFRI_PRINT_SFTP: `${INNFRI_PRINT_SFTP}?timeout=1`,
    });
    server.goSilent();
    expect(await company.run()).toMatchObject({
      sent: { post: 0, failed: [], down: [{ carrier: "sftp" }] },
      printHouse: { problem: expect.stringContaining("does not take") },
    });
  });

  it("holds letters that it may have until it can be asked", async () => {
    const root = temporaryFolder("print");
    const server = await anSftpServer(root);
    const company = await byPost("sftp", 1, server.env());
    await company.run();
    await reopened(company.creditorId);
    await server.close();
    expect(await company.deliver("2026-05-18")).toMatchObject({
      post: 0,
      failed: [],
      down: [{ carrier: "sftp" }],
    });
    expect((await company.messages()).map(({ state }) => state)).toEqual(["queued"]);
  });

  it.each(["folder", "sftp"] as const)(
    "by %s is not asked for a sandbox, nor without an address",
    async (way) => {
      const company = await byPost(way, 1);
      const sandbox = { ...company.creditor, isSandbox: true };
      expect(openCarrier(way, { creditor: sandbox, folder: "", env: company.env })).toMatchObject({
        kind: "closed",
      });
      expect(openCarrier(way, { creditor: company.creditor, folder: "", env: {} })).toMatchObject({
        kind: "closed",
        problem: expect.stringMatching(/INNFRI_PRINT_/),
      });
    },
  );
});

/** As if whoever sent had been killed before it could write down that it had. */
async function reopened(creditorId: Uuid, when?: "before it was called"): Promise<void> {
  await withCreditor(pool, creditorId, async (tx) => {
    await tx.run(sql`update message set state = 'queued' where creditor_id = ${creditorId}::uuid`);
    await tx.run(sql`
      update delivery_attempt set ended_at = null, outcome = null, detail = null, lease_until = now(), lease_by = gen_random_uuid()
      where creditor_id = ${creditorId}::uuid`);
    if (when !== undefined)
      await tx.run(sql`update delivery_attempt set called_at = null where creditor_id = ${creditorId}::uuid`);
  });
}

async function contents(folder: string): Promise<Record<string, string>> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => name.includes("."));
  const files = await Promise.all(
    names.sort().map(async (name) => [name, sha256Hex(await readFile(path.join(folder, name)))] as const),
  );
  return Object.fromEntries(files);
}
