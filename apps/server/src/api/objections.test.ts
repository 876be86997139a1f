import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { readCase } from "../cases/read-case.ts";
import { creditorById } from "../engine/creditors.ts";
import { findClaim } from "../engine/find-claim.ts";
import { outboxOf } from "../outbox/capture.ts";
import { objectionMailsWait } from "../outbox/objection-mails.ts";
import { anInstallation, aWorld, NOW, type World } from "../payments/test-world.ts";
import { withCreditor } from "../store/index.ts";
import { importInvoices } from "../usecases/import-invoices.ts";
import { runDays } from "../usecases/run-days.ts";
import { csvOf, item, textSource } from "../usecases/test-installation.ts";
import { verifyBooks } from "../usecases/verify-books.ts";
import { type TestApi, testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation);

let world: World;
let key: string;
const at = (path_: string, of: World = world) => `/v1/creditors/${of.creditorId}${path_}`;

const until = async (day: string) => {
  const request = { creditorId: world.creditorId, until: date(day) };
  const [run] = await runDays(installation, request, NOW);
  expect(run!.kind).toBe("ran");
};

async function object(number: string, body: object = { disputed: "whole", note: `Not mine: ${number}` }) {
  const { claimId } = await world.claim(number);
  const made = await api.post(at(`/claims/${claimId}/objections`), body, { key });
  expect(made.status, JSON.stringify(made.body)).toBe(201);
  const { body: list } = await api.get(at(`/objections?claimId=${claimId}&state=open`), { key });
  return list.items[0].id as string;
}

const see = async (id: string) => (await api.get(at(`/objections/${id}`), { key })).body;
const say = (id: string, call: string, body: object) =>
  api.post(at(`/objections/${id}/${call}`), body, { key });
const kinds = (seen: { dialogue: { kind: string }[] }) => seen.dialogue.map(({ kind }) => kind);

async function mails(): Promise<string[]> {
  const creditor = (await creditorById(installation.pool, world.creditorId))!;
  return (await readdir(path.join(outboxOf(installation.directory, creditor), "objections"))).sort();
}

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  const numbers = Array.from({ length: 9 }, (_, i) => String(i + 1));
  await world.owe(numbers.map((number) => ({ number, amount: "4000.00", dueOn: "2026-04-30" })));
  key = await api.key({ creditorId: world.creditorId });
  await until("2026-07-01");
}, 120_000);

describe("An objection over HTTP", () => {
  it("is kept with its reason, its lines and the debtor's words, and stops the claim (S33, S34, S41, S53, S94)", async () => {
    const id = await object("1", {
      disputed: "1500.00",
      reason: "defect",
      invoiceLines: [2, 3],
      note: "The brakes do not work",
    });
    const seen = await see(id);
    expect(seen).toMatchObject({
      disputed: "1500.00",
      reason: "defect",
      invoiceLines: [2, 3],
      afterHandover: true,
      stage: "new",
      receivedOn: "2026-07-01",
      dueOn: "2026-07-15",
      atSilence: "reminder",
    });
    expect(seen.dialogue[0].text).toBe("The brakes do not work");
    expect(Number(seen.payable)).toBeGreaterThan(2500);
    expect(Number(seen.onwardCosts)).toBeGreaterThan(0);
  });

  it("of another company is not there", async () => {
    const other = await aWorld(installation, { startsOn: "2026-05-01" });
    const stranger = await api.key({ creditorId: other.creditorId });
    const { body } = await api.get(at("/objections"), { key });
    const reply = await api.get(at(`/objections/${body.items[0].id}`, other), { key: stranger });
    expect([reply.status, reply.body.kind]).toEqual([404, "not-found"]);
  });

  it("comes in pages by the day on which an answer is due", async () => {
    await object("2");
    await object("3");
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const from: string = cursor === "" ? "" : `&cursor=${cursor}`;
      const { body } = await api.get(at(`/objections?limit=2&state=open${from}`), { key });
      seen.push(...body.items.map(({ id }: { id: string }) => id));
      cursor = body.nextCursor;
    }
    expect(new Set(seen).size).toBe(3);
  });
});

