/** Disputes from the debtor's no to their end, in each country, by everybody who has a part in them, over HTTP. */
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { date, type Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import PostalMime from "postal-mime";
import { beforeAll, describe, expect, it } from "vitest";
import { creditorById } from "../engine/creditors.ts";
import { outboxOf } from "../outbox/capture.ts";
import { anInstallation, aWorld, NOW, type World } from "../payments/test-world.ts";
import { withAdministrator } from "../store/index.ts";
import { importInvoices } from "../usecases/import-invoices.ts";
import { runDays } from "../usecases/run-days.ts";
import { csvOf, item, textSource } from "../usecases/test-installation.ts";
import { testApi } from "./test-api.ts";
import { aDebtorsToken } from "./test-debtor.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);

type Side = { readonly world: World; readonly key: string; readonly handler: string };

async function aSide(country: "NO" | "SE", email: string): Promise<Side> {
  const world = await aWorld(installation, { country, startsOn: "2026-05-01" });
  const rows = ["1", "2", "3"].map((number) =>
    item(number, {
      ...{ customer_number: number, email, amount: "4000.00", country },
      ...{ issued_on: "2026-04-01", due_on: "2026-04-30", currency: country === "NO" ? "NOK" : "SEK" },
      ...(country === "NO" ? {} : { postal_code: "111 22", city: "Ingenstad" }),
    }),
  );
  await importInvoices(installation, world.creditorId, textSource(csvOf(rows)), {}, NOW);
  return { world, key: await api.key({ creditorId: world.creditorId }), handler: await api.key() };
}

const at = ({ world }: Side, rest: string) => `/v1/creditors/${world.creditorId}${rest}`;

async function until({ world }: Side, day: string): Promise<void> {
  const [run] = await runDays(installation, { creditorId: world.creditorId, until: date(day) }, NOW);
  expect(run!.kind).toBe("ran");
}

const see = async (side: Side, id: string) => (await api.get(at(side, `/objections/${id}`), side)).body;
const say = (side: Side, id: string, call: string, body: object) =>
  api.post(at(side, `/objections/${id}/${call}`), body, { key: side.key });

/** The debtor comes in and says no. */
async function objected(side: Side, number: string, body: object): Promise<string> {
  const { claimId } = await side.world.claim(number);
  const key = await aDebtorsToken(database, claimId as Uuid);
  const reply = await api.post(`/v1/debtor/claims/${claimId}/objections`, body, { key });
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  const { body: list } = await api.get(at(side, `/objections?claimId=${claimId}&state=open`), side);
  return list.items[0].id;
}

async function outbox({ world }: Side, folder: string): Promise<string[]> {
  const creditor = (await creditorById(installation.pool, world.creditorId))!;
  return (
    await readdir(path.join(outboxOf(installation.directory, creditor), folder)).catch(() => [])
  ).sort();
}

async function mail(side: Side, word: string): Promise<string> {
  const creditor = (await creditorById(installation.pool, side.world.creditorId))!;
  const folder = path.join(outboxOf(installation.directory, creditor), "objections");
  const name = (await readdir(folder)).find((one) => one.includes(word));
  if (name === undefined) throw new Error(`no e-mail with ${word}`);
  const { text = "" } = await PostalMime.parse(await readFile(path.join(folder, name)));
  return text;
}

async function inbox(side: Side): Promise<number> {
  const { body } = await api.get(at(side, "/message-threads?unread=true"), side);
  return body.items.reduce((sum: number, { unread }: { unread: number }) => sum + unread, 0);
}

describe("A dispute in Norway, before and after the claim was handed over", () => {
  let side: Side;
  let id: string;
  beforeAll(async () => {
    side = await aSide("NO", "");
  }, 120_000);

  it("is made by the debtor, with a reason of a list, lines and words, and holds the claim at once (S32, S33, S53, S95)", async () => {
    const body = {
      ...{ disputed: "1500.00", kind: "defect", invoiceLines: [2] },
      reason: "The brakes do not work",
    };
    id = await objected(side, "1", body);
    expect(await see(side, id)).toMatchObject({
      ...{ disputed: "1500.00", reason: "defect", invoiceLines: [2], afterHandover: false },
      ...{ stage: "new", payable: "2500.82", atSilence: "reminder" },
    });
  });

  it("is in the company's inbox, and the debtor without e-mail has a letter that says what may still be paid (S44, S50, S94)", async () => {
    expect(await inbox(side)).toBe(0);
    await until(side, "2026-05-05");
    expect(await inbox(side)).toBe(1);
    expect((await outbox(side, "post")).filter((name) => name.includes("acknowledged"))).toHaveLength(1);
  });

  it("is answered by post with the reasons and a deadline that lets the letter arrive (S35, S36, S38)", async () => {
    const answer = { answer: "reject", text: "The brakes were tried on 10 April", points: ["documents"] };
    const early = await say(side, id, "answer", { ...answer, payBy: "2026-05-20" });
    expect([early.status, early.body.kind]).toEqual([409, "refused"]);
    expect((await say(side, id, "answer", answer)).status).toBe(200);
    await until(side, "2026-05-06");
    expect((await outbox(side, "post")).some((name) => name.includes("rejected"))).toBe(true);
    const { stage, dueOn, dialogue } = await see(side, id);
    expect([stage, dueOn]).toEqual(["rejected", "2026-05-26"]);
    expect(dialogue.at(-1)).toMatchObject({ kind: "rejected", mailedAt: expect.any(String) });
    expect(dialogue.at(-1).missing).toContain("what-was-agreed");
  });

  it("has its answer as a letter that anybody may print again", async () => {
    const letter = await api.get(at(side, `/objections/${id}/letter`), side);
    expect(letter.headers.get("Content-Type")).toBe("application/pdf");
    expect(letter.body.subarray(0, 5).toString()).toBe("%PDF-");
  });

  it("is seen by the debtor with what was written to it, who keeps to it itself (S53, S95)", async () => {
    const { claimId } = await side.world.claim("1");
    const key = await aDebtorsToken(database, claimId as Uuid);
    const own = `/v1/debtor/claims/${claimId}/objections`;
    const [seen] = (await api.get(own, { key })).body.items;
    expect(seen).toMatchObject({ id, stage: "rejected", dueOn: "2026-05-26", disputed: "1500.00" });
    // What may be paid beside the dispute is one amount, wherever it is shown: without the interest of what is disputed.
    const ways = (await api.get(`/v1/debtor/claims/${claimId}/ways-to-pay`, { key })).body;
    expect(seen.payable).toBe(ways.amount);
    expect(seen.dialogue.map(({ kind }: { kind: string }) => kind)).toEqual([
      ...["objection", "acknowledged", "rejected"],
    ]);
    expect(seen.dialogue.at(-1).text).toBe("The brakes were tried on 10 April");
    const mute = await api.post(`${own}/${id}/words`, { kind: "writes" }, { key });
    expect(mute.status).toBe(409);
    const kept = await api.post(`${own}/${id}/words`, { kind: "keeps", text: "They still do not" }, { key });
    expect(kept.status, JSON.stringify(kept.body)).toBe(200);
    expect((await see(side, id)).dialogue.at(-1)).toMatchObject({ kind: "kept", by: "debtor" });
    const second = (await side.world.claim("2")).claimId;
    const stranger = await aDebtorsToken(database, second as Uuid);
    expect((await api.get(own, { key: stranger })).status).toBe(404);
    const others = `/v1/debtor/claims/${second}/objections/${id}/words`;
    expect((await api.post(others, { kind: "gives-up" }, { key: stranger })).status).toBe(404);
  });

  it("to which the debtor keeps goes onward with what it is about, and with its cost seen first (S39, S40, S41, S49)", async () => {
    const { onwardCosts, onwardBecause } = await see(side, id);
    expect([onwardCosts, onwardBecause.act]).toEqual(["2071.00", expect.stringMatching(/rettsgebyr/i)]);
    const silent = await say(side, id, "end", { how: "onward", costsSeen: onwardCosts });
    expect(silent.body.detail).toContain("disputed before it was handed over");
    const text = "Brakes: the debtor says that they do not work, we tried them with it on 10 April";
    const blind = await say(side, id, "end", { how: "onward", text });
    expect(blind.body.detail).toContain("costs 2071.00");
    expect((await say(side, id, "end", { how: "onward", text, costsSeen: onwardCosts })).status).toBe(200);
    await until(side, "2026-06-30");
    expect((await see(side, id)).stage).toBe("onward");
    const letters = await outbox(side, "post");
    expect(letters.some((name) => name.includes("onward"))).toBe(true);
    // No ordinary pressure: what is disputed is in no letter, and nothing is asked for after.
    const { claimId } = await side.world.claim("1");
    const { happened } = (await api.get(at(side, `/claims/${claimId}`), side)).body;
    expect(happened.map(({ kind }: { kind: string }) => kind)).toContain("objection-answered");
  });

  it("that nobody answers is closed after a reminder, and the company finds that in its inbox (S45, S47, S48)", async () => {
    const late = await objected(side, "2", { disputed: "whole", reason: "Never ordered" });
    expect((await see(side, late)).afterHandover).toBe(true);
    const before = await inbox(side);
    await until(side, "2026-07-15");
    expect(await see(side, late)).toMatchObject({ stage: "reminded", atSilence: "closing" });
    await until(side, "2026-07-24");
    expect((await see(side, late)).stage).toBe("done");
    expect((await inbox(side)) - before).toBe(3);
    expect((await side.world.claim("2")).state).toBe("closed");
  });

  it("that is settled in part is told with its outcome and its day (S42, S46)", async () => {
    const part = await objected(side, "3", { disputed: "1000.00", reason: "A pedal is missing" });
    const { claimId } = await side.world.claim("3");
    const settled = await api.post(
      at(side, `/claims/${claimId}/objections/settle`),
      { outcome: "accepted" },
      { key: side.key },
    );
    expect(settled.status, JSON.stringify(settled.body)).toBe(200);
    await until(side, "2026-07-28");
    const { stage, dialogue } = await see(side, part);
    expect(stage).toBe("done");
    expect(dialogue.at(-1)).toMatchObject({
      kind: "settled",
      mailTo: "debtor",
      mailedAt: expect.any(String),
    });
    expect((await outbox(side, "post")).some((name) => name.includes("settled"))).toBe(true);
    expect((await side.world.claim("3")).principal).toBe(300_000n);
  });
});

describe("What the company records itself before the claim is handed over (S34)", () => {
  it("is that the debtor accepts nothing, or a part, or in the end all of it", async () => {
    const side = await aSide("NO", "oda@example.test");
    const record = async (number: string, disputed: string) => {
      const { claimId } = await side.world.claim(number);
      const path_ = at(side, `/claims/${claimId}/objections`);
      expect((await api.post(path_, { disputed }, { key: side.key })).status).toBe(201);
      const { body } = await api.get(at(side, `/objections?claimId=${claimId}&state=open`), side);
      return see(side, body.items[0].id);
    };
    const nothing = await record("1", "whole");
    expect(nothing).toMatchObject({ disputed: "whole", afterHandover: false });
    const part = await record("2", "1000.00");
    expect(part).toMatchObject({ disputed: "1000.00", afterHandover: false });
    expect(Number(part.payable)).toBeGreaterThanOrEqual(3000);
    const settle = at(side, `/claims/${(await side.world.claim("2")).claimId}/objections/settle`);
    expect((await api.post(settle, { outcome: "withdrawn" }, { key: side.key })).status).toBe(200);
    expect((await side.world.claim("2")).principal).toBe(400_000n);
  });
});

describe("A dispute in Sweden", () => {
  let side: Side;
  beforeAll(async () => {
    side = await aSide("SE", "oda@example.test");
  }, 120_000);

  it("is answered by e-mail in Swedish, and an answer that the debtor lets stand lets the claim go on (S35, S36, S120)", async () => {
    const id = await objected(side, "1", { disputed: "whole", kind: "price", reason: "Dyrare än avtalat" });
    await until(side, "2026-05-05");
    expect(await mail(side, "acknowledged debtor")).toContain("invändningen");
    await say(side, id, "answer", { answer: "reject", text: "Priset står i avtalet" });
    await until(side, "2026-05-06");
    const { dueOn } = await see(side, id);
    await until(side, dueOn);
    expect((await see(side, id)).stage).toBe("rejected");
    await until(side, "2026-05-28");
    expect((await see(side, id)).stage).toBe("done");
    expect((await side.world.claim("1")).state).toBe("open");
  });

  it("that the debtor gives up is confirmed, with a new day (S47)", async () => {
    const id = await objected(side, "2", { disputed: "whole", reason: "Har redan betalat" });
    expect((await say(side, id, "debtor-words", { kind: "gives-up" })).status).toBe(200);
    await until(side, "2026-06-02");
    const { dialogue } = await see(side, id);
    expect(dialogue.at(-1)).toMatchObject({ kind: "settled", mailedAt: expect.any(String) });
    expect(await mail(side, "settled debtor")).toContain("Den har tagits tillbaka");
  });

  it("is not written about to an address that no e-mail reaches: the post takes it", async () => {
    const id = await objected(side, "3", { disputed: "whole", reason: "Inte min" });
    const { claimId } = await side.world.claim("3");
    await unreached(side, claimId);
    await until(side, "2026-06-04");
    expect((await outbox(side, "post")).some((name) => name.includes("objection acknowledged"))).toBe(true);
    expect(
      (await see(side, id)).dialogue.find(({ kind }: { kind: string }) => kind === "acknowledged"),
    ).toMatchObject({
      mailedAt: expect.any(String),
    });
  });
});

/** An e-mail to the debtor of the claim has come back. */
async function unreached({ world }: Side, claimId: string): Promise<void> {
  await withAdministrator(database.url, async (client) => {
    await client.query("set session_replication_role = replica");
    await client.query(
      `insert into unreached (creditor_id, debtor_id, contact_id, channel, message_id, marked_on, recorded_at, reason)
       select c.creditor_id, c.debtor_id, k.contact_id, 'email', gen_random_uuid(), '2026-06-01', now(), 'bounced'
       from claim c join contact k using (creditor_id, debtor_id) where c.creditor_id = $1 and c.claim_id = $2`,
      [world.creditorId, claimId],
    );
  });
}

describe("An agreement in part (S46, S94)", () => {
  it("tells the debtor how much need not be paid, and the new day of the rest", async () => {
    const side = await aSide("NO", "oda@example.test");
    const id = await objected(side, "1", { disputed: "whole", reason: "Half of it was never delivered" });
    await until(side, "2026-05-05");
    const answer = { answer: "agree", amount: "1000.00", text: "Two wheels were missing" };
    expect((await say(side, id, "answer", answer)).status).toBe(200);
    await until(side, "2026-05-06");
    const text = (await mail(side, "agreed debtor")).replaceAll(/\s+/g, " ");
    expect(text).toContain("er enig i 1 000,00 kr av innsigelsen");
    expect(text).toContain("Resten av kravet kan betales innen 19. mai 2026");
    expect(text).not.toContain("Det innsigelsen gjaldt, skal ikke betales");
    expect((await side.world.claim("1")).principal).toBe(300_000n);
  });
});

describe("A part of a claim that was demanded (S53, S94)", () => {
  it("is held, and the rest goes on in a corrected letter with a new deadline, which everybody sees", async () => {
    const side = await aSide("NO", "siri@example.test");
    await until(side, "2026-06-10");
    const { claimId } = await side.world.claim("1");
    const seen = async () => (await api.get(at(side, `/claims/${claimId}`), side)).body;
    expect((await seen()).happened.at(-1)).toMatchObject({ kind: "letter", corrects: null });
    await objected(side, "1", {
      disputed: "500.00",
      kind: "defect",
      invoiceLines: [2],
      reason: "A bent wheel",
    });
    expect((await seen()).next).toMatchObject({ kind: "take", step: "demand", corrects: "2026-06-05" });
    expect((await seen()).coming).toMatchObject([
      { on: "2026-06-10", kind: "take", step: "demand", corrects: "2026-06-05" },
      { on: "2026-06-25", kind: "take", step: "follow-up", corrects: null },
      ...[{ step: "heavy" }, { step: "legal" }, { step: "legal" }],
    ]);
    await until(side, "2026-06-11");
    await until(side, "2026-06-24");
    const letters = (await seen()).happened.filter(({ kind }: { kind: string }) => kind === "letter");
    expect(
      letters.map(({ on, corrects }: { on: string; corrects: string | null }) => [on, corrects]),
    ).toEqual([
      ["2026-05-15", null],
      ["2026-06-05", null],
      ["2026-06-10", "2026-06-05"],
    ]);
    const key = await aDebtorsToken(database, claimId as Uuid);
    const { body: own } = await api.get(`/v1/debtor/claims/${claimId}/letters`, { key });
    expect(own.items[0]).toMatchObject({
      id: letters.at(-1).documentId,
      kind: "demand",
      payBy: "2026-06-24",
    });
    expect((await api.get(`/v1/debtor/claims/${claimId}/letters/${own.items[0].id}`, { key })).status).toBe(
      200,
    );
    await until(side, "2026-06-25");
    expect((await seen()).lastStep).toBe("follow-up");
  });
});

describe("Questions (S52, S56, S83)", () => {
  it("go to the right one by what they are about, and all of it is in the case", async () => {
    const side = await aSide("NO", "oda@example.test");
    const { claimId } = await side.world.claim("1");
    const debtor = await aDebtorsToken(database, claimId as Uuid);
    const ask = (about: string, text: string) =>
      api.post(`/v1/debtor/claims/${claimId}/messages`, { about, text }, { key: debtor });
    expect((await ask("invoice", "What is line 2?")).body).toEqual({ no: 1, answeredBy: "creditor" });
    expect((await ask("collection", "What comes next?")).body).toEqual({ no: 2, answeredBy: "operator" });
    const texts = async (thread: string, key: string) => {
      const { body } = await api.get(at(side, `/claims/${claimId}/messages?thread=${thread}`), { key });
      return body.items.map(({ text }: { text: string }) => text);
    };
    // The company has what is about its invoice; the case handler has all.
    expect(await texts("creditor", side.key)).toEqual(["What is line 2?"]);
    expect(await texts("debtor", side.handler)).toEqual(["What is line 2?", "What comes next?"]);
    await api.post(at(side, `/claims/${claimId}/messages`), { text: "A bell" }, { key: side.key });
    await api.post(
      at(side, `/claims/${claimId}/messages/share`),
      { from: "creditor", no: 2 },
      { key: side.handler },
    );
    const seen = await api.get(`/v1/debtor/claims/${claimId}/messages`, { key: debtor });
    expect(seen.body.items).toMatchObject([
      { writtenBy: "debtor", text: "What is line 2?" },
      { writtenBy: "debtor", text: "What comes next?" },
      { writtenBy: "creditor", text: "A bell" },
    ]);
    const other = (await side.world.claim("2")).claimId;
    expect((await api.get(`/v1/debtor/claims/${other}/messages`, { key: debtor })).status).toBe(404);
  });
});
