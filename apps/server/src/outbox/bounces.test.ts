import { mkdir, readdir, readFile, symlink, writeFile } from "node:fs/promises";
import path from "node:path";
import type { Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { verifyBooks } from "../usecases/verify-books.ts";
import { takeDown } from "./afterwards.ts";
import { bounceAddressOf } from "./bounce-address.ts";
import { readBounces } from "./bounces.ts";
import { aCompany, NOTICE_DAY } from "./test-company.ts";
import { aMailServer } from "./test-mail-server.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");
const server = await aMailServer();

/** A company whose notices of 15 May have left by e-mail, and its mailbox for what comes back. */
async function sent(...names: readonly string[]) {
  const mailbox = temporaryFolder("maildir");
  await Promise.all(["new", "cur", "tmp"].map((name) => mkdir(path.join(mailbox, name))));
  const customers = names.map((name, i) => ({ number: String(3001 + i), email: `${name}@post.example` }));
  const company = await aCompany(pool, { email: "smtp" }, customers, {
    ...server.env("?timeout=1"),
    INNFRI_BOUNCE_ADDRESS: "retur@utsending.example",
    INNFRI_BOUNCES: mailbox,
  });
  await company.run();
  return {
    ...company,
    mailbox,
    comes: (text: string, folder = "new", name = "1.mail") =>
      writeFile(path.join(mailbox, folder, name), text),
    read: (on = `${NOTICE_DAY}T10:00:00Z`) => readBounces(company.installation, new Date(on), company.env),
    verp: async () => {
      const [message] = await company.messages();
      return bounceAddressOf("retur@utsending.example", {
        messageId: message!.messageId,
        creditorId: company.creditorId,
      });
    },
    there: async () =>
      (await readdir(mailbox, { recursive: true })).filter((name) => /\.(mail|txt)$/.test(name)).sort(),
  };
}

type Dsn = {
  readonly to: string;
  readonly action?: string;
  readonly status?: string;
  readonly original?: string;
};

function dsn({ to, action = "failed", status = "5.1.1", original = "Subject: hei" }: Dsn): string {
  return [
    "From: Mail Delivery <mailer-daemon@post.example>",
    `To: <${to}>`,
    "Subject: Undelivered",
    "MIME-Version: 1.0",
    'Content-Type: multipart/report; report-type=delivery-status; boundary="b"',
    "",
    "--b",
    "Content-Type: text/plain; charset=utf-8",
    "",
    "Kari Nordmann <kari@post.example> does not live here.",
    "--b",
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; mx.post.example",
    "",
    "Final-Recipient: rfc822; kari@post.example",
    `Action: ${action}`,
    `Status: ${status}`,
    "Diagnostic-Code: smtp; 550 kari@post.example: no such person",
    "",
    "--b",
    "Content-Type: message/rfc822",
    "",
    original,
    "",
    "body",
    "--b--",
    "",
  ].join("\r\n");
}

describe("An e-mail that comes back (B21)", () => {
  it("is undone and its letter goes by post, with one fee; nothing that the mail says of people is kept", async () => {
    const company = await sent("kari1");
    await company.comes(dsn({ to: await company.verp() }));
    expect(await company.read()).toMatchObject({
      bounced: 1,
      unreadable: 0,
      creditors: [company.creditorId],
    });
    expect(await company.messages()).toMatchObject([{ state: "bounced" }]);
    expect(await company.there()).toEqual(["done/1.mail"]);
    expect((await company.run("2026-05-18")).sent).toMatchObject({ email: 0, post: 1 });
    expect(await company.history("3001")).toEqual([
      "registered",
      "letter: notice",
      "given-up: the e-mail came back: 5.1.1",
      "letter: notice",
    ]);
    expect(await verifyBooks(pool, [company.creditorId])).toMatchObject({ findings: [] });
  });

  it("is known by the Message-ID of what it brings back, and says nothing new the second time", async () => {
    const company = await sent("kari2");
    const [message] = await company.messages();
    const mail = dsn({
      to: "post@fjellro.example",
      original: `Message-ID: <${message!.messageId}@fjellro.example>`,
    });
    await company.comes(mail, "cur");
    expect(await company.read()).toMatchObject({ bounced: 1 });
    await company.comes(mail);
    expect(await company.read()).toMatchObject({ bounced: 0, nothingNew: 1 });
    expect(await company.history("3001")).toHaveLength(3);
  });

  it("that is only late changes nothing; one that was delivered is", async () => {
    const company = await sent("kari3");
    await company.comes(dsn({ to: await company.verp(), action: "delayed", status: "4.4.1" }));
    expect(await company.read()).toMatchObject({ bounced: 0, nothingNew: 1 });
    await company.comes(dsn({ to: await company.verp(), action: "delivered", status: "2.0.0" }));
    expect(await company.read()).toMatchObject({ delivered: 1 });
    expect(await company.messages()).toMatchObject([{ state: "delivered" }]);
    expect(await company.history("3001")).toHaveLength(2);
  });

  it("leaves a claim that has gone on since to a person", async () => {
    const company = await sent("kari4");
    await company.run("2026-06-02"); // the collection list
    await company.run("2026-06-05"); // the demand
    expect(await company.history("3001")).toContain("letter: demand");
    await company.comes(dsn({ to: await company.verp() }));
    expect(await company.read("2026-06-08T10:00:00Z")).toMatchObject({ bounced: 1 });
    expect((await company.history("3001")).at(-1)).toBe("parked: outbox.came-back");
    expect(await company.history("3001")).not.toContain("given-up: the e-mail came back: 5.1.1");
  });

  it("takes back what was asked on the strength of it", async () => {
    const company = await sent("kari5");
    await company.run("2026-06-02"); // the collection list
    await company.comes(dsn({ to: await company.verp() }));
    await company.read("2026-06-03T10:00:00Z");
    await company.run("2026-06-05");
    const history = await company.history("3001");
    expect(history).not.toContain("letter: demand");
    expect(history.at(-1)).toBe("letter: notice");
  });

  it.each([
    ["goes to another address as soon as there is one", { email: "kari6b@post.example" }, "email sent"],
    ["goes not again to the old one, whatever else is known since", { phone: "90000000" }, "post sent"],
  ])("%s", async (_what, news, expected) => {
    const company = await sent("kari6");
    await company.comes(dsn({ to: await company.verp() }));
    await company.read();
    await company.newContact(news);
    await company.run("2026-05-18");
    expect((await company.messages()).map(({ channel, state }) => `${channel} ${state}`)).toEqual([
      "email bounced",
      expected,
    ]);
  });

  it("tells of one whose sending was unknown that it had left", async () => {
    const company = await sent("lost1");
    expect(await company.messages()).toMatchObject([{ state: "unknown" }]);
    await company.comes(dsn({ to: await company.verp(), action: "delivered", status: "2.0.0" }));
    await company.read();
    expect(await company.messages()).toMatchObject([{ state: "delivered" }]);
    expect((await company.history("3001")).at(-1)).toBe("unparked");
  });
});

