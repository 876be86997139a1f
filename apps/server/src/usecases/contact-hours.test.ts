import { addDays, date, derivedId, type Uuid } from "@innfri/kernel";
import { lawPack } from "@innfri/law";
import { aCreditor, registerClaims, someSettings, testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { beforeAll, describe, expect, it } from "vitest";
import { clockOf } from "../clock.ts";
import type { CreditorSettings } from "../engine/creditor-settings.ts";
import { creditorById } from "../engine/creditors.ts";
import { runDay } from "../engine/run-day.ts";
import type { Operator } from "../installation.ts";
import { type Pool, sql, withCreditor } from "../store/index.ts";
import { type PreviewEntry, previewDay } from "./preview-day.ts";
import { runDays } from "./run-days.ts";
import { recordSignOff } from "./sign-off-law.ts";
import { verifyBooks } from "./verify-books.ts";

const operator: Operator = {
  operatorId: derivedId(date("2026-01-01"), "operator"),
  name: "Own claims",
  kind: "self",
  licence: null,
};
const FIRST = date("2026-03-02");
/** For sandboxes, which never ask for it. */
const NOON = new Date("2026-03-02T12:00:00.000Z");

const { pool: openPool } = await testDatabase();
let pool: Pool;
let directory = "";
beforeAll(async () => {
  pool = await openPool("innfri_engine");
  directory = temporaryFolder("hours");
  for (const { id } of lawPack("NO").signOffs)
    await recordSignOff(
      { pool },
      { itemId: id, on: FIRST, isWithdrawn: false, byName: "Advokat Vera Vrang", text: "all of it" },
      new Date(`${FIRST}T07:00:00.000Z`),
    );
});

const installation = () => ({ pool, directory, operator, close: async () => undefined });

/** Invoices due on 30 April 2026, each of a customer unless told otherwise: notices are due on Friday 15 May. */
async function aCompany(
  settings: Partial<CreditorSettings> = {},
  claims: readonly { readonly number: string; readonly customer: string; readonly dueOn: string }[] = [
    { number: "7001", customer: "71", dueOn: "2026-04-30" },
  ],
  isReal = true,
): Promise<Uuid> {
  const creditorId = await aCreditor(pool, {
    country: "NO",
    clockOn: date("2026-05-14"),
    settings: someSettings("NO", settings),
    isReal,
  });
  const specs = claims.map(({ dueOn, ...claim }) => ({
    ...claim,
    principalMinor: 450_000n,
    issuedOn: FIRST,
    dueOn: date(dueOn),
  }));
  await registerClaims(pool, creditorId, "NO", specs);
  return creditorId;
}

async function run(creditorId: Uuid, instant: string) {
  const [ran] = await runDays(installation(), { creditorId }, new Date(instant));
  if (ran?.kind !== "ran") throw new Error(JSON.stringify(ran));
  return ran;
}

/** What is decided, and nothing is sent. */
async function decideOnly(creditorId: Uuid, instant: string) {
  const creditor = (await creditorById(pool, creditorId))!;
  await runDay({ pool, operator, creditor, clock: clockOf(creditor, new Date(instant)) });
}

async function lettersOf(creditorId: Uuid): Promise<string[]> {
  const rows = await withCreditor(pool, creditorId, (tx) =>
    tx.many<{ on: string; state: string }>(sql`
      select d.dated_on as on, m.state from message m join document d using (creditor_id, document_id)
      where creditor_id = ${creditorId}::uuid order by d.dated_on, m.message_id`),
  );
  return rows.map(({ on, state }) => `${on} ${state}`);
}

async function previewed(creditorId: Uuid, on: string, instant: string): Promise<PreviewEntry[]> {
  const creditor = (await creditorById(pool, creditorId))!;
  const preview = await previewDay(installation(), creditor, date(on), new Date(instant));
  if (preview.kind !== "preview") throw new Error(preview.kind);
  const entries: PreviewEntry[] = [];
  for await (const entry of preview.entries) entries.push(entry);
  return entries;
}

describe("Contact hours of a real company (B22, S79)", () => {
  it("keep an e-mail that was decided before them until they open, and it leaves on its day", async () => {
    const company = await aCompany();
    const early = await run(company, "2026-05-15T04:00:00.000Z"); // 06:00 in Norway
    expect(early).toMatchObject({
      sent: { email: 0 },
      waiting: { messages: 1, until: "2026-05-15T06:00:00.000Z" },
    });
    expect(await lettersOf(company)).toEqual(["2026-05-15 queued"]);
    expect((await run(company, "2026-05-15T05:59:59.000Z")).sent.email).toBe(0);
    expect(await run(company, "2026-05-15T06:00:00.000Z")).toMatchObject({
      sent: { email: 1 },
      waiting: null,
    });
    expect(await lettersOf(company)).toEqual(["2026-05-15 sent"]);
  });

  it("make the step wait for the next day that has any, once they are over, and the preview says so", async () => {
    const company = await aCompany();
    const late = "2026-05-15T19:00:00.000Z"; // 21:00 in Norway
    expect(await previewed(company, "2026-05-15", late)).toMatchObject([
      {
        kind: "wait",
        until: "2026-05-18",
        because: {
          rule: "plan.contact-hours",
          text: "contact hours ended at 21:00: not before 2026-05-18",
        },
      },
    ]);
    expect((await previewed(company, "2026-05-18", late)).map(({ kind }) => kind)).toEqual(["take"]);
    await run(company, late);
    expect(await lettersOf(company)).toEqual([]);
    expect((await run(company, "2026-05-18T07:00:00.000Z")).sent.email).toBe(1);
    expect(await lettersOf(company)).toEqual(["2026-05-18 sent"]);
  });

  it.each([
    ["Easter", "2026-03-17", "2026-04-01", "2026-04-07"],
    ["Ascension Day", "2026-04-28", "2026-05-13", "2026-05-15"],
  ])(
    "end before %s at 21:00 to the second, and open again at 08:00 after it",
    async (_what, dueOn, last, next) => {
      const claims = [{ number: "7301", customer: "73", dueOn }];
      const inTime = await aCompany({}, claims);
      expect((await run(inTime, `${last}T18:59:59.000Z`)).sent.email).toBe(1);
      expect(await lettersOf(inTime)).toEqual([`${last} sent`]);
      const late = await aCompany({}, claims);
      await run(late, `${last}T19:00:00.000Z`);
      for (let day = addDays(date(last), 1); day < next; day = addDays(day, 1)) {
        await run(late, `${day}T10:00:00.000Z`);
        expect(await lettersOf(late), day).toEqual([]);
      }
      expect(await run(late, `${next}T05:59:59.000Z`)).toMatchObject({
        sent: { email: 0 },
        waiting: { messages: 1 },
      });
      expect((await run(late, `${next}T06:00:00.000Z`)).sent.email).toBe(1);
      expect(await lettersOf(late)).toEqual([`${next} sent`]);
    },
  );

  it("are not left by what missed them: it is undone the day after and decided anew, dated the day it leaves", async () => {
    const company = await aCompany();
    await decideOnly(company, "2026-05-15T18:59:00.000Z");
    expect((await run(company, "2026-05-15T19:00:00.000Z")).sent.email).toBe(0);
    expect(await lettersOf(company)).toEqual(["2026-05-15 queued"]);
    expect((await run(company, "2026-05-18T07:00:00.000Z")).sent.email).toBe(1);
    expect(await lettersOf(company)).toEqual(["2026-05-15 given-up", "2026-05-18 sent"]);
    expect(await verifyBooks(pool, [company])).toMatchObject({ findings: [] });
  });

  it("are the company's own where it has narrowed them, and concern no letter in the post", async () => {
    const contactHours = { 2: { from: "10:00", until: "12:00" } };
    const company = await aCompany({ contactHours });
    await run(company, "2026-05-15T07:00:00.000Z");
    await run(company, "2026-05-18T07:00:00.000Z");
    expect(await lettersOf(company)).toEqual([]);
    expect((await run(company, "2026-05-19T07:00:00.000Z")).waiting?.until).toBe("2026-05-19T08:00:00.000Z");
    expect((await run(company, "2026-05-19T08:00:00.000Z")).sent.email).toBe(1);
    const byPost = await aCompany({ contactHours, changes: { channels: { notice: ["post"] } } });
    expect((await run(byPost, "2026-05-15T03:00:00.000Z")).sent.post).toBe(1);
  });

  it("let a sandbox's letters leave on the day they are decided, at the hour that opens", async () => {
    const contactHours = { 5: { from: "15:30", until: "16:00" } };
    const sandbox = await aCompany({ contactHours }, undefined, false);
    await runDays(installation(), { creditorId: sandbox, until: date("2026-05-18") }, NOON);
    expect(await lettersOf(sandbox)).toEqual(["2026-05-15 sent"]);
    const { at } = await withCreditor(pool, sandbox, (tx) =>
      tx.one<{ at: string }>(sql`
        select started_at as at from delivery_attempt where creditor_id = ${sandbox}::uuid`),
    );
    expect(at).toBe("2026-05-15T13:30:00.000Z");
  });
});

describe("The pressure limit (B22)", () => {
  /** One customer, whose invoices fell due day after day: without a limit a notice comes every day. */
  const daily = [0, 1, 2, 5, 6].map((more, index) => ({
    number: `720${index}`,
    customer: "72",
    dueOn: addDays(date("2026-05-04"), more),
  }));

  it("gathers what falls due day after day into the letters that may go", async () => {
    const sandbox = await aCompany({ pressure: { contacts: 2, days: 7 } }, daily, false);
    await runDays(installation(), { creditorId: sandbox, until: date("2026-05-29") }, NOON);
    expect(await lettersOf(sandbox)).toEqual(["2026-05-18 sent", "2026-05-19 sent", "2026-05-26 sent"]);
    expect(await verifyBooks(pool, [sandbox])).toMatchObject({ findings: [] });
  });

  it("is three letters in seven days where a company has stated none", async () => {
    const sandbox = await aCompany({}, daily, false);
    await runDays(installation(), { creditorId: sandbox, until: date("2026-05-29") }, NOON);
    expect(await lettersOf(sandbox)).toEqual([
      "2026-05-18 sent",
      "2026-05-19 sent",
      "2026-05-20 sent",
      "2026-05-26 sent",
    ]);
  });
});
