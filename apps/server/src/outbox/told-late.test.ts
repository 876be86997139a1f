import { testDatabase } from "@innfri/testing";
import { afterEach, describe, expect, it } from "vitest";
import { listenAtPoints } from "../faults/points.ts";
import { withAdministrator } from "../store/index.ts";
import { aCompany } from "./test-company.ts";
import { aMailServer } from "./test-mail-server.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");
const server = await aMailServer();
afterEach(() => listenAtPoints(async () => undefined));

describe("A mail server's answer that comes while the database is away (B21)", () => {
  it("is written once it is back: what is known is not given to a person as unknown", async () => {
    const customers = [1, 2, 3].map((i) => ({ number: String(3000 + i), email: `kari${i}@post.example` }));
    const company = await aCompany(pool, { email: "smtp" }, customers, server.env());
    let answers = 0;
    listenAtPoints(async (point) => {
      if (point !== "letter-answered" || ++answers > 2) return;
      await withAdministrator(database.url, (client) =>
        client.query(`select pg_terminate_backend(pid) from pg_stat_activity
          where datname = current_database() and application_name = 'innfri engine'`),
      );
    });
    expect((await company.run()).sent).toMatchObject({ email: 3, unknown: [], failed: [] });
    expect((await company.messages()).map(({ state }) => state)).toEqual(["sent", "sent", "sent"]);
    expect(server.received).toHaveLength(3);
  });
});