describe("Mail in the mailbox that is no bounce of ours", () => {
  it.each([
    ["is an answer of a person", () => "From: kari@post.example\r\nSubject: hei\r\n\r\nhei\r\n", /no part/],
    ["is no mail at all", () => "\0\0\0\0", /no part|no mail/],
    ["says no action", (to: string) => dsn({ to, action: "exploded" }), /no action/],
    [
      "names a message of nobody",
      () => dsn({ to: `retur+${"0".repeat(32)}.${"0".repeat(12)}@utsending.example` }),
      /none of our/,
    ],
    ["is too large", (to: string) => dsn({ to }) + "x".repeat(1024 * 1024), /larger/],
  ])("because it %s is put aside with the reason", async (_what, text, reason) => {
    const company = await sent("kari7");
    await company.comes(text(await company.verp()));
    expect(await company.read()).toMatchObject({ bounced: 0, unreadable: 1 });
    expect(await company.there()).toEqual(["unreadable/1.mail", "unreadable/1.mail.reason.txt"]);
    expect(await readFile(path.join(company.mailbox, "unreadable/1.mail.reason.txt"), "utf8")).toMatch(
      reason,
    );
    expect(await company.messages()).toMatchObject([{ state: "sent" }]);
  });

  it("because it is a link to elsewhere is not followed", async () => {
    const company = await sent("kari8");
    await symlink("/etc/passwd", path.join(company.mailbox, "new", "1.mail"));
    expect(await company.read()).toMatchObject({ unreadable: 1 });
  });

  it("is not looked for where no mailbox is named", async () => {
    const company = await sent("kari9");
    expect(await readBounces(company.installation, new Date(), {})).toBeNull();
  });
});

describe("A person who has found out about an unknown letter", () => {
  const settled = async (name: string, kind: "left" | "not-left") => {
    const company = await sent(name);
    const [message] = await company.messages();
    const word = { messageId: message!.messageId as Uuid, kind, reason: "it was not sent" } as const;
    const changed = await takeDown(company.installation, company.creditor, company.clock(), [word], "person");
    expect(changed.size).toBe(1);
    return company;
  };

  it("says that it was sent: its claims go on as if nothing had been", async () => {
    const company = await settled("lost2", "left");
    expect(await company.messages()).toMatchObject([{ state: "sent" }]);
    await company.run("2026-06-02");
    expect(await company.history("3001")).toContain("proposed: collection-list");
  });

  it("says that it was not: it is undone and sent anew, with one fee", async () => {
    const company = await settled("lost3", "not-left");
    expect(await company.messages()).toMatchObject([{ state: "given-up" }]);
    expect((await company.history("3001")).slice(2)).toEqual([
      "parked: outbox.unknown",
      "unparked",
      "given-up: it was not sent",
    ]);
    await company.run("2026-05-18");
    expect((await company.history("3001")).at(-2)).toBe("letter: notice");
    expect(await verifyBooks(pool, [company.creditorId])).toMatchObject({ findings: [] });
  });

  it.each([
    [
      "a name as long as names can be",
      (mailbox: string) => writeFile(path.join(mailbox, "new/".concat("0".repeat(255))), "?"),
      1,
    ],
    [
      "a folder with something in it, twice",
      async (mailbox: string) => {
        for (const parent of ["new", "unreadable"]) {
          await mkdir(path.join(mailbox, parent, "0"), { recursive: true });
          await writeFile(path.join(mailbox, parent, "0", "x"), "?");
        }
      },
      0,
    ],
    [
      "more lines than mail has",
      (mailbox: string) =>
        writeFile(
          path.join(mailbox, "new/0"),
          `Content-Type: message/delivery-status\n${"\n".repeat(500_000)}`,
        ),
      1,
    ],
  ])("is read where there is also %s", { timeout: 10_000 }, async (_, put, unreadable) => {
    const company = await sent("kari30");
    await put(company.mailbox);
    await company.comes(dsn({ to: await company.verp() }));
    expect(await company.read()).toMatchObject({ bounced: 1, unreadable });
  });
});
