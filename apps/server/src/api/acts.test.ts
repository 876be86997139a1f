import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { type TestApi, testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation);

type Tried = {
  readonly act: string;
  readonly choice: string | null;
  readonly isPermitted: boolean;
  readonly whyNot: string | null;
};

let world: World;
let sweden: World;
let key: string;
const at = (path: string, of: World = world) => `/v1/creditors/${of.creditorId}${path}`;
const idOf = async (number: string, of: World = world) => (await of.claim(number)).claimId;

beforeAll(async () => {
  const input = { automation: "suggest" } as const;
  world = await aWorld(installation, { startsOn: "2026-05-01", input });
  await world.owe([
    ...["1", "2", "3", "4"].map((number) => ({
      number,
      customer: number,
      amount: `4${number}00.00`,
      dueOn: "2026-04-30",
    })),
    { number: "5", amount: "900.00", dueOn: "2026-04-30", kind: "business" },
    { number: "6", amount: "800.00", dueOn: "2026-04-30", customer: "4" },
  ]);
  await world.runUntil("2026-05-15");
  sweden = await aWorld(installation, { country: "SE", startsOn: "2026-05-01", input });
  await sweden.owe([{ number: "1", amount: "4100.00", dueOn: "2026-04-30" }]);
  await sweden.runUntil("2026-05-15");
  key = await api.key();
});

async function actsOn(number: string, of: World = world): Promise<readonly Tried[]> {
  const { status, body } = await api.get(at(`/claims/${await idOf(number, of)}/acts`, of), { key });
  expect(status).toBe(200);
  return body.items;
}

/** The call that does what was tried, with the least that can be said of it. */
function callOf({ act, choice }: Tried): readonly [string, unknown] {
  const on = "2026-05-15";
  switch (act) {
    case "approveStep":
      return ["approve", { choice }];
    case "stopClaim":
      return ["stop", {}];
    case "postponeClaim":
      return ["postpone", { until: "2026-05-16" }];
    case "releaseClaim":
      return ["release", undefined];
    case "objectToClaim":
      return ["objections", { disputed: "whole" }];
    case "settleObjection":
      return ["objections/settle", { outcome: choice }];
    case "agreeOnPlan":
      return ["payment-plans", { instalments: 2, wholeDebt: false }];
    case "recordPromise":
      return ["promises", { payOn: "2026-05-16" }];
    case "claimCompensation":
      return ["compensation", undefined];
    case "recordLegalStep":
      return ["legal-steps", { step: choice, on }];
    case "withdrawClaim":
      return ["withdrawal", { priceSeen: "0.00" }];
    default:
      return [
        "payment-order",
        { state: choice, on, ...(choice === "partly-contested" ? { contested: "0.01" } : {}) },
      ];
  }
}

describe("What may be done to a claim (S21, S22, S60)", () => {
  it.each<[string, () => World]>([
    ["Norway", () => world],
    ["Sweden", () => sweden],
  ])("is told as each call then answers, and why not the rest: %s", async (_, of) => {
    const tried = await actsOn("1", of());
    const claim = at(`/claims/${await idOf("1", of())}`, of());
    for (const one of tried.filter(({ isPermitted }) => !isPermitted)) {
      const [path, body] = callOf(one);
      const reply = await api.post(`${claim}/${path}`, body, { key });
      expect([one.act, one.choice, reply.status]).toEqual([one.act, one.choice, 409]);
      expect(reply.body.detail).toBe(`${one.whyNot} Nothing was done.`);
    }
    for (const one of tried.filter(({ isPermitted }) => isPermitted)) {
      const [path, body] = callOf(one);
      // As it was tried: nothing else has been done before.
      if (
        (await actsOn("1", of())).find((same) => same.act === one.act && same.choice === one.choice)
          ?.isPermitted
      )
        expect((await api.post(`${claim}/${path}`, body, { key })).status, one.act).toBeLessThan(300);
    }
    expect(new Set(tried.map(({ isPermitted }) => isPermitted))).toEqual(new Set([true, false]));
  });

  it("says nothing of the command line", async () => {
    await api.post(at(`/claims/${await idOf("2")}/objections`), { disputed: "whole" }, { key });
    const told = JSON.stringify([await actsOn("2"), await actsOn("3"), await actsOn("1", sweden)]);
    expect(told).not.toMatch(/innfri|--[a-z]/);
    expect(told).toContain("disputed");
  });

  it("names the law where that is the reason", async () => {
    const { body } = await api.get(at(`/claims/${await idOf("3")}/acts`), { key });
    const court = body.items.find(
      ({ act, choice }: Tried) => act === "recordLegalStep" && choice === "application",
    );
    expect(court.isPermitted).toBe(false);
    expect(court.because.citation).toMatchObject({ act: expect.any(String), section: expect.any(String) });
    const refused = await api.post(
      at(`/claims/${await idOf("3")}/legal-steps`),
      { step: "application", on: "2026-05-15" },
      { key },
    );
    expect(refused.body.because).toEqual(court.because);
  });
});

