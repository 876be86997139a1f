import type { Decision, Judgement } from "@innfri/claims";
import { date, derivedId } from "@innfri/kernel";
import { someSettings } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import type { Clock } from "../clock.ts";
import type { Operator } from "../installation.ts";
import { emptyRows } from "./claim-draft.ts";
import { rulesFor } from "./creditor-settings.ts";
import { judgeFile } from "./judge-file.ts";
import { lettersOf } from "./test-letters.ts";
import { WORLDS } from "./test-worlds.ts";
import { writeJudgement } from "./write-judgement.ts";

// The first Norwegian notice of the test worlds, judged again on its day; what an engine with a defect would decide is
// made by changing the judgement.
const [notice] = lettersOf(WORLDS.find(({ country }) => country === "NO")!);
const { file, operator, creditor, on } = notice!;
const settings = someSettings("NO", notice!.world.settings);
const clock: Clock = { isSandbox: true, today: on, nowAt: `${on}T05:00:00.000Z` };
const context = { operator: operator as Operator, creditor, settings, clock, actor: "engine" };

type Take = Decision & { readonly kind: "take" };

function written(change: (take: Take) => Take) {
  const judgement = judgeFile(file, context, rulesFor(settings, file.customerNumber, []));
  const decisions = judgement.decisions.map((one) => (one.kind === "take" ? change(one) : one));
  const rows = emptyRows();
  const done = writeJudgement(rows, context, file, { ...judgement, decisions } as Judgement);
  return { rows, done };
}

describe("The second mind stands before every letter (B2)", () => {
  it("lets a lawful one become a fact", () => {
    const { rows, done } = written((take) => take);
    expect(done).toMatchObject([{ kind: "take", step: "notice", claims: 1 }]);
    expect(rows.documents).toHaveLength(1);
    expect(rows.messages).toHaveLength(1);
  });

  it.each<[string, (take: Take) => Take, RegExp]>([
    [
      "a deadline of 13 days",
      (take) => ({ ...take, payBy: date("2026-05-28") }),
      /letter\.payBy is 2026-05-28 and should be 2026-05-29 \(inkassoloven § 9\)/,
    ],
    [
      "a sum that is an øre too much",
      (take) => ({
        ...take,
        asks: { ...take.asks, totalMinor: take.asks.totalMinor + 1n },
      }),
      /letter\.total is 4560\.20 and should be 4560\.19/,
    ],
    [
      "a fee of the year before",
      (take) => ({
        ...take,
        asks: {
          ...take.asks,
          lines: take.asks.lines.map((line) =>
            line.item === "notice-fee" ? { ...line, minor: 3_500n } : line,
          ),
        },
      }),
      /letter\.lines\[\d\]\.amount is 35\.00 and should be 38\.00/,
    ],
  ])("keeps back one with %s: nothing is sent or charged, and a person sees why", (_what, change, why) => {
    const { rows, done } = written(change);
    expect(rows.documents).toEqual([]);
    expect(rows.messages).toEqual([]);
    expect(rows.ledgerTransactions).toEqual([]);
    expect(rows.steps).toEqual([]);
    expect(rows.claims).toMatchObject([{ state: "parked" }]);
    const [event] = rows.events;
    expect(event).toMatchObject({ kind: "parked", claimId: derivedId(date("2026-04-30"), "claim", "10481") });
    expect(JSON.parse(event!.dataJson)).toMatchObject({ rule: "checker", text: expect.stringMatching(why) });
    expect(done).toMatchObject([{ kind: "park", refused: { debtorId: file.debtorId } }]);
  });
});
