/**
 * What a plan, a court, an agency's demand and its heavy day cost is derived anew too (B2): a letter that carries such a
 * charge is agreed to as the engine writes it, and refused when the charge was once posted as anything else than the
 * law gives, also where the reason and every sum of the letter follow it.
 */
import { checkDocument, type Document } from "@innfri/checker";
import { date } from "@innfri/kernel";
import { citationText, RULES, type RuleId } from "@innfri/law";
import type { LetterLine } from "@innfri/letters";
import { describe, expect, it } from "vitest";
import type { LoadedFile } from "./load-files.ts";
import { contextOf, documentOf } from "./test-documents.ts";
import { type LaterLetter, laterLetter, withMore } from "./test-later-letters.ts";
import { lived, type World, type WorldLetter } from "./test-letters.ts";
import { mischargesOf, mutationsOf } from "./test-mutations.ts";
import { base, sixInstalments, TWO } from "./test-world-parts.ts";

type Scenario = LaterLetter & {
  readonly name: string;
  readonly items: readonly string[];
  /** What stands against the letter besides what it says. */
  readonly refused?: readonly string[];
};

/** A life until its last day, and then another demand as its last one was. */
function demandedAgain(
  world: Partial<World> & { readonly country: "NO" | "SE" },
  on: string,
  items: readonly string[],
  only?: string,
): Scenario {
  const name = `${world.country}: ${items.join(", ")} (${world.name})`;
  const { letters, file } = lived({ ...base, ...world, name });
  const like = letters.findLast(({ data }) => data.kind.endsWith(".demand"))!;
  return { name, like, file, on, items, ...(only === undefined ? {} : { only }) };
}

/** A Swedish demand after a reminder, with something between them. */
function swedish(
  name: string,
  items: readonly string[],
  more: (file: LoadedFile) => LoadedFile,
  world: Partial<World> = {},
): Scenario {
  const { letters } = lived({ ...base, ...world, name, country: "SE" });
  const like = letters.find(({ data }) => data.kind === "se.demand")!;
  return {
    name: `SE: ${items.join(", ")} (${name})`,
    like,
    file: more(like.file),
    on: like.on,
    items,
    fee: "180.00",
  };
}

const record = (step: "application" | "attachment", on: string) => ({
  on,
  act: { kind: "record", step, on: date(on) } as const,
  claim: "10481",
});
const plan = (on: string, until: string, claim = "10481") => [
  { on, act: sixInstalments, claim },
  { on: until, act: { kind: "release" } as const, claim },
];
const PAIR = [
  { number: "20481", principal: "1500.00", dueOn: "2026-04-30" },
  { number: "20482", principal: "1200.00", dueOn: "2026-04-30" },
];
const objection = (on: string, claim = "20482") => [
  { on, act: { kind: "object", scope: "whole", reasonable: true } as const, claim },
];
const OLD = [
  { number: "20481", principal: "2000.00", dueOn: "2020-09-30" },
  { number: "20482", principal: "700.00", dueOn: "2020-09-30" },
];

const SCENARIOS: readonly Scenario[] = [
  demandedAgain({ country: "NO", name: "consumer" }, "2026-12-07", ["recovery-costs", "recovery-costs"]),
  demandedAgain(
    {
      country: "NO",
      name: "business, outside VAT",
      kind: "business",
      claims: [
        { number: "10481", principal: "60000.00", dueOn: "2026-04-30", terms: { vatDeducted: false } },
      ],
    },
    "2026-12-07",
    ["recovery-costs", "recovery-costs"],
  ),
  demandedAgain(
    {
      country: "NO",
      name: "two claims together, one of them paid",
      claims: TWO,
      happenings: [{ on: "2026-06-10", pay: "300.00", claim: "20482" }],
    },
    "2026-12-07",
    ["recovery-costs", "recovery-costs"],
  ),
  demandedAgain(
    { country: "NO", name: "the tariff before October 2020", claims: OLD, until: "2021-02-28" },
    "2021-06-30",
    ["recovery-costs", "recovery-costs"],
  ),
  demandedAgain(
    { country: "NO", name: "a plan after the heavy day", happenings: plan("2026-07-21", "2026-08-03") },
    "2026-12-07",
    ["recovery-costs", "recovery-costs", "plan-fee"],
  ),
  demandedAgain(
    {
      country: "NO",
      name: "a plan before it keeps the costs light",
      happenings: plan("2026-07-01", "2026-08-03"),
    },
    "2026-12-07",
    ["recovery-costs", "plan-fee"],
  ),
  demandedAgain(
    {
      country: "NO",
      name: "a plan's fee beside costs paid in part",
      happenings: [...plan("2026-06-22", "2026-06-29"), { on: "2026-06-30", pay: "200.00", claim: "10481" }],
    },
    "2026-12-07",
    ["recovery-costs", "plan-fee"],
  ),
  demandedAgain(
    { country: "NO", name: "the conciliation board", happenings: [record("application", "2026-07-20")] },
    "2026-12-07",
    ["recovery-costs", "recovery-costs", "court-costs"],
  ),
  demandedAgain(
    { country: "NO", name: "attachment", happenings: [record("attachment", "2026-07-20")] },
    "2026-12-07",
    ["recovery-costs", "recovery-costs", "court-costs"],
  ),
  demandedAgain(
    {
      country: "NO",
      name: "an objection ends another claim's part of light costs",
      claims: PAIR,
      happenings: objection("2026-07-01"),
    },
    "2026-12-07",
    ["recovery-costs", "recovery-costs"],
    "20481",
  ),
  demandedAgain(
    {
      country: "NO",
      name: "an objection moves the costs from another claim",
      claims: PAIR,
      happenings: objection("2026-07-01", "20481"),
    },
    "2026-12-07",
    ["recovery-costs", "recovery-costs"],
    "20482",
  ),
  {
    ...demandedAgain(
      {
        country: "NO",
        name: "an objection to a part is accepted",
        happenings: [
          { on: "2026-07-01", act: { kind: "object", scope: 300_000n, reasonable: true }, claim: "10481" },
          { on: "2026-07-08", act: { kind: "resolve", outcome: "accepted" }, claim: "10481" },
        ],
      },
      "2026-12-07",
      ["recovery-costs", "recovery-costs"],
    ),
    refused: ["no demand: notice-missing"],
  },
  swedish("a plan for the whole debt", ["plan-fee"], (file) =>
    withMore(file, "payment-plan", "2026-05-12", {
      plan: "1",
      instalments: 6,
      wholeDebt: true,
      charges: [{ item: "recovery-costs", amount: "170.00" }],
    }),
  ),
  swedish("Kronofogden", ["court-costs", "court-costs", "court-costs"], (file) => {
    const charges = (...amounts: readonly string[]) =>
      amounts.map((amount) => ({ item: "legal-costs", amount }));
    const applied = withMore(file, "application", "2026-05-12", {
      legal: "1",
      charges: charges("300.00", "380.00"),
    });
    return withMore(applied, "enforcement", "2026-05-13", { legal: "2", charges: charges("600.00") });
  }),
];

