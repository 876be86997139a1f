import { date } from "@innfri/kernel";
import { aClaim, aFile } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { decide } from "./decide.ts";
import type { CreditorRules } from "./decision.ts";
import { noStandard } from "./plan.ts";
import { Story, someRules } from "./test-driver.ts";

function aStory(rules: Partial<CreditorRules>, claims = [aClaim()]) {
  return new Story(aFile({ claims }), { rules });
}

function asked(story: Story) {
  return story.told.flatMap(({ on, decision }) =>
    decision.kind === "ask"
      ? [`${on} ${decision.step} ${decision.claims.join("+")}: ${decision.closesOn} ${decision.closesAt}`]
      : [],
  );
}

describe("How much goes by itself (S15)", () => {
  it("automatic: letters go, the list and legal steps are asked", () => {
    const story = aStory({ automation: "automatic" }).run("2026-04-16", "2026-07-20");
    expect(asked(story)).toEqual([
      "2026-06-02 collection-list A: 2026-06-04 08:00",
      "2026-07-18 legal A: null null",
    ]);
    expect(story.steps).toHaveLength(4);
  });

  it("approve: a letter waits its business days and then goes unless it is stopped", () => {
    const story = aStory({ automation: "approve", approveAfterDays: 2 }).run("2026-04-16", "2026-06-30");
    expect(asked(story)).toEqual([
      "2026-05-15 notice A: 2026-05-19 08:00",
      "2026-06-09 collection-list A: 2026-06-11 08:00",
    ]);
    expect(story.steps.map((step) => step.slice(0, 17))).toEqual([
      "2026-05-20 notice",
      "2026-06-12 demand",
      "2026-06-29 follow",
    ]);
  });

  it("approve: a yes sends it that day, a stop holds it, a postponement asks again", () => {
    const started = () => aStory({ automation: "approve" }).run("2026-04-16", "2026-05-15");
    const approved = started().decideProposal("A", "approved", "2026-05-18").run("2026-05-18", "2026-05-18");
    expect(approved.steps).toEqual(["2026-05-18 notice A by 2026-06-01: 4564.63"]);
    const stopped = started().decideProposal("A", "stopped", "2026-05-18").run("2026-05-18", "2026-08-01");
    expect(stopped.steps).toEqual([]);
    expect(stopped.last()?.decision).toMatchObject({ kind: "held", by: "stopped", until: null });
    const postponed = started()
      .decideProposal("A", "postponed", "2026-05-18")
      .hold("postponed", "2026-05-18", "2026-06-30");
    postponed.run("2026-05-18", "2026-07-10");
    expect(asked(postponed)).toEqual([
      "2026-05-15 notice A: 2026-05-19 08:00",
      "2026-07-01 notice A: 2026-07-03 08:00",
    ]);
    expect(postponed.steps[0]).toMatch(/^2026-07-06 notice/);
  });

  it("suggest: nothing goes without a yes, but the list still closes by itself", () => {
    const story = aStory({ automation: "suggest" }).run("2026-04-16", "2026-05-31");
    expect(asked(story)).toEqual(["2026-05-15 notice A: null null"]);
    expect(story.last()?.decision).toMatchObject({
      kind: "wait",
      until: null,
      because: { rule: "plan.approval", text: "waits for a person" },
    });
    story.decideProposal("A", "approved", "2026-06-01").run("2026-06-01", "2026-06-30");
    expect(asked(story)[1]).toBe("2026-06-16 collection-list A: 2026-06-18 08:00");
    expect(story.steps.map((step) => step.slice(0, 17))).toEqual(["2026-06-01 notice", "2026-06-19 demand"]);
  });

  it("without a list in the plan the demand itself is asked", () => {
    const plan = {
      ...noStandard,
      steps: noStandard.steps
        .filter(({ step }) => step !== "collection-list")
        .map((step) =>
          step.step === "demand" ? { ...step, wait: { after: "deadline", bankingDays: 3 } as const } : step,
        ),
    };
    const story = aStory({ plan, automation: "approve" }).run("2026-04-16", "2026-06-30");
    expect(asked(story)[1]).toMatch(/^2026-06-08 demand A/);
    expect(aStory({ plan }).run("2026-04-16", "2026-06-30").steps[1]).toMatch(/^2026-06-03 demand/);
  });

  it("a yes to one step is no yes to the next", () => {
    const story = aStory({ automation: "suggest" })
      .run("2026-04-16", "2026-05-15")
      .decideProposal("A", "approved", "2026-05-18");
    story.run("2026-05-18", "2026-06-02");
    expect(story.steps).toHaveLength(1);
    // The notice is taken; the old approval is of a step that has been.
    expect(story.proposals.get("A")).toMatchObject({ step: "collection-list", state: "open" });
  });

  it("claims that are asked about together close together, others apart", () => {
    // The seventeenth of May 2022 is a Tuesday, so A's list goes on Wednesday and closes two days on. B's was held
    // past its own Tuesday: it is late, and has until the next Thursday, which Ascension Day moves to Friday.
    const claims = [aClaim({ ref: "A", dueOn: "2022-04-13" }), aClaim({ ref: "B", dueOn: "2022-04-06" })];
    const story = aStory({}, claims)
      .hold("postponed", "2022-05-09", "2022-05-17", "B")
      .run("2022-04-07", "2022-05-18");
    expect(asked(story)).toEqual([
      "2022-05-18 collection-list A: 2022-05-20 08:00",
      "2022-05-18 collection-list B: 2022-05-27 08:00",
    ]);
    const together = aStory({}, [aClaim({ ref: "A" }), aClaim({ ref: "B" })]).run("2026-04-16", "2026-06-02");
    expect(asked(together)).toEqual(["2026-06-02 collection-list A+B: 2026-06-04 08:00"]);
  });
});

