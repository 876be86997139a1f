/** What an answer carries whatever was asked, and what a connection may take: over real sockets. */
import { connect } from "node:net";
import { ALL_OPERATIONS } from "@innfri/contract";
import { testDatabase } from "@innfri/testing";
import type { Hono } from "hono";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { log } from "../log/index.ts";
import { anInstallation, aWorld, NOW } from "../payments/test-world.ts";
import { type HttpServer, LIMITS, listen } from "../processes/http.ts";
import { withAdministrator } from "../store/index.ts";
import { apiApp } from "./app.ts";
import { testApi } from "./test-api.ts";
import { aUser, signIn } from "./test-users.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api = await testApi(database, installation);
const world = await aWorld(installation, { startsOn: "2026-05-01" });

const REQUIRED = {
  "cache-control": "no-store",
  "x-content-type-options": "nosniff",
  "referrer-policy": "no-referrer",
  "cross-origin-resource-policy": "same-origin",
  "content-security-policy": "default-src 'none'; frame-ancestors 'none'; sandbox",
};
const FORBIDDEN = ["server", "x-powered-by", "access-control-allow-origin"];

describe("A request that is refused", () => {
  it("leaves a line of the log: which call, why and by whom, and nothing of what was sent", async () => {
    const said = vi.spyOn(log, "info");
    const few = await testApi(database, installation, { requestsPerMinute: 1 });
    const key = await api.key({ creditorId: world.creditorId, scopes: ["claims:read"] });
    const at = `/v1/creditors/${world.creditorId}`;
    const secret = "innfri_hemmelig";
    const replies = [
      await api.get(`${at}/claims`, { key: secret }),
      await api.get(`${at}/users`, { key }),
      await api.get(`${at}/claims?limit=hemmelig`, { key }),
      await few.get("/v1/help").then(() => few.get("/v1/help")),
      await api.post("/v1/auth/sign-in/email", { email: "hemmelig@example.test", password: "x" }),
    ];
    const lines = said.mock.calls
      .filter(([event]) => event === "request-refused")
      .map(([, fields]) => fields);
    said.mockRestore();
    expect(replies.map(({ status }) => status)).toEqual([401, 403, 422, 429, 403]);
    expect(lines).toMatchObject([
      { status: 401, call: "listClaims" },
      { status: 403, call: "listUsers", caller: expect.any(String) },
      { status: 422, call: "listClaims", creditor: world.creditorId },
      { status: 429, call: "getHelp" },
      { status: 403 },
    ]);
    expect(lines.map((fields) => fields!.request)).toEqual(replies.map(({ body }) => body.requestId));
    expect(JSON.stringify(lines)).not.toContain("hemmelig");
  });
});

describe("Whoever has not signed in", () => {
  it("is asked no more for a while by the address that keeps coming with what opens nothing", async () => {
    let address = "192.0.2.1";
    const few = await testApi(database, installation, { requestsPerMinute: 3, addressOf: () => address });
    const key = await api.key({ creditorId: world.creditorId });
    const statuses = async (ask: () => Promise<{ readonly status: number }>) => {
      const found: number[] = [];
      for (let i = 0; i < 5; i += 1) found.push((await ask()).status);
      return found;
    };
    const wrong = () => few.get("/v1/self", { key: "innfri_wrong" });
    expect(await statuses(wrong)).toEqual([401, 401, 401, 429, 429]);
    const over = await few.get("/v1/self", { key });
    expect([over.status, Number(over.headers.get("Retry-After")) > 0]).toEqual([429, true]);
    address = "192.0.2.2";
    expect((await few.get("/v1/self", { key })).status).toBe(200);
    const callback = () => few.post(`/v1/payment-callbacks/sandbox/${world.creditorId}`, {});
    expect(await statuses(callback)).toEqual([404, 404, 404, 429, 429]);
  });

  it("has idempotency keys of its own: another address may choose alike, and learns nothing", async () => {
    let address = "192.0.2.1";
    const there = await testApi(database, installation, { addressOf: () => address });
    const interested = (text: string) =>
      there.ask("POST", "/v1/interest", {
        body: { name: "Oppdiktet", email: "interest@example.test", country: "NO", words: text },
        headers: { "Idempotency-Key": "same" },
      });
    const first = await interested("one");
    expect([first.status, (await interested("one")).headers.get("Idempotency-Replayed")]).toEqual([
      201,
      "true",
    ]);
    expect((await interested("two")).body.kind).toBe("key-reused");
    address = "192.0.2.2";
    const other = await interested("two");
    expect([other.status, other.headers.get("Idempotency-Replayed")]).toEqual([201, null]);
    const kept = await withAdministrator(database.url, (client) =>
      client.query("select key from operator_request where key like 'nobody%'"),
    );
    expect(JSON.stringify(kept.rows)).not.toContain("192.0.2");
  });
});

