/** The second mind agrees with every lawful letter of the engine, and refuses each of them with one thing changed (B2). */
import { checkDocument, type Document } from "@innfri/checker";
import { letterDataProblems } from "@innfri/letters";
import { describe, expect, it } from "vitest";
import { contextOf, documentOf } from "./test-documents.ts";
import type { WorldLetter } from "./test-letters.ts";
import { mutationsOf } from "./test-mutations.ts";
import { LETTERS } from "./test-world-letters.ts";
import { WORLDS } from "./test-worlds.ts";

/** All of them, unless SECOND_MIND_EVERY asks for every so-manieth. */
const EVERY = Number(process.env.SECOND_MIND_EVERY ?? 1);

function answerTo(letter: WorldLetter, document: Document) {
  return checkDocument(letter.facts, document, contextOf(letter));
}

describe("the engine's own letters", () => {
  it("are many, of both countries, both operators and every kind of debtor", () => {
    expect(LETTERS.length).toBeGreaterThan(80);
    const seen = new Set(LETTERS.map(({ data, world }) => `${data.kind} ${world.operator} ${world.kind}`));
    expect(seen.size).toBeGreaterThan(12);
  });

  it.each(WORLDS.map((world) => [world.name, world] as const))("%s: derived again, the same", (_, world) => {
    const letters = LETTERS.filter((letter) => letter.world.name === world.name);
    expect(letters.length).toBeGreaterThan(0);
    for (const letter of letters) expect(answerTo(letter, documentOf(letter))).toEqual({ kind: "agrees" });
    for (const { data } of letters) expect(letterDataProblems(data)).toEqual([]);
  });

  it("foretell no charge of a demand that bears none, and charge none", () => {
    const said = (name: string) =>
      LETTERS.filter(({ world }) => world.name === name).map(({ data }) => [
        data.kind,
        data.next.map((step) => ("estimate" in step ? step.estimate : null)),
        data.total,
      ]);
    expect(said("Norway, a demand without a fee, self")).toEqual([
      ["no.notice", [null], "4560.19"],
      ["no.demand", [null], "4591.26"],
    ]);
    expect(said("Norway, a demand without costs, agency")).toEqual([
      ["no.notice", [null], "4560.19"],
      ["no.demand", ["1200.00", null], "4591.26"],
    ]);
    expect(said("Norway, a plan that leaves the fees to the law, self")).toEqual([
      ["no.notice", ["113.00"], "4560.19"],
      ["no.demand", [null], "4704.26"],
    ]);
  });

  it("say what is disputed of a claim and left out", () => {
    const said = LETTERS.flatMap(({ data }) =>
      data.claims.flatMap(({ invoiceNumber, openPrincipal, disputed }) =>
        disputed === undefined ? [] : [`${data.kind} ${invoiceNumber}: ${openPrincipal}, not ${disputed}`],
      ),
    );
    expect([...new Set(said)]).toEqual([
      "no.notice 10481: 3500.00, not 1000.00",
      "no.demand 10481: 3061.01, not 1000.00",
      "no.notice 20482: 300.00, not 200.00",
      "no.demand 20482: 300.00, not 200.00",
      "no.notice 10503: 8000.00, not 1000.00",
      "no.demand 10503: 0.00, not 1000.00",
      "no.demand 20481: 26300.00, not 100.00",
      "no.demand 10481: 3500.00, not 1000.00",
      "no.demand 20481: 4200.00, not 300.00",
      "se.reminder 10481: 3500.00, not 1000.00",
      "se.demand 10481: 3500.00, not 1000.00",
    ]);
    const corrected = (name: string) =>
      LETTERS.filter(({ world }) => world.name.startsWith(name)).flatMap(({ data, on }) =>
        data.claims.flatMap(({ invoiceNumber, corrects }) =>
          corrects === undefined
            ? []
            : [`${data.kind} ${invoiceNumber} of ${on} by ${data.payBy}: of ${corrects}`],
        ),
      );
    expect(corrected("Norway, joint letter, a part of")).toEqual([
      "no.notice 20482 of 2026-05-20 by 2026-06-03: of 2026-05-13",
      "no.demand 20482 of 2026-06-12 by 2026-06-26: of 2026-06-05",
      "no.demand 20482 of 2026-06-12 by 2026-06-26: of 2026-06-05",
      "no.demand 20481 of 2026-06-12 by 2026-06-26: of 2026-06-05",
    ]);
  });
});

