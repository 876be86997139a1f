import { describe, expect, it } from "vitest";
import { amountText } from "./exact.ts";
import { limitation } from "./limitation.ts";
import { mayTake, type Verdict } from "./may-take.ts";
import { replay } from "./standing.ts";
import { allCases, type Case, type Expectation } from "./test-cases.ts";

const cases = allCases();

/** What the checker answers to one expectation, cut down to the keys that it names. */
function answerTo({ facts }: Case, asked: Expectation): unknown {
  const { on } = asked;
  if ("limitation" in asked)
    return { on, limitation: limitation(facts, claimOf(asked) ?? "A", on), ...only(asked) };
  if ("step" in asked) {
    const claims = claimOf(asked) === undefined ? null : [claimOf(asked)!];
    const answer = verdictJson(mayTake(facts, asked.step as "demand", on, claims));
    return { on, step: asked.step, ...only(asked), ...pick(answer, Object.keys(asked)) };
  }
  const standing = replay(facts, on);
  if (standing.kind === "outside-coverage") return { on, refused: standing.kind };
  const amounts = {
    ...standing.amounts,
    total: standing.totalMinor,
    refund: standing.refundMinor,
  };
  const named = Object.keys(asked.amounts as object).map((key) => [
    key,
    amountText(amounts[key as keyof typeof amounts]),
  ]);
  return { on, amounts: Object.fromEntries(named) };
}

function claimOf(asked: Expectation): string | undefined {
  return asked.claim as string | undefined;
}

function only(asked: Expectation): object {
  return asked.claim === undefined ? {} : { claim: asked.claim };
}

function pick(answer: Record<string, unknown>, keys: readonly string[]): object {
  return Object.fromEntries(
    Object.entries(answer).filter(([key]) => key === "verdict" || keys.includes(key)),
  );
}

function verdictJson(verdict: Verdict): Record<string, unknown> {
  switch (verdict.kind) {
    case "too-early":
      return { verdict: verdict.kind, notBefore: verdict.notBefore };
    case "blocked":
      return { verdict: verdict.kind, by: verdict.by };
    default:
      return {
        verdict: verdict.kind,
        fee: amountText(verdict.feeMinor),
        payByEarliest: verdict.payByEarliest,
      };
  }
}

describe("the neutral cases, replayed day by day", () => {
  it("are all here", () => {
    expect(cases.length).toBe(99);
  });

  it.each(cases.map((one) => [one.id, one.title, one] as const))("%s: %s", (_, __, one) => {
    for (const asked of one.expect) if (!("flow" in asked)) expect(answerTo(one, asked)).toEqual(asked);
  });
});
