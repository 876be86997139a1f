import { testDatabase } from "@innfri/testing";
import { expect, it } from "vitest";
import { withAdministrator } from "./administrator.ts";
import { type Migration, MigrationError, migrate, migrations } from "./migrate.ts";

const database = await testDatabase({ migrated: false });

const ours = await migrations();
const next = (sql: string): Migration => ({ name: "9999_next.sql", sql, sha256: "a".repeat(64) });

it("Two processes that migrate at once apply each file once, and a third finds nothing to do", async () => {
  const applied = await Promise.all([migrate(database.url), migrate(database.url)]);
  expect(applied.flat().sort()).toEqual(ours.map((migration) => migration.name));
  expect(await migrate(database.url)).toEqual([]);
});

it("A migration that fails leaves nothing behind, and can be applied when it is mended", async () => {
  const broken = next("create table innfri_half (n int); select 1 / 0;");
  await expect(migrate(database.url, [...ours, broken])).rejects.toThrow("division by zero");
  const mended = next("create table innfri_half (n int);");
  expect(await migrate(database.url, [...ours, mended])).toEqual(["9999_next.sql"]);
});

it("A file that was changed after it was applied is refused", async () => {
  const changed = ours.map((migration, index) => (index === 0 ? { ...migration, sha256: "0" } : migration));
  await expect(migrate(database.url, [...changed, next("")])).rejects.toThrow(MigrationError);
});

it("A database that a newer version has migrated is refused", async () => {
  await expect(migrate(database.url, ours)).rejects.toThrow("a newer version");
});

it("What a migration makes belongs to the owner role, whoever ran it", async () => {
  const owner = await withAdministrator(database.url, (client) =>
    client.query("select tableowner::text as owner from pg_tables where tablename = 'innfri_half'"),
  );
  expect(owner.rows).toEqual([{ owner: "innfri_owner" }]);
});
