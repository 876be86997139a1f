import { type AddressInfo, createServer } from "node:net";
import { anId, testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { sql, withCreditor } from "../store/index.ts";
import { listChannels, sendTestMail } from "../usecases/channels.ts";
import { takeDown } from "./afterwards.ts";
import { openCarrier, waysOf } from "./carriers.ts";
import { claimPage, QUEUE_START } from "./queue.ts";
import { aCompany, type Customer, NOTICE_DAY } from "./test-company.ts";
import { aMailServer } from "./test-mail-server.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");
const server = await aMailServer();

const customers = (...names: readonly string[]): Customer[] =>
  names.map((name, i) => ({ number: String(3001 + i), email: `${name}@post.example` }));
const byMail = (...names: readonly string[]) =>
  aCompany(pool, { email: "smtp" }, customers(...names), server.env());
const shown = (messages: Awaited<ReturnType<Awaited<ReturnType<typeof byMail>>["messages"]>>) =>
  messages.map(
    ({ channel, state, attempts }) => `${channel} ${state} ${attempts?.map(({ outcome }) => outcome)}`,
  );

describe("E-mail by a mail server (B21)", () => {
  it("is taken once, from whoever signs it and under the message's own id", async () => {
    const company = await byMail("kari1");
    const { sent } = await company.run();
    expect(sent).toMatchObject({ email: 1, post: 0, failed: [], unknown: [], down: [] });
    expect(await company.run()).toMatchObject({ sent: { email: 0 } });
    const [mail, ...others] = server.to("kari1@post.example");
    expect(others).toEqual([]);
    const [message] = await company.messages();
    expect(message).toMatchObject({ state: "sent", attempts: [{ no: 1, outcome: "sent", carrier: "smtp" }] });
    expect(mail!.from).toBe("kravet@fjellro.example");
    expect(mail!.text).toContain(`Message-ID: <${message!.messageId}@fjellro.example>`);
    expect(mail!.text).toContain("Auto-Submitted: auto-generated");
    expect(mail!.text).toMatch(/^Reply-To: .*<kravet@fjellro\.example>/m);
  });

  it("comes from the address that the server sends for, is answered to who signs it, and bounces to its own", async () => {
    const company = await aCompany(pool, { email: "smtp" }, customers("kari2"), {
      ...server.env(),
      INNFRI_SMTP_FROM: "post@utsending.example",
      INNFRI_BOUNCE_ADDRESS: "retur@utsending.example",
    });
    await company.run();
    const [mail] = server.to("kari2@post.example");
    const [message] = await company.messages();
    const verp = `${message!.messageId.replaceAll("-", "")}.${company.creditorId.slice(-12)}`;
    expect(mail!.from).toBe(`retur+${verp}@utsending.example`);
    expect(mail!.text).toMatch(/^From: .*<post@utsending\.example>/m);
    expect(mail!.text).toMatch(/^Reply-To: .*<kravet@fjellro\.example>/m);
  });

  it("that is refused for good is undone, and the letter goes by post the same day, with one fee", async () => {
    const company = await byMail("no1");
    const { sent } = await company.run();
    expect(sent).toMatchObject({ email: 0, post: 1 });
    expect(shown(await company.messages())).toEqual(["email given-up refused", "post sent sent"]);
    expect(await company.history("3001")).toEqual([
      "registered",
      "letter: notice",
      "given-up: the mail server refused it: 550 5.1.1",
      "letter: notice",
    ]);
    expect(await fees(company.creditorId)).toBe("3800");
  });

  it("that is refused after all of it was read is refused too", async () => {
    const company = await byMail("spam1");
    expect((await company.run()).sent).toMatchObject({ email: 0, post: 1 });
    expect(shown(await company.messages())).toEqual(["email given-up refused", "post sent sent"]);
  });

  it.each([["grey1"], ["later1"]])(
    "that %s answers for now is tried again minutes later, the same message",
    async (name) => {
      const company = await byMail(name);
      expect((await company.run()).sent).toMatchObject({ email: 0, post: 0, again: 1, failed: [] });
      const [message] = await company.messages();
      expect(message).toMatchObject({ state: "queued", attempts: [{ no: 1, outcome: "failed" }] });
      const waitedMinutes = (Date.parse(message!.sendAfter) - Date.parse(`${NOTICE_DAY}T08:00:00Z`)) / 60_000;
      expect(waitedMinutes).toBeGreaterThanOrEqual(4);
      expect(waitedMinutes).toBeLessThanOrEqual(6);
      expect(await company.deliver(NOTICE_DAY, "08:03")).toMatchObject({ email: 0, again: 0 });
      const second = await company.deliver(NOTICE_DAY, "08:06");
      expect(second).toMatchObject(name === "grey1" ? { email: 1 } : { email: 0, again: 1 });
    },
  );

  it("whose connection was lost before it was sent is tried again", async () => {
    const company = await byMail("drop1");
    expect((await company.run()).sent).toMatchObject({
      email: 0,
      again: 1,
      failed: [],
      unknown: [],
      down: [],
    });
    expect(await company.messages()).toMatchObject([{ state: "queued", attempts: [{ outcome: "failed" }] }]);
  });

  it("that is never taken goes by post once its tries are used up, within its day", async () => {
    const company = await byMail("full1");
    await company.run();
    for (const time of ["08:30", "09:30", "13:00", "18:00"]) await company.deliver(NOTICE_DAY, time);
    expect(shown(await company.messages())).toEqual(["email given-up failed,failed,failed,failed,refused"]);
    expect((await company.run(NOTICE_DAY, "18:30")).sent).toMatchObject({ email: 0, post: 1 });
    expect(await fees(company.creditorId)).toBe("3800");
  });

  it("whose next try would be after its contact hours is given up at once, so that the next channel has the day", async () => {
    const company = await byMail("full2");
    expect((await company.run(NOTICE_DAY, "18:57")).sent).toMatchObject({ email: 0, post: 1, again: 0 });
  });

  it("that was lost after its last dot, or never answered, waits for a person and is not sent again", async () => {
    const lost = await aCompany(
      pool,
      { email: "smtp" },
      customers("lost1", "silent1"),
      server.env("?timeout=1"),
    );
    expect((await lost.run()).sent).toMatchObject({ email: 0, post: 0, failed: [] });
    expect(shown(await lost.messages())).toEqual(["email unknown unknown", "email unknown unknown"]);
    expect(await lost.history("3001")).toEqual(["registered", "letter: notice", "parked: outbox.unknown"]);
    await lost.run(NOTICE_DAY, "09:00");
    await lost.run("2026-05-18");
    await lost.run("2026-06-08");
    expect(server.to("lost1@post.example")).toHaveLength(1);
    expect(server.to("silent1@post.example")).toHaveLength(1);
    expect(await lost.history("3001")).toHaveLength(3);
  });

  it("that another took for unknown is known after all to whoever was sending it all along", async () => {
    const company = await byMail("kari11");
    await company.run(NOTICE_DAY, "08:00", { delivery: { signal: AbortSignal.abort() } });
    const { creditorId } = company;
    const lease = { creditorId, token: anId(), ms: 0 };
    const { today, nowAt } = company.clock();
    const request = { channels: ["email"], carrier: "smtp", batchId: null, today, nowAt } as const;
    const [message] = await claimPage(pool, lease, { ...request, limit: 1, after: QUEUE_START });
    await withCreditor(pool, creditorId, (tx) =>
      tx.run(sql`update delivery_attempt set called_at = now() where creditor_id = ${creditorId}::uuid`),
    );
    expect(await company.deliver()).toMatchObject({ email: 0, unknown: [{}] });
    const word = { messageId: message!.messageId, kind: "left" } as const;
    await takeDown(company.installation, company.creditor, company.clock(), [word]);
    expect(await company.messages()).toMatchObject([{ state: "sent" }]);
    expect((await company.history("3001")).at(-1)).toBe("unparked");
  });

  it("that a process was sending when it died is unknown; what it had not begun is sent", async () => {
    const company = await byMail("kari3", "kari4");
    await company.run(NOTICE_DAY, "08:00", { delivery: { signal: AbortSignal.abort() } });
    const creditorId = company.creditorId;
    await withCreditor(pool, creditorId, (tx) =>
      tx.run(sql`
        insert into delivery_attempt (creditor_id, message_id, attempt_no, started_at, carrier, lease_by, lease_until, called_at)
        select creditor_id, message_id, 1, now(), 'smtp', gen_random_uuid(), now(),
          case when row_number() over (order by message_id) = 1 then now() end
        from message where creditor_id = ${creditorId}::uuid`),
    );
    expect(await company.deliver()).toMatchObject({
      email: 1,
      unknown: [{ problem: expect.stringMatching(/nobody knows/) }],
    });
    expect(server.received.filter(({ to }) => /^kari[34]@/.test(to))).toHaveLength(1);
  });
});

