/** Late-payment compensation beside costs that a reasonable objection ends (docs/reference/law-settings.md). */
import { date } from "@innfri/kernel";
import { aClaim, aFile, aLetter, anObjection } from "@innfri/testing/claims";
import { expect, it } from "vitest";
import { accountOn } from "../account.ts";
import type { FileEvent } from "../facts.ts";

it("stays what it was when the objection came after it, while the fee that it was set off against falls away", () => {
  const claims = [aClaim({ principal: "30000.00", dueOn: "2026-04-30" })];
  const before: readonly FileEvent[] = [
    aLetter("notice", "2026-05-15", "2026-05-29"),
    { kind: "compensation", on: date("2026-05-18"), claims: null },
  ];
  const amounts = (events: readonly FileEvent[]) => {
    const facts = aFile({ debtorKind: "business", claims, events });
    const { compensation, "notice-fee": fee } = accountOn(facts, date("2026-05-20")).amountsOn(
      date("2026-05-20"),
    );
    return { compensation, fee };
  };
  expect(amounts(before)).toEqual({ compensation: 42_200n, fee: 3_800n });
  const objection = anObjection("2026-05-19", "whole", { reasonable: true });
  expect(amounts([...before, objection])).toEqual({ compensation: 46_000n, fee: 0n });
});
