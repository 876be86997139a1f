import { date, isUuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Act } from "../engine/act.ts";
import { creditorById } from "../engine/creditors.ts";
import { type FoundClaim, findClaim } from "../engine/find-claim.ts";
import { anInstallation, anOcrGiro, aWorld, NOW, type World } from "../payments/test-world.ts";
import { sql, withCreditor } from "../store/index.ts";
import { actOnClaim } from "./act-on-claim.ts";
import { approveAll } from "./approve-all.ts";
import { changeCreditor } from "./change-creditor.ts";
import { listChannels } from "./channels.ts";
import { listDeliveries, settleUnknown } from "./deliveries.ts";
import { exportBooks } from "./export-books.ts";
import { exportCase } from "./export-case.ts";
import { listApprovals } from "./list-approvals.ts";
import { listLimitations } from "./list-limitations.ts";
import { moveClock } from "./move-clock.ts";
import { previewDay } from "./preview-day.ts";
import { provePayment } from "./prove-payment.ts";
import { readBalances } from "./read-balances.ts";
import { showCreditor } from "./read-creditors.ts";
import { runDays } from "./run-days.ts";
import { sealRoots } from "./seal-roots.ts";
import { setAside } from "./set-aside.ts";
import { setCustomerKind } from "./set-customer-kind.ts";
import { showClaim } from "./show-claim.ts";
import { verifyBooks } from "./verify-books.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const { pool } = installation;
const administrator = new pg.Client({ connectionString: database.url });
afterAll(() => administrator.end());

let ours: World;
let theirs: World;
let ourClaim: FoundClaim;
let theirClaim: FoundClaim;
let theirPayment: string;
let theirMessage: string;

/** What only the other company knows; an id is known to whoever names it. */
const SECRETS = ["nabokunde", "N-77", "N-78", "7654.00", "765400", "nabo@"];

beforeAll(async () => {
  await administrator.connect();
  const automation = "suggest" as const;
  ours = await aWorld(installation, { startsOn: "2026-05-01", input: { automation } });
  theirs = await aWorld(installation, {
    startsOn: "2026-05-01",
    input: { automation: "automatic", email: "nabo@example.test" },
  });
  await ours.owe([
    { number: "1", amount: "4500.00", dueOn: "2026-04-30" },
    { number: "2", amount: "4500.00", dueOn: "2026-04-30" },
  ]);
  await theirs.owe([
    { number: "N-77", customer: "nabokunde", amount: "7654.00", dueOn: "2026-04-30" },
    { number: "N-78", customer: "nabokunde 2", amount: "7654.00", dueOn: "2026-04-30" },
  ]);
  for (const world of [ours, theirs]) await world.runUntil("2026-05-18");
  const { reference: kid } = await theirs.claim("N-77");
  await theirs.paid(anOcrGiro(theirs.account, [{ kid, amount: "100.00", on: "2026-05-18" }]));
  ourClaim = await foundOf(ours, "1");
  theirClaim = await foundOf(theirs, "N-77");
  await withCreditor(pool, theirs.creditorId, async (tx) => {
    theirPayment = (await tx.one<{ id: string }>(sql`select payment_id as id from payment limit 1`)).id;
    theirMessage = (
      await tx.one<{ id: string }>(sql`
        update message set state = 'unknown' where message_id = (select min(message_id::text)::uuid from message)
        returning message_id as id`)
    ).id;
  });
});

async function foundOf(world: World, number: string): Promise<FoundClaim> {
  const found = await findClaim(pool, number, world.creditorId);
  if (found.kind !== "found") throw new Error(`${number} is ${found.kind}`);
  return found.claim;
}

/** Every row that is about the other company, in every table that is about companies. */
async function theirRows(): Promise<Record<string, string>> {
  const { rows: tables } = await administrator.query<{ name: string }>(
    `select table_name as name from information_schema.columns
     where table_schema = 'public' and column_name = 'creditor_id' order by 1`,
  );
  expect(tables.length).toBeGreaterThan(20);
  const found: Record<string, string> = {};
  for (const { name } of tables) {
    const { rows } = await administrator.query<{ all: string }>(
      `select coalesce(string_agg(t::text, E'\\n' order by t::text), '') as all from "${name}" t where creditor_id = $1`,
      [theirs.creditorId],
    );
    found[name] = rows[0]!.all;
  }
  return found;
}

const told = (answer: unknown) =>
  JSON.stringify(answer, (_, value) =>
    typeof value === "bigint" ? String(value) : value instanceof Map ? [...value] : value,
  ) ?? "";

/** Our company with their claim, under their customer and under ours. */
const mixed = (): readonly FoundClaim[] => [
  { ...theirClaim, creditor: ourClaim.creditor },
  { ...theirClaim, creditor: ourClaim.creditor, debtorId: ourClaim.debtorId },
];

const ACTS: readonly Act[] = [
  { kind: "approve", choice: null },
  { kind: "stop", because: "stopped" },
  { kind: "stop", because: "disputed" },
  { kind: "postpone", until: date("2026-06-10") },
  { kind: "release" },
  { kind: "object", scope: "whole", reasonable: true },
  { kind: "resolve", outcome: "groundless" },
  { kind: "agree", instalments: 3, wholeDebt: true },
  { kind: "compensate" },
  { kind: "record", step: "application", on: date("2026-05-18") },
  { kind: "payment-order", state: "served", on: date("2026-05-18") },
];

