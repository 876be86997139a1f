import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import type { Uuid } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { expect, it } from "vitest";
import type { Act } from "../engine/act.ts";
import { creditorById } from "../engine/creditors.ts";
import { readOperator } from "../installation.ts";
import { sql, withCreditor, withOperator } from "../store/index.ts";
import { actOnClaim } from "../usecases/act-on-claim.ts";
import { runDays } from "../usecases/run-days.ts";
import { aCompany, anAgency } from "./test-company.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");
const directory = temporaryFolder("late-on-list");

it("What comes onto a collection list after it was sent is on a list of its own, which is sent too (S27, S31)", async () => {
  await anAgency(pool);
  const operator = (await withOperator(pool, readOperator))!;
  const creditorId = await aCompany(pool, 2);
  const installation = { pool, directory, operator, close: async () => undefined };
  const run = (at: string) => runDays(installation, { creditorId }, new Date(at));
  const [, second] = await withCreditor(pool, creditorId, (tx) =>
    tx.many<{ claimId: Uuid; debtorId: Uuid }>(sql`
      select claim_id as "claimId", debtor_id as "debtorId" from claim order by reference`),
  );
  const act = async (one: Act, at: string) =>
    actOnClaim(
      installation,
      { creditor: (await creditorById(pool, creditorId))!, ...second! },
      one,
      "person",
      new Date(at),
    );
  await run("2026-05-15T08:00:00.000Z");
  await act({ kind: "stop", because: "stopped" }, "2026-05-20T08:00:00.000Z");
  await run("2026-06-02T06:00:00.000Z");
  await act({ kind: "release" }, "2026-06-02T10:00:00.000Z");
  await run("2026-06-02T10:01:00.000Z");
  const sent = (await readdir(directory, { recursive: true })).filter((name) =>
    name.includes("collection list"),
  );
  const mails = await Promise.all(sent.map((name) => readFile(path.join(directory, name), "utf8")));
  const told = ["7000", "7001"].map(
    (number) => mails.filter((mail) => new RegExp(`\\b${number}\\b`).test(mail)).length,
  );
  expect(told).toEqual([1, 1]);
  // Run once more, nothing is sent again.
  await run("2026-06-02T11:00:00.000Z");
  expect((await readdir(path.dirname(path.join(directory, sent[0]!)))).length).toBe(2);
});
