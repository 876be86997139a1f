/**
 * The API, for `api.ts`: a process that serves it and nothing else, and beside it the floor, a bare route that reads one
 * claim by its key. It prints its address and a key, and ends with its standard input.
 */
import { PERMISSIONS } from "@innfri/contract";
import type { Uuid } from "@innfri/kernel";
import { apiApp } from "@innfri/server/api";
import { makeApiKey } from "@innfri/server/api-keys";
import { listen } from "@innfri/server/http";
import { openPool, sql, withCreditor } from "@innfri/server/store";
import { AN_AGENCY } from "./database.ts";

const [url, creditorId] = process.argv.slice(2) as [string, Uuid];
const pool = await openPool({ url, role: "innfri_api", max: 10 });
const enginePool = await openPool({ url, role: "innfri_engine", max: 2 });
const now = () => new Date();
const deployment = {
  ...{ pool, enginePool, auditor: pool, directory: "", operator: AN_AGENCY, keys: null, scanner: null },
};
const app = apiApp({
  deployment: async () => deployment,
  signIn: async () => null,
  now,
  requestsPerMinute: 1_000_000,
});
app.get("/floor/:claim", async (c) =>
  c.json(
    await withCreditor(pool, creditorId, (tx) =>
      tx.one(sql`
        select claim_id, due_on from claim
        where creditor_id = ${creditorId}::uuid and claim_id = ${c.req.param("claim")}::uuid`),
    ),
  ),
);
const made = await withCreditor(enginePool, creditorId, (tx) => {
  const scopes = PERMISSIONS.filter((one) => !one.startsWith("operator:") && !one.startsWith("payouts:"));
  return makeApiKey(
    tx,
    { creditorId, name: "bench", scopes, expiresOn: null, createdBy: "bench" },
    null,
    now(),
  );
});
if (made.kind === "refused") throw new Error(made.reason);
const server = await listen(app as unknown as Parameters<typeof listen>[0], { host: "127.0.0.1", port: 0 });
process.stdout.write(`${JSON.stringify({ url: server.url, key: made.secret })}\n`);
for await (const _ of process.stdin);
await server.stop();
await Promise.all([pool.close(), enginePool.close()]);
