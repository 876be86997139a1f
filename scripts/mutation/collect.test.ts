import { expect, it } from "vitest";
import { Collection } from "./collect.ts";

it("Tests are written down with their suites' names, a row each, and none twice", () => {
  const collection = new Collection();
  const { describe, it } = collection.vitest;
  describe("In %s", () => {
    it("pays", () => undefined);
    it("pays", { timeout: 5 }, () => undefined);
  });
  describe.each(["NO", "SE"])("In %s", () => it.each([[1, 2]])("%i", () => undefined));
  it.each([{ name: "Kari" }])("$name pays", () => undefined);
  describe.skipIf(true)("Nowhere", () => it("pays", () => undefined));
  expect(collection.tests.map(({ name }) => name)).toEqual([
    "In %s > pays",
    "In %s > pays (2)",
    "In NO > 1",
    "In SE > 1",
    "Kari pays",
  ]);
});

it("A test runs with its row between its suites' hooks, and as often as it is asked to", async () => {
  const seen: unknown[] = [];
  const collection = new Collection();
  const { describe, it, beforeEach, afterEach } = collection.vitest;
  beforeEach(() => seen.push("outer"));
  afterEach(() => seen.push("last"));
  describe("inside", () => {
    beforeEach(() => seen.push("inner"));
    it.each([["a", "b"]])("%s", (one: string, other: string) => {
      seen.push(one, other);
      throw new Error("no");
    });
  });
  const [test] = collection.tests;
  await expect(test!.run()).rejects.toThrow("no");
  await expect(test!.run()).rejects.toThrow("no");
  const once = ["outer", "inner", "a", "b", "last"];
  expect(seen).toEqual([...once, ...once]);
});
