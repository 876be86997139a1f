import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { withAdministrator, withCreditor } from "../store/index.ts";
import { nextDeliveryAt, readOutages, recordOutage } from "./outages.ts";
import { aCompany, NOTICE_DAY } from "./test-company.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");

describe("A carrier that is out", () => {
  it("is out once for as many deliveries as come to it at the same time", async () => {
    const { creditorId } = await aCompany(pool, undefined, []);
    for (let i = 0; i < 8; i++) await recordOutage(pool, creditorId, "smtp", "it could not be reached");
    expect(await readOutages(pool, creditorId)).toMatchObject([{ carrier: "smtp", failures: 1 }]);
  });
});

describe("When there is something to deliver again", () => {
  it("is never because of a letter whose customer's contact is gone: nothing would come of it", async () => {
    const company = await aCompany(pool, undefined, [{ number: "3001", email: null }]);
    await company.run(NOTICE_DAY, undefined, { delivery: { signal: AbortSignal.abort() } });
    const next = () =>
      withCreditor(pool, company.creditorId, (tx) =>
        nextDeliveryAt(tx, company.creditorId, company.clock(NOTICE_DAY, "09:00")),
      );
    expect(await next()).not.toBeNull();
    await withAdministrator(database.url, (client) =>
      client.query("update contact set data = null, salt = null, blanked_at = now() where creditor_id = $1", [
        company.creditorId,
      ]),
    );
    expect(await next()).toBeNull();
  });
});
