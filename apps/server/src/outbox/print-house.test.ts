import { mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { sha256Hex, type Uuid } from "@innfri/kernel";
import { anId, testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it, vi } from "vitest";
import { log } from "../log/index.ts";
import { processMetrics } from "../metrics/counters.ts";
import { hearPrintHouse } from "../processes/come-back.ts";
import { sql, withCreditor } from "../store/index.ts";
import { listDeliveries } from "../usecases/deliveries.ts";
import { verifyBooks } from "../usecases/verify-books.ts";
import type { MadeLetter } from "./carrier.ts";
import { openCarrier } from "./carriers.ts";
import { readPrintAnswers } from "./print-answers.ts";
import { aCompany, NOTICE_DAY } from "./test-company.ts";
import { anSftpServer } from "./test-sftp-server.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");

/** A company whose letters go to a print house, by a folder or by SFTP. */
async function byPost(way: "folder" | "sftp", count: number, env?: Readonly<Record<string, string>>) {
  const root = temporaryFolder("print");
  const given = env ?? (way === "folder" ? { INNFRI_PRINT_FOLDER: root } : (await anSftpServer(root)).env());
  const customers = Array.from({ length: count }, (_, i) => ({ number: String(3001 + i), email: null }));
  const company = await aCompany(pool, { post: way }, customers, given);
  const name = `NO-${company.creditorId.slice(-12)}`;
  const inFolder = path.join(root, "in", name);
  const batches = () => readdir(path.join(root, "out", name)).catch(() => [] as string[]);
  return {
    ...company,
    root,
    out: path.join(root, "out", name),
    in: inFolder,
    batches,
    inBatch: async (batch: string) => (await readdir(path.join(root, "out", name, batch))).sort(),
    manifest: async (batch: string) =>
      JSON.parse(await readFile(path.join(root, "out", name, batch, "manifest.json"), "utf8")),
    /** The print house takes a batch home. */
    takesAway: (batch: string) => rm(path.join(root, "out", name, batch), { recursive: true }),
    /** A letter as it is handed to a carrier. */
    aLetter: async (): Promise<MadeLetter> => {
      const messageId = anId();
      const pdf = Buffer.from("%PDF-1.7 /Type /Page");
      const at = `${NOTICE_DAY}T08:00:00.000Z`;
      return {
        messageId,
        batchId: anId(),
        at,
        channel: "post",
        data: { kind: "no.notice" },
        pdf,
      } as unknown as MadeLetter;
    },
    answers: async (file: string, text: string) => {
      await mkdir(inFolder, { recursive: true });
      await writeFile(path.join(inFolder, file), text);
    },
    read: (day = NOTICE_DAY, time?: string) =>
      readPrintAnswers(company.installation, company.creditor, company.clock(day, time), given),
    answered: async (folder: string) => (await readdir(path.join(inFolder, folder)).catch(() => [])).sort(),
  };
}

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

