/** A claim stands on a collection list as long as it is on one (S59). */
import type { StoredEvent } from "@innfri/claims";
import { date } from "@innfri/kernel";
import { expect, it } from "vitest";
import { stageOf } from "./stage.ts";

const chain = (...told: readonly (readonly [string, StoredEvent["data"]])[]): readonly StoredEvent[] =>
  told.map(([kind, data], at) => ({ claim: "A", seq: at + 1, kind, on: date("2026-06-02"), data }));

const listed = ["proposed", { step: "collection-list", approval: "list-1" }] as const;
const stopped = ["stopped", { approval: "list-1", hold: "h" }] as const;

it("a claim that was stopped and released before the list closed is on it again", () => {
  expect(stageOf(chain(["letter", { letter: "notice" }], listed))).toBe("list");
  expect(stageOf(chain(["letter", { letter: "notice" }], listed, stopped))).toBe("notice");
  const back = ["released", { approval: "list-1", holds: ["h"], kinds: ["stopped"] }] as const;
  expect(stageOf(chain(["letter", { letter: "notice" }], listed, stopped, back))).toBe("list");
});

it("one that is released after the list closed is not, nor one that a promise or an objection took off", () => {
  const late = ["released", { approval: null, holds: ["h"], kinds: ["stopped"] }] as const;
  expect(stageOf(chain(["letter", { letter: "notice" }], listed, stopped, late))).toBe("notice");
  for (const off of [
    ["promise", { approval: "list-1" }],
    ["payment-plan", { approval: "list-1" }],
    ["objection", { extent: "part", approval: "list-1" }],
  ] as const)
    expect(stageOf(chain(["letter", { letter: "notice" }], listed, off))).toBe("notice");
});
