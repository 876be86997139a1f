import { date } from "@innfri/kernel";
import { aClaim, aFile, aLetter } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { rulesOf } from "./account.ts";
import type { ContactHours } from "./contact-limits.ts";
import { hoursOn, NO_CONTACT_LIMITS } from "./contact-limits.ts";
import { decide } from "./decide.ts";
import type { CreditorRules, DecisionFile } from "./decision.ts";
import { lettersTakenBack } from "./event-order.ts";
import type { FileEvent } from "./facts.ts";
import { freshClaim } from "./fresh-file.ts";
import { Story, someRules } from "./test-driver.ts";

const DAY = { from: "09:00", until: "16:00" };
const WEEKDAYS: ContactHours = { 1: DAY, 2: DAY, 3: DAY, 4: DAY, 5: DAY };

/** Due on 2026-05-29, so that its notice may go on Friday 2026-06-12. */
const A = aClaim({ ref: "A", dueOn: "2026-05-29" });
const NOTICE_DAY = "2026-06-12";

function answer(
  on: string,
  contact: Partial<CreditorRules["contact"]>,
  more: Partial<DecisionFile> = {},
  events: readonly FileEvent[] = [],
) {
  const file: DecisionFile = {
    facts: aFile({ claims: [A], events }),
    debtorKind: "person",
    claims: [freshClaim("A", "10001")],
    holds: [],
    ...more,
  };
  const rules = someRules("NO", { contact: { ...NO_CONTACT_LIMITS, ...contact } });
  const { decisions, nextLookOn } = decide(file, rules, date(on));
  const [decision] = decisions;
  const what =
    decision?.kind === "wait" ? `${decision.because.rule} until ${decision.until}` : `${decision?.kind}`;
  return { what, text: decision?.because.text, nextLookOn };
}

describe("How often a debtor is contacted (B22)", () => {
  const once = { pressure: { contacts: 1, days: 7 } };
  const letterOf = (on: string) => aLetter("notice", on, "2026-07-31", { claims: ["B"] });
  const B = aClaim({ ref: "B", dueOn: "2026-05-01" });
  const afterLetterOf = (on: string, contact = once) =>
    answer(NOTICE_DAY, contact, { facts: aFile({ claims: [A, B], events: [letterOf(on)] }) });

  it.each([
    ["2026-06-04", "take"],
    ["2026-06-05", "take"],
    ["2026-06-06", "plan.pressure until 2026-06-15"],
    ["2026-06-08", "plan.pressure until 2026-06-15"],
    ["2026-06-11", "plan.pressure until 2026-06-18"],
    ["2026-06-12", "plan.pressure until 2026-06-19"],
  ])("with one in seven days, after a letter of %s a notice of Friday 2026-06-12 is: %s", (on, what) => {
    expect(afterLetterOf(on).what).toBe(what);
  });

  it("is looked at again on the first business day on which it may be, and says why", () => {
    expect(afterLetterOf("2026-06-11")).toMatchObject({
      nextLookOn: "2026-06-18",
      text: "the debtor was contacted once since 2026-06-11: at most 1 in 7 days, so not before 2026-06-18",
    });
  });

  it("counts what was taken back after it had left", () => {
    const contactedOn = [date("2026-06-10")];
    expect(answer(NOTICE_DAY, once, { contactedOn }).what).toBe("plan.pressure until 2026-06-17");
  });

  it("waits for so many of the oldest as a lower limit asks for", () => {
    const contactedOn = ["2026-06-10", "2026-06-08", "2026-06-11"].map(date);
    const twice = { pressure: { contacts: 2, days: 7 } };
    expect(answer(NOTICE_DAY, twice, { contactedOn })).toMatchObject({
      what: "plan.pressure until 2026-06-17",
      text: "the debtor was contacted 3 times since 2026-06-08: at most 2 in 7 days, so not before 2026-06-17",
    });
  });

  it("is one contact for a letter to several claims, and two for two letters of a day", () => {
    const facts = (dueOn: string) =>
      aFile({ claims: [A, aClaim({ ref: "B", dueOn }), aClaim({ ref: "C", dueOn: "2026-05-29" })] });
    const story = (dueOn: string) =>
      new Story(facts(dueOn), { rules: { contact: { ...NO_CONTACT_LIMITS, ...once } } }).run(
        "2026-06-01",
        "2026-06-26",
      );
    expect(story("2026-05-29").steps).toEqual([
      expect.stringMatching(/^2026-06-12 notice A\+B\+C by 2026-06-26/),
    ]);
    // B fell due three days later: its own notice waits until the others' is a week old.
    expect(story("2026-06-01").steps.map((step) => step.slice(0, 21).trim())).toEqual([
      "2026-06-12 notice A+C",
      "2026-06-19 notice B b",
    ]);
  });

  it("lets steps that contact nobody go on", () => {
    const rules = { contact: { ...NO_CONTACT_LIMITS, pressure: { contacts: 1, days: 60 } } };
    const steps = new Story(aFile({ claims: [A], operator: "agency" }), { rules })
      .run("2026-06-01", "2026-12-31")
      .told.flatMap(({ on, decision }) =>
        decision.kind === "take" || decision.kind === "ask" ? [`${on} ${decision.step}`] : [],
      );
    expect(steps).toEqual([
      "2026-06-12 notice",
      "2026-06-30 collection-list",
      "2026-08-11 demand",
      "2026-08-26 follow-up",
      "2026-09-23 heavy",
      "2026-09-23 legal",
    ]);
  });
});

