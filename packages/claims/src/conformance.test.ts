import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { checkCase } from "./conformance.ts";

const folder = new URL("../../../conformance/cases/", import.meta.url);

type Case = { readonly id: string; readonly title: string };

const topics = readdirSync(folder)
  .filter((name) => name.endsWith(".json"))
  .map((name) => ({ name, cases: JSON.parse(readFileSync(new URL(name, folder), "utf8")) as Case[] }));

describe("The neutral cases hold", () => {
  for (const { name, cases } of topics)
    describe(name, () => {
      it.each(cases.map((one) => [one.id, one.title, one] as const))("%s: %s", (_id, _title, one) => {
        expect(checkCase(one).checks.filter(({ holds }) => !holds)).toEqual([]);
      });
    });
});
