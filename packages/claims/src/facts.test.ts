import { expect, it } from "vitest";
import { legalKindOf } from "./facts.ts";

it("A person is a consumer to the law, a sole trader a business, and a public body what it is", () => {
  expect((["person", "sole-trader", "business", "public"] as const).map(legalKindOf)).toEqual([
    "consumer",
    "business",
    "business",
    "public",
  ]);
});
