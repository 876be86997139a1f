import { Hono } from "hono";
import { describe, expect, it } from "vitest";
import { appOf } from "../processes/http.ts";
import { clientAddress, fromInside } from "./client-address.ts";

const env = { INNFRI_TRUSTED_PROXIES: "127.0.0.0/8, 10.20.0.0/16 ::1/128" };

async function seen(from: string, forwarded: string | null, given: object = env): Promise<string> {
  const addressOf = clientAddress(given);
  const app = new Hono().get("/", (c) => c.text(addressOf(c)));
  const headers = forwarded === null ? {} : { "X-Forwarded-For": forwarded };
  const reply = await app.request("/", { headers }, { incoming: { socket: { remoteAddress: from } } });
  return reply.text();
}

describe("Where a request comes from", () => {
  it("is where the connection comes from, whatever the request says, unless a proxy was named", async () => {
    expect(await seen("198.51.100.7", "203.0.113.9")).toBe("198.51.100.7");
    expect(await seen("127.0.0.1", "203.0.113.9", {})).toBe("127.0.0.1");
  });

  it.each([
    ["what the proxy wrote", "203.0.113.9", "203.0.113.9"],
    ["what the nearest proxy wrote, not what its client did", "192.0.2.66, 203.0.113.9", "203.0.113.9"],
    ["behind several proxies of ours", "192.0.2.66, 203.0.113.9, 10.20.1.2", "203.0.113.9"],
    ["with a port behind it", "203.0.113.9:4711", "203.0.113.9"],
    ["the proxy itself, where that wrote no address", "unknown", "127.0.0.1"],
    ["the proxy itself, where it wrote nothing", null, "127.0.0.1"],
    ["no further than what is no address", "203.0.113.9, junk, 10.20.1.2", "10.20.1.2"],
  ])("behind a proxy is %s", async (_, forwarded, expected) => {
    expect(await seen("127.0.0.1", forwarded)).toBe(expected);
    expect(await seen("::ffff:127.0.0.1", forwarded)).toBe(expected);
  });

  it("is a whole network of one customer where it is IPv6", async () => {
    expect(await seen("2001:db8:7:1::9", null)).toBe("2001:db8:7:1::/64");
    expect(await seen("::1", "[2001:0db8:7:1:aaaa::5]:443")).toBe("2001:db8:7:1::/64");
    expect(await seen("2001:db8::1", null)).toBe("2001:db8:0:0::/64");
  });

  it.each(["10.20.0.0", "proxy.example/8", "10.20.0.0/33", "::1/129"])(
    "is not looked for by %s",
    async (text) => {
      expect(() => clientAddress({ INNFRI_TRUSTED_PROXIES: text })).toThrow("INNFRI_TRUSTED_PROXIES");
    },
  );
});

describe("What a process answers about itself", () => {
  const ready = { isReady: true, body: { status: "ok", checks: [{ name: "disk" }] } };
  const answers = {
    live: () => ({ status: "ok", checks: [], version: "1" }),
    ready: async () => ready,
    metrics: async () => ({ contentType: "text/plain", text: "innfri_database_up 1" }),
  };

  async function told(from: string, headers: Record<string, string>, given: object = {}) {
    const app = appOf(answers, fromInside(given));
    const env_ = { incoming: { socket: { remoteAddress: from } } };
    const [metrics, health, live] = await Promise.all(
      ["/metrics", "/health/ready", "/health/live"].map((path) => app.request(path, { headers }, env_)),
    );
    return [metrics!.status, await health!.json(), await live!.json()];
  }
  const all = [200, ready.body, { status: "ok", checks: [], version: "1" }];
  const little = [404, { status: "ready" }, { status: "ok" }];

  it.each([
    ["this machine", "127.0.0.1"],
    ["this machine by IPv6", "::1"],
    ["a private network", "::ffff:10.1.2.3"],
  ])("is told in full to %s", async (_, from) => {
    expect(await told(from, {})).toEqual(all);
  });

  it.each([
    ["an address of the world", "203.0.113.9", {}, {}],
    ["whoever is behind a proxy that was not named", "127.0.0.1", { "X-Forwarded-For": "10.0.0.1" }, {}],
    ["whoever is behind a proxy that says so otherwise", "127.0.0.1", { Via: "1.1 caddy" }, {}],
    ["whoever is behind a proxy that was named", "127.0.0.1", { "X-Forwarded-For": "203.0.113.9" }, env],
    [
      "a private network that the operator has not named",
      "10.1.2.3",
      {},
      { INNFRI_METRICS_FROM: "127.0.0.0/8" },
    ],
  ])("is whether it is there and no more to %s", async (_, from, headers, given) => {
    expect(await told(from, headers as Record<string, string>, given)).toEqual(little);
  });

  it("is told in full to the inside behind a proxy that was named", async () => {
    expect(await told("127.0.0.1", { "X-Forwarded-For": "192.168.7.7", Via: "1.1 caddy" }, env)).toEqual(all);
  });
});
