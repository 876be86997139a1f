/** A letter after a plan or a legal step: the reason it states for that charge is right by rule and citation, or refused. */
import { checkDocument, type Document } from "@innfri/checker";
import type { FileEvent } from "@innfri/claims";
import { type CalendarDate, formatMinor } from "@innfri/kernel";
import { type Derivation, type Figure, no, RULES, type RuleId, se } from "@innfri/law";
import { describe, expect, it } from "vitest";
import { contextOf } from "./test-documents.ts";
import { type LaterLetter, laterLetter } from "./test-later-letters.ts";
import { lived, type World, type WorldLetter } from "./test-letters.ts";
import { LETTERS } from "./test-world-letters.ts";
import { base } from "./test-world-parts.ts";

function demandOf(world: string): WorldLetter {
  return LETTERS.find((letter) => letter.world.name === world && letter.data.kind.endsWith(".demand"))!;
}
const NORWAY = demandOf("Norway, consumer, agency");
/** A further demand: before the first one a Norwegian plan bears no fee. */
const AGAIN = laterLetter({
  ...lastDemandOf({ ...base, country: "NO", name: "consumer" }),
  on: "2026-12-07",
});
const SWEDEN = demandOf("Sweden, consumer, agency");

function lastDemandOf(world: World): Pick<LaterLetter, "like" | "file"> {
  const { letters, file } = lived(world);
  return { like: letters.findLast(({ data }) => data.kind.endsWith(".demand"))!, file };
}

type Kind = "payment-plan" | "application" | "attachment-application" | "enforcement";
type Change = (reason: Derivation) => Derivation;

const asItIs: Change = (reason) => reason;

/** Where a demand differs in the rows of charges that were posted the day before it, each with its reason. */
function reasonDiffers(
  letter: WorldLetter,
  kind: Kind,
  figures: (on: CalendarDate) => readonly Figure[],
  change: Change = asItIs,
): readonly string[] {
  const [claim] = letter.facts.claims;
  const before = letter.facts.events.at(-1)!.on;
  const charges = figures(before);
  const item = kind === "payment-plan" ? "recovery-costs" : "legal-costs";
  const posted = charges.map(({ minor }) => ({ item, claim: claim!.ref, minor }));
  const about = kind === "payment-plan" ? { instalments: 6, wholeDebt: true } : {};
  const event = { kind, on: before, claims: null, posted, ...about } as unknown as FileEvent;
  const facts = { ...letter.facts, events: [...letter.facts.events, event] };
  const rows = charges.map(({ minor, derivation }) => {
    const inputs = { ...derivation.inputs, debtor: facts.debtorKind };
    return {
      item: kind === "payment-plan" ? "plan-fee" : "court-costs",
      amount: formatMinor(minor),
      claim: letter.data.lines[0]!.claim,
      on: before,
      derivation: change({ ...derivation, inputs }),
    };
  });
  const earlier = letter.data.lines.findLastIndex(({ item }) => item === "recovery-costs");
  const row = letter === AGAIN ? earlier + 1 : 2;
  const lines = [...letter.data.lines.slice(0, row), ...rows, ...letter.data.lines.slice(row)];
  const document = { letter: { ...letter.data, lines }, recipient: letter.recipient } as Document;
  const answer = checkDocument(facts, document, contextOf(letter));
  if (answer.kind === "agrees") throw new Error("the total should differ");
  const paths = answer.differences.map(({ path }) => path);
  expect(paths).toContain("letter.total");
  return paths.filter((path) => path.startsWith("letter.lines"));
}

const planNO = (on: CalendarDate) => [no.planFee({ agreedOn: on, instalments: 6, vatDeductible: true })];
const planSE = (on: CalendarDate) => [se.charge("PLAN", on)];
const conciliation = (on: CalendarDate) => [no.courtFee({ kind: "conciliation", on })];
const attachment = (on: CalendarDate) => [no.courtFee({ kind: "attachment", on })];
const application = (on: CalendarDate) => [se.charge("KFM_APP", on), se.charge("KFM_AGENT", on)];
const enforcement = (on: CalendarDate) => [se.charge("ENF_BASE", on)];

describe("The reason of a charge that was posted before the letter", () => {
  it("is that of a plan's fee, or of a court's and an agent's, as the country has them", () => {
    expect(reasonDiffers(AGAIN, "payment-plan", planNO)).toEqual([]);
    expect(reasonDiffers(SWEDEN, "payment-plan", planSE)).toEqual([]);
    expect(reasonDiffers(NORWAY, "application", conciliation)).toEqual([]);
    expect(reasonDiffers(NORWAY, "attachment-application", attachment)).toEqual([]);
    expect(reasonDiffers(SWEDEN, "application", application)).toEqual([]);
    expect(reasonDiffers(SWEDEN, "enforcement", enforcement)).toEqual([]);
  });

  it("is refused under a rule that it cannot rest on, and with another rule's citation", () => {
    const under = (rule: RuleId, cited: RuleId) => (reason: Derivation) => ({
      ...reason,
      rule,
      citation: RULES[cited].citation,
    });
    const isRule = "letter.lines[4].derivation.rule";
    const isCited = "letter.lines[4].derivation.citation.section";
    const isCourtsRule = "letter.lines[2].derivation.rule";
    const plan = (change: Change) => reasonDiffers(AGAIN, "payment-plan", planNO, change);
    const court = (change: Change) => reasonDiffers(NORWAY, "application", conciliation, change);
    expect(plan(under("no.notice-fee.amount", "no.notice-fee.amount"))).toEqual([isRule, isCited]);
    expect(court(under("no.plan-fee", "no.plan-fee"))).toContain(isCourtsRule);
    expect(court(under("no.court-fee.attachment", "no.court-fee.attachment"))).toContain(isCourtsRule);
    expect(plan(under("no.plan-fee", "no.notice-fee.amount"))).toEqual([isCited]);
  });

  it("is refused for a charge that the law does not know of its plan or step", () => {
    const amount = ["letter.lines[2].amount"];
    expect(reasonDiffers(SWEDEN, "application", enforcement)).toEqual(expect.arrayContaining(amount));
    expect(reasonDiffers(NORWAY, "enforcement", conciliation)).toEqual(expect.arrayContaining(amount));
    expect(reasonDiffers(NORWAY, "attachment-application", conciliation)).toEqual(
      expect.arrayContaining(amount),
    );
  });
});

describe("The sum that a stated reason writes down", () => {
  const differs = (arithmetic: string) =>
    reasonDiffers(AGAIN, "payment-plan", planNO, (reason) => ({ ...reason, arithmetic }));

  it("is the law's own, and none that comes to the same, to more or to less", () => {
    expect(differs("1.5 × 750.00 = 1125.00")).toEqual([]);
    for (const other of ["1125.00", "2000.00", "1.5 × 1000.00 = 1500.00"])
      expect(differs(other)).toEqual(["letter.lines[4].derivation.arithmetic"]);
    for (const wrong of ["1124.99", "1.5 × 750.00 = 1126.00", "a fee"])
      expect(new Set(differs(wrong))).toEqual(new Set(["letter.lines[4].derivation.arithmetic"]));
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
