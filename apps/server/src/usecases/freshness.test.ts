import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { standingWords } from "../cli/next-words.ts";
import type { CreditorInput } from "../engine/creditor-input.ts";
import { creditorById } from "../engine/creditors.ts";
import { findClaim } from "../engine/find-claim.ts";
import { type FeedSeen, readFeeds, sawFeed } from "../engine/freshness.ts";
import {
  aCamt054,
  anInstallation,
  aWorld,
  NOW,
  norwegianAccount,
  type OpenInstallation,
  type World,
} from "../payments/test-world.ts";
import { sql, withCreditor } from "../store/index.ts";
import { changeCreditor } from "./change-creditor.ts";
import { type PreviewEntry, previewDay } from "./preview-day.ts";
import { type CreditorRun, runDays } from "./run-days.ts";
import { showClaim } from "./show-claim.ts";
import { verifyBooks } from "./verify-books.ts";

const database = await testDatabase();
let installation: OpenInstallation;
beforeAll(async () => {
  installation = await anInstallation(database);
});

let accounts = 10;
/** A sandbox on Sunday 10 May 2026 with an invoice whose notice is due on Friday 15 May. */
async function aCompany(input: CreditorInput): Promise<World> {
  const account = norwegianAccount(++accounts);
  const world = await aWorld(installation, { startsOn: "2026-05-10", account, input });
  await world.owe([{ number: "1", amount: "4500.00", dueOn: "2026-04-30" }]);
  return world;
}

async function run({ creditorId }: World, until: string): Promise<CreditorRun & { kind: "ran" }> {
  const [ran] = await runDays(installation, { creditorId, until: date(until) }, NOW);
  if (ran?.kind !== "ran") throw new Error(JSON.stringify(ran));
  return ran;
}

const inWorld = <T>({ creditorId }: World, work: Parameters<typeof withCreditor<T>>[2]) =>
  withCreditor(installation.pool, creditorId, work);
const seen = (world: World, feed: FeedSeen["feed"], at: string) =>
  inWorld(world, (tx) => sawFeed(tx, world.creditorId, feed, at));
const feedsOf = async (world: World) =>
  (await inWorld(world, (tx) => readFeeds(tx, world.creditorId))).map(
    ({ feed, seenAt }) => `${feed} ${seenAt}`,
  );
const lettersOf = async (world: World) =>
  (
    await inWorld(world, (tx) =>
      tx.many<{ on: string }>(sql`
        select dated_on as on from document where creditor_id = ${world.creditorId}::uuid order by dated_on`),
    )
  ).map(({ on }) => on);
const looksOf = (world: World) =>
  inWorld(world, (tx) =>
    tx.many<{ on: string | null; waits: boolean; version: number }>(sql`
      select next_look_on as on, waits_for_feed as waits, version from file
      where creditor_id = ${world.creditorId}::uuid order by debtor_id`),
  );

async function previewed(world: World, on: string): Promise<PreviewEntry[]> {
  const creditor = (await creditorById(installation.pool, world.creditorId))!;
  const preview = await previewDay(installation, creditor, date(on), NOW);
  if (preview.kind !== "preview") throw new Error(preview.kind);
  const entries: PreviewEntry[] = [];
  for await (const entry of preview.entries) entries.push(entry);
  return entries;
}

const STALE = "its bank was last seen on Tuesday 2026-05-12 at 12:00, and is to be at most 2 days old";

