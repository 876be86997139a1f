import { apiClient, type ClientOptions } from "@innfri/contract";
import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { TEST_ORIGIN, type TestApi, testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation);

let world: World;
let key: string;
let waits: number[] = [];

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  await world.owe([
    { number: "1", amount: "4500.00", dueOn: "2026-04-30" },
    { number: "2", amount: "700.00", dueOn: "2026-04-30" },
  ]);
  key = await api.key({ creditorId: world.creditorId });
});

/** A way to the API on which the first answers are lost, each as `lost` says. */
function clientOn(
  lost: readonly ("request" | "answer" | "proxy")[] = [],
  options: Partial<ClientOptions> = {},
) {
  waits = [];
  const left = [...lost];
  const over = async (url: string | URL | Request, init?: RequestInit) => {
    const now = left.shift();
    if (now === "request") throw new TypeError("connect ECONNREFUSED");
    const response = await api.app.request(url as string, init);
    if (now === "answer") throw new TypeError("socket hang up");
    return now === "proxy" ? new Response("<h1>Bad gateway</h1>", { status: 502 }) : response;
  };
  return apiClient({
    ...{ address: TEST_ORIGIN, key, fetch: over as typeof fetch, newKey: () => crypto.randomUUID() },
    wait: async (ms) => void waits.push(ms),
    ...options,
  });
}

const idOf = async (number: string) => (await world.claim(number)).claimId;
const creditorId = () => world.creditorId;

describe("The typed client (B24)", () => {
  it("asks for a page and gets amounts as text, as the contract types them", async () => {
    const listed = await clientOn().listClaims({
      params: { creditorId: creditorId() },
      query: { sort: "largest", limit: 1 },
    });
    if (listed.kind !== "done") throw new Error(listed.kind);
    const [first]: readonly { readonly invoiceNumber: string }[] = listed.body.items;
    expect(first?.invoiceNumber).toBe("1");
    expect(listed.body.nextCursor).not.toBeNull();
  });

  it("sends a change again until it is answered, and it happens once", async () => {
    const params = { creditorId: creditorId(), claimId: await idOf("2") };
    const words = { text: "When was this delivered?" };
    const sent = await clientOn(["request", "answer", "proxy"]).sendMessage({
      params,
      body: { ...words, thread: "creditor" },
    });
    expect(sent).toMatchObject({ kind: "done", status: 201 });
    expect(waits).toEqual([250, 500, 1000]);
    const messages = await clientOn().listMessages({ params, query: { thread: "creditor" } });
    expect(messages).toMatchObject({ kind: "done", body: { items: [words] } });
  });

  it("says that no answer came, with the key to repeat it by", async () => {
    const params = { creditorId: creditorId(), claimId: await idOf("1") };
    const body = { note: "Paid in cash, says the shop." };
    const lost = await clientOn(["answer", "answer"], { tries: 2 }).stopClaim({ params, body });
    if (lost.kind !== "unanswered" || lost.idempotencyKey === null) throw new Error(lost.kind);
    const { idempotencyKey } = lost;
    const again = await clientOn().stopClaim({ params, body, idempotencyKey });
    const once = await clientOn().stopClaim({ params, body, idempotencyKey });
    expect(again).toEqual(once);
  });

  it("takes a refusal as an answer, and sends nothing twice for it", async () => {
    const params = { creditorId: creditorId(), claimId: "00000000-0000-7000-8000-000000000000" };
    const refused = await clientOn().getClaim({ params });
    expect(refused).toMatchObject({ kind: "refused", problem: { kind: "not-found", status: 404 } });
    expect(waits).toEqual([]);
  });

  it("says that there were too many requests where the next is free in a minute only, and waits for none of it", async () => {
    const slow = await testApi(database, installation, { requestsPerMinute: 1 });
    const over = ((url: string, init: RequestInit) => slow.app.request(url, init)) as typeof fetch;
    const client = clientOn([], { fetch: over, tries: 2 });
    expect((await client.getSelf()).kind).toBe("done");
    const refused = await client.getSelf();
    expect(refused).toMatchObject({ kind: "refused", problem: { kind: "too-many" } });
    expect(waits).toEqual([]);
  });
});
