import { spawn } from "node:child_process";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { sql, withAdministrator, withCreditor } from "../store/index.ts";
import { freshCreditor, item, takeItems, testInstallation } from "../usecases/test-installation.ts";

const CHILD = fileURLToPath(new URL("./test-run-child.ts", import.meta.url));

/** Invented customers whose names, addresses and texts try to be something else. */
const HOSTILE = [
  {
    customer_number: "kunde-7001",
    customer_name: '"Løvenskjold ""); drop table x;--"',
    street: '"Ingenmannsgata 2 {""level"":""info""}"',
    city: "Skyggefjord",
    email: "levende.navn@hemmelig.example",
  },
  {
    customer_number: "kunde-7002",
    customer_name: "at Åsmund Oppdikt (apps/server/src/engine/run-day.ts:1:1)",
    street: "Blindveien 13",
    city: "Skyggefjord",
    email: "asmund@hemmelig.example",
  },
  {
    customer_number: "kunde-7003",
    customer_name: "%s %o %j %O Prosentrud",
    street: "Tomgata 4",
    city: "Dunkelvik",
    email: "prosent@hemmelig.example",
  },
  {
    customer_number: "kunde-7004",
    customer_name: "Kjersti Kryptisk",
    street: "Lukkeveien 9",
    city: "Dunkelvik",
    email: "kjersti@hemmelig.example",
  },
];

/** Whatever of it would tell who somebody is. */
const PERSONAL = [
  ...["kunde-700", "løvenskjold", "drop table", "ingenmannsgata", "skyggefjord", "hemmelig", "levende"],
  ...["åsmund", "oppdikt", "blindveien", "tomgata", "dunkelvik", "prosent", "kjersti"],
  ...["kryptisk", "lukkeveien", "faktura-90", "fjellro", "310000000", "99991042764", "post@example"],
];

describe("The log of a day with hostile data and failing statements", () => {
  async function logOf(databaseUrl: string, level: string): Promise<string> {
    const folder = temporaryFolder("log");
    const child = spawn(process.execPath, [CHILD, folder, "2026-03-20"], {
      env: { ...process.env, DATABASE_URL: databaseUrl, INNFRI_LOG: level },
      stdio: ["ignore", "pipe", "pipe"],
    });
    const [out, log] = await Promise.all([text(child.stdout), text(child.stderr)]);
    expect(out).toBe("");
    return log;
  }

  it("tells what failed and where, and nothing about anybody", async () => {
    const installation = await testInstallation();
    const creditorId = await freshCreditor(installation);
    const items = HOSTILE.map((customer, i) =>
      item(`faktura-90${i}`, { ...customer, amount: `${1000 + i}.00` }),
    );
    await takeItems(installation, creditorId, items);
    const [refused] = await withCreditor(installation.pool, creditorId, (tx) =>
      tx.many<{ id: string }>(sql`
        select debtor_id as id from debtor where creditor_id = ${creditorId}::uuid
          and customer_number = 'kunde-7001'`),
    );
    // A statement that fails with everything PostgreSQL can quote.
    await withAdministrator(installation.url, (client) =>
      client.query(`
        create function refuse_one() returns trigger language plpgsql security definer as $$
        declare quoted text;
        begin
          if new.debtor_id <> '${refused!.id}' then return new; end if;
          select data::text into quoted from contact where debtor_id = new.debtor_id;
          raise exception 'refused: % %', quoted, new.data::text using detail = quoted, hint = quoted,
            errcode = 'check_violation', constraint = 'document_refused', table = 'document';
        end $$;
        create trigger refuse_one before insert on document for each row execute function refuse_one()`),
    );

    const log = await logOf(installation.url, "trace");
    const lines = log
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ event }) => event)).toEqual(
      expect.arrayContaining(["run-started", "run-finished", "transaction-failed", "file-parked"]),
    );
    expect(lines.find(({ event }) => event === "file-parked")).toMatchObject({
      level: "warn",
      creditor: creditorId,
      debtor: refused!.id,
      error: "DatabaseError",
      sqlState: "23514",
      constraint: "document_refused",
      places: expect.arrayContaining([expect.stringMatching(/^apps\/server\/src\/store\//)]),
    });
    expect(PERSONAL.filter((one) => log.toLowerCase().includes(one))).toEqual([]);
    expect(log).not.toContain("[withheld]");
  });

  it("and the reason that the claim's chain keeps for ever is as silent", async () => {
    const installation = await testInstallation();
    const creditorId = await freshCreditor(installation);
    await takeItems(installation, creditorId, [item("faktura-901", HOSTILE[3])]);
    await withAdministrator(installation.url, (client) =>
      client.query(`
        create function refuse_all() returns trigger language plpgsql as $$
        begin raise exception 'refused: %', new.data::text using errcode = 'check_violation'; end $$;
        create trigger refuse_all before insert on document for each row execute function refuse_all()`),
    );
    const log = await logOf(installation.url, "info");
    expect(log).toContain("file-parked");
    const parked = await withCreditor(installation.pool, creditorId, (tx) =>
      tx.many<{ text: string }>(sql`
        select data ->> 'text' as text from event where creditor_id = ${creditorId}::uuid and kind = 'parked'`),
    );
    expect(parked).toEqual([{ text: "the database refused a statement (23514)" }]);
  });

  it("and a run that cannot go on ends with the database's code, without its words", async () => {
    const installation = await testInstallation();
    const creditorId = await freshCreditor(installation);
    await takeItems(installation, creditorId, [item("faktura-902", HOSTILE[3])]);
    await withAdministrator(installation.url, (client) =>
      client.query("revoke select on contact from innfri_engine"),
    );
    const log = await logOf(installation.url, "info");
    expect(log).toContain('"event":"crashed"');
    expect(log).toContain('"sqlState":"42501"');
    expect(PERSONAL.filter((one) => log.toLowerCase().includes(one))).toEqual([]);
  });
});