describe("What a print house says (B21)", () => {
  it("is believed of the batch's own letters alone, and nothing twice", async () => {
    const company = await byPost("folder", 1);
    await company.run();
    const [message] = await company.messages();
    const other = "01900000-0000-7000-8000-000000000000";
    const row = (id: string) => `letterId;returnedDate;reason\n${id};2026-05-22;Kari Nordmann moved\n`;
    await company.answers(`${other}.returned.csv`, row(message!.messageId));
    expect(await company.read()).toMatchObject({ returned: 0 });
    const [batch] = await company.batches();
    await company.answers(`${batch}.returned.csv`, row(message!.messageId));
    expect(await company.read()).toMatchObject({ returned: 1 });
    expect((await company.history("3001")).at(-1)).toBe("given-up: the letter came back by post");
    await company.answers(`${batch}.returned.csv`, row(message!.messageId));
    expect(await company.read()).toMatchObject({ returned: 0 });
  });

  it.each([
    ["hello.txt", "hello"],
    ["01900000-0000-7000-8000-000000000000.ack.json", "{"],
    ["01900000-0000-7000-8000-000000000000.ack.json", '{"letters":[{"letterId":"x","status":"eaten"}]}'],
    ["01900000-0000-7000-8000-000000000000.posted.csv", "a;b\n1;2\n"],
    ["01900000-0000-7000-8000-000000000000.posted.csv", "letterId;postedDate\nx;y\n"],
  ])("in a file %s that cannot be read is put aside with the reason", async (name, text) => {
    const company = await byPost("folder", 1);
    await company.answers(name, text);
    expect(await company.read()).toMatchObject({ unreadable: 1 });
    expect(await company.answered("unreadable")).toEqual([name, `${name}.reason.txt`]);
  });

  it.each([
    ["has not come yet", "2199-12-31", "2026-05-15", "a day that has not come yet"],
    ["is of before its letter", "2026-05-14", "2026-05-15", "before the day that it is dated"],
    ["is told twice, and otherwise", "2026-05-15", "2026-05-18", "names a letter again"],
  ])("with a day of posting that %s is believed of no letter in the file", async (_, first, second, why) => {
    const company = await byPost("folder", 2);
    await company.run();
    const [batch] = await company.batches();
    const [one, two] = (await company.messages()).map(({ messageId }) => messageId);
    const name = `${batch}.posted.csv`;
    const other = why.startsWith("names") ? one : two;
    await company.answers(name, `letterId;postedDate\n${one};${first}\n${other};${second}\n`);
    expect(await company.read("2026-05-19")).toMatchObject({ unreadable: 1, posted: 0 });
    expect(await readFile(path.join(company.in, "unreadable", `${name}.reason.txt`), "utf8")).toContain(why);
    await company.answers(name, `letterId;postedDate\n${one};2026-05-15\n`);
    expect(await company.read("2026-05-19")).toMatchObject({ unreadable: 0, posted: 1, postedLate: 0 });
  });

  it("and nobody can read is told by a worker's log and its count, and by deliveries and doctor until it is gone", async () => {
    const company = await byPost("folder", 1);
    const lines: [string, unknown][] = [];
    const warn = vi
      .spyOn(log, "warn")
      .mockImplementation((event, fields) => void lines.push([event, fields]));
    const counted = async () =>
      /innfri_answers_unreadable_total\{channel="post"\} (\d+)/.exec(await processMetrics.metrics())?.[1] ??
      "0";
    const before = Number(await counted());
    const hear = () =>
      hearPrintHouse(
        company.installation,
        { creditor: company.creditor, clock: company.clock() },
        company.env,
      );
    const told = async () =>
      (
        await listDeliveries(
          company.installation,
          [company.creditorId],
          new Date(`${NOTICE_DAY}T09:00:00Z`),
          company.env,
        )
      )[0]!.unreadable;
    try {
      await company.answers("hello.txt", "hello");
      await hear();
      expect(lines).toEqual([["print-answers-unreadable", { creditor: company.creditorId, count: 1 }]]);
      expect(Number(await counted()) - before).toBe(1);
      await hear();
      expect(lines).toHaveLength(1);
      expect(await told()).toEqual(["hello.txt"]);
      await rm(path.join(company.in, "unreadable"), { recursive: true });
      expect(await told()).toEqual([]);
      await rm(company.in, { recursive: true });
      await writeFile(company.in, "no folder");
      await hear();
      expect(lines.at(-1)).toEqual(["print-house-silent", { creditor: company.creditorId }]);
    } finally {
      warn.mockRestore();
    }
  });

  it("in a file whose name is as long as names can be keeps nobody from reading the others", async () => {
    const company = await byPost("folder", 1);
    await company.run();
    const [batch] = await company.batches();
    await company.answers("0".repeat(255), "hello");
    await company.answers(`${batch}.ack.json`, '{"letters":[]}');
    expect(await company.read()).toMatchObject({ unreadable: 1, acknowledged: 1 });
    expect(await company.answered("unreadable")).toHaveLength(2);
  });

  it("within a day, or somebody is told", async () => {
    const company = await byPost("folder", 1);
    await company.run();
    const waiting = async (at: string) =>
      (await listDeliveries(company.installation, [company.creditorId], new Date(at)))[0]!.unanswered;
    expect(await waiting("2026-05-16T07:00:00Z")).toEqual([]);
    const [batch] = await company.batches();
    expect(await waiting("2026-05-16T09:00:00Z")).toMatchObject([{ batchId: batch, letters: 1 }]);
    await company.answers(`${batch}.ack.json`, JSON.stringify({ letters: [] }));
    await company.read();
    expect(await waiting("2026-05-16T09:00:00Z")).toEqual([]);
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
