import { globSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { readSource } from "./read-source.ts";

const ROOT = join(import.meta.dirname, "../apps/server/src");
/** The port, and those who stand at the door and ask it for what is inside. */
const MAY_ASK = /^(machine-time\.ts|cli\/|demo\/)/;
const IS_TEST = /(^|\/)(test-[^/]*|[^/]*\.test)\.ts$|^usecases\/kill\//;

it("Nothing inside the server asks the machine what time it is: it is told, by the port of the clock (B6)", () => {
  const files = globSync("**/*.ts", { cwd: ROOT }).filter((path) => !IS_TEST.test(path));
  const asking = files.filter((path) => {
    const { impurities } = readSource(path, readFileSync(join(ROOT, path), "utf8"));
    return impurities.some((one) => one.startsWith("reads the clock") || one === "uses Date.now");
  });
  expect(files.length).toBeGreaterThan(200);
  expect(asking).toContain("machine-time.ts");
  expect(asking.filter((path) => !MAY_ASK.test(path))).toEqual([]);
});
