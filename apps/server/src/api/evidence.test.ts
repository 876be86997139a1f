import { execFileSync } from "node:child_process";
import { writeFileSync } from "node:fs";
import path from "node:path";
import { crc32, deflateSync } from "node:zlib";
import { date, type Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, NOW, type World } from "../payments/test-world.ts";
import { withCreditor } from "../store/index.ts";
import { blankEnclosures } from "../usecases/enclosures.ts";
import { runDays } from "../usecases/run-days.ts";
import { testApi } from "./test-api.ts";
import { aDebtorsToken } from "./test-debtor.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);

/** The smallest PNG: one grey point. */
const PNG = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR4nGNoAAAAggCBd81ytgAAAABJRU5ErkJggg==",
  "base64",
);
const BROKEN_PDF = Buffer.from("%PDF-1.7\nnothing of the sort\n%%EOF\n");

/** So many points each way, of nothing: some kilobytes. */
function blankPng(side: number): Buffer {
  const chunk = (type: string, data: Buffer) => {
    const body = Buffer.concat([Buffer.from(type), data]);
    const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
    length.writeUInt32BE(data.length);
    check.writeUInt32BE(crc32(body));
    return Buffer.concat([length, body, check]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side, 0);
  head.writeUInt32BE(side, 4);
  head[8] = 1;
  const lines = deflateSync(Buffer.alloc((Math.ceil(side / 8) + 1) * side));
  return Buffer.concat([
    PNG.subarray(0, 8),
    chunk("IHDR", head),
    chunk("IDAT", lines),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}

let world: World;
let key: string;
let claimId: string;
const at = (rest: string) => `/v1/creditors/${world.creditorId}/claims/${claimId}${rest}`;
const until = async (day: string) => {
  const [run] = await runDays(installation, { creditorId: world.creditorId, until: date(day) }, NOW);
  expect(run!.kind).toBe("ran");
};
const enclose = (name: string, bytes: Buffer, asking: { key: string; path?: string }) =>
  api.ask("POST", asking.path ?? at(`/enclosures?name=${encodeURIComponent(name)}`), {
    key: asking.key,
    file: { type: "application/octet-stream", bytes },
  });

const folder = temporaryFolder("evidence");
function textOf(pdf: Buffer): string {
  const file = path.join(folder, "evidence.pdf");
  writeFileSync(file, pdf);
  execFileSync("qpdf", ["--check", file]);
  return execFileSync("pdftotext", ["-layout", file, "-"], { encoding: "utf8" })
    .replaceAll("\u200b", "")
    .replaceAll(/\s+/g, " ");
}

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  await world.owe([{ number: "10481", customer: "A", amount: "4500.00", dueOn: "2026-04-30" }]);
  key = await api.key({ creditorId: world.creditorId });
  claimId = (await world.claim("10481")).claimId;
  await until("2026-07-01");
  const objected = await api.post(
    at("/objections"),
    { disputed: "1500.00", reason: "defect", note: "The brakes do not work.\nI have said so on 3 May." },
    { key },
  );
  expect(objected.status).toBe(201);
  await until("2026-07-02");
  const { body } = await api.get(`/v1/creditors/${world.creditorId}/objections?claimId=${claimId}`, { key });
  const reply = await api.post(
    `/v1/creditors/${world.creditorId}/objections/${body.items[0].id}/answer`,
    { answer: "reject", text: "The brakes were tried on 10 April, with you there.", points: ["documents"] },
    { key },
  );
  expect(reply.status).toBe(200);
  await until("2026-07-06");
}, 120_000);

describe("The evidence of a case as one PDF (S37, S38)", () => {
  let bundle: Buffer;

  it("has the index, the whole written dialogue with days and deadlines, each letter and each enclosure", async () => {
    await enclose("ordre.txt", Buffer.from("Order 10481\nA bicycle, with brakes"), { key });
    const debtor = await aDebtorsToken(database, claimId as Uuid);
    await enclose("bremse.png", PNG, {
      key: debtor,
      path: `/v1/debtor/claims/${claimId}/enclosures?name=bremse.png&kind=photo`,
    });
    const reply = await api.get(at("/evidence?language=en"), { key });
    expect(reply.status).toBe(200);
    expect(reply.headers.get("Content-Type")).toBe("application/pdf");
    bundle = reply.body;
    const text = textOf(bundle);
    for (const words of [
      "The debtor's objection",
      "The brakes do not work. I have said so on 3 May.",
      "The creditor was asked for a reply (sent 1 July 2026, due 15 July 2026)",
      "The brakes were tried on 10 April, with you there.",
      "Enclosure: ordre.txt",
      "Order 10481 A bicycle, with brakes",
      "Added by the debtor",
    ])
      expect(text).toContain(words);
    // The letters' own pages are among those of the bundle.
    expect(text).toContain("Inkassovarsel");
    expect(text).toContain("2 demand for payment, 5 June 2026");
  });

  it("lists by its checksum what cannot be shown, and is whole all the same", async () => {
    await enclose("broken.pdf", BROKEN_PDF, { key });
    const text = textOf((await api.get(at("/evidence"), { key })).body);
    expect(text).toContain("Vedlegg: broken.pdf");
    expect(text).toContain("Kan ikke vises her");
  });

  it("is set however much somebody's files unfold to, and a few at a time", async () => {
    await enclose("long.txt", Buffer.from("a".repeat(200_000)), { key });
    await enclose("large.png", blankPng(9000), { key });
    const asked = [1, 2, 3].map(() => api.get(at("/evidence"), { key }));
    const replies = (await Promise.all(asked)).toSorted((a, b) => a.status - b.status);
    expect(replies.map(({ status }) => status)).toEqual([200, 200, 429]);
    const text = textOf(replies[0]!.body);
    expect(text).toContain("Flere sider av filen vises ikke her");
    expect(text.split("Kan ikke vises her")).toHaveLength(3);
  });

  it("says of what was erased that it was", async () => {
    await withCreditor(installation.pool, world.creditorId, (tx) =>
      blankEnclosures(tx, world.creditorId, [claimId as Uuid], NOW),
    );
    const text = textOf((await api.get(at("/evidence"), { key })).body);
    expect(text).toContain("Innholdet er slettet");
    expect(text).not.toContain("ordre.txt");
  });

  it("is not for another company", async () => {
    const other = await aWorld(installation, { startsOn: "2026-05-01" });
    const stranger = await api.key({ creditorId: other.creditorId });
    expect((await api.get(at("/evidence"), { key: stranger })).status).toBe(404);
  });
});