describe("What is recorded of a claim over HTTP", () => {
  it("a business's late-payment compensation, once (B1)", async () => {
    const claim = at(`/claims/${await idOf("5")}`);
    const first = await api.post(`${claim}/compensation`, undefined, { key });
    expect([first.status, first.body.done]).toEqual([200, expect.stringContaining("compensation of")]);
    expect((await api.post(`${claim}/compensation`, undefined, { key })).body.kind).toBe("refused");
    expect((await api.post(at(`/claims/${await idOf("3")}/compensation`), undefined, { key })).status).toBe(
      409,
    );
  });

  it("a payment plan for several claims of one debtor, and of nobody else's (B11)", async () => {
    const plan = { instalments: 3, wholeDebt: false, firstOn: "2026-06-01" };
    const path = at(`/claims/${await idOf("4")}/payment-plans`);
    const never = await api.post(path, { ...plan, firstOn: "2199-12-31" }, { key });
    expect([never.status, never.body.detail]).toEqual([409, expect.stringContaining("too far away")]);
    const others = await api.post(path, { ...plan, alsoClaimIds: [await idOf("3")] }, { key });
    expect([others.status, others.body.detail]).toEqual([409, expect.stringContaining("not one customer's")]);
    const agreed = await api.post(path, { ...plan, alsoClaimIds: [await idOf("6")] }, { key });
    expect([agreed.status, agreed.body.done]).toEqual([201, expect.stringContaining("from 2026-06-01")]);
    const { body } = await api.get(at(`/claims/${await idOf("6")}`), { key });
    expect(body.holds.map(({ kind }: { kind: string }) => kind)).toEqual(["payment-plan"]);
  });
});

describe("What an act costs, whom, and from when it may be done (K2)", () => {
  let own: World;
  beforeAll(async () => {
    own = await aWorld(installation, { startsOn: "2026-05-01" });
    await own.owe([
      { number: "firm", customer: "firm", amount: "900.00", dueOn: "2026-04-30", kind: "business" },
      { number: "person", customer: "person", amount: "900.00", dueOn: "2026-04-30" },
    ]);
  });
  const tried = async (number: string, act: string, choice: string | null = null) => {
    const { body } = await api.get(at(`/claims/${await idOf(number, own)}/acts`, own), { key });
    return body.items.find((one: Tried) => one.act === act && one.choice === choice);
  };

  it("is told with the provision by which the debtor pays for it", async () => {
    const compensation = await tried("firm", "claimCompensation");
    expect(compensation).toMatchObject({
      isPermitted: true,
      notBefore: null,
      because: { citation: { act: "forsinkelsesrenteloven", section: "§ 3 a" } },
    });
    expect(Number(compensation.debtorPays)).toBeGreaterThan(0);
    const stopped = { isPermitted: true, debtorPays: "0.00", because: null };
    expect(await tried("firm", "stopClaim")).toMatchObject(stopped);
  });

  it("and what is too early has its first day", async () => {
    await own.runUntil("2026-06-12");
    const step = await tried("person", "recordLegalStep", "application");
    expect(step).toMatchObject({ isPermitted: false, debtorPays: null, notBefore: expect.any(String) });
    expect(step.whyNot).toContain(`is not before ${step.notBefore}`);
  });
});