describe("The creditor is asked for a reply (S44, S45, S48, S50)", () => {
  it("by e-mail at once, with a deadline, and the debtor is told that the objection came (S95)", async () => {
    await until("2026-07-02");
    const { body } = await api.get(at("/objections?state=open"), { key });
    expect(body.items.map(({ stage }: { stage: string }) => stage)).toEqual([
      "waiting",
      "waiting",
      "waiting",
    ]);
    const names = await mails();
    expect(names.filter((name) => name.includes("asked creditor"))).toHaveLength(3);
    expect(names.filter((name) => name.includes("acknowledged debtor"))).toHaveLength(3);
    const creditor = (await creditorById(installation.pool, world.creditorId))!;
    const folder = path.join(outboxOf(installation.directory, creditor), "objections");
    const asked = await readFile(path.join(folder, names.find((name) => name.includes("asked"))!), "utf8");
    expect(asked).toContain("To: Fjellro");
  });

  it("is reminded when nothing came, and the claim is closed when nothing comes then; the debtor is told", async () => {
    const { claimId } = await world.claim("2");
    const { body } = await api.get(at(`/objections?claimId=${claimId}`), { key });
    const { id } = body.items[0];
    await until("2026-07-15");
    expect((await see(id)).stage).toBe("waiting");
    await until("2026-07-16");
    expect(await see(id)).toMatchObject({ stage: "reminded", dueOn: "2026-07-23", atSilence: "closing" });
    await until("2026-07-23");
    expect((await see(id)).stage).toBe("reminded");
    await until("2026-07-24");
    const seen = await see(id);
    expect(seen).toMatchObject({ stage: "done", settledOn: "2026-07-24" });
    expect(kinds(seen)).toEqual(["objection", "acknowledged", "asked", "reminded", "closed", "closed"]);
    expect(seen.dialogue.every(({ mailTo, mailedAt }: never) => mailTo === null || mailedAt !== null)).toBe(
      true,
    );
    const claim = await world.claim("2");
    expect([claim.state, claim.principal]).toEqual(["closed", 0n]);
    const told = (await api.get(at(`/claims/${claimId}`), { key })).body.happened;
    expect(told.at(-1).kind).toBe("closed");
  });
});

describe("The creditor answers (S35, S36, S38, S46, S47)", () => {
  it("with reasons: the debtor has a new deadline, and after it the claim goes on (S120)", async () => {
    const id = await object("4");
    const early = await say(id, "answer", { answer: "reject", text: "It was agreed", payBy: "2026-07-30" });
    expect([early.status, early.body.kind]).toEqual([409, "refused"]);
    const reply = await say(id, "answer", {
      answer: "reject",
      text: "Ordered on 3 April and fetched on 10 April",
      points: ["what-was-agreed", "what-was-delivered"],
    });
    expect(reply.status, JSON.stringify(reply.body)).toBe(200);
    await until("2026-07-27");
    const seen = await see(id);
    expect(seen).toMatchObject({ stage: "rejected", atSilence: "goes-on" });
    const rejected = seen.dialogue.find(({ kind }: { kind: string }) => kind === "rejected");
    expect(rejected.missing).toEqual(["documents", "each-point-answered"]);
    expect(rejected.mailedAt).not.toBeNull();
    expect((await say(id, "answer", { answer: "reject", text: "Again" })).status).toBe(409);
    await until(seen.dueOn);
    expect((await see(id)).stage).toBe("rejected");
    await until("2026-08-12");
    expect((await see(id)).stage).toBe("done");
    const { happened } = (await api.get(at(`/claims/${(await world.claim("4")).claimId}`), { key })).body;
    expect(happened.some(({ kind }: { kind: string }) => kind === "objection-resolved")).toBe(true);
    expect((await world.claim("4")).state).toBe("open");
  });

  it("and where the debtor keeps to the objection, there is onward or close and no third way (S40, S49, S106)", async () => {
    const id = await object("5");
    expect((await say(id, "debtor-words", { kind: "keeps" })).status).toBe(409);
    expect((await say(id, "end", { how: "onward" })).status).toBe(409);
    await say(id, "answer", { answer: "reject", text: "It was agreed" });
    const kept = await say(id, "debtor-words", { kind: "keeps", text: "It was not" });
    expect(kept.status).toBe(200);
    expect((await say(id, "answer", { answer: "reject", text: "It was" })).status).toBe(409);
    await until("2026-09-15");
    expect((await see(id)).stage).toBe("kept");
    const blind = await say(id, "end", { how: "onward" });
    expect(blind.body.detail).toContain("costs 2071.00: repeat that as costsSeen");
    const { body } = await say(id, "end", { how: "onward", costsSeen: "2071.00" });
    expect(body.done).toContain("decided by others");
    await until("2026-09-16");
    const seen = await see(id);
    expect(seen.stage).toBe("onward");
    expect(kinds(seen).slice(-3)).toEqual(["rejected", "kept", "onward"]);
    expect((await mails()).some((name) => name.includes("onward debtor"))).toBe(true);
  });

  it("by agreeing: what it was about was never owed, and the debtor is told", async () => {
    const id = await object("6");
    expect((await say(id, "answer", { answer: "agree", text: "You are right" })).status).toBe(200);
    expect((await see(id)).stage).toBe("done");
    expect((await world.claim("6")).principal).toBe(0n);
    await until("2026-09-17");
    expect((await see(id)).dialogue.at(-1).mailedAt).not.toBeNull();
  });

  it("by agreeing in part: the rest is owed, with a fresh deadline", async () => {
    const id = await object("7");
    expect((await say(id, "answer", { answer: "agree", amount: "4000.00" })).status).toBe(409);
    expect((await say(id, "answer", { answer: "agree", amount: "1000.00" })).status).toBe(200);
    expect((await world.claim("7")).principal).toBe(300000n);
  });

  it("by agreeing in no more than is still open of what is disputed", async () => {
    await world.owe([{ number: "10", amount: "4000.00", dueOn: "2026-04-30" }]);
    const id = await object("10", { disputed: "3000.00" });
    const { claimId } = await world.claim("10");
    const paid = { paidOn: "2026-09-17", amount: "2000.00" };
    expect((await api.post(at(`/claims/${claimId}/payments`), paid, { key })).status).toBe(201);
    const much = await say(id, "answer", { answer: "agree", amount: "2800.00" });
    expect([much.status, much.body.detail]).toEqual([409, expect.stringContaining("leave the amount out")]);
    expect((await say(id, "answer", { answer: "agree", amount: "500.00" })).status).toBe(200);
  });

  it("by closing the claim, and nothing more is asked for", async () => {
    const id = await object("8");
    expect((await say(id, "end", { how: "close", text: "We let it go" })).status).toBe(200);
    expect((await see(id)).stage).toBe("done");
    expect((await world.claim("8")).state).toBe("closed");
  });

  it("and a debtor who gives the objection up has a fresh deadline", async () => {
    const id = await object("9");
    expect((await say(id, "debtor-words", { kind: "gives-up", text: "I found it" })).status).toBe(200);
    expect((await see(id)).stage).toBe("done");
  });

  it("and the books and chains are whole", async () => {
    const findings = await verifyBooks(installation.pool, [world.creditorId]);
    expect(findings).toMatchObject({ findings: [] });
  });
});

