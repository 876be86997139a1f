import { PLANS } from "@innfri/claims";
import { describe, expect, it } from "vitest";
import { readPlanFile } from "./plan-file.ts";

const notice = {
  step: "notice",
  wait: { after: "due", days: 14 },
  termDays: 14,
  channels: ["email", "post"],
};

function problemsOf(plan: unknown): string[] {
  const read = readPlanFile(JSON.stringify(plan));
  return read.kind === "plan" ? [] : read.problems.map(({ at, message }) => `${at}: ${message}`);
}

const own = (...steps: unknown[]) => ({ name: "own", country: "NO", steps });

describe("A plan in a file", () => {
  it.each(Object.values(PLANS))("holds $name just as it is", (plan) => {
    expect(readPlanFile(JSON.stringify(plan))).toEqual({ kind: "plan", plan });
  });

  it.each<[string, unknown, string]>([
    ["no name", { country: "NO", steps: [notice] }, "name: is missing"],
    [
      "a name with capitals",
      { ...own(notice), name: "Own" },
      "name: small letters, digits and dashes, at most 40",
    ],
    ["no steps", own(), "steps: takes at least 1"],
    ["a word that is none of a step's", own({ ...notice, chanels: [] }), "steps[0]: has no field chanels"],
    [
      "a step that there is not",
      own({ ...notice, step: "call" }),
      "steps[0].step: takes one of reminder, notice, collection-list, demand, follow-up, heavy, legal, solvency",
    ],
    ["words for a wait", own({ ...notice, wait: "two weeks" }), "steps[0].wait: takes an object"],
    [
      "a letter without days to pay",
      own({ ...notice, termDays: undefined }),
      "steps[0]: the step notice needs termDays",
    ],
    ["half a day", own({ ...notice, termDays: 14.5 }), "steps[0].termDays: a whole number of days"],
    [
      "a wait without days",
      own({ ...notice, wait: { after: "due" } }),
      "steps[0].wait: a wait after due needs days",
    ],
    [
      "a wait of two kinds",
      own(notice, { step: "legal", wait: { after: "deadline", days: 3, bankingDays: 3 } }),
      "steps[1].wait: a wait after deadline needs one of days, bankingDays and weekday",
    ],
    ["a step twice", own(notice, notice), "steps[1]: the step notice comes a second time"],
    [
      "a deadline before there is a letter",
      own({ step: "legal", wait: { after: "deadline", days: 3 } }),
      "steps[0]: the step legal waits after a deadline, and no letter comes before it",
    ],
    [
      "a list before there is one",
      own(notice, { ...notice, step: "demand", wait: { after: "list", bankingDays: 3 } }),
      "steps[1]: the step demand waits after the list, and no collection-list comes before it",
    ],
    [
      "a Norwegian step in Sweden",
      { ...own(notice), country: "SE" },
      "steps[0]: no plan for SE has the step notice: there is reminder, demand, solvency",
    ],
    [
      "a list that waits for a number of days",
      own(notice, {
        step: "collection-list",
        wait: { after: "deadline", days: 3 },
        closes: { weekday: 4, time: "08:00", leastDays: 2 },
      }),
      "steps[1]: a collection list waits for a weekday after the deadline",
    ],
    [
      "a list on a Saturday",
      own(notice, {
        step: "collection-list",
        wait: { after: "deadline", weekday: 6 },
        closes: { weekday: 4, time: "8:00", leastDays: 2 },
      }),
      "steps[1].wait.weekday: a weekday from 1 (Monday) to 5 (Friday)",
    ],
    ["days below nothing", own({ ...notice, termDays: -1 }), "steps[0].termDays: at least 0 days"],
    [
      "one channel twice",
      own({ ...notice, channels: ["email", "email"] }),
      "steps[0].channels: each channel once",
    ],
  ])("with %s is refused with the place", (_what, plan, problem) => {
    expect(problemsOf(plan)).toContain(problem);
  });

  it("with a byte-order mark before it is read", () => {
    expect(readPlanFile(`\uFEFF${JSON.stringify(own(notice))}`)).toMatchObject({ kind: "plan" });
  });

  it("with a figure that is said twice is refused, since only the last would count", () => {
    const text = JSON.stringify(own(notice)).replace('"termDays":14', '"termDays":14,"termDays":3');
    expect(readPlanFile(text)).toEqual({
      kind: "malformed",
      problems: [{ at: "the file", message: 'has "termDays" twice in one object: which of them counts?' }],
    });
  });

  it("with steps without an end is refused in few words", () => {
    const plan = { name: "x", country: "NO", steps: Array.from({ length: 10_000 }, () => notice) };
    expect(problemsOf(plan)).toEqual(["steps: at most 20 steps"]);
  });

  it("that is no JSON is refused", () => {
    expect(readPlanFile("steps: []")).toMatchObject({ kind: "malformed", problems: [{ at: "the file" }] });
  });
});
