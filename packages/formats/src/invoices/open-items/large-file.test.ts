import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { OPEN_ITEM_FIELDS } from "./columns.ts";
import { readOpenItems, readOpenItemsFile } from "./read-open-items.ts";

const HEADER = OPEN_ITEM_FIELDS.join(";");

describe("A large file", () => {
  const rowAt = (at: number) =>
    `${at};${at % 5000};Kari Oppdiktet;person;;Ingenmannsgata ${at % 99};0000;Ingensted;NO;kari@example.test;00000000;2026-01-15;2026-01-29;NOK;1 250,00;1 250,00;100014;Salg;"Rådgivning; januar"\n`;

  async function* generated(rows: number) {
    yield Buffer.from(`${HEADER}\n`);
    for (let at = 0; at < rows; at += 500)
      yield Buffer.from(Array.from({ length: 500 }, (_, next) => rowAt(at + next)).join(""));
  }

  function heapAfterCollection(): number {
    setFlagsFromString("--expose-gc");
    (runInNewContext("gc") as () => void)();
    return process.memoryUsage().heapUsed;
  }

  it("of 200,000 rows takes no more memory at its end than near its beginning", async () => {
    let count = 0;
    let early = 0;
    let late = 0;
    for await (const record of readOpenItems(generated(200_000))) {
      if (record.kind !== "invoice") continue;
      count += 1;
      if (count === 20_000) early = heapAfterCollection();
      if (count === 199_999) late = heapAfterCollection();
    }
    expect(count).toBe(200_000);
    expect(late - early).toBeLessThan(4 * 1024 * 1024);
  });

  it("is let go of when its reader stops in the middle", async () => {
    let isClosed = false;
    async function* source() {
      try {
        yield* generated(1_000_000);
      } finally {
        isClosed = true;
      }
    }
    for await (const record of readOpenItems(source())) if (record.kind === "invoice") break;
    await new Promise((resolve) => setImmediate(resolve));
    expect(isClosed).toBe(true);
  });

  it("that is not text is let go of too", async () => {
    let isClosed = false;
    async function* source() {
      try {
        for (;;) yield Buffer.from(`${HEADER}\n\u0000`.repeat(100));
      } finally {
        isClosed = true;
      }
    }
    expect((await readOpenItemsFile(source())).kind).toBe("refused");
    expect(isClosed).toBe(true);
  });

  it("that opens a quote and never closes it is not read to its end", async () => {
    let blocks = 0;
    async function* source() {
      yield Buffer.from(`${HEADER}\n${rowAt(1)}"`);
      for (; ; blocks++) yield Buffer.alloc(65_536, "a");
    }
    expect(await readOpenItemsFile(source())).toMatchObject({
      kind: "refused",
      code: "quote-not-closed",
      line: 3,
    });
    expect(blocks).toBeLessThan(50);
  });

  it("whose source breaks off throws the source's own error", async () => {
    async function* source() {
      yield* generated(1000);
      throw new Error("the connection was lost");
    }
    await expect(readOpenItemsFile(source())).rejects.toThrow("the connection was lost");
  });

  it.each(["\n", '"', ";", "a", "\n\n;", ";\n"])(
    "of nothing but %j ends as refused, not by growing",
    async (filler) => {
      async function* source() {
        for (let at = 0; at < 300; at++) yield Buffer.alloc(65_536, filler);
      }
      const kinds: string[] = [];
      for await (const record of readOpenItems(source())) kinds.push(record.kind);
      expect(kinds).toEqual(["refused"]);
    },
  );
});
