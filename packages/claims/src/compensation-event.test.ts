/** For which claims late-payment compensation is owed, once it was claimed. */
import { date } from "@innfri/kernel";
import { aClaim, aFile, anObjection, type FileOptions } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import { compensationFor } from "./apply-event.ts";
import type { FileEvent } from "./facts.ts";

const A = aClaim({ ref: "A", principal: "4500.00", dueOn: "2026-04-30" });
const B = aClaim({ ref: "B", principal: "500.00", dueOn: "2026-05-05" });
const BUSINESS = { country: "SE", debtorKind: "business" } as const;

function after(on: string, events: readonly FileEvent[], more: FileOptions) {
  return accountOn(aFile({ claims: [A, B], ...more, events }), date(on));
}

describe("Late-payment compensation", () => {
  const claimed = (claims: readonly string[], on = "2026-05-18"): FileEvent => ({
    kind: "compensation",
    on: date(on),
    claims,
  });

  it("is what the law gives for the claim, once", () => {
    const account = after("2026-05-20", [claimed(["A"])], BUSINESS);
    expect(compensationFor(account, "A", date("2026-05-20"))).toBeNull();
    expect(compensationFor(account, "B", date("2026-05-20"))).toBe(45_000n);
    const both = after("2026-05-20", [claimed(["A", "B"])], BUSINESS);
    expect(compensationFor(both, "A", date("2026-05-20"))).toBeNull();
  });

  it("stands on the first of its claims that is still followed up, or else on the first", () => {
    const bearer = (...closed: readonly string[]) =>
      after("2026-05-20", [claimed(["A", "B"])], {
        ...BUSINESS,
        claims: [A, B].map((claim) => ({ ...claim, closed: closed.includes(claim.ref) })),
      }).compensationBearer?.claim;
    expect(bearer()).toBe("A");
    expect(bearer("A")).toBe("B");
    expect(bearer("B")).toBe("A");
    expect(bearer("A", "B")).toBe("A");
  });

  it("is owed for those claims alone that it may be claimed for on its day", () => {
    const owed = (...events: readonly FileEvent[]) =>
      after("2026-05-20", events, BUSINESS).compensations.map(({ claim, on }) => `${claim} ${on}`);
    expect(owed(claimed(["A", "B"], "2026-05-05"))).toEqual(["A 2026-05-05"]);
    expect(owed(claimed(["A", "B"], "2026-05-06"))).toEqual(["A 2026-05-06", "B 2026-05-06"]);
    expect(owed(claimed(["A"], "2026-05-05"), claimed(["A", "B"]))).toEqual(["A 2026-05-05", "B 2026-05-18"]);
  });

  it("is owed as it was posted, each claim's own, also while an objection is open", () => {
    const posted = [
      { claim: "A", minor: 45_000n },
      { claim: "B", minor: 40_000n },
    ];
    const ours = { ...claimed(["A", "B"]), posted } as FileEvent;
    const account = after("2026-05-20", [anObjection("2026-05-17", "whole"), ours], BUSINESS);
    expect(account.compensations.map(({ claim, minor }) => ({ claim, minor }))).toEqual(posted);
  });

  it("falls away with the claim when no part of that was owed, and stays when a part was", () => {
    const events = (scope: string, compensation: FileEvent): readonly FileEvent[] => [
      compensation,
      anObjection("2026-05-19", scope, { claim: "A" }),
      { kind: "objection-resolved", on: date("2026-05-20"), outcome: "accepted", claim: "A" },
    ];
    const owed = (scope: string, compensation: FileEvent) =>
      after("2026-05-20", events(scope, compensation), BUSINESS).amountsOn(date("2026-05-20")).compensation;
    const ours = { ...claimed(["A", "B"]), posted: ["A", "B"].map((claim) => ({ claim, minor: 45_000n })) };
    for (const one of [claimed(["A", "B"]), ours as FileEvent]) {
      expect(owed("whole", one)).toBe(45_000n);
      expect(owed("4500.00", one)).toBe(45_000n);
      expect(owed("4499.99", one)).toBe(90_000n);
    }
  });
});