describe("a letter with one thing changed", () => {
  it("B2: is refused, whichever leaf it is and whatever is made of it", { timeout: 180_000 }, () => {
    const missed: string[] = [];
    let count = 0;
    for (const letter of LETTERS)
      for (const { what, document } of mutationsOf(documentOf(letter))) {
        count++;
        if (count % EVERY !== 0) continue;
        const answer = answerTo(letter, document as Document);
        if (answer.kind === "agrees") missed.push(`${letter.world.name}, ${letter.data.kind}: ${what}`);
      }
    console.log(`${count} mutations of ${LETTERS.length} letters, ${missed.length} missed`);
    expect(missed).toEqual([]);
    expect(count).toBeGreaterThan(20_000);
  });

  it("is told where, with what should stand there, under which rule", () => {
    const letter = LETTERS[0]!;
    const wrong = { ...letter.data, total: "4560.20", also: "this" };
    expect(answerTo(letter, { letter: wrong, recipient: letter.recipient })).toMatchObject({
      kind: "differs",
      differences: [
        {
          path: "letter.total",
          expected: "4560.19",
          found: "4560.20",
          rule: "no.fee.separate",
          citation: { act: "inkassoloven", number: "LOV-1988-05-13-26", section: "§ 10" },
        },
        {
          path: "letter.also",
          expected: null,
          found: "this",
          rule: "no.good-practice",
          citation: { act: "inkassoloven", number: "LOV-1988-05-13-26", section: "§ 8" },
        },
      ],
    });
  });
});

describe("a letter that may not be sent", () => {
  const [notice, demand] = LETTERS as unknown as readonly [WorldLetter, WorldLetter];

  function refusals(letter: WorldLetter, changes: Partial<WorldLetter>): string[] {
    const answer = answerTo({ ...letter, ...changes }, documentOf(letter));
    return answer.kind === "agrees"
      ? []
      : answer.differences.map(({ path, expected }) => `${path}: ${expected}`);
  }

  it("is refused when its claim was paid, objected to, or reminded about another way before it", () => {
    const [claim] = notice.facts.claims;
    const on = notice.on;
    const paid = {
      kind: "payment",
      on,
      minor: 500_000n,
      designation: null,
      claim: null,
    } as const;
    const no = { kind: "objection", on, scope: "whole", reasonable: false, claim: claim!.ref } as const;
    const after = (event: typeof paid | typeof no) => ({
      facts: { ...notice.facts, events: [...notice.facts.events, event] },
    });
    expect(refusals(notice, after(paid))).toContain("letter.kind: no notice: paid");
    expect(refusals(notice, after(no))).toContain("letter.kind: no notice: objection");
    expect(refusals(demand, { facts: { ...demand.facts, events: [] } })).toContain(
      "letter.kind: no demand: notice-missing",
    );
  });

  it("is refused a day before the notice's deadline has passed", () => {
    const events = demand.facts.events.map((event) =>
      event.kind === "letter" ? { ...event, payBy: demand.on } : event,
    );
    expect(refusals(demand, { facts: { ...demand.facts, events } })).toContain(
      "letter.kind: no demand before 2026-06-06",
    );
  });

  it("is refused when its claim has become too old", () => {
    const claims = notice.facts.claims.map((claim) => ({ ...claim, dueOn: "2023-05-14" }));
    const older = (dueOn: string) =>
      refusals(notice, {
        facts: { ...notice.facts, claims: claims.map((claim) => ({ ...claim, dueOn })) } as never,
      });
    expect(older("2023-05-14")).toContain("letter.kind: no notice: too old since 2026-05-14");
    expect(older("2023-05-15").some((text) => text.includes("too old"))).toBe(false);
  });

  it("is refused where a figure is missing, without an answer of any other kind", () => {
    const claims = demand.facts.claims.map((claim) => ({
      ...claim,
      dueOn: "2009-12-01",
      issuedOn: "2009-11-01",
    }));
    const answer = answerTo({ ...demand, facts: { ...demand.facts, claims } as never }, documentOf(demand));
    expect(answer.kind === "differs" && answer.differences.map(({ rule }) => rule)).toEqual(["coverage"]);
  });

  it("is refused when a charge was once posted as something else than the law makes it", () => {
    const events = demand.facts.events.map((event) =>
      event.kind === "letter"
        ? { ...event, posted: event.posted!.map((charge) => ({ ...charge, minor: 3_900n })) }
        : event,
    );
    const found = refusals(demand, { facts: { ...demand.facts, events } });
    expect(found).toContain("letter.lines[1].amount: 38.00");
  });

  it("is refused when its reference has no valid check digit", () => {
    const claims = notice.claims.map((claim) => ({ ...claim, reference: "104811" }));
    expect(refusals(notice, { claims })).toContain(
      "letter.paymentReference.value: a KID with its check digit",
    );
  });
});

it("a letter about a claim a year overdue is checked in well under a millisecond", () => {
  const letter = LETTERS.find(({ world }) => world.name === "Norway, in a leap year, across new year")!;
  const claims = letter.facts.claims.map((claim) => ({
    ...claim,
    dueOn: "2023-01-05",
    issuedOn: "2022-12-22",
  }));
  const facts = { ...letter.facts, claims } as never;
  const check = () => checkDocument(facts, documentOf(letter), contextOf(letter));
  for (let warm = 0; warm < 200; warm++) check();
  const started = performance.now();
  for (let run = 0; run < 200; run++) check();
  const each = (performance.now() - started) / 200;
  console.log(`${each.toFixed(3)} ms for a document, a year overdue`);
  expect(each).toBeLessThan(5); // a guard against another order of magnitude, whatever the machine
});
