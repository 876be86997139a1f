import { makeReference, writeOcrGiro } from "@innfri/formats";
import { formatMinor } from "@innfri/kernel";
import { composeEmail, type LetterData } from "@innfri/letters";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { listenAtPoints } from "../faults/points.ts";
import { documentParts, sql, withAdministrator, withCreditor } from "../store/index.ts";
import { recordPayments } from "../usecases/record-payments.ts";
import { aSandbox, NOW, type Sandbox } from "../usecases/test-sandbox.ts";
import { letterOf, partsNamed, type StoredData, type StoredDerivations } from "./stored-letter.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");

/** The letters to the sandbox's debtors, the oldest first. */
function lettersOf({ creditorId }: Sandbox): Promise<LetterData[]> {
  return withCreditor(pool, creditorId, async (tx) => {
    const stored = await tx.many<{ data: StoredData; derivations: StoredDerivations }>(
      sql`select data, derivations from document where creditor_id = ${creditorId}::uuid order by dated_on`,
    );
    const named = stored.flatMap(({ data, derivations }) => partsNamed(data, derivations));
    const parts = await documentParts(tx, creditorId, named);
    return stored.map(({ data, derivations }) => letterOf(data, derivations, parts));
  });
}

async function charged(sandbox: Sandbox, item: "notice-fee" | "recovery-costs"): Promise<string> {
  const { sum } = await withCreditor(pool, sandbox.creditorId, (tx) =>
    tx.one<{ sum: bigint }>(sql`
      select coalesce(sum(amount_minor), 0)::bigint as sum from posting
      where creditor_id = ${sandbox.creditorId}::uuid and account = ${`income:${item}`}`),
  );
  return formatMinor(-sum);
}

// Two invoices of one customer, 400 and 700, fell due on 30 April. One letter, one fee, one demand with the costs of
// 1,100: 300 light, 600 heavy (NO-23).
describe("Claims of one debtor that are ready together (B17)", () => {
  const claims = (series: number) => [
    { number: kid(series), customer: "91", principalMinor: 40_000n, dueOn: "2026-04-30" },
    { number: kid(series + 1), customer: "91", principalMinor: 70_000n, dueOn: "2026-04-30" },
  ];

  it("share one notice with one fee, and one demand with the costs of their sum", async () => {
    const sandbox = await aSandbox(pool, { clockOn: "2026-05-01", claims: claims(9100) });
    await sandbox.runThrough("2026-06-05");
    expect(await charged(sandbox, "notice-fee")).toBe("38.00");
    expect(await charged(sandbox, "recovery-costs")).toBe("300.00");
  });

  it("never cost more than their case's cap, also when one of them is paid and closed before the heavy day", async () => {
    const sandbox = await aSandbox(pool, { clockOn: "2026-05-01", claims: claims(9200) });
    await sandbox.runThrough("2026-06-10");
    await pay(sandbox, kid(9200), 80_000n);
    expect(await sandbox.history(kid(9200))).toContain("closed");
    await sandbox.runThrough("2026-07-20");
    expect(await charged(sandbox, "recovery-costs")).toBe("600.00");
  });
});

describe("A customer with rules of its own (S13)", () => {
  it("gets its notice when its own wait is over, and the others when the creditor's is", async () => {
    const sandbox = await aSandbox(pool, {
      clockOn: "2026-05-01",
      settings: { debtors: { "92": { changes: { waits: { notice: 20 } } } } },
      claims: [
        { number: "92001", customer: "92", dueOn: "2026-04-30" },
        { number: "93001", customer: "93", dueOn: "2026-04-30" },
      ],
    });
    await sandbox.runThrough("2026-05-19");
    expect(await sandbox.history("93001")).toContain("letter notice");
    expect(await sandbox.history("92001")).not.toContain("letter notice");
    await sandbox.runThrough("2026-05-20");
    expect(await sandbox.history("92001")).toContain("letter notice");
  });
});

/** The claim's number in these tests is its payment reference. */
function kid(number: number): string {
  const made = makeReference({ scheme: "NO_KID", number });
  if (made.kind !== "made") throw new Error("a short number fits");
  return made.value;
}