function answerTo(letter: WorldLetter) {
  return checkDocument(letter.facts, documentOf(letter), contextOf(letter));
}

/** The letter with reasons that explain what was posted, as an engine would state them whose law is wrong. */
function explained(letter: WorldLetter): WorldLetter {
  const lines = letter.data.lines.map((line): LetterLine => {
    const { derivation } = line;
    const before = derivation?.inputs.chargedBefore;
    if (derivation === undefined || before === undefined) return line;
    const { chargedBefore: _, ...inputs } = derivation.inputs;
    const charged = Number(line.amount) + Number(inputs.paid ?? "0.00");
    return { ...line, derivation: { ...derivation, inputs, arithmetic: charged.toFixed(2), rounding: null } };
  });
  return { ...letter, data: { ...letter.data, lines: lines as unknown as typeof letter.data.lines } };
}

const isCharge = (item: string) => !["principal", "interest", "notice-fee", "compensation"].includes(item);

describe("A letter after a plan, a legal step or a heavy day", () => {
  it.each(SCENARIOS.map((one) => [one.name, one] as const))("%s: is derived again, the same", (_, one) => {
    const letter = laterLetter(one);
    const charges = letter.data.lines.filter(({ item, on }) => isCharge(item) && on !== one.on);
    expect(charges.map(({ item }) => item)).toEqual(one.items);
    const answer = answerTo(letter);
    const refused = answer.kind === "agrees" ? [] : answer.differences.map(({ expected }) => expected);
    expect(refused).toEqual(one.refused ?? []);
  });

  it("is refused with any one thing changed", { timeout: 60_000 }, () => {
    const missed = SCENARIOS.flatMap((one) => {
      const letter = laterLetter(one);
      return mutationsOf(documentOf(letter)).flatMap(({ what, document }) => {
        const answer = checkDocument(letter.facts, document as Document, contextOf(letter));
        return answer.kind === "agrees" ? [`${one.name}: ${what}`] : [];
      });
    });
    expect(missed).toEqual([]);
  });
});

/** The rules that a charge can be refused under. */
const OF_CHARGES: ReadonlySet<RuleId> = new Set<RuleId>([
  "no.plan-fee",
  "no.recovery-costs.light",
  "no.recovery-costs.heavy",
  "no.court-fee.conciliation",
  "no.court-fee.attachment",
  "se.plan-fee",
  "se.court.application-fee",
  "se.court.agent-cost",
  "se.enforcement-fee",
]);

describe("A charge that was posted as something else than the law gives", () => {
  it.each(SCENARIOS.map((one) => [one.name, one] as const))(
    "%s: is refused by its own rule, though all of the letter follows it",
    (_, one) => {
      const missed: string[] = [];
      let tried = 0;
      for (const { what, events } of mischargesOf(one.file.events)) {
        const wrong = { ...one, file: { ...one.file, events } };
        if (/notice-fee/.test(what) || (one.like.world.country === "SE" && / letter /.test(what))) continue;
        for (const letter of [laterLetter(wrong), explained(laterLetter(wrong))]) {
          tried += 1;
          const answer = answerTo(letter);
          const found = answer.kind === "agrees" ? [] : answer.differences;
          const own = found.find(({ path, rule }) => OF_CHARGES.has(rule) && /^letter\.lines/.test(path));
          if (own === undefined) missed.push(what);
          else expect(citationText(own.citation)).toBe(citationText(RULES[own.rule].citation));
        }
      }
      expect(missed).toEqual([]);
      expect(tried).toBeGreaterThan(5);
    },
  );
});