describe("What the creditor leaves alone (S11, S12, S14)", () => {
  const day = date("2026-05-15");
  const decided = (rules: Partial<CreditorRules>, claims = [aClaim()]) => {
    const story = new Story(aFile({ claims }), { rules, invoiceNumbers: { A: "1001" } });
    return decide(story.file, story.rules, day).decisions[0];
  };

  it.each<[title: string, rules: Partial<CreditorRules>, by: string, rule: string]>([
    ["an excluded customer", { isExcluded: true }, "excluded", "plan.excluded"],
    ["an excluded invoice", { excludedInvoices: ["1001"] }, "excluded", "plan.excluded"],
    ["a claim below the minimum", { minimumMinor: 450_001n }, "minimum", "plan.minimum"],
    ["a claim that fell due before the look-back", { lookBackDays: 14 }, "look-back", "plan.look-back"],
  ])("%s", (_title, rules, by, rule) => {
    expect(decided(rules)).toMatchObject({ kind: "held", claim: "A", by, until: null, because: { rule } });
  });

  it.each<[title: string, rules: Partial<CreditorRules>]>([
    ["another invoice is excluded", { excludedInvoices: ["1002"] }],
    ["a claim of exactly the minimum", { minimumMinor: 450_000n }],
    ["a claim of exactly the look-back", { lookBackDays: 15 }],
  ])("not: %s", (_title, rules) => {
    expect(decided(rules)).toMatchObject({ kind: "take", step: "notice" });
  });

  it("a claim that something was done about is not too old for the look-back", () => {
    const story = aStory({ lookBackDays: 20 }).run("2026-04-16", "2026-06-05");
    expect(story.steps).toHaveLength(2);
  });

  it("an excluded customer who pays is closed all the same", () => {
    const story = aStory({ isExcluded: true }).pay("2026-05-04", "5000.00").run("2026-05-04", "2026-05-04");
    expect(story.last()?.decision).toMatchObject({ kind: "close", reason: "paid" });
  });
});

describe("An invoice that was credited in full", () => {
  const credited = (amount: string) => {
    const story = aStory({}).run("2026-04-16", "2026-06-05");
    story.append("A", "credit", date("2026-06-10"), { amount });
    return story.poke("2026-06-10").run("2026-06-10", "2026-08-31");
  };

  it("is followed no further: whether its fees and interest were ever owed is for a person", () => {
    const story = credited("4500.00");
    expect(story.steps).toHaveLength(2);
    expect(asked(story)).toEqual(["2026-06-02 collection-list A: 2026-06-04 08:00"]);
    expect(story.last()).toMatchObject({
      on: "2026-06-10",
      decision: { kind: "park", because: { rule: "plan.credited" } },
    });
  });

  it("but for a rest of it goes on", () => {
    expect(credited("4499.99").steps.map((step) => step.slice(11, 16))).toEqual([
      "notic",
      "deman",
      "follo",
      "heavy",
    ]);
  });
});

describe("Holds", () => {
  it("hold from their first to their last day, and are looked at again the day after", () => {
    const story = aStory({}).hold("postponed", "2026-05-15", "2026-05-20").run("2026-05-01", "2026-05-20");
    expect(story.last()?.decision).toMatchObject({ kind: "held", by: "postponed", until: "2026-05-21" });
    expect(story.run("2026-05-21", "2026-05-21").steps[0]).toMatch(/^2026-05-21 notice/);
  });

  it("hold through their last day", () => {
    const story = aStory({}).hold("postponed", "2026-05-15", "2026-05-20");
    const on = (day: string) => decide(story.file, story.rules, date(day)).decisions[0]?.kind;
    expect(["2026-05-20", "2026-05-21"].map(on)).toEqual(["held", "take"]);
  });

  it("that begin later do not hold yet", () => {
    const story = aStory({});
    story.holds.push({ claim: null, kind: "stopped", fromOn: date("2026-05-16"), untilOn: null });
    expect(story.run("2026-05-15", "2026-05-15").steps).toHaveLength(1);
  });

  it("on the file hold every claim; without an end they wait for somebody", () => {
    const two = [aClaim({ ref: "A" }), aClaim({ ref: "B" })];
    const story = aStory({}, two).hold("deceased", "2026-05-10").run("2026-04-16", "2026-12-31");
    expect(story.steps).toEqual([]);
    for (const ref of ["A", "B"])
      expect(story.last(ref)?.decision).toMatchObject({ kind: "held", by: "deceased", until: null });
    expect(story.nextLookOn).toBeNull();
  });
});