async function pay(sandbox: Sandbox, kid: string, amountMinor: bigint): Promise<void> {
  const creditor = await sandbox.creditor();
  const bytes = writeOcrGiro({
    transmissionNumber: 1,
    recipient: "00010482",
    sentOn: creditor.clockOn!,
    assignments: [
      {
        agreement: "000100200",
        number: 1,
        account: "12345678903",
        settledOn: creditor.clockOn!,
        payments: [
          {
            type: 10,
            processedOn: creditor.clockOn!,
            bankOn: creditor.clockOn!,
            amountMinor,
            kid,
            debitAccount: null,
          },
        ],
      },
    ],
  });
  const installation = {
    directory: temporaryFolder("run-day"),
    pool,
    operator: sandbox.operator,
    close: async () => undefined,
  };
  const outcome = await recordPayments(installation, { name: "paid.txt", open: () => [bytes] }, NOW);
  expect(outcome).toMatchObject({ kind: "recorded", unmatched: 0 });
}

describe("A letter of an agency", () => {
  it("says where the agency answers, and nowhere the creditor's own address or website", async () => {
    const sandbox = await aSandbox(pool, {
      clockOn: "2026-05-01",
      operator: "agency",
      settings: { email: "kravet@kvernelva.example", phone: "62 00 00 00", website: "kvernelva.example" },
      claims: [{ number: "94001", dueOn: "2026-04-30" }],
    });
    await sandbox.runThrough("2026-05-15");
    const [letter] = await lettersOf(sandbox);
    expect(letter!.operator).toEqual({
      kind: "agency",
      name: "Tindervik Inkasso",
      organisationNumber: "310 000 027",
      addressLines: ["Postboks 44", "2401 Elverum"],
      email: "svar@tindervik.example",
      phone: "",
      licence: { reference: "INK-1" },
    });
  });

  it("does not say that the agency hands the claim over to itself", async () => {
    const sandbox = await aSandbox(pool, {
      clockOn: "2026-05-01",
      operator: "agency",
      claims: [{ number: "94002", dueOn: "2026-04-30" }],
    });
    await sandbox.runThrough("2026-05-15");
    const [letter] = await lettersOf(sandbox);
    const { text } = composeEmail(letter!, { name: "Ingrid Oppdiktet", addressLines: [], country: "NO" });
    expect(text).toContain("starter vi inkasso");
    expect(text.replaceAll("\u00a0", " ")).toMatch(
      /Tidligst \d+\. \p{L}+ sender vi en betalingsoppfordring/u,
    );
    expect(text).not.toContain("inkasso hos");
  });
});

describe("The friendly reminder of the plan no-gentle (D1)", () => {
  it("says when the notice can come and what it costs, and the notice comes then (S24)", async () => {
    const sandbox = await aSandbox(pool, {
      clockOn: "2026-05-01",
      settings: { plan: "no-gentle" },
      claims: [{ number: "95001", dueOn: "2026-04-30" }],
    });
    await sandbox.runThrough("2026-05-04");
    const [reminder] = await lettersOf(sandbox);
    expect(reminder).toMatchObject({
      kind: "no.reminder",
      language: "nb",
      payBy: "2026-05-11",
      total: "4505.92",
      next: [{ kind: "notice", earliestOn: "2026-05-15", answerDays: 14, fee: "38.00" }],
    });
    const { text } = composeEmail(reminder!, {
      name: "Ingrid Oppdiktet",
      addressLines: [],
      country: "NO",
    });
    expect(text).toContain("P\u00c5MINNELSE OM BETALING");
    expect(text).toContain("koster ingenting");
    await sandbox.runThrough("2026-05-15");
    expect(await sandbox.history("95001")).toEqual(["registered", "letter reminder", "letter notice"]);
    expect(await charged(sandbox, "notice-fee")).toBe("38.00");
  });
});

describe("What fails for a whole company", () => {
  it("ends its run and sets no file of it aside", async () => {
    const sandbox = await aSandbox(pool, {
      clockOn: "2026-05-01",
      claims: ["1", "2", "3"].map((number) => ({
        number: `9900${number}`,
        customer: number,
        dueOn: "2026-04-30",
      })),
    });
    const asked = (verb: string) =>
      withAdministrator(database.url, (client) =>
        client.query(`${verb} select on idempotency_key ${verb === "grant" ? "to" : "from"} innfri_engine`),
      );
    await asked("revoke");
    await expect(sandbox.runThrough("2026-05-15")).rejects.toThrow("permission denied");
    await asked("grant");
    await sandbox.runThrough("2026-05-15");
    for (const number of ["99001", "99002", "99003"])
      expect(await sandbox.history(number)).toEqual(["registered", "letter notice"]);
  });
});

