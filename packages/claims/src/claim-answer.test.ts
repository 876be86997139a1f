/** What is answered for a claim that no step is taken for, with the reason as a person reads it. */

import { date } from "@innfri/kernel";
import { RULES } from "@innfri/law";
import {
  aClaim,
  aCredit,
  aFile,
  aLetter,
  anObjection,
  aPayment,
  type FileOptions,
} from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import type { CreditorRules } from "./decision.ts";
import type { FileEvent } from "./facts.ts";
import { noStandard, type Plan } from "./plan.ts";
import { Story } from "./test-driver.ts";

const SE = { country: "SE" } as const;

function aStory(more: FileOptions = {}, rules: Partial<CreditorRules> = {}): Story {
  return new Story(aFile(more), { rules, invoiceNumbers: { A: "1001" } });
}

/** What is decided for a claim on a day, given what is known from elsewhere. */
function answer(story: Story, on: string, ...events: readonly FileEvent[]) {
  story.more.push(...events);
  return story.judge(date(on)).decisions[0];
}

/** As `held by other until 2026-06-01: held: other (plan.hold)`. */
function told(story: Story, on: string, ...events: readonly FileEvent[]): string {
  const decision = answer(story, on, ...events);
  if (decision === undefined || !("because" in decision)) throw new Error("nothing was decided");
  const { kind, because } = decision;
  const by = kind === "held" ? ` by ${decision.by}` : "";
  const until = "until" in decision && decision.until !== null ? ` until ${decision.until}` : "";
  return `${kind}${by}${until}: ${because.text} (${because.rule})`;
}

function resolved(on: string): FileEvent {
  return { kind: "objection-resolved", on: date(on), outcome: "groundless", claim: null };
}

/** As a decision tells a rule of the law. */
function law(rule: keyof typeof RULES): string {
  return `${RULES[rule].title} (${rule})`;
}

describe("A claim that waits", () => {
  it("says for what: a day, a business day, nothing any more", () => {
    expect(told(aStory(), "2026-05-14")).toBe(
      "wait until 2026-05-15: notice is due on 2026-05-15 (plan.wait)",
    );
    const monday = aStory({ claims: [aClaim({ dueOn: "2026-03-02" })] });
    expect(told(monday, "2026-06-07")).toBe(
      "wait until 2026-06-08: nothing is sent before 2026-06-08 (plan.business-day)",
    );
    const short: Plan = { ...noStandard, steps: noStandard.steps.slice(0, 1) };
    expect(told(aStory({}, { plan: short }).run("2026-05-15", "2026-05-15"), "2026-05-16")).toBe(
      "wait: the plan has no further step (plan.done)",
    );
  });

  it("says so where its step follows something that has not happened", () => {
    const plan: Plan = { ...noStandard, steps: noStandard.steps.filter(({ step }) => step === "follow-up") };
    expect(told(aStory({}, { plan }), "2026-06-01")).toBe(
      "wait: follow-up: what it follows has not happened (plan.wait)",
    );
  });

  it("waits out the fresh days with whatever step comes next, through the last of them", () => {
    // Fourteen days from Wednesday 27 May: Wednesday 10 June. The list is due on Tuesday 2 June.
    const norway = () => aStory().run("2026-04-16", "2026-05-19");
    const events = [anObjection("2026-05-20", "whole", { reasonable: false }), resolved("2026-05-27")];
    const fresh = law("no.objection.fresh-deadline");
    expect(told(norway(), "2026-06-02", ...events)).toBe(`wait until 2026-06-11: ${fresh}`);
    expect(told(norway(), "2026-06-10", ...events)).toBe(`wait until 2026-06-11: ${fresh}`);
    expect(answer(norway(), "2026-06-11", ...events)).toMatchObject({ kind: "ask", step: "collection-list" });
    const early = [anObjection("2026-05-02", "whole", { reasonable: false }), resolved("2026-05-07")];
    expect(told(aStory(SE), "2026-05-11", ...early)).toBe(
      `wait until 2026-05-22: ${law("se.objection.fresh-deadline")}`,
    );
    expect(answer(aStory(SE), "2026-05-22", ...early)).toMatchObject({ kind: "take", step: "reminder" });
  });

  it("does not have heavy costs before the law has them, whatever the plan says", () => {
    const steps = noStandard.steps.map((step) =>
      step.step === "heavy" ? { ...step, wait: { after: "deadline", days: 5 } as const } : step,
    );
    const story = aStory({}, { plan: { ...noStandard, steps } }).run("2026-04-16", "2026-06-22");
    // The demand of 5 June gave until the 19th.
    expect(answer(story, "2026-06-24")).toMatchObject({ kind: "wait", until: "2026-07-18", next: "heavy" });
    expect(answer(story, "2026-07-18")).toMatchObject({ kind: "take", step: "heavy" });
  });
});

