import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { findViolations, ROOMS } from "./boundaries.ts";
import { findCycles } from "./cycles.ts";

describe("The rooms of this repository", () => {
  it("import only what the drawing allows, through the door", () => {
    const { files, violations } = findViolations(join(import.meta.dirname, ".."));
    expect(violations).toEqual([]);
    expect(files).toBeGreaterThan(20);
  });

  it("are drawn without a circle", () => {
    const drawing = new Map(Object.entries(ROOMS).map(([name, { may }]) => [name, new Set(may)]));
    expect(findCycles(drawing)).toEqual([]);
  });
});

// The check is held against a made-up tree that breaks each rule once, so that it cannot pass by seeing nothing.
describe("The check of the rooms", () => {
  function violationsOf(files: Readonly<Record<string, string>>): readonly string[] {
    const tree = temporaryFolder("rooms");
    const manifests = {
      "package.json": '{ "devDependencies": { "fast-check": "1.0.0" } }',
      "packages/kernel/package.json":
        '{ "exports": { ".": "./src/index.ts", "./values": "./src/values.ts" } }',
      "packages/law/package.json": '{ "exports": { ".": "./src/index.ts", "./tables": "./src/tables.ts" } }',
      "packages/testing/package.json": '{ "exports": { ".": "./src/index.ts" } }',
      "apps/server/package.json": '{ "dependencies": { "pg": "1.0.0" } }',
    };
    for (const [path, text] of Object.entries({ ...manifests, ...files })) {
      mkdirSync(join(tree, dirname(path)), { recursive: true });
      writeFileSync(join(tree, path), text);
    }
    return findViolations(tree).violations;
  }

  it.each([
    ["a room that imports one below it", "packages/kernel/src/a.ts", 'import "@innfri/law";'],
    ["a type taken from a room below", "packages/kernel/src/a.ts", 'import type { A } from "@innfri/law";'],
    ["a type taken in passing", "packages/kernel/src/a.ts", 'type A = import("@innfri/law").A;'],
    ["an export of a room below", "packages/kernel/src/a.ts", 'export * from "@innfri/law";'],
    ["an import made while running", "packages/kernel/src/a.ts", 'await import("@innfri/law");'],
    ["a path past the door", "packages/law/src/a.ts", 'import "@innfri/kernel/src/money.ts";'],
    ["a relative path into another room", "packages/law/src/a.ts", 'import "../../kernel/src/money.ts";'],
    ["a room's own door from inside", "packages/law/src/a.ts", 'import "@innfri/law";'],
    ["a room that does not exist", "packages/law/src/a.ts", 'import "@innfri/attic";'],
    ["the law at the door that needs Node", "packages/law/src/a.ts", 'import "@innfri/kernel";'],
    ["the checker using law's functions", "packages/checker/src/a.ts", 'import "@innfri/law";'],
    ["testing outside tests", "packages/law/src/a.ts", 'import "@innfri/testing";'],
    ["a test's helper outside tests", "packages/law/src/a.ts", 'import "./test-helper.ts";'],
    ["a built-in in the core", "packages/law/src/a.ts", 'import "node:fs";'],
    ["a built-in without its scheme", "apps/server/src/a.ts", 'import "fs";'],
    ["a package that is not declared", "packages/law/src/a.ts", 'import "pg";'],
    ["the portal importing the core", "apps/web/src/a.tsx", 'import "@innfri/kernel";'],
    ["the store importing the engine", "apps/server/src/store/a.ts", 'import "../engine/b.ts";'],
    ["the clock in the core", "packages/law/src/a.ts", "new Date();"],
    ["the clock by its other name", "packages/law/src/a.ts", "Date.now();"],
    ["chance in the core", "packages/law/src/a.ts", "Math.random();"],
    ["the environment in the core", "packages/law/src/a.ts", "process.env.HOME;"],
    ["the network in the core", "packages/law/src/a.ts", 'fetch("x");'],
    ["a room that is not drawn", "packages/attic/src/a.ts", "export {};"],
  ])("sees %s", (_, path, code) => {
    expect(violationsOf({ [path]: code })).toHaveLength(1);
  });

  it("leaves alone what is installed inside a room", () => {
    const installed = "scripts/chore/node_modules/thing/index.ts";
    expect(violationsOf({ [installed]: 'import "a-package-of-its-own";' })).toEqual([]);
  });

  it.each([
    ["an arrow that points up", "packages/claims/src/a.ts", 'import "@innfri/kernel";'],
    ["the law reading the kernel's values", "packages/law/src/a.ts", 'import "@innfri/kernel/values";'],
    ["the checker reading tables", "packages/checker/src/a.ts", 'import "@innfri/law/tables";'],
    ["testing in a test", "packages/law/src/a.test.ts", 'import "@innfri/testing";'],
    ["a built-in in a test", "packages/law/src/a.test.ts", 'import "node:fs";'],
    ["hashes in the kernel", "packages/kernel/src/a.ts", 'import "node:crypto";'],
    ["a day given as an argument", "packages/law/src/a.ts", 'new Date("2026-02-17");'],
    ["a name that every object has", "packages/law/src/a.ts", "const valueOf = [1]; valueOf.at(0);"],
    ["a declared package", "apps/server/src/a.ts", 'import "pg";'],
    ["the engine importing the store", "apps/server/src/engine/a.ts", 'import "../store/b.ts";'],
  ])("leaves %s alone", (_, path, code) => {
    expect(violationsOf({ [path]: code })).toEqual([]);
  });

  it("sees files of one room that import each other in a circle", () => {
    const circle = violationsOf({
      "packages/law/src/a.ts": 'import "./b.ts";',
      "packages/law/src/b.ts": 'import "./c.ts";',
      "packages/law/src/c.ts": 'import "./a.ts";',
      "packages/law/src/d.ts": 'import "./a.ts";',
    });
    const [a, b, c] = ["a", "b", "c"].map((name) => `packages/law/src/${name}.ts`);
    expect(circle).toEqual([`files in a circle: ${a} → ${b} → ${c} → ${a}`]);
  });

  it("lets files of one room know each other's types", () => {
    const friends = violationsOf({
      "packages/law/src/a.ts": 'import type { B } from "./b.ts";',
      "packages/law/src/b.ts": 'import { a } from "./a.ts";',
    });
    expect(friends).toEqual([]);
  });

  it("sees folders of the server that import each other in a circle", () => {
    const circle = violationsOf({
      "apps/server/src/engine/a.ts": 'import "../usecases/b.ts";',
      "apps/server/src/usecases/b.ts": "export {};",
      "apps/server/src/usecases/c.ts": 'import "../engine/d.ts";',
      "apps/server/src/engine/d.ts": "export {};",
    });
    expect(circle).toEqual(["server folders in a circle: engine → usecases → engine"]);
  });

  it("finds no file in an empty tree, and says so", () => {
    const tree = temporaryFolder("rooms");
    expect(findViolations(tree).files).toBe(0);
  });
});
