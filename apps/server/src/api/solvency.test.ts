import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { type Asking, type TestApi, testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database, "self");
const api: TestApi = await testApi(database, installation);

let world: World;
let handler: Asking;
const claimAt = async (number: string) =>
  `/v1/creditors/${world.creditorId}/claims/${(await world.claim(number)).claimId}`;

beforeAll(async () => {
  world = await aWorld(installation, { country: "SE", startsOn: "2026-05-01" });
  await world.owe(
    ["1", "2"].map((number) => ({ number, customer: number, amount: "4000.00", dueOn: "2026-04-30" })),
  );
  handler = { key: await api.key() };
  // Reminder, demand and the question follow by the plan.
  await world.runUntil("2026-06-30");
});

describe("Sweden: the solvency question over HTTP", () => {
  const answer = async (number: string, choice: string | null) =>
    api.post(`${await claimAt(number)}/approve`, { choice }, handler);

  it("comes before an application, and is one of the acts with its answers (S103)", async () => {
    const { body } = await api.get(`${await claimAt("1")}/acts`, handler);
    const answers = body.items.filter(({ act }: { act: string }) => act === "approveStep");
    expect(answers).toMatchObject([
      { choice: "application", isPermitted: true },
      { choice: "monitoring", isPermitted: true },
    ]);
    const without = await answer("1", null);
    expect([without.status, without.body.detail]).toEqual([
      409,
      "The solvency question needs an answer, application or monitoring. Nothing was done.",
    ]);
  });

  it("the decision to apply is recorded with who took it (S104)", async () => {
    expect((await answer("1", "application")).status).toBe(200);
    const { happened } = (await api.get(await claimAt("1"), handler)).body;
    expect(happened.findLast(({ kind }: { kind: string }) => kind === "approved").by).toMatch(/^key:/);
  });

  it("where ability is missing the claim is monitored, and no further cost is run up (S97, S105)", async () => {
    expect((await answer("2", "monitoring")).status).toBe(200);
    await world.runUntil("2026-07-01");
    const before = await world.claim("2");
    await world.runUntil("2026-09-30");
    const after = await world.claim("2");
    expect([after.costs, after.state]).toEqual([before.costs, "open"]);
    const { happened } = (await api.get(await claimAt("2"), handler)).body;
    const since = happened.filter(({ on }: { on: string }) => on > "2026-07-01");
    expect(since).toEqual([]);
  });
});