describe("A claim that is held", () => {
  it("says by what", () => {
    expect(told(aStory().hold("deceased", "2026-05-15", "2026-05-20"), "2026-05-15")).toBe(
      "held by deceased until 2026-05-21: held: deceased (plan.hold)",
    );
  });

  it("says why its creditor leaves it alone", () => {
    expect(told(aStory({}, { isExcluded: true }), "2026-05-15")).toBe(
      "held by excluded: the customer is excluded by the creditor (plan.excluded)",
    );
    expect(told(aStory({}, { excludedInvoices: ["1001"] }), "2026-05-15")).toBe(
      "held by excluded: the invoice is excluded by the creditor (plan.excluded)",
    );
    expect(told(aStory({}, { minimumMinor: 450_001n }), "2026-05-15")).toBe(
      "held by minimum: below the creditor's minimum of 4500.01 (plan.minimum)",
    );
    expect(told(aStory({}, { lookBackDays: 14 }), "2026-05-15")).toBe(
      "held by look-back: fell due on 2026-04-30, more than 14 days ago (plan.look-back)",
    );
  });

  it("waits for the objection's answer, in each country by its own rule", () => {
    for (const [country, rule] of [
      ["NO", "no.objection.stops"],
      ["SE", "se.objection.stops"],
    ] as const)
      expect(told(aStory({ country }), "2026-05-15", anObjection("2026-05-04", "whole"))).toBe(
        `held by disputed: ${law(rule)}`,
      );
    const part = [anObjection("2026-05-04", "1000.00"), aPayment("2026-05-12", "3520.00")];
    expect(told(aStory(), "2026-05-15", ...part)).toBe(`held by disputed: ${law("no.objection.partial")}`);
    expect(told(aStory(SE), "2026-05-15", ...part)).toBe(`held by disputed: ${law("se.objection.stops")}`);
  });

  it("waits for a demand that a person corrects where the rest alone would have cost less, and goes on in Sweden", () => {
    const norway = aStory().run("2026-04-16", "2026-06-10");
    // 600.00 are lawful for more than 2500.00 (inkassoforskriften § 2-2): the rest is just that, and an øre more.
    expect(told(norway, "2026-06-22", anObjection("2026-06-11", "2000.00"))).toBe(
      "held by disputed: a part is disputed and a demand was sent: what is left needs a corrected demand, which a " +
        "person writes, because it cost more than the rest alone would (no.objection.partial)",
    );
    const dearer = aStory().run("2026-04-16", "2026-06-10");
    expect(answer(dearer, "2026-06-22", anObjection("2026-06-11", "1999.99"))).toMatchObject({
      kind: "take",
      step: "demand",
    });
    const sweden = aStory(SE).run("2026-04-16", "2026-06-05");
    expect(sweden.takes.at(-1)?.decision.step).toBe("demand");
    expect(answer(sweden, "2026-06-12", anObjection("2026-06-08", "1000.00"))).toMatchObject({
      kind: "ask",
      step: "solvency",
    });
  });

  it("is the authority's from the first legal step on", () => {
    const step = { kind: "application", on: date("2026-07-20"), claims: null } as const;
    const story = aStory().run("2026-04-16", "2026-07-18");
    expect(told(story, "2026-07-20", step)).toBe(
      "held by legal: a legal step was taken on 2026-07-20 (plan.hold)",
    );
  });

  it("is not held for a dispute where nothing is disputed: a rest that the law lets nobody pursue is a person's", () => {
    // The principal is paid, and 49 days of interest at 10 % are left: 60.41, of the 100.00 of sweden.md 2.3.
    const paid = aPayment("2026-06-18", "4500.00", { designation: "principal" });
    const rest = { ...paid, lines: [{ item: "principal", claim: "A", minor: 450_000n }] } as FileEvent;
    const story = aStory({ ...SE, claims: [aClaim({ reminderFeeAgreed: false })] }, { waivedRestMinor: 0n });
    expect(told(story, "2026-06-18", rest)).toBe(
      "park: no reminder: the claim is paid, or was paid in time (se.demand-fee.booking-day)",
    );
  });
});

