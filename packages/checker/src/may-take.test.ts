/** May a step be taken on this very day? The days on both sides of each border, in the words of the rules. */
import { describe, expect, it } from "vitest";
import type { Event, Facts, LetterName } from "./facts.ts";
import type { Step } from "./judge.ts";
import { limitation } from "./limitation.ts";
import { mayTake } from "./may-take.ts";
import { CLAIM, NORWAY, SWEDEN, TWO } from "./test-facts.ts";

function letter(
  letter: LetterName,
  on: string,
  payBy: string,
  claims: readonly string[] | null = null,
): Event {
  return { kind: "letter", letter, on, payBy, fee: "standard", receivedOn: null, claims };
}

function paid(on: string, minor: bigint, claim = "A"): Event {
  return { kind: "payment", on, minor, designation: "principal", claim };
}

/** As `permitted 38`, `too-early 2026-05-01` or `blocked paid`. */
function answer(facts: Facts, step: Step, on: string, claims: readonly string[] | null = null): string {
  const verdict = mayTake(facts, step, on, claims);
  if (verdict.kind === "too-early") return `${verdict.kind} ${verdict.notBefore}`;
  if (verdict.kind === "blocked") return `${verdict.kind} ${verdict.by}`;
  return `${verdict.kind} ${Number(verdict.feeMinor) / 100}`;
}

describe("The small fees of a Norwegian claim (INKF § 1-2, F1-F7)", () => {
  const first = letter("notice", "2026-05-15", "2026-05-29");

  it("begin 14 days after the due day, and again six months after the last of them", () => {
    expect(answer(NORWAY, "notice", "2026-05-13")).toBe("permitted-without-fee 0");
    expect(answer(NORWAY, "notice", "2026-05-14")).toBe("permitted 38");
    const facts = { ...NORWAY, events: [first] };
    expect(answer(facts, "notice", "2026-11-15")).toBe("permitted-without-fee 0");
    expect(answer(facts, "notice", "2026-11-16")).toBe("permitted 38");
  });

  it("are two where the first is a reminder that gave 14 days, which have passed", () => {
    const after = (payBy: string) => ({ ...NORWAY, events: [letter("reminder", "2026-05-15", payBy)] });
    expect(answer(after("2026-05-29"), "notice", "2026-05-29")).toBe("permitted-without-fee 0");
    expect(answer(after("2026-05-29"), "notice", "2026-05-30")).toBe("permitted 38");
    expect(answer(after("2026-05-28"), "notice", "2026-06-10")).toBe("permitted-without-fee 0");
    const both = [
      letter("reminder", "2026-05-15", "2026-05-29"),
      letter("notice", "2026-06-01", "2026-06-15"),
    ];
    expect(answer({ ...NORWAY, events: both }, "notice", "2026-07-01")).toBe("permitted-without-fee 0");
  });

  it("are counted from the last time that the count began again", () => {
    const claims = [{ ...CLAIM, issuedOn: "2025-01-02", dueOn: "2025-01-16" }];
    const old = letter("notice", "2025-02-03", "2025-02-17");
    const again = letter("reminder", "2026-02-02", "2026-02-16");
    expect(answer({ ...NORWAY, claims, events: [old, again] }, "notice", "2026-02-18")).toBe("permitted 38");
    const third = letter("notice", "2026-02-18", "2026-03-04");
    expect(answer({ ...NORWAY, claims, events: [old, again, third] }, "notice", "2026-03-05")).toBe(
      "permitted-without-fee 0",
    );
  });

  it("end with a demand", () => {
    const events = [
      letter("notice", "2026-05-01", "2026-05-15"),
      letter("demand", "2026-05-18", "2026-06-01"),
    ];
    expect(answer({ ...NORWAY, events }, "reminder", "2026-06-02")).toBe("permitted-without-fee 0");
  });

  it("are borne only by a letter that was charged with one, where charges are known as posted", () => {
    const posted = (item: "notice-fee" | null): Event =>
      ({ ...first, posted: item === null ? [] : [{ item, claim: "A", minor: 3_800n }] }) as Event;
    expect(answer({ ...NORWAY, events: [posted("notice-fee")] }, "notice", "2026-06-15")).toBe(
      "permitted-without-fee 0",
    );
    expect(answer({ ...NORWAY, events: [posted(null)] }, "notice", "2026-06-15")).toBe("permitted 38");
  });
});