describe("A debtor with neither e-mail nor address", () => {
  it("is told by a person: until then nothing goes on, and no e-mail waits for what will not come", async () => {
    const before = world;
    world = await aWorld(installation, { startsOn: "2026-05-01" });
    key = await api.key({ creditorId: world.creditorId });
    const nowhere = { email: "", street: "", postal_code: "", city: "" };
    const row = item("1", { ...nowhere, issued_on: "2026-04-01", due_on: "2026-04-30" });
    await importInvoices(installation, world.creditorId, textSource(csvOf([row])), {}, NOW);
    const id = await object("1");
    await until("2026-05-05");
    await say(id, "answer", { answer: "reject", text: "It was agreed" });
    await until("2026-06-20");
    expect((await see(id)).stage).toBe("rejected");
    const letter = await api.get(at(`/objections/${id}/letter`), { key });
    expect([letter.status, letter.body.kind]).toEqual([409, "refused"]);
    const waits = await withCreditor(installation.pool, world.creditorId, (tx) =>
      objectionMailsWait(tx, world.creditorId),
    );
    expect(waits).toBe(false);
    expect((await say(id, "told", { on: "2026-05-04" })).status).toBe(409);
    expect((await say(id, "told", { on: "2199-12-31" })).status).toBe(409);
    expect((await say(id, "told", { on: "2026-06-18" })).status).toBe(200);
    const { dueOn } = await see(id);
    expect(dueOn >= "2026-07-02").toBe(true);
    await until(dueOn);
    expect((await see(id)).stage).toBe("rejected");
    await until("2026-07-06");
    expect((await see(id)).stage).toBe("done");
    world = before;
  });
});

describe("A case that is taken out (S37, S52)", () => {
  it("has the dialogue of its objections, and nothing of what debtor and case handler wrote to each other", async () => {
    const handler = await api.key();
    const own = await api.key({ creditorId: world.creditorId });
    const { claimId } = await world.claim("5");
    const path_ = at(`/claims/${claimId}/messages`);
    await api.post(path_, { text: "From the company" }, { key: own });
    await api.post(path_, { thread: "debtor", text: "To the debtor alone" }, { key: handler });
    const found = await findClaim(installation.pool, "5", world.creditorId);
    if (found.kind !== "found") throw new Error(found.kind);
    const { debtorId } = found.claim;
    const rows = await withCreditor(installation.pool, world.creditorId, (tx) =>
      readCase(tx, world.creditorId, claimId, debtorId),
    );
    const told = JSON.stringify(rows, (_, value) => (typeof value === "bigint" ? String(value) : value));
    expect(told).toContain("It was agreed");
    expect(told).toContain("It was not");
    expect(told).toContain("From the company");
    expect(told).not.toContain("To the debtor alone");
    expect(rows.objections[0]!.steps).toHaveLength(3);
  });
});
