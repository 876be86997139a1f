import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, anOcrGiro, aWorld, type World } from "../payments/test-world.ts";
import { type TestApi, testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation);

let world: World;
let key: string;
const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;
const idOf = async (number: string) => (await world.claim(number)).claimId;

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  await world.owe(
    ["1", "2", "3", "4"].map((number) => ({
      number,
      customer: number,
      amount: `4${number}00.00`,
      dueOn: "2026-04-30",
    })),
  );
  await world.runUntil("2026-05-15");
  key = await api.key({ creditorId: world.creditorId });
});

async function lettersOf(number: string): Promise<string[]> {
  const { body } = await api.get(at(`/claims/${await idOf(number)}`), { key });
  const letters = body.happened.filter(({ kind }: { kind: string }) => kind === "letter");
  return letters.map(({ on }: { on: string }) => on);
}

async function promises(query = ""): Promise<Record<string, { state: string; paid: string }>> {
  const { status, body } = await api.get(at(`/promises${query}`), { key });
  expect(status).toBe(200);
  return Object.fromEntries(
    body.items.map((one: { invoiceNumber: string }) => [one.invoiceNumber, one] as const),
  );
}

describe("A promise to pay (B12)", () => {
  it("holds the claim until its day and three banking days more, whoever writes it down", async () => {
    for (const number of ["1", "2"]) {
      const said = { payOn: "2026-06-12", note: "Wages come on the tenth." };
      const reply = await api.post(at(`/claims/${await idOf(number)}/promises`), said, { key });
      expect([reply.status, reply.body.done]).toEqual([
        201,
        expect.stringContaining(
          "is promised by 2026-06-12; nothing is done until then, and from 2026-06-18 on",
        ),
      ]);
    }
    expect(await promises()).toMatchObject({ "1": { state: "open", heldOn: "2026-06-17" } });
    expect(await promises("?over=true")).toEqual({});
    const claim = await api.get(at(`/claims/${await idOf("1")}`), { key });
    expect(claim.body.holds).toMatchObject([{ kind: "promise", untilOn: "2026-06-17" }]);
    expect(claim.body.next).toMatchObject({ kind: "held" });
  });

  it("is for a day that comes, and for no more than is owed", async () => {
    const claim = at(`/claims/${await idOf("3")}/promises`);
    for (const [said, why] of [
      [{ payOn: "2026-05-15" }, "a day after today"],
      [{ payOn: "2027-05-16" }, "latest day that can be promised"],
      [{ payOn: "2026-06-12", amount: "9999.00" }, "up to what is owed"],
    ] as const) {
      const reply = await api.post(claim, said, { key });
      expect([reply.status, reply.body.detail]).toEqual([409, expect.stringContaining(why)]);
    }
  });

  it("is kept by the money, and where none comes the claim goes on by its plan and is listed", async () => {
    const { reference } = await world.claim("2");
    await world.runUntil("2026-06-15");
    const kid = { kid: reference, amount: "4300.00", on: "2026-06-12" };
    await world.paid(anOcrGiro(world.account, [kid]));
    expect(await lettersOf("1")).toEqual(["2026-05-15"]);
    expect((await lettersOf("3")).length).toBeGreaterThan(1);
    await world.runUntil("2026-06-17");
    expect(await lettersOf("1")).toEqual(["2026-05-15"]);
    await world.runUntil("2026-06-30");
    expect(await promises("?over=true")).toMatchObject({
      "1": { state: "broken", paid: "0.00", amount: "4158.22" },
      "2": { state: "kept", paid: "4297.38" },
    });
    expect((await lettersOf("1")).length).toBeGreaterThan(1);
  });
});
