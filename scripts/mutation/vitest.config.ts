/**
 * The tests that a package under mutation is held by: its own, and no database. Stryker runs them in a copy of the
 * repository, so the rooms are found by their place in that copy: `node_modules` points at the original.
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { configDefaults, defineConfig } from "vitest/config";

const root = process.cwd();
const room = `packages/${process.env.INNFRI_MUTATED}`;
const leftOut = (process.env.INNFRI_NO_TESTS_IN ?? "").split(",").filter((folder) => folder !== "");

/** The doors of every room, as its package.json names them. */
const doors = readdirSync(join(root, "packages")).flatMap((folder) => {
  const home = join(root, "packages", folder);
  const { name, exports } = JSON.parse(readFileSync(join(home, "package.json"), "utf8")) as {
    readonly name: string;
    readonly exports: Readonly<Record<string, string>>;
  };
  return Object.entries(exports).map(([door, file]) => ({
    find: new RegExp(`^${name}${door.slice(1)}$`),
    replacement: join(home, file),
  }));
});

export default defineConfig({
  resolve: { alias: doors },
  test: {
    include: [`${room}/src/**/*.test.ts`],
    exclude: [...configDefaults.exclude, ...leftOut.map((folder) => `${room}/${folder}/**`)],
    testTimeout: 30_000,
  },
});
