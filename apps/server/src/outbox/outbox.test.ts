import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { date, derivedId, sha256, type Uuid } from "@innfri/kernel";
import { aCreditor, registerClaims, someSettings, testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { beforeAll, describe, expect, it } from "vitest";
import { clockOf, clockOnDay } from "../clock.ts";
import { creditorById } from "../engine/creditors.ts";
import { runDay } from "../engine/run-day.ts";
import type { Operator } from "../installation.ts";
import { type Pool, sql, withCreditor, writePage } from "../store/index.ts";
import { safeName } from "./capture.ts";
import { deliverQueued } from "./deliver.ts";

const SELF: Operator = {
  operatorId: derivedId(date("2026-01-01"), "operator"),
  name: "Own claims",
  kind: "self",
  licence: null,
};
const NOTICE_DAY = date("2026-05-15");
const { pool: openPool } = await testDatabase();

// Three invoices fell due on 30 April; their notices go out on Friday 15 May.
describe("The outbox", () => {
  let pool: Pool;
  let directory = "";
  let creditorId: Uuid;

  beforeAll(async () => {
    pool = await openPool("innfri_engine");
    directory = temporaryFolder("outbox");
    creditorId = await aCreditor(pool, {
      country: "NO",
      clockOn: date("2026-05-01"),
      settings: someSettings("NO"),
    });
    await registerClaims(pool, creditorId, "NO", [
      {
        number: "3001",
        customer: "31",
        principalMinor: 450_000n,
        issuedOn: date("2026-04-16"),
        dueOn: date("2026-04-30"),
      },
      {
        number: "3002",
        customer: "32",
        principalMinor: 99_900n,
        issuedOn: date("2026-04-16"),
        dueOn: date("2026-04-30"),
        email: null,
      },
      {
        number: "3003",
        customer: "33",
        principalMinor: 120_000n,
        issuedOn: date("2026-04-16"),
        dueOn: date("2026-04-30"),
      },
    ]);
    const creditor = (await creditorById(pool, creditorId))!;
    const clock = clockOnDay(clockOf(creditor, new Date(0)), NOTICE_DAY);
    await runDay({ pool, operator: SELF, creditor, clock });
  });

  const deliver = async (on = NOTICE_DAY) => {
    const creditor = (await creditorById(pool, creditorId))!;
    // Within contact hours, so that an e-mail may leave.
    const clock = { ...clockOnDay(clockOf(creditor, new Date(0)), on), nowAt: `${on}T10:00:00.000Z` };
    return deliverQueued({ pool, directory, operator: SELF }, creditor, clock);
  };

  it("sends the others when one letter cannot be made, and says which and why", async () => {
    await queueABrokenLetter(pool, creditorId);
    const { email, post, failed } = await deliver();
    expect({ email, post }).toEqual({ email: 2, post: 1 });
    expect(failed).toHaveLength(1);
    expect(failed[0]).toMatchObject({ caseNumber: "00000000030015" });
    const states = await withCreditor(pool, creditorId, (tx) =>
      tx.many<{ state: string; count: bigint }>(sql`
        select state, count(*) from message where creditor_id = ${creditorId}::uuid group by state order by state`),
    );
    expect(states).toEqual([
      { state: "given-up", count: 1n },
      { state: "sent", count: 3n },
    ]);
  });

  it("is closed to every other user of the machine, for it is full of names and debts", async () => {
    const entries = await readdir(directory, { recursive: true, withFileTypes: true });
    const modes = await Promise.all(
      entries.map(async (entry) => (await stat(path.join(entry.parentPath, entry.name))).mode & 0o077),
    );
    expect(modes.length).toBeGreaterThan(3);
    expect(new Set(modes)).toEqual(new Set([0]));
  });

  it("parks nothing of the others, and says on no chain that the broken letter left", async () => {
    const kinds = await withCreditor(pool, creditorId, (tx) =>
      tx.many<{ kind: string }>(
        sql`select distinct kind from event where creditor_id = ${creditorId}::uuid order by kind`,
      ),
    );
    expect(kinds.map(({ kind }) => kind)).toEqual(["letter", "registered"]);
  });

  it("sends nothing twice, and leaves the files as they were", async () => {
    const before = await contents(directory);
    expect(before).toHaveLength(3);
    expect(await deliver()).toMatchObject({ email: 0, post: 0, failed: [] });
    expect(await contents(directory)).toEqual(before);
  });
});

describe("A name in the outbox", () => {
  it.each([
    ["2026-05-15 notice 0020104808", "2026-05-15 notice 0020104808"],
    ["../../etc/passwd", "etc-passwd"],
    ["a/b\\c:d\u0000e\nf", "a-b-c-d-e-f"],
    ["...", ""],
    ["æøå 2", "æøå 2"],
  ])("made of %j leads nowhere else", (text, name) => expect(safeName(text)).toBe(name));

  it("stays within what a file system takes", () => {
    expect(safeName("x".repeat(500))).toHaveLength(120);
  });
});

/** A letter whose rows do not add up, as a defect could leave one. */
async function queueABrokenLetter(pool: Pool, creditorId: Uuid): Promise<void> {
  await withCreditor(pool, creditorId, async (tx) => {
    const good = await tx.one<{ debtorId: Uuid; contactId: Uuid; data: object }>(sql`
      select m.debtor_id as "debtorId", m.contact_id as "contactId", d.data
      from message m join document d on d.creditor_id = m.creditor_id and d.document_id = m.document_id
      where m.creditor_id = ${creditorId}::uuid and d.data->>'caseNumber' = '00000000030015'`);
    const documentId = derivedId(NOTICE_DAY, "broken");
    await writePage(tx, creditorId, {
      documents: [
        {
          documentId,
          debtorId: good.debtorId,
          kind: "notice",
          template: "no.notice/1",
          language: "nb",
          datedOn: NOTICE_DAY,
          dataJson: JSON.stringify({ ...good.data, total: "1.00" }),
          derivationsJson: "[]",
          hash: sha256("broken"),
        },
      ],
      messages: [
        {
          messageId: derivedId(NOTICE_DAY, "broken message"),
          documentId,
          debtorId: good.debtorId,
          contactId: good.contactId,
          channel: "email",
          state: "queued",
          sendAfter: `${NOTICE_DAY}T01:00:00.000Z`,
          sendBefore: null,
        },
      ],
    });
  });
}

async function contents(directory: string): Promise<string[]> {
  const entries = await readdir(directory, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile())
    .map((entry) => path.join(entry.parentPath, entry.name));
  return Promise.all(
    files.sort().map(async (file) => `${file} ${sha256(await readFile(file)).toString("hex")}`),
  );
}