describe("A Norwegian demand", () => {
  const noticed = [letter("notice", "2026-05-15", "2026-05-29")];

  it("waits while the deadline of another claim's demand runs, unless that claim's principal is paid (reading 7)", () => {
    const events = [...noticed, letter("demand", "2026-06-01", "2026-06-15", ["A"])];
    const facts = { ...NORWAY, claims: TWO, events };
    expect(answer(facts, "demand", "2026-06-15", ["B"])).toBe("too-early 2026-06-16");
    expect(answer(facts, "demand", "2026-06-16", ["B"])).toMatch(/^permitted \d/);
    const settled = { ...facts, events: [...events, paid("2026-06-05", 450_000n)] };
    expect(answer(settled, "demand", "2026-06-08", ["B"])).toMatch(/^permitted \d/);
    // A letter that is no demand keeps nobody waiting.
    const reminded = [...noticed, letter("notice", "2026-06-01", "2026-06-15", ["A"])];
    expect(answer({ ...NORWAY, claims: TWO, events: reminded }, "demand", "2026-06-02", ["B"])).toMatch(
      /^permitted \d/,
    );
  });

  it("goes out anew after six months, then without costs, for whoever it covers besides", () => {
    const events = [...noticed, letter("demand", "2026-06-01", "2026-06-15", ["A"])];
    const facts = { ...NORWAY, claims: TWO, events };
    expect(answer(facts, "demand", "2026-12-01", ["A"])).toBe("blocked limit-reached");
    expect(answer(facts, "demand", "2026-12-02", ["A"])).toBe("permitted 0");
    expect(answer(facts, "demand", "2026-12-02", null)).toBe("permitted 0");
  });

  it("of a creditor's own bears the fee of the later tariff where its claims have two", () => {
    const claims = [
      { ...CLAIM, issuedOn: "2020-09-10", dueOn: "2020-09-30" },
      { ...CLAIM, ref: "B", issuedOn: "2020-09-10", dueOn: "2020-10-01" },
    ];
    const events = [letter("notice", "2020-10-16", "2020-10-30")];
    const facts = { ...NORWAY, operator: "self", claims, events } as const;
    const fee = (refs: readonly string[] | null) => answer(facts, "demand", "2020-11-02", refs);
    expect(fee(null)).toBe(fee(["B"]));
    expect(fee(null)).not.toBe(fee(["A"]));
  });
});

describe("Under the Act of 2026, from the day that the operator has entered", () => {
  const settings = { ...NORWAY.settings, newActFrom: "2026-05-18" };
  const self = { ...NORWAY, operator: "self", settings } as const;
  const agency = { ...NORWAY, settings };

  it("notice and demand are the collector's alone, and nobody knows their amounts yet", () => {
    expect(answer(self, "notice", "2026-05-15")).toBe("permitted 38");
    expect([answer(self, "notice", "2026-05-18"), answer(self, "demand", "2026-05-18")]).toEqual([
      "blocked mode",
      "blocked mode",
    ]);
    expect([answer(agency, "notice", "2026-05-18"), answer(agency, "demand", "2026-05-18")]).toEqual([
      "blocked outside-coverage",
      "blocked outside-coverage",
    ]);
    expect(answer(agency, "reminder", "2026-05-18")).toBe("permitted-without-fee 0");
    expect(answer({ ...SWEDEN, settings }, "reminder", "2026-05-18")).toBe("permitted 60");
  });

  it("a case that runs already cannot be taken to court; one that was only reminded has no demand yet", () => {
    const running = { ...agency, events: [letter("notice", "2026-05-15", "2026-05-29")] };
    expect(answer(running, "court", "2026-06-01")).toBe("blocked outside-coverage");
    expect(answer({ ...running, operator: "self" }, "court", "2026-06-01")).toBe("blocked mode");
    const reminded = { ...agency, events: [letter("reminder", "2026-05-15", "2026-05-29")] };
    expect(answer(reminded, "court", "2026-06-01")).toBe("blocked demand-missing");
    expect(answer(running, "reminder", "2026-06-01")).toBe("permitted-without-fee 0");
  });
});