describe("When to look again", () => {
  it("after asking is the day after it closes; while it is open too", () => {
    const story = aStory({}).run("2026-04-16", "2026-06-01");
    const asking = decide(story.file, story.rules, date("2026-06-02"));
    expect(asking).toMatchObject({ decisions: [{ kind: "ask" }], nextLookOn: "2026-06-05" });
    const open = decide(story.run("2026-06-02", "2026-06-02").file, story.rules, date("2026-06-04"));
    expect(open).toMatchObject({
      decisions: [{ kind: "wait", next: "collection-list" }],
      nextLookOn: "2026-06-05",
    });
  });

  it("after a letter is the day its next step is due", () => {
    const story = aStory({}).run("2026-04-16", "2026-05-14");
    expect(decide(story.file, story.rules, date("2026-05-15")).nextLookOn).toBe("2026-06-02");
  });

  it("after a step whose next one is due already is the same day", () => {
    const story = aStory({}).run("2026-04-16", "2026-07-17");
    expect(decide(story.file, story.rules, date("2026-08-10"))).toMatchObject({
      decisions: [{ kind: "take", step: "heavy" }],
      nextLookOn: "2026-08-10",
    });
  });

  it("a list that was recorded as taken counts by its closing day, and sets no deadline of a letter", () => {
    const story = aStory({}).run("2026-04-16", "2026-06-01");
    const [claim] = story.file.claims;
    const list = { step: "collection-list", on: date("2026-06-02"), payBy: date("2026-06-08") } as const;
    const file = { ...story.file, claims: [{ ...claim!, taken: [...claim!.taken, list] }] };
    const on = (day: string) => decide(file, story.rules, date(day)).decisions[0]?.kind;
    expect(["2026-06-08", "2026-06-09"].map(on)).toEqual(["wait", "take"]);
  });
});

describe("A rest of exactly the limit", () => {
  it("is waived, and one of an øre more is not", () => {
    const paid = (waivedRestMinor: bigint) =>
      aStory({ waivedRestMinor })
        .run("2026-04-16", "2026-05-29")
        .pay("2026-05-29", "4560.19")
        .run("2026-05-29", "2026-05-29");
    expect(paid(2_071n).last()?.decision).toMatchObject({ kind: "close", waivedMinor: 2_071n });
    expect(paid(2_070n).last()?.decision.kind).toBe("wait");
  });
});

describe("The preview", () => {
  it("is the same call with tomorrow's date, and changes nothing", () => {
    const story = aStory({}).run("2026-04-16", "2026-05-14");
    const before = JSON.stringify(story.events);
    expect(decide(story.file, someRules("NO"), date("2026-05-15")).decisions[0]).toMatchObject({
      kind: "take",
      step: "notice",
    });
    expect(decide(story.file, someRules("NO"), date("2026-05-15"))).toEqual(
      decide(story.file, someRules("NO"), date("2026-05-15")),
    );
    expect(JSON.stringify(story.events)).toBe(before);
    expect(decide(story.file, someRules("NO"), date("2026-05-14")).decisions[0]).toMatchObject({
      kind: "wait",
      until: "2026-05-15",
    });
  });
});

describe("A claim that is too old (foreldelsesloven §§ 2-3; preskriptionslagen 2 §)", () => {
  it.each(["NO", "SE"] as const)("gets no letter in %s: a person looks at it", (country) => {
    const old = { issuedOn: "2022-10-01", dueOn: "2022-10-15" };
    const file = aFile({ country, debtorKind: "consumer", claims: [aClaim(old)] });
    const story = new Story(file, {}).run("2026-05-15", "2026-12-01");
    expect(story.steps).toEqual([]);
    const [limit, rule] =
      country === "NO" ? ["2025-10-15", "no.limitation"] : ["2025-10-01", "se.limitation"];
    const text = `too old to be enforced since ${limit}, unless something has interrupted it`;
    expect(story.told.map(({ decision }) => decision)).toEqual([
      { kind: "park", claim: "A", because: { rule, text } },
    ]);
  });

  it("is followed up until the last day, and one that is left alone stays so", () => {
    const claims = [aClaim({ issuedOn: "2023-05-01", dueOn: "2023-05-15" })];
    const lastDay = new Story(aFile({ claims }), {}).run("2026-05-15", "2026-05-15");
    expect(lastDay.steps).toHaveLength(1);
    const excluded = new Story(aFile({ claims }), { rules: { isExcluded: true } });
    expect(excluded.run("2026-05-18", "2026-05-20").last()?.decision).toMatchObject({ kind: "held" });
  });
});