async function read(pieces: AsyncIterable<unknown>): Promise<unknown[]> {
  const all = [];
  for await (const piece of pieces) all.push(piece);
  return all;
}

const us = () => [ours.creditorId];

/** What is asked in our company's name; all but the last few with something of theirs. */
const ASKED: readonly [string, () => Promise<unknown>][] = [
  ["a claim by its id", () => findClaim(pool, theirClaim.claimId, ours.creditorId)],
  ["a claim by its invoice", () => findClaim(pool, "N-77", ours.creditorId)],
  [
    "a claim by its reference",
    async () => findClaim(pool, (await theirs.claim("N-77")).reference, ours.creditorId),
  ],
  ...ACTS.flatMap((act) =>
    [0, 1].map((which): [string, () => Promise<unknown>] => [
      `${act.kind}${"because" in act ? ` (${act.because})` : ""}, ${which === 0 ? "their" : "our"} customer`,
      () => actOnClaim(installation, mixed()[which]!, act, "person", NOW),
    ]),
  ),
  ...(
    [
      { kind: "agree", instalments: 3, wholeDebt: true },
      { kind: "record", step: "application", on: date("2026-05-18") },
    ] as const
  ).map((act): [string, () => Promise<unknown>] => [
    `${act.kind} of ours that covers theirs too`,
    () => actOnClaim(installation, ourClaim, { ...act, also: [theirClaim.claimId] }, "person", NOW),
  ]),
  ...[0, 1].flatMap((which): [string, () => Promise<unknown>][] => [
    [`show ${which}`, () => showClaim(installation, mixed()[which]!, null, NOW)],
    [`export case ${which}`, () => exportCase(installation, mixed()[which]!, "nb", NOW)],
    [
      `payment-proof ${which}`,
      () =>
        provePayment(
          installation,
          mixed()[which]!,
          { orderedOn: date("2026-05-10"), paymentId: null, note: null },
          NOW,
        ),
    ],
  ]),
  [
    "payment-proof of our claim by their payment",
    () => {
      if (!isUuid(theirPayment)) throw new Error("no payment");
      const proof = { orderedOn: date("2026-05-10"), paymentId: theirPayment, note: null };
      return provePayment(installation, ourClaim, proof, NOW);
    },
  ],
  ...[true, false].map((wasSent): [string, () => Promise<unknown>] => [
    `deliveries --${wasSent ? "" : "not-"}sent`,
    () => {
      if (!isUuid(theirMessage)) throw new Error("no message");
      return settleUnknown(installation, us(), theirMessage, wasSent, NOW);
    },
  ]),
  [
    "creditor set --customer --kind",
    () => setCustomerKind(installation, ours.creditorId, { customer: "nabokunde", kind: "business" }, NOW),
  ],
  [
    "creditor set --exclude-invoice",
    () => changeCreditor(installation, ours.creditorId, { excludeInvoices: ["1"] }, NOW),
  ],
  ["creditor show", () => showCreditor(installation, ours.creditorId, NOW)],
  ["list", () => listApprovals(installation, { creditorIds: us(), limit: 100 }, NOW)],
  ["list --limitation", () => listLimitations(installation, us(), NOW)],
  ["what is set aside", () => setAside(installation, us(), NOW)],
  ["deliveries", () => listDeliveries(installation, us(), NOW)],
  ["channels", () => listChannels(installation, us(), NOW)],
  ["balances", () => readBalances(pool, us())],
  ["export hledger", () => read(exportBooks(pool, us()))],
  ["verify", () => verifyBooks(pool, us())],
  ["seal", () => sealRoots(installation, us(), NOW, { withOperator: false })],
  [
    "preview",
    async () => {
      const creditor = (await creditorById(pool, ours.creditorId))!;
      const preview = await previewDay(installation, creditor, date("2026-06-01"), NOW);
      return preview.kind === "preview" ? read(preview.entries) : preview;
    },
  ],
  ["approve --all", () => approveAll(installation, { creditorIds: us(), choice: null }, "person", NOW)],
  ["clock --to", () => moveClock(installation, ours.creditorId, date("2026-05-19"), NOW)],
  ["run", () => runDays(installation, { creditorId: ours.creditorId, until: date("2026-05-20") }, NOW)],
];

describe("Of another company on the same installation (D7, B27)", () => {
  it.each(ASKED)("nothing is told or changed by: %s", async (_, ask) => {
    const before = await theirRows();
    const answer = await ask().catch((error: unknown) => ({ error: String(error) }));
    // What was asked for by its name is named in the refusal, whether it is there or not.
    const said = told(answer).replace("There is no customer nabokunde.", "");
    for (const secret of SECRETS) expect(said).not.toContain(secret);
    expect(await theirRows()).toEqual(before);
  });

  it.each(ACTS)("an act is refused, and is no error: $kind", async (act) => {
    for (const claim of mixed())
      expect(await actOnClaim(installation, claim, act, "person", NOW)).toMatchObject({ kind: "refused" });
  });

  it("its own company is told all of it", async () => {
    const shown = await showClaim(installation, theirClaim, null, NOW);
    expect(told(shown)).toContain("nabokunde");
    const listed = await listDeliveries(installation, [theirs.creditorId], NOW);
    expect(told(listed)).toContain(theirMessage);
    if (!isUuid(theirMessage)) throw new Error("no message");
    const settled = await settleUnknown(installation, [theirs.creditorId], theirMessage, true, NOW);
    expect(settled).toMatchObject({ kind: "settled" });
  });
});
