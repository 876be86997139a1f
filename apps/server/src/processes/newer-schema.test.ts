import { setTimeout as sleep } from "node:timers/promises";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { beforeAll, describe, expect, it } from "vitest";
import { openInstallation } from "../installation.ts";
import { type Pool, withAdministrator } from "../store/index.ts";
import { answersOf } from "./http-answers.ts";
import { aCompany, anAgency, doneOnce, MORNING, openedOn } from "./test-company.ts";
import { startWorker } from "./worker.ts";

const database = await testDatabase();
let pool: Pool;
let directory = "";
beforeAll(async () => {
  pool = await database.pool("innfri_engine");
  directory = temporaryFolder("newer");
  await anAgency(pool);
});

const installation = () => openedOn(database, pool, directory);

const asAdministrator = (statement: string) =>
  withAdministrator(database.url, (client) => client.query(statement));

describe("A worker whose database a newer version migrates", () => {
  it.each([
    [
      "by a migration",
      "insert into migration (name, sha256) values ('9999_next.sql', repeat('a', 64))",
      "delete from migration where name = '9999_next.sql'",
    ],
    [
      "with a newer queue",
      "update innfri_jobs.version set version = version + 1",
      "update innfri_jobs.version set version = version - 1",
    ],
  ])(
    "%s takes no more work, and does again once it is started anew on its own schema",
    async (_how, newer, older) => {
      const onError = (error: unknown) => expect(error).toBeUndefined();
      const options = { lanes: 1, tickSeconds: 1, now: () => MORNING, onError };
      const worker = await startWorker(installation(), options);
      const answers = await answersOf(installation(), worker, () => MORNING);
      try {
        await asAdministrator(newer);
        await sleep(2500);
        const company = await aCompany(pool, 1);
        await sleep(3000);
        expect(await doneOnce(pool, company)).toMatchObject({ steps: 0, messages: 0, finished: false });
        const { isReady, body } = await answers.ready();
        expect(isReady).toBe(false);
        expect(body).toMatchObject({
          checks: expect.arrayContaining([
            expect.objectContaining({ name: "migrations", status: "failing" }),
          ]),
        });
        await expect(openInstallation(directory, database.url)).rejects.toThrow("a newer version");
        await asAdministrator(older);
        const next = await startWorker(installation(), options);
        try {
          for (let i = 0; i < 200 && (await doneOnce(pool, company)).sent === 0; i += 1) await sleep(50);
          expect(await doneOnce(pool, company)).toMatchObject({ steps: 1, sent: 1, fees: 1 });
        } finally {
          await next.stop();
        }
      } finally {
        await worker.stop();
      }
    },
    60_000,
  );
});