describe("A file whose events somebody has damaged", () => {
  it("holds up no other of its day", async () => {
    const sandbox = await aPair("95", "96");
    await sandbox.runThrough("2026-05-15");
    await damage(sandbox, "95", "data = 'null' where");
    await sandbox.runThrough("2026-06-02");
    expect(await sandbox.history("96-1")).toContain("proposed collection-list");
  });

  it("holds up no other when it cannot even be read, and waits for a person who learns nobody's name from why", async () => {
    const sandbox = await aPair("97", "98");
    await sandbox.runThrough("2026-06-02");
    await damage(sandbox, "97", "data = 'null' where kind = 'proposed' and");
    await sandbox.runThrough("2026-06-05");
    expect(await sandbox.history("98-1")).toContain("letter demand");
    const { events, isOver, item } = await standing(sandbox, "97");
    expect(events.at(-1)).toEqual({
      kind: "parked",
      text: expect.stringMatching(
        /^its file cannot be read: TypeError at apps\/server\/src\/engine\/[\w-]+\.ts:\d+$/,
      ),
    });
    expect({ isOver, item }).toEqual({ isOver: true, item: "lapsed" });
  });

  it("holds up no other either when nothing at all can be written about it", async () => {
    const sandbox = await aPair("971", "981");
    await sandbox.runThrough("2026-06-02");
    await damage(sandbox, "971", "data = 'null', seq = seq + 1 where kind = 'proposed' and");
    const { failed } = await sandbox.run("2026-06-05");
    expect(failed).toHaveLength(1);
    expect(await sandbox.history("981-1")).toContain("letter demand");
    expect(await standing(sandbox, "971")).toMatchObject({ isOver: true });
    expect((await sandbox.run("2026-06-06")).failed).toHaveLength(1);
  });
});

describe("An error whose words tell a name", () => {
  it("leaves its kind and its place on the chain of the claim that waits for it, and none of its words", async () => {
    const sandbox = await aSandbox(pool, {
      clockOn: "2026-05-01",
      claims: [{ number: "97201", customer: "972", dueOn: "2026-04-30" }],
    });
    listenAtPoints(async (point) => {
      if (point === "page-written") throw new RangeError("Ingrid Oppdiktet, Blindveien 13");
    });
    try {
      await sandbox.run("2026-05-15");
    } finally {
      listenAtPoints(async () => undefined);
    }
    const { events } = await standing(sandbox, "972");
    expect(events.at(-1)).toEqual({
      kind: "parked",
      text: expect.stringMatching(/^RangeError at apps\/server\/src\/engine\/run-day\.test\.ts:\d+$/),
    });
  });
});

/** Two customers with a claim each, due on one day. */
function aPair(...customers: readonly [string, string]): Promise<Sandbox> {
  const claims = customers.map((customer) => ({ number: `${customer}-1`, customer, dueOn: "2026-04-30" }));
  return aSandbox(pool, { clockOn: "2026-05-01", claims });
}

async function damage({ creditorId }: Sandbox, customer: string, how: string): Promise<void> {
  await withAdministrator(database.url, async (client) => {
    await client.query("set session_replication_role = replica");
    await client.query(
      `update event set ${how} creditor_id = $1 and claim_id in (select c.claim_id
         from claim c join debtor d using (creditor_id, debtor_id) where d.customer_number = $2)`,
      [creditorId, customer],
    );
  });
}

/** What the chain of a customer's only claim says, whether the last day has ended, and what became of what was asked. */
function standing({ creditorId }: Sandbox, customer: string) {
  return withCreditor(pool, creditorId, async (tx) => {
    const events = await tx.many<{ kind: string; text: string | null }>(sql`
      select e.kind, e.data ->> 'text' as text from event e join claim c using (creditor_id, claim_id)
      join debtor d using (creditor_id, debtor_id)
      where e.creditor_id = ${creditorId}::uuid and d.customer_number = ${customer} order by e.seq`);
    const { isOver } = await tx.one<{ isOver: boolean }>(sql`
      select finished_at is not null as "isOver" from run where creditor_id = ${creditorId}::uuid
      order by run_on desc limit 1`);
    const item = await tx.maybe<{ state: string }>(sql`
      select i.state from approval_item i join claim c using (creditor_id, claim_id)
      join debtor d using (creditor_id, debtor_id)
      where i.creditor_id = ${creditorId}::uuid and d.customer_number = ${customer}`);
    return { events, isOver, item: item?.state };
  });
}