describe("A claim that is for a person", () => {
  it.each(["NO", "SE"] as const)("says that no due day is known, in %s", (country) => {
    const claims = [aClaim({ dueOn: null })];
    expect(told(aStory({ country, claims }), "2026-06-05")).toBe(
      `park: no due day was agreed and no written demand is known (${country.toLowerCase()}.interest.start)`,
    );
  });

  it("says what stands in the way of a legal step: a demand that holds no longer, a consumer credit", () => {
    const norway = aStory().run("2026-04-16", "2026-07-18").hold("other", "2026-07-18", "2026-12-05");
    norway.decideProposal("A", "approved", "2026-07-20");
    expect(told(norway, "2026-12-06")).toBe(
      "park: no legal: there is no demand for payment that still holds (no.demand.validity)",
    );
    const credit = aClaim({ type: "consumer-credit", dueOn: "2026-10-12" });
    const sweden = aStory({ ...SE, claims: [credit] }).run("2026-10-12", "2026-11-12");
    expect(sweden.takes.at(-1)?.decision.step).toBe("demand");
    expect(told(sweden, "2026-11-24")).toMatch(/^park: no solvency: .* \(se\.consumer-credit\.human\)$/);
  });

  it("was credited in full by what came for that claim until that day", () => {
    const claims = [aClaim({ ref: "A" }), aClaim({ ref: "B" })];
    const begun = () => aStory({ claims }).run("2026-04-16", "2026-06-10");
    const text =
      "park: the invoice was credited in full: what is left are fees and interest of a claim that was taken back (plan.credited)";
    expect(told(begun(), "2026-06-11", aCredit("2026-06-11", "4500.00", "A"))).toBe(text);
    const inTwo = [aCredit("2026-06-10", "4000.00", "A"), aCredit("2026-06-11", "500.00", "A")];
    expect(told(begun(), "2026-06-11", ...inTwo)).toBe(text);
    expect(told(begun(), "2026-06-11", inTwo[0]!, aCredit("2026-06-12", "500.00", "A"))).toMatch(/^wait/);
    expect(told(begun(), "2026-06-11", inTwo[0]!, aCredit("2026-06-11", "500.00", "B"))).toMatch(/^wait/);
    const paid = aPayment("2026-06-11", "4500.00", { claim: "A", designation: "principal" });
    expect(told(begun(), "2026-06-11", paid)).not.toBe(text);
  });
});

describe("A rest that is waived", () => {
  it("says why: the invoice's sum, the letter's sum in time, or the principal is paid", () => {
    // 12 days at 12.00 % on 4500.00: 17.75 are left.
    expect(told(aStory(), "2026-05-12", aPayment("2026-05-12", "4500.00"))).toBe(
      "close: a rest of 17.75 is waived: the invoice's sum was paid (residual.waived)",
    );
    const letter = aStory().run("2026-04-16", "2026-05-28").pay("2026-05-29", "4560.19");
    expect(told(letter, "2026-05-29")).toBe(
      "close: a rest of 20.71 is waived: the letter's sum was paid in time (residual.waived)",
    );
    const principal = aPayment("2026-05-12", "4500.00", { designation: "principal" });
    expect(told(aStory(), "2026-05-12", principal)).toBe(
      "close: a rest of 17.75 is waived: the principal is paid (residual.waived)",
    );
  });

  it("is none for the invoice's sum alone after a letter that cost something, or that was more than a reminder", () => {
    const paid = aPayment("2026-05-20", "4500.00");
    const after = (letter: FileEvent) =>
      answer(aStory({}, { waivedRestMinor: 10_000n }), "2026-05-20", letter, paid)?.kind;
    expect(after(aLetter("reminder", "2026-05-15", "2026-05-29", { fee: "none" }))).toBe("close");
    expect(after(aLetter("reminder", "2026-05-15", "2026-05-29"))).not.toBe("close");
    expect(after(aLetter("notice", "2026-05-04", "2026-05-18", { fee: "none" }))).not.toBe("close");
  });
});
