import type { Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { cursorOf } from "./cursor.ts";
import { type TestApi, testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation);

let world: World;
let neighbour: World;
let key: string;
const at = (path: string, of: World = world) => `/v1/creditors/${of.creditorId}${path}`;

beforeAll(async () => {
  const input = { automation: "suggest" } as const;
  world = await aWorld(installation, { startsOn: "2026-05-01", input });
  neighbour = await aWorld(installation, { startsOn: "2026-05-01", input });
  const numbers = ["1", "2", "3", "4", "5", "6"];
  await world.owe(numbers.map((number) => ({ number, amount: `4${number}00.00`, dueOn: "2026-04-30" })));
  await neighbour.owe([{ number: "1", amount: "700.00", dueOn: "2026-04-30" }]);
  await world.runUntil("2026-05-15");
  key = await api.key({ creditorId: world.creditorId });
});

const idOf = async (number: string) => (await world.claim(number)).claimId;

describe("A company's claims over HTTP (S57, S58, B24)", () => {
  it("come in pages, each once, whatever the size of the page", async () => {
    const seen: string[] = [];
    let cursor: string | null = "";
    while (cursor !== null) {
      const from = cursor === "" ? "" : `&cursor=${cursor}`;
      const { status, body } = await api.get(at(`/claims?limit=2&sort=largest${from}`), { key });
      expect(status).toBe(200);
      seen.push(...body.items.map(({ invoiceNumber }: { invoiceNumber: string }) => invoiceNumber));
      cursor = body.nextCursor;
    }
    expect(seen).toEqual(["6", "5", "4", "3", "2", "1"]);
  });

  it("are found by what people call them", async () => {
    const { reference } = await world.claim("3");
    for (const search of ["3", reference]) {
      const { body } = await api.get(at(`/claims?search=${search}`), { key });
      expect(body.items.map(({ invoiceNumber }: { invoiceNumber: string }) => invoiceNumber)).toEqual(["3"]);
    }
  });

  it("are found by their customer and by what few are, in every order and page by page", async () => {
    const filters = [
      "customerNumber=k3",
      "search=k3",
      "state=closed",
      "state=parked",
      "state=open&search=k3",
    ];
    const counts = [1, 1, 0, 0, 1];
    for (const sort of ["newest", "oldest-due", "latest-due", "largest"])
      for (const [i, filter] of filters.entries()) {
        const { body } = await api.get(at(`/claims?limit=1&sort=${sort}&${filter}`), { key });
        expect([sort, filter, body.items.length]).toEqual([sort, filter, counts[i]]);
        expect(body.nextCursor).toBeNull();
      }
  });

  it("say what is owed and why, what has happened and what comes next", async () => {
    const { status, body, headers } = await api.get(at(`/claims/${await idOf("1")}`), { key });
    expect(status).toBe(200);
    expect(body).toMatchObject({ invoiceNumber: "1", principal: "4100.00", state: "open", on: "2026-05-15" });
    const interest = body.amounts.lines.find(({ item }: { item: string }) => item === "interest");
    expect(interest.derivation.citation.act).toBe("forsinkelsesrenteloven");
    expect(headers.get("ETag")).toMatch(/^"\d+"$/);
  });
});

describe("An act on a claim over HTTP", () => {
  it("is done once, however often the request is sent, and answered alike", async () => {
    const path = at(`/claims/${await idOf("2")}/stop`);
    const asking = { key, headers: { "Idempotency-Key": "stop-2" } };
    const first = await api.post(path, { note: "ring first" }, asking);
    const again = await api.post(path, { note: "ring first" }, asking);
    expect(first.status).toBe(200);
    expect(again.body).toEqual(first.body);
    expect(again.headers.get("Idempotency-Replayed")).toBe("true");
    const other = await api.post(path, { note: "something else" }, asking);
    expect([other.status, other.body.kind]).toEqual([422, "key-reused"]);
    const { body } = await api.get(at(`/claims/${await idOf("2")}`), { key });
    expect(body.happened.filter(({ kind }: { kind: string }) => kind === "stopped")).toHaveLength(1);
  });

  it("is refused with its reason, and nothing is done", async () => {
    const { status, body } = await api.post(
      at(`/claims/${await idOf("3")}/postpone`),
      { until: "2026-05-15" },
      { key },
    );
    expect([status, body.kind]).toEqual([409, "refused"]);
    expect(body.detail).toContain("not to 2026-05-15");
  });

  it("is refused where the claim has changed since it was read", async () => {
    const claim = at(`/claims/${await idOf("4")}`);
    const { headers } = await api.get(claim, { key });
    const version = headers.get("ETag")!;
    const first = await api.post(`${claim}/stop`, {}, { key, headers: { "If-Match": version } });
    expect(first.status).toBe(200);
    const late = await api.post(`${claim}/release`, undefined, { key, headers: { "If-Match": version } });
    expect([late.status, late.body.kind]).toEqual([412, "changed-meanwhile"]);
    const fresh = { key, headers: { "If-Match": first.headers.get("ETag")! } };
    expect((await api.post(`${claim}/release`, undefined, fresh)).status).toBe(200);
  });

  it("says for each of many claims what was done", async () => {
    const claimIds = [await idOf("5"), await idOf("6"), (await neighbour.claim("1")).claimId];
    const { body } = await api.post(at("/approvals/decide"), { decision: "approve", claimIds }, { key });
    expect(body.items.map(({ done }: { done: string | null }) => done !== null)).toEqual([true, true, false]);
  });
});

describe("A key", () => {
  it.each([
    ["none", null, 401, "not-signed-in"],
    ["one that nobody has", "innfri_nobody", 401, "not-signed-in"],
  ] as const)("%s is told to sign in", async (_, none, status, kind) => {
    const reply = await api.get(at("/claims"), { key: none });
    expect([reply.status, reply.body.kind]).toEqual([status, kind]);
    expect(reply.headers.get("WWW-Authenticate")).toBe("Bearer");
  });

  it("of one company finds nothing of another, as if there were none", async () => {
    for (const path of ["/claims", `/claims/${(await neighbour.claim("1")).claimId}`, "/approvals"]) {
      const reply = await api.get(at(path, neighbour), { key });
      expect([reply.status, reply.body.kind]).toEqual([404, "not-found"]);
    }
    const reply = await api.get(at(`/claims/${(await neighbour.claim("1")).claimId}`), { key });
    expect(reply.status).toBe(404);
  });

  it("without the permission is refused", async () => {
    const reader = await api.key({ creditorId: world.creditorId, scopes: ["claims:read"] });
    expect((await api.get(at("/claims"), { key: reader })).status).toBe(200);
    const reply = await api.post(at(`/claims/${await idOf("1")}/stop`), {}, { key: reader });
    expect([reply.status, reply.body.kind]).toEqual([403, "not-allowed"]);
  });
});

/** A cursor that says of itself that it is of this list, and names a day that there is not. */
function madeUp(path: string, order: string): string {
  const id = "01890000-0000-7000-8000-000000000000" as Uuid;
  return `${path}cursor=${cursorOf(order, { value: "2026-02-31", id })}`;
}

describe("What is no request of the contract", () => {
  it.each<[string, string, string, object, number, string]>([
    ["a field too many", "POST", "/claims/ID/stop", { body: { notes: "x" } }, 422, "invalid"],
    ["a day that is none", "POST", "/claims/ID/postpone", { body: { until: "2026-02-30" } }, 422, "invalid"],
    ["a zero character", "POST", "/claims/ID/stop", { body: { note: "a\u0000b" } }, 422, "invalid"],
    ["half of a character", "POST", "/claims/ID/stop", { body: { note: "a\ud800b" } }, 422, "invalid"],
    ["a page too large", "GET", "/claims?limit=1000", {}, 422, "invalid"],
    ["a question nobody asked for", "GET", "/claims?colour=red", {}, 422, "invalid"],
    ["the same question twice", "GET", "/claims?limit=1&limit=2", {}, 422, "invalid"],
    ["a cursor of the caller's own", "GET", "/claims?cursor=abc", {}, 422, "invalid"],
    [
      "a cursor of a day that there is not",
      "GET",
      madeUp("/claims?sort=oldest-due&", "claims oldest-due"),
      {},
      422,
      "invalid",
    ],
    ["the same of objections", "GET", madeUp("/objections?", "objections all"), {}, 422, "invalid"],
    ["an id that is none", "GET", "/claims/1", {}, 404, "not-found"],
    ["a method that is not taken", "DELETE", "/claims", {}, 405, "method-not-allowed"],
    ["an address that is not there", "GET", "/nothing", {}, 404, "not-found"],
  ])("%s is refused as a problem", async (_, method, path, asking, status, kind) => {
    const reply = await api.ask(method, at(path.replace("ID", await idOf("1"))), { key, ...asking });
    expect([reply.status, reply.body.kind]).toEqual([status, kind]);
    expect(reply.headers.get("Content-Type")).toBe("application/problem+json");
    expect(reply.body.requestId).toBe(reply.headers.get("Request-Id"));
  });

  it("a request without an idempotency key is refused", async () => {
    const path = at(`/claims/${await idOf("1")}/stop`);
    const reply = await api.ask("POST", path, { key, body: {}, headers: { "Idempotency-Key": "" } });
    expect(reply.status).toBe(400);
  });
});
