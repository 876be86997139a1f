/** A letter after a plan or a legal step: the reason it states for that charge is right by rule and citation, or refused. */
import { type BookedLine, checkDocument, type Document } from "@innfri/checker";
import type { FileEvent } from "@innfri/claims";
import { RULES, type RuleId } from "@innfri/law";
import { describe, expect, it } from "vitest";
import { contextOf } from "./test-documents.ts";
import type { WorldLetter } from "./test-letters.ts";
import { LETTERS } from "./test-world-letters.ts";

function demandOf(world: string): WorldLetter {
  return LETTERS.find((letter) => letter.world.name === world && letter.data.kind.endsWith(".demand"))!;
}
const NORWAY = demandOf("Norway, consumer, agency");
const SWEDEN = demandOf("Sweden, consumer, agency");

type Posted = { readonly item: BookedLine["item"]; readonly minor: bigint };

/** Where a demand that states `rule` for a charge posted the day before it differs in that row's reason. */
function reasonDiffers(
  letter: WorldLetter,
  kind: "payment-plan" | "application",
  { item, minor }: Posted,
  rule: RuleId,
  cited: RuleId = rule,
  arithmetic = "123.00",
): readonly string[] {
  const [claim] = letter.facts.claims;
  const before = letter.facts.events.at(-1)!.on;
  const posted = [{ item, claim: claim!.ref, minor }];
  const about = kind === "payment-plan" ? { instalments: 6, wholeDebt: true } : {};
  const event = { kind, on: before, claims: null, posted, ...about } as unknown as FileEvent;
  const facts = { ...letter.facts, events: [...letter.facts.events, event] };
  const { citation } = RULES[cited];
  const reason = { rule, citation, figures: [], inputs: {}, arithmetic, rounding: null };
  const row = {
    item: kind === "payment-plan" ? "plan-fee" : "court-costs",
    amount: "123.00",
    claim: letter.data.lines[0]!.claim,
    on: before,
    derivation: reason,
  };
  const lines = [...letter.data.lines.slice(0, 2), row, ...letter.data.lines.slice(2)];
  const document = { letter: { ...letter.data, lines }, recipient: letter.recipient } as Document;
  const answer = checkDocument(facts, document, contextOf(letter));
  if (answer.kind === "agrees") throw new Error("the total should differ");
  const paths = answer.differences.map(({ path }) => path);
  expect(paths).toContain("letter.total");
  return paths.filter((path) => path.startsWith("letter.lines[2]"));
}

describe("The reason of a charge that was posted before the letter", () => {
  const plan: Posted = { item: "recovery-costs", minor: 12_300n };
  const court: Posted = { item: "legal-costs", minor: 12_300n };

  it("is that of a plan's fee, or of a court's and an agent's, as the country has them", () => {
    expect(reasonDiffers(NORWAY, "payment-plan", plan, "no.plan-fee")).toEqual([]);
    expect(reasonDiffers(SWEDEN, "payment-plan", plan, "se.plan-fee")).toEqual([]);
    for (const rule of ["no.court-fee.conciliation", "no.court-fee.attachment"] as const)
      expect(reasonDiffers(NORWAY, "application", court, rule)).toEqual([]);
    for (const rule of ["se.court.application-fee", "se.court.agent-cost", "se.enforcement-fee"] as const)
      expect(reasonDiffers(SWEDEN, "application", court, rule)).toEqual([]);
  });

  it("is refused under a rule that it cannot rest on, and with another rule's citation", () => {
    expect(reasonDiffers(NORWAY, "payment-plan", plan, "no.notice-fee.amount")).toEqual([
      "letter.lines[2].derivation",
    ]);
    expect(reasonDiffers(NORWAY, "application", court, "no.plan-fee")).toEqual([
      "letter.lines[2].derivation",
    ]);
    expect(reasonDiffers(NORWAY, "payment-plan", plan, "no.plan-fee", "no.notice-fee.amount")).toEqual([
      "letter.lines[2].derivation",
    ]);
  });
});

describe("The sum that a stated reason writes down", () => {
  const plan: Posted = { item: "recovery-costs", minor: 12_300n };
  const differs = (arithmetic: string) =>
    reasonDiffers(NORWAY, "payment-plan", plan, "no.plan-fee", "no.plan-fee", arithmetic);

  it("comes to its row's amount, or to more where some of it has been paid", () => {
    expect(differs("1.5 × 82.00 = 123.00")).toEqual([]);
    expect(differs("124.00")).toEqual([]);
    for (const wrong of ["122.99", "1.5 × 82.00 = 124.00", "a fee"])
      expect(differs(wrong)).toEqual(["letter.lines[2].derivation.arithmetic"]);
  });
});

describe("A letter that is no letter", () => {
  const answer = (letter: unknown) =>
    checkDocument(NORWAY.facts, { letter, recipient: NORWAY.recipient }, contextOf(NORWAY));

  it.each([[null], [{}], [{ kind: 7 }], ["no.demand"]])("%j: its kind is what differs", (letter) => {
    expect(answer(letter)).toMatchObject({
      kind: "differs",
      differences: [{ path: "letter.kind", expected: "a letter of this country", found: null }],
    });
  });

  it("is one of another country: its kind is told", () => {
    expect(answer({ ...NORWAY.data, kind: "se.demand" })).toMatchObject({
      kind: "differs",
      differences: [{ path: "letter.kind", found: "se.demand", rule: "no.notice.deadline" }],
    });
    const swedish = { letter: { ...SWEDEN.data, kind: "no.notice" }, recipient: SWEDEN.recipient };
    expect(checkDocument(SWEDEN.facts, swedish, contextOf(SWEDEN))).toMatchObject({
      kind: "differs",
      differences: [{ path: "letter.kind", found: "no.notice", rule: "se.good-practice" }],
    });
  });

  it("is one that covers no claim, or one that the file does not have", () => {
    const document = { letter: NORWAY.data, recipient: NORWAY.recipient };
    const context = contextOf(NORWAY);
    expect(() => checkDocument(NORWAY.facts, document, { ...context, covered: ["nobody's"] })).toThrow(
      "claim nobody's is not in the file",
    );
    expect(() => checkDocument(NORWAY.facts, document, { ...context, covered: [] })).toThrow(
      "a letter covers a claim",
    );
  });

  it("is one whose day no table covers", () => {
    const document = { letter: NORWAY.data, recipient: NORWAY.recipient };
    const late = { ...contextOf(NORWAY), on: "2040-01-02" };
    const found = checkDocument(NORWAY.facts, document, late);
    expect(found).toMatchObject({ kind: "differs", differences: [{ path: "letter", rule: "coverage" }] });
  });
});