describe("Every answer of the API", () => {
  const paths = ALL_OPERATIONS.map(({ method, path }) => [method.toUpperCase(), path] as const);
  const odd = [
    ["GET", "/v1/nothing-here"],
    ["GET", "/v1/openapi.json"],
    ["DELETE", "/v1/self"],
    ["POST", "/v1/auth/sign-in/email"],
  ] as const;

  it("says what a browser may do with it, whatever was asked and however it ended", async () => {
    const wrong: string[] = [];
    for (const [method, path] of [...paths, ...odd]) {
      const asked = path.replace("{creditorId}", world.creditorId).replaceAll(/\{\w+\}/g, "x");
      const { headers } = await api.ask(method, asked);
      for (const [name, value] of Object.entries(REQUIRED))
        if (headers.get(name) !== value) wrong.push(`${method} ${path}: ${name} is ${headers.get(name)}`);
      for (const name of FORBIDDEN) if (headers.has(name)) wrong.push(`${method} ${path}: ${name}`);
      if (headers.get("request-id") === null) wrong.push(`${method} ${path}: no request-id`);
    }
    expect(wrong).toEqual([]);
  });

  it("keeps browsers to https where people come by it, and only there", async () => {
    const given = {
      deployment: async () => null,
      signIn: async () => null,
      now: () => NOW,
      addressOf: () => "here",
      providers: new Map(),
    };
    const header = async (isSecure: boolean) =>
      (await apiApp({ ...given, isSecure }).request("/v1/self")).headers.get("strict-transport-security");
    expect(await header(true)).toBe("max-age=31536000; includeSubDomains");
    expect(await header(false)).toBeNull();
  });
});

describe("Who signs in wrongly", () => {
  it("learns nothing of whether there is such a user", async () => {
    const { email } = await aUser(database, api, { role: "creditor-admin", creditorId: world.creditorId });
    const [known, unknown] = [
      await signIn(api, email, "a wrong password of some length"),
      await signIn(api, "nobody@example.test", "a wrong password of some length"),
    ];
    const told = ({ status, body }: typeof known) => JSON.stringify([status, { ...body, requestId: null }]);
    expect(told(known)).toBe(told(unknown));
  });
});

describe("A connection", () => {
  let server: HttpServer;
  let port: number;

  beforeAll(async () => {
    const app = apiApp({
      deployment: async () => null,
      signIn: async () => null,
      now: () => NOW,
      addressOf: () => "here",
      providers: new Map(),
    });
    const short = { ...LIMITS, headersMs: 200, requestMs: 500, checkedEveryMs: 50, connections: 3 };
    server = await listen(app as unknown as Hono, { host: "127.0.0.1", port: 0 }, short);
    port = Number(new URL(server.url).port);
  });

  afterAll(() => server.stop());

  /** What comes back until the server closes the connection, of which this end sends no more. */
  function sent(text: string): Promise<string> {
    return new Promise((resolve) => {
      let answer = "";
      const socket = connect(port, "127.0.0.1", () => socket.write(text));
      socket.on("data", (bytes) => {
        answer += bytes.toString("latin1");
      });
      socket.on("error", () => undefined);
      socket.on("close", () => resolve(answer));
    });
  }

  it("that never ends its headers is let go", async () => {
    expect(await sent("GET /v1/self HTTP/1.1\r\nHost: x\r\nX-Slow: ")).toContain("408");
  });

  it("that never ends its body is let go", async () => {
    const head = "POST /v1/debtor/session HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n";
    expect(await sent(`${head}Content-Length: 100\r\n\r\n{"caseNumber": "`)).toMatch(/^$|408|503/);
  });

  it("that asks by TRACE, or by a method that there is none of, is refused", async () => {
    const head = " /v1/self HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
    expect(await sent(`TRACE${head}`)).toMatch(/^HTTP\/1.1 4\d\d/);
    expect(await sent(`WHATEVER${head}`)).toContain("400");
  });

  it("may send headers of 16 KiB and no more", async () => {
    expect(await sent(`GET / HTTP/1.1\r\nHost: x\r\nX-Long: ${"a".repeat(20_000)}\r\n\r\n`)).toContain("431");
  });

  it("that says its length twice, or in two ways, is refused", async () => {
    const both = "POST /v1/debtor/session HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\n";
    expect(await sent(`${both}Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n`)).toContain("400");
    expect(await sent(`${both}Content-Length: 6\r\n\r\nabcde`)).toContain("400");
  });

  it("is one of so many at most: the next is closed at once", async () => {
    const held = Array.from({ length: 3 }, () => connect(port, "127.0.0.1"));
    await Promise.all(held.map((socket) => new Promise((resolve) => socket.once("connect", resolve))));
    expect(await sent("GET /v1/self HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")).toBe("");
    for (const socket of held) socket.destroy();
  });

  it("of a served installation has a quarter of a minute for its headers and five minutes for all of it", () => {
    expect(LIMITS).toEqual({
      headersMs: 15_000,
      requestMs: 300_000,
      checkedEveryMs: 5_000,
      headerBytes: 16_384,
      connections: 1_000,
    });
  });
});

describe("A list", () => {
  it("has pages of 200 at most, and no depth that makes the database walk", async () => {
    const key = await api.key({ creditorId: world.creditorId });
    const at = `/v1/creditors/${world.creditorId}/claims`;
    expect((await api.get(`${at}?limit=201`, { key })).status).toBe(422);
    expect((await api.get(`${at}?limit=200`, { key })).status).toBe(200);
    expect((await api.get(`${at}?offset=100000`, { key })).status).toBe(422);
    expect((await api.get(`${at}?limit=2&limit=3`, { key })).status).toBe(422);
  });
});
