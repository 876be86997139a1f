import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it, vi } from "vitest";
import { log } from "../log/index.ts";
import { processMetrics } from "../metrics/counters.ts";
import { hearPrintHouse } from "../processes/come-back.ts";
import { listDeliveries } from "../usecases/deliveries.ts";
import { NOTICE_DAY } from "./test-company.ts";
import { byPost as byPostOf } from "./test-print-house.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");
const byPost = byPostOf.bind(null, pool);

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
