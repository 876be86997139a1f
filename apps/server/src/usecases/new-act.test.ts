import { PACKAGED_LAW, useLaw } from "@innfri/law";
import { testDatabase } from "@innfri/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { halfYearFile } from "../law/test-law-file.ts";
import { sql, withCreditor } from "../store/index.ts";
import { loadLaw } from "./load-law.ts";
import { aSandbox, type Sandbox } from "./test-sandbox.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");
const NOW = new Date("2026-12-20T10:00:00Z");

/** Invented rates of 2027, and an invented start of the Act of 2026. */
beforeEach(async () => {
  await loadLaw(
    { pool },
    halfYearFile({ regimes: [{ regime: "NO-INKASSO-2026", from: "2027-01-01" }] }),
    NOW,
  );
});
afterEach(() => useLaw(PACKAGED_LAW));

async function parkedBy(sandbox: Sandbox, number: string) {
  const { claimId } = await sandbox.claim(number);
  return withCreditor(pool, sandbox.creditorId, (tx) =>
    tx.many<{ on: string; rule: string }>(sql`
      select happened_on as on, data ->> 'rule' as rule from event
      where creditor_id = ${sandbox.creditorId}::uuid and claim_id = ${claimId}::uuid and kind = 'parked'`),
  );
}

const CLAIMS = [
  { number: "demanded", dueOn: "2026-11-16" },
  { number: "noticed", dueOn: "2026-12-10" },
  { number: "untouched", dueOn: "2026-12-21" },
];

describe.each(["self", "agency"] as const)(
  "The first day of the Act of 2026, operator %s (D9)",
  (operator) => {
    it("stops new notices, and what runs waits for a person", async () => {
      const sandbox = await aSandbox(pool, { clockOn: "2026-11-16", operator, claims: CLAIMS });
      await sandbox.runThrough("2026-12-31");
      expect(await sandbox.history("noticed")).toEqual(["registered", "letter notice"]);
      expect((await sandbox.history("demanded")).filter((one) => one.startsWith("letter"))).toEqual([
        "letter notice",
        "letter demand",
      ]);
      await sandbox.runThrough("2027-02-28");
      // The notice was due on Monday 4 January, the list on Tuesday 12 January; the demand's deadline was in January.
      expect(await parkedBy(sandbox, "untouched")).toEqual([{ on: "2027-01-04", rule: "no.regime.2026" }]);
      expect(await parkedBy(sandbox, "noticed")).toEqual([{ on: "2027-01-12", rule: "no.regime.2026" }]);
      expect(await parkedBy(sandbox, "demanded")).toMatchObject([{ rule: "no.regime.2026" }]);
      for (const { number } of CLAIMS)
        expect((await sandbox.history(number)).filter((one) => one === "letter notice").length).toBe(
          number === "untouched" ? 0 : 1,
        );
    });

    it("comes over a proposal that waits: a person's yes sends nothing any more", async () => {
      const claims = [{ number: "asked", dueOn: "2026-12-10" }];
      const settings = { automation: "suggest" as const };
      const sandbox = await aSandbox(pool, { clockOn: "2026-12-10", operator, settings, claims });
      await sandbox.runThrough("2026-12-31");
      expect(await sandbox.history("asked")).toEqual(["registered", "proposed notice"]);
      await sandbox.run("2027-01-04");
      await sandbox.act("asked", { kind: "approve", choice: null });
      await sandbox.run("2027-01-05");
      expect((await sandbox.history("asked")).filter((one) => one.startsWith("letter"))).toEqual([]);
      expect(await parkedBy(sandbox, "asked")).toMatchObject([{ rule: "no.regime.2026" }]);
    });

    it("does not touch Sweden", async () => {
      const claims = [{ number: "svensk", dueOn: "2026-12-21" }];
      const sandbox = await aSandbox(pool, { country: "SE", clockOn: "2026-12-21", operator, claims });
      await sandbox.runThrough("2027-02-28");
      expect((await sandbox.history("svensk")).filter((one) => one.startsWith("letter"))).toEqual([
        "letter reminder",
        "letter demand",
      ]);
    });
  },
);