describe("When a debtor is contacted (B22)", () => {
  const at = (time: string, on = NOTICE_DAY) => ({ hours: WEEKDAYS, now: { on: date(on), time } });

  it.each([
    ["00:00", "take"],
    ["08:59", "take"],
    ["15:59", "take"],
    ["16:00", "plan.contact-hours until 2026-06-15"],
    ["24:00", "plan.contact-hours until 2026-06-15"],
  ])("a notice by e-mail that is decided at %s on a Friday is: %s", (time, what) => {
    expect(answer(NOTICE_DAY, at(time)).what).toBe(what);
  });

  it("does not ask for the time of another day", () => {
    expect(answer("2026-06-15", at("23:00")).what).toBe("take");
  });

  it("is not asked of a letter in the post, nor of a debtor that only post reaches", () => {
    expect(answer(NOTICE_DAY, at("23:00"), { reachedBy: ["post"] }).what).toBe("take");
    expect(answer(NOTICE_DAY, at("23:00"), { reachedBy: ["post", "email"] }).what).toMatch("contact-hours");
  });

  it("waits for a weekday that has hours", () => {
    const hours = { 2: DAY };
    expect(answer(NOTICE_DAY, { hours })).toMatchObject({
      what: "plan.contact-hours until 2026-06-16",
      text: "2026-06-12 has no contact hours: not before 2026-06-16",
      nextLookOn: "2026-06-16",
    });
    expect(answer("2026-06-16", { hours }).what).toBe("take");
    expect(answer(NOTICE_DAY, { hours: {} })).toMatchObject({
      what: "plan.contact-hours until null",
      nextLookOn: null,
    });
  });

  it("knows no hours on a public holiday", () => {
    expect(hoursOn(WEEKDAYS, date("2026-05-14"), rulesOf("NO").calendar)).toBeNull();
    expect(hoursOn(WEEKDAYS, date("2026-05-15"), rulesOf("NO").calendar)).toEqual(DAY);
    expect(hoursOn({ ...WEEKDAYS, 6: DAY }, date("2026-05-16"), rulesOf("NO").calendar)).toEqual(DAY);
    expect(hoursOn(WEEKDAYS, date("2026-05-16"), rulesOf("NO").calendar)).toBeNull();
  });
});

describe("Letters that were taken back", () => {
  const letter = (claim: string, seq: number, document: string, on: string) => ({
    claim,
    seq,
    kind: "letter",
    on: date(on),
    data: { document },
  });
  const undone = (claim: string, seq: number) => ({
    claim,
    seq: 9,
    kind: "undone",
    on: date("2026-06-20"),
    data: { seq },
  });

  it("are contacts where they had left, once for all their claims", () => {
    const joint = [letter("A", 2, "one", "2026-06-12"), letter("B", 2, "one", "2026-06-12")];
    expect(lettersTakenBack(joint)).toEqual([]);
    expect(lettersTakenBack([...joint, undone("A", 2)])).toEqual([]);
    expect(lettersTakenBack([...joint, undone("A", 2), undone("B", 2)])).toEqual(["2026-06-12"]);
  });

  it("are none where they never left", () => {
    const givenUp = {
      claim: "A",
      seq: 3,
      kind: "given-up",
      on: date("2026-06-15"),
      data: { document: "one" },
    };
    const events = [
      letter("A", 2, "one", "2026-06-12"),
      givenUp,
      letter("A", 4, "two", "2026-06-16"),
      undone("A", 4),
    ];
    expect(lettersTakenBack(events)).toEqual(["2026-06-16"]);
  });
});