describe("A mail server that takes nothing", () => {
  it("gives up no letter, is left alone for a while, and is asked at once by a person", async () => {
    const own = await aMailServer();
    const company = await aCompany(pool, { email: "smtp" }, customers("kari5", "kari6"), own.env());
    own.isDown(true);
    const { sent } = await company.run();
    expect(sent).toMatchObject({ email: 0, failed: [], unknown: [], down: [{ carrier: "smtp" }] });
    expect(await company.messages()).toMatchObject([{ state: "queued" }, { state: "queued" }]);
    const asked = own.connections();
    expect(await company.deliver()).toMatchObject({ email: 0, down: [{ carrier: "smtp" }] });
    expect(own.connections()).toBe(asked);
    own.isDown(false);
    expect((await company.run()).sent).toMatchObject({ email: 2, down: [] });
    expect(await company.deliver()).toMatchObject({ down: [] });
  });

  it.each([
    ["refuses the password", { user: "innfri", pass: "feil" }, {}, /sign in: 535/],
    [
      "refuses the sender",
      { user: "innfri", pass: "rett" },
      { INNFRI_SMTP_FROM: "stranger@x.example" },
      /sender: 550/,
    ],
  ])("because it %s gives up no letter", async (_what, auth, more, problem) => {
    const own = await aMailServer({ auth: { user: "innfri", pass: "rett" } });
    const { INNFRI_SMTP_URL } = own.env();
    const env = {
      INNFRI_SMTP_URL: INNFRI_SMTP_URL.replace("innfri:rett", `${auth.user}:${auth.pass}`),
      ...more,
    };
    const company = await aCompany(pool, { email: "smtp" }, customers("kari7"), env);
    const { sent } = await company.run();
    expect(sent).toMatchObject({ email: 0, failed: [], unknown: [] });
    expect(sent.down[0]?.problem).toMatch(problem);
    expect(await company.messages()).toMatchObject([{ state: "queued" }]);
  });

  it("because it refuses everybody alike is out, and does not turn every letter into a letter by post", async () => {
    const names = Array.from({ length: 14 }, (_, i) => `no${20 + i}`);
    const company = await aCompany(
      pool,
      { email: "smtp" },
      customers(...names),
      server.env("?connections=1"),
    );
    const delivered = await company.run();
    expect(delivered.sent.down).toHaveLength(1);
    expect(delivered.sent.failed).toHaveLength(9);
  });

  it("because it never says what it took is out, and leaves few letters to find out about", async () => {
    const names = Array.from({ length: 12 }, (_, i) => `lost${20 + i}`);
    const company = await aCompany(
      pool,
      { email: "smtp" },
      customers(...names),
      server.env("?connections=1"),
    );
    const { sent } = await company.run();
    expect(sent).toMatchObject({ email: 0, failed: [] });
    expect(sent.unknown).toHaveLength(3);
    expect(sent.down).toEqual([{ carrier: "smtp", problem: expect.stringMatching(/last 3 letters/) }]);
    const states = (await company.messages()).map(({ state }) => state);
    expect(states.filter((state) => state === "queued")).toHaveLength(9);
    expect(await company.deliver()).toMatchObject({ unknown: [], down: [{ carrier: "smtp" }] });
  });

  it("because it is not set up holds the letters and says what is missing; those of yesterday are undone", async () => {
    const company = await aCompany(pool, { email: "smtp" }, customers("kari8"), { INNFRI_SMTP_URL: "" });
    const { sent } = await company.run();
    expect(sent.down).toEqual([{ carrier: "smtp", problem: expect.stringMatching(/INNFRI_SMTP_URL/) }]);
    await company.run("2026-05-18");
    expect(await company.history("3001")).toEqual([
      "registered",
      "letter: notice",
      "given-up: it could not be sent on 2026-05-15",
      "letter: notice",
    ]);
  });

  it("is not asked for a sandbox", async () => {
    const company = await byMail("kari9");
    const creditor = { ...company.creditor, isSandbox: true };
    expect(waysOf(creditor, { send: { email: "smtp", post: "folder" } })).toEqual({
      email: "capture",
      post: "capture",
    });
    expect(openCarrier("smtp", { creditor, folder: "", env: server.env() })).toMatchObject({
      kind: "closed",
    });
  });
});