describe("A Swedish claim", () => {
  it("of consumer credit bears no reminder fee, and is a person's to judge from 20 November 2026", () => {
    const facts = { ...SWEDEN, claims: [{ ...CLAIM, type: "consumer-credit" }] } as const;
    expect(answer(facts, "reminder", "2026-11-19")).toBe("permitted-without-fee 0");
    expect(answer(facts, "reminder", "2026-11-20")).toBe("blocked outside-coverage");
    expect(answer(SWEDEN, "reminder", "2026-11-20")).toBe("permitted 60");
  });

  it("may be taken to court for as long as its demand is answered by nobody; a Norwegian one for six months", () => {
    const events = [
      letter("notice", "2025-12-01", "2025-12-15"),
      letter("demand", "2026-01-15", "2026-01-29"),
    ];
    const claims = [{ ...CLAIM, issuedOn: "2025-10-16", dueOn: "2025-10-31" }];
    const swedish = { ...SWEDEN, claims, events: events.slice(1) };
    expect(answer(swedish, "court", "2026-01-29")).toBe("too-early 2026-01-30");
    expect(answer(swedish, "court", "2026-10-15")).toMatch(/^permitted [1-9]/);
    const norwegian = { ...NORWAY, claims, events };
    expect(answer(norwegian, "court", "2026-07-15")).toMatch(/^permitted [1-9]/);
    expect(answer(norwegian, "court", "2026-07-16")).toBe("blocked demand-missing");
  });

  it("bears one fee where demands of one day are one: the other's is without", () => {
    const facts = { ...SWEDEN, claims: TWO, events: [letter("demand", "2026-05-18", "2026-06-01", ["A"])] };
    expect(answer(facts, "demand", "2026-05-18", ["B"])).toBe("permitted-without-fee 0");
    expect(answer(facts, "demand", "2026-05-19", ["B"])).toBe("permitted 180");
  });
});

it("A day that there is not is an error, not an answer", () => {
  expect(() => mayTake(NORWAY, "reminder", "2026-02-30", null)).toThrow("not a day: 2026-02-30");
});

it("A claim that is not there becomes too old on no day", () => {
  expect(limitation(NORWAY, "A", "2026-05-04")).toBe("2029-04-30");
  expect(limitation(NORWAY, "nobody's", "2026-05-04")).toBeUndefined();
});

describe("A claim that nothing has made fall due", () => {
  it("is outside what can be judged, whatever is asked; the day 30 days after a demand makes it due", () => {
    const never = { ...NORWAY, claims: [{ ...CLAIM, dueOn: null }] };
    expect(answer(never, "reminder", "2026-06-01")).toBe("blocked outside-coverage");
    expect(answer({ ...never, debtorKind: "business" }, "compensation", "2026-06-01")).toBe(
      "blocked outside-coverage",
    );
    const asked = { ...NORWAY, claims: [{ ...CLAIM, dueOn: null, demandedOn: "2026-05-01" }] };
    expect(answer(asked, "reminder", "2026-05-31")).toBe("too-early 2026-06-01");
    expect(answer(asked, "reminder", "2026-06-01")).toBe("permitted-without-fee 0");
  });

  it("is not there at all: nothing is to be paid", () => {
    expect(answer(NORWAY, "reminder", "2026-06-01", ["nobody's"])).toBe("blocked paid");
  });
});

describe("Compensation (FRL § 3 a)", () => {
  const business = { ...NORWAY, debtorKind: "business" } as const;
  const settled = (on: string) => ({ ...business, events: [paid(on, 450_000n)] });

  it("is owed from the day after the due day, but not of what was paid on it", () => {
    expect(answer(business, "compensation", "2026-04-30")).toBe("too-early 2026-05-01");
    expect(answer(business, "compensation", "2026-05-01")).toMatch(/^permitted [1-9]/);
    expect(answer(settled("2026-04-30"), "compensation", "2026-05-04")).toBe("blocked paid");
    expect(answer(settled("2026-05-01"), "compensation", "2026-05-04")).toMatch(/^permitted [1-9]/);
  });

  it("waits while the whole is disputed (norway.md 5.2)", () => {
    const objection: Event = {
      kind: "objection",
      on: "2026-05-04",
      scope: "whole",
      reasonable: false,
      claim: "A",
    };
    const settled: Event = {
      kind: "objection-resolved",
      on: "2026-05-06",
      outcome: "groundless",
      claim: "A",
    };
    const partly = { ...objection, scope: 100_000n } as const;
    const asked = (...events: readonly Event[]) =>
      answer({ ...business, events }, "compensation", "2026-05-06");
    expect(asked(objection)).toBe("blocked objection");
    expect(asked(objection, settled)).toMatch(/^permitted [1-9]/);
    expect(asked(partly)).toMatch(/^permitted [1-9]/);
  });

  it("keeps open only the claim on whose account it stands, when both principals are paid (P8)", () => {
    const claimed: Event = { kind: "compensation", on: "2026-05-04", claims: ["A"] };
    const events = [claimed, paid("2026-05-04", 450_000n), paid("2026-05-04", 460_000n, "B")];
    const facts = { ...business, claims: TWO, events };
    expect(answer(facts, "reminder", "2026-05-05", ["B"])).toBe("blocked paid");
    expect(answer(facts, "reminder", "2026-05-05", ["A"])).toBe("permitted-without-fee 0");
  });
});