describe("Steps on data that is too old (B20)", () => {
  it("are held, and said to be, until the bank is seen again: a story of two days", async () => {
    const world = await aCompany({ freshWithin: "bank=2d" });
    await seen(world, "bank", "2026-05-12T10:00:00.000Z");
    const friday = await run(world, "2026-05-15");
    expect(friday.result.letters).toEqual({});
    expect(friday.stale).toEqual({ because: [STALE], customers: 1 });
    expect(await lettersOf(world)).toEqual([]);
    expect(await previewed(world, "2026-05-15")).toMatchObject([
      { kind: "held", by: "stale-data", until: null, because: { rule: "plan.stale-data", text: STALE } },
    ]);
    const found = await findClaim(installation.pool, "1", world.creditorId);
    const shown = await showClaim(installation, found.kind === "found" ? found.claim : null!, null, NOW);
    expect(shown.kind === "shown" && standingWords(shown.view)).toBe(
      `Held: ${STALE}. It goes on by itself once that is seen again: innfri import, innfri pay.`,
    );
    // A day on which it is still too old looks at nothing.
    const before = await looksOf(world);
    expect(before).toMatchObject([{ on: null, waits: true }]);
    expect((await run(world, "2026-05-18")).result.files).toBe(0);
    expect(await looksOf(world)).toEqual(before);
    await seen(world, "bank", "2026-05-18T10:00:00.000Z");
    const fresh = await run(world, "2026-05-18");
    expect(fresh).toMatchObject({ result: { letters: { notice: 1 } }, stale: null });
    expect(await lettersOf(world)).toEqual(["2026-05-18"]);
    expect(await looksOf(world)).toMatchObject([{ waits: false }]);
    expect(await verifyBooks(installation.pool, [world.creditorId])).toMatchObject({ findings: [] });
  });

  it("go on within the limit to the hour, and not an hour after", async () => {
    const limit = async (hours: string) => {
      const world = await aCompany({ freshWithin: `bank=${hours}` });
      await seen(world, "bank", "2026-05-13T05:00:00.000Z"); // a sandbox's run of the 15th is 48 hours later
      await run(world, "2026-05-15");
      return lettersOf(world);
    };
    expect(await limit("48h")).toEqual(["2026-05-15"]);
    expect(await limit("47h")).toEqual([]);
  });

  it("are held where a feed with a limit was never seen, and not where there is no limit", async () => {
    const world = await aCompany({ freshWithin: "bank=2d" });
    expect((await run(world, "2026-05-15")).stale?.because).toEqual([
      "its bank has not been read yet, and is to be at most 2 days old",
    ]);
    const creditorId = world.creditorId;
    const changed = await changeCreditor(installation, creditorId, { freshWithin: "bank=off" }, NOW);
    expect(changed.kind).toBe("changed");
    expect((await run(world, "2026-05-15")).stale).toBeNull();
    expect(await lettersOf(world)).toEqual(["2026-05-15"]);
  });

  it("leave other claims of the customer to their own days", async () => {
    const world = await aCompany({ freshWithin: "bank=2d" });
    await world.owe([{ number: "2", customer: "k1", amount: "900.00", dueOn: "2026-05-20" }]);
    await run(world, "2026-05-15");
    expect(await looksOf(world)).toMatchObject([{ on: "2026-06-03", waits: true }]);
  });
});

describe("When a feed was last seen (B20)", () => {
  it("an import says of the source, also of a list in which nothing has changed", async () => {
    const world = await aCompany({});
    expect(await feedsOf(world)).toEqual(["source 2026-05-10T10:00:00.000Z"]);
    await run(world, "2026-05-12");
    await world.owe([{ number: "1", amount: "4500.00", dueOn: "2026-04-30" }]).catch(() => undefined);
    expect(await feedsOf(world)).toEqual(["source 2026-05-12T10:00:00.000Z"]);
  });

  it("a bank file says of the company whose account it tells of, until the last day on which something was booked", async () => {
    const [world, other] = [await aCompany({}), await aCompany({})];
    await run(world, "2026-05-14");
    const line = { bankReference: "b1", amount: "1.00", on: "2026-05-13", kids: [] };
    await world.paid(aCamt054(world.account, [line]));
    expect(await feedsOf(world)).toEqual([
      "source 2026-05-10T10:00:00.000Z",
      "bank 2026-05-13T21:59:00.000Z",
    ]);
    // Never back, and never ahead of the company's own clock.
    await world.paid(aCamt054(world.account, [{ ...line, bankReference: "b2", on: "2026-05-11" }]));
    await world.paid(aCamt054(world.account, [{ ...line, bankReference: "b3", on: "2026-05-16" }]));
    expect((await feedsOf(world))[1]).toBe("bank 2026-05-14T10:00:00.000Z");
    expect(await feedsOf(other)).toEqual(["source 2026-05-10T10:00:00.000Z"]);
  });
});

describe("A source that sends reminders of its own (B19)", () => {
  it("holds every claim until they are switched off, and the claim says so", async () => {
    const world = await aCompany({ sourceReminds: true });
    await run(world, "2026-05-18");
    expect(await lettersOf(world)).toEqual([]);
    expect(await previewed(world, "2026-05-18")).toMatchObject([
      { kind: "held", by: "double-dunning", because: { rule: "plan.double-dunning" } },
    ]);
    await changeCreditor(installation, world.creditorId, { sourceReminds: false }, NOW);
    await run(world, "2026-05-18");
    expect(await lettersOf(world)).toEqual(["2026-05-18"]);
  });

  it("holds one invoice where they go out for that one alone", async () => {
    const world = await aCompany({ remindedInvoices: ["1"] });
    await world.owe([{ number: "2", amount: "900.00", dueOn: "2026-04-30" }]);
    await run(world, "2026-05-18");
    const entries = await previewed(world, "2026-05-18");
    const rules = entries.map(({ claims, because }) => `${claims[0]!.invoiceNumber} ${because.rule}`);
    expect(rules.toSorted()).toEqual(["1 plan.double-dunning", "2 plan.wait"]);
    await changeCreditor(installation, world.creditorId, { unremindedInvoices: ["1"] }, NOW);
    await run(world, "2026-05-18");
    expect(await lettersOf(world)).toEqual(["2026-05-15", "2026-05-18"]);
  });
});