describe("innfri channels", () => {
  it("says how letters leave and what is missing, and sends a test mail in a company's name", async () => {
    const company = await byMail("kari10");
    const now = new Date(`${NOTICE_DAY}T08:00:00Z`);
    const ways = async (env: Readonly<Record<string, string>>) =>
      (await listChannels(company.installation, [company.creditorId], now, env))[0]!.ways;
    expect(await ways(company.env)).toEqual([
      { channel: "email", carrier: "smtp", problem: null },
      { channel: "post", carrier: "capture", problem: null },
    ]);
    expect((await ways({}))[0]!.problem).toMatch(/INNFRI_SMTP_URL/);
    const test = (to: string) => sendTestMail(company.installation, company.creditor, to, now, company.env);
    expect(await test("drift1@post.example")).toMatchObject({ answer: { kind: "sent" } });
    expect(server.to("drift1@post.example")).toHaveLength(1);
    expect(await test("no30@post.example")).toMatchObject({ answer: { kind: "refused" } });
    const sandbox = { ...company.creditor, isSandbox: true };
    expect(
      await sendTestMail(company.installation, sandbox, "drift1@post.example", now, company.env),
    ).toMatchObject({
      kind: "refused",
    });
  });
});

async function fees(creditorId: Parameters<typeof withCreditor>[1]): Promise<string> {
  const { sum } = await withCreditor(pool, creditorId, (tx) =>
    tx.one<{ sum: bigint }>(sql`
      select coalesce(sum(amount_minor), 0)::bigint as sum from posting
      where creditor_id = ${creditorId}::uuid and account = 'assets:receivable:notice-fee'`),
  );
  return String(sum);
}

describe("A mail server that says something all the time, and never says it all", () => {
  it("is hung up on: the letter has not left, and nobody waits for it", { timeout: 30_000 }, async () => {
    const slow = createServer((socket) => {
      let answering: NodeJS.Timeout | undefined;
      socket.write("220 slow.example\r\n");
      socket.on("error", () => undefined);
      socket.on("close", () => clearInterval(answering));
      socket.on("data", (said) => {
        if (!/^MAIL/i.test(said.toString())) socket.write("250 well\r\n");
        else answering = setInterval(() => socket.write("2"), 100);
      });
    });
    await new Promise<void>((resolve) => slow.listen(0, "127.0.0.1", resolve));
    const { port } = slow.address() as AddressInfo;
    const company = await aCompany(pool, { email: "smtp" }, customers("kari40"), {
      INNFRI_SMTP_URL: `smtp://127.0.0.1:${port}?timeout=1`,
    });
    const { sent } = await company.run();
    slow.close();
    expect(sent).toMatchObject({ email: 0, failed: [], unknown: [], again: 1 });
  });
});
