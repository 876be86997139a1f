/** The first and last day of a step, and the rule that it is refused under, as the reader is told. */
import { date } from "@innfri/kernel";
import { aClaim, aFile, aLetter, anObjection, aPayment } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import type { FileEvent, FileFacts } from "./facts.ts";
import { type Obstacle, obstacleText, type StepKind } from "./verdict.ts";
import { verdictOn } from "./verdict-on.ts";

/** As `permitted 38.00 no.notice-fee.amount`, `too-early 2026-05-01 …` or `blocked paid …`. */
function answer(
  facts: FileFacts,
  step: StepKind,
  on: string,
  claims: readonly string[] | null = null,
): string {
  const verdict = verdictOn(accountOn(facts, date(on)), step, date(on), claims);
  if (verdict.kind === "too-early") return `${verdict.kind} ${verdict.notBefore} ${verdict.rule}`;
  if (verdict.kind === "blocked") return `${verdict.kind} ${verdict.by} ${verdict.rule}`;
  return `${verdict.kind} ${Number(verdict.fee?.minor ?? 0n) / 100}`;
}

function norway(...events: readonly FileEvent[]): FileFacts {
  return aFile({ claims: [aClaim({ dueOn: "2026-04-30" })], events });
}

function sweden(more: Partial<FileFacts>, ...events: readonly FileEvent[]): FileFacts {
  return aFile({ country: "SE", claims: [aClaim({ dueOn: "2026-04-30" })], events, ...more });
}

const PAID = aPayment("2026-05-04", "5000.00");
const IN_TIME = aPayment("2026-04-30", "5000.00");

describe("A Norwegian claim", () => {
  const notice = aLetter("notice", "2026-05-15", "2026-05-29");

  it("bears a fee again six months after the last one, and not on the day before (INKF § 1-2, F6)", () => {
    expect(answer(norway(notice), "notice", "2026-11-15")).toBe("permitted-without-fee 0");
    expect(answer(norway(notice), "notice", "2026-11-16")).toBe("permitted 38");
  });

  it("counts two fees from the day on which the count began again", () => {
    const facts = (again: string) =>
      norway(notice, aLetter("reminder", again, "2026-11-30"), aLetter("notice", "2026-12-01", "2026-12-15"));
    const two = [notice, aLetter("reminder", "2026-11-16", "2026-11-30")];
    expect(answer(norway(...two), "notice", "2026-12-01")).toBe("permitted 38");
    // On the day before, the reminder was free, and the notice of May is still the last with a fee.
    const early = [notice, aLetter("reminder", "2026-11-15", "2026-11-30")];
    expect(answer(norway(...early), "notice", "2026-12-01")).toBe("permitted 38");
    expect(answer(facts("2026-11-16"), "notice", "2026-12-16")).toBe("permitted-without-fee 0");
    expect(answer(facts("2026-11-15"), "notice", "2026-12-16")).toBe("permitted-without-fee 0");
  });

  it("is refused under its rule: paid, too early after the notice, no notice, demanded already", () => {
    expect(answer(norway(PAID), "notice", "2026-05-18")).toBe("blocked paid no.costs.necessary");
    expect(answer(norway(notice), "demand", "2026-05-29")).toBe(
      "too-early 2026-05-30 no.demand.after-notice",
    );
    expect(answer(norway(), "demand", "2026-05-29")).toBe("blocked notice-missing no.demand.after-notice");
    const demanded = norway(notice, aLetter("demand", "2026-06-01", "2026-06-15"));
    expect(answer(demanded, "demand", "2026-12-01")).toBe("blocked limit-reached no.demand.validity");
    expect(answer(demanded, "court", "2026-06-15")).toBe("too-early 2026-06-16 no.court.after-demand");
    expect(answer(norway(notice), "court", "2026-06-15")).toBe(
      "blocked demand-missing no.court.after-demand",
    );
  });

  it("keeps another claim's demand waiting through its deadline's last day, and not a day longer (reading 7)", () => {
    const claims = [aClaim({ ref: "A", dueOn: "2026-04-30" }), aClaim({ ref: "B", dueOn: "2026-04-30" })];
    const demanded = aLetter("demand", "2026-06-01", "2026-06-15", { claims: ["A"] });
    const facts = aFile({ claims, events: [notice, demanded] });
    expect(answer(facts, "demand", "2026-06-15", ["B"])).toMatch(/^too-early 2026-06-16 /);
    expect(answer(facts, "demand", "2026-06-16", ["B"])).toMatch(/^permitted [1-9]/);
  });

  it("goes to no court within the fresh days after an objection that failed, as it gets no demand in them", () => {
    const objection = { kind: "objection", scope: "whole", reasonable: false, claim: "A" } as const;
    const failed = { kind: "objection-resolved", outcome: "groundless", claim: "A" } as const;
    const demanded = norway(
      notice,
      aLetter("demand", "2026-06-01", "2026-06-15"),
      { ...objection, on: date("2026-06-10") },
      { ...failed, on: date("2026-06-12") },
    );
    // Fourteen days from Friday 12 June.
    expect(answer(demanded, "court", "2026-06-16")).toBe("too-early 2026-06-27 no.objection.fresh-deadline");
    expect(answer(demanded, "court", "2026-06-26")).toBe("too-early 2026-06-27 no.objection.fresh-deadline");
    expect(answer(demanded, "court", "2026-06-27")).toMatch(/^permitted/);
  });

  it("is told the last of the days that its demand waits for", () => {
    const failed = (on: string): readonly FileEvent[] => [
      { kind: "objection", scope: "whole", reasonable: false, claim: "A", on: date("2026-05-20") },
      { kind: "objection-resolved", outcome: "groundless", claim: "A", on: date(on) },
    ];
    // The notice until Friday 29 May; fresh days from Monday 25 May until Monday 8 June.
    const late = norway(notice, ...failed("2026-05-25"));
    expect(answer(late, "demand", "2026-05-26")).toBe("too-early 2026-06-09 no.objection.fresh-deadline");
    // A notice that gives until Tuesday 30 June is the longer wait.
    const long = aLetter("notice", "2026-05-15", "2026-06-30");
    expect(answer(norway(long, ...failed("2026-05-25")), "demand", "2026-05-26")).toBe(
      "too-early 2026-07-01 no.demand.after-notice",
    );
  });

  it("is a demand for a Norwegian even where nothing is charged: collection starts with it", () => {
    const again = norway(notice, aLetter("demand", "2026-06-01", "2026-06-15"));
    expect(answer(again, "demand", "2026-12-02")).toBe("permitted 0");
  });
});

describe("A Swedish claim", () => {
  const objection = anObjection("2026-05-12", "whole");

  it("is refused under its rule: no notice, an objection, compensation once", () => {
    expect(answer(sweden({}), "notice", "2026-05-18")).toBe("blocked mode se.costs.closed-list");
    expect(answer(sweden({}, objection), "demand", "2026-05-18")).toBe(
      "blocked objection se.objection.stops",
    );
    const claimed = { kind: "compensation", on: date("2026-05-18"), claims: null } as const;
    const trader = sweden({ debtorKind: "business" }, claimed);
    expect(answer(trader, "compensation", "2026-05-18")).toBe("blocked limit-reached se.compensation");
  });

  it("is demanded for one fee on a day, with no second for another claim, and for one on the next day", () => {
    const claims = [aClaim({ ref: "A" }), aClaim({ ref: "B" })];
    const facts = sweden({ claims }, aLetter("demand", "2026-05-18", "2026-06-01", { claims: ["A"] }));
    expect(answer(facts, "demand", "2026-05-18")).toBe("permitted-without-fee 0");
    expect(answer(facts, "demand", "2026-05-19")).toBe("permitted 180");
  });

  it("is refused under its rule: paid, demanded already, paid in time", () => {
    expect(answer(sweden({}, PAID), "demand", "2026-05-18")).toBe("blocked paid se.demand-fee.booking-day");
    const demanded = sweden({}, aLetter("demand", "2026-05-18", "2026-06-01"));
    expect(answer(demanded, "demand", "2026-06-15")).toBe("blocked limit-reached se.demand.once");
    expect(answer(sweden({ debtorKind: "business" }, IN_TIME), "compensation", "2026-05-18")).toBe(
      "blocked paid se.compensation",
    );
    expect(answer(sweden({ debtorKind: "business" }, PAID), "compensation", "2026-05-18")).toBe(
      "permitted 450",
    );
  });

  it("goes to no court within the fresh days after an objection that failed (sweden.md 4.1)", () => {
    const demanded = sweden(
      {},
      aLetter("demand", "2026-05-18", "2026-06-01"),
      { kind: "objection", scope: "whole", reasonable: false, claim: "A", on: date("2026-05-25") },
      { kind: "objection-resolved", outcome: "withdrawn", claim: "A", on: date("2026-05-29") },
    );
    expect(answer(demanded, "court", "2026-06-02")).toBe("too-early 2026-06-13 se.objection.fresh-deadline");
    expect(answer(demanded, "court", "2026-06-13")).toBe("permitted 680");
  });

  it("is told the last of the days that its demand waits for", () => {
    const failed = (on: string) =>
      sweden(
        {},
        { kind: "objection", scope: "whole", reasonable: false, claim: "A", on: date("2026-04-01") },
        { kind: "objection-resolved", outcome: "groundless", claim: "A", on: date(on) },
      );
    expect(answer(failed("2026-04-02"), "demand", "2026-04-10")).toBe(
      "too-early 2026-05-01 se.demand.deadline",
    );
    expect(answer(failed("2026-04-24"), "demand", "2026-04-30")).toBe(
      "too-early 2026-05-09 se.objection.fresh-deadline",
    );
  });

  it("of consumer credit is a person's to judge from 20 November 2026", () => {
    const facts = sweden({ claims: [aClaim({ dueOn: "2026-04-30", type: "consumer-credit" })] });
    expect(answer(facts, "demand", "2026-11-19")).toBe("permitted 180");
    expect(answer(facts, "demand", "2026-11-20")).toBe("blocked outside-coverage se.consumer-credit.human");
  });

  it("is taken to court for the application's fee and the agent's cost together, each with its figure", () => {
    const facts = sweden({}, aLetter("demand", "2026-05-18", "2026-06-01"));
    const verdict = verdictOn(accountOn(facts, date("2026-06-02")), "court", date("2026-06-02"), null);
    if (verdict.kind !== "permitted" || verdict.fee === null) throw new Error(verdict.kind);
    expect(verdict.fee.derivation.figures.map(({ table }) => table)).toEqual([
      "se.application-fee",
      "se.agent-cost",
    ]);
    expect(verdict.fee.derivation.arithmetic).toMatch(/300\.00.* \+ .*380\.00.* = 680\.00$/);
  });

  it("bears interest of a consumer who was told of it, where no due day was agreed (räntelagen 4 §)", () => {
    const interest = (debtorKind: "consumer" | "business", interestStated: boolean) => {
      const claim = aClaim({ dueOn: null, demandedOn: "2026-04-16", interestStated });
      const facts = sweden({ debtorKind, claims: [claim] });
      return accountOn(facts, date("2026-06-30")).amountsOn(date("2026-06-30")).interest;
    };
    expect(interest("consumer", false)).toBe(0n);
    expect(interest("consumer", true)).toBeGreaterThan(0n);
    expect(interest("business", false)).toBe(interest("consumer", true));
  });
});

describe("Compensation of a claim that is disputed as a whole", () => {
  const objection = (claim: string, on: string): FileEvent => ({
    kind: "objection",
    on: date(on),
    scope: "whole",
    reasonable: false,
    claim,
  });
  const settled = (on: string): FileEvent => ({
    kind: "objection-resolved",
    on: date(on),
    outcome: "groundless",
    claim: "A",
  });
  const claimed: FileEvent = { kind: "compensation", on: date("2026-05-18"), claims: null };

  it("waits for the objection's answer as every other charge does (norway.md 5.2; sweden.md 4.1)", () => {
    for (const [country, compensation] of [
      ["NO", "460"],
      ["SE", "450"],
    ] as const) {
      const facts = (...events: readonly FileEvent[]) =>
        aFile({ country, debtorKind: "business", claims: [aClaim({ dueOn: "2026-04-30" })], events });
      const rule = country === "NO" ? "no.objection.stops" : "se.objection.stops";
      const open = facts(objection("A", "2026-05-12"));
      expect(answer(open, "compensation", "2026-05-18")).toBe(`blocked objection ${rule}`);
      const answered = facts(objection("A", "2026-05-12"), settled("2026-05-19"));
      expect(answer(answered, "compensation", "2026-05-19")).toBe(`permitted ${compensation}`);
      const owed = ({ events }: FileFacts) => {
        const account = accountOn(facts(...events), date("2026-05-20"));
        return account.amountsOn(date("2026-05-20")).compensation;
      };
      expect(owed(facts(objection("A", "2026-05-12"), claimed))).toBe(0n);
      expect(owed(facts(claimed, objection("A", "2026-05-19")))).toBe(BigInt(compensation) * 100n);
    }
  });
});

it("Of several claims the first day that one of them may be asked for is told, else the first obstacle", () => {
  const claims = [
    aClaim({ ref: "A", dueOn: "2026-05-06" }),
    aClaim({ ref: "B", dueOn: "2026-05-05" }),
    aClaim({ ref: "C", dueOn: "2026-05-07" }),
  ];
  const facts = aFile({ claims });
  expect(answer(facts, "notice", "2026-05-01")).toBe("too-early 2026-05-06 no.notice.deadline");
  expect(answer(facts, "notice", "2026-05-01", ["A", "C"])).toBe("too-early 2026-05-07 no.notice.deadline");
  expect(answer(facts, "demand", "2026-05-29", ["A"])).toBe("blocked notice-missing no.demand.after-notice");
  expect(answer(facts, "notice", "2040-01-02")).toBe("blocked outside-coverage coverage");
  const objected = aFile({ claims, events: [anObjection("2026-05-12", "whole")] });
  expect(answer(objected, "notice", "2026-05-12")).toBe("blocked objection no.objection.stops");
  expect(answer(objected, "notice", "2040-01-02")).toBe("blocked outside-coverage coverage");
  expect(answer(facts, "notice", "2026-05-12", [])).toBe("blocked paid coverage");
  // B, the older, was given until 15 June, and A until the first.
  const notices = [
    aLetter("notice", "2026-05-12", "2026-06-15", { claims: ["B"] }),
    aLetter("notice", "2026-05-12", "2026-06-01", { claims: ["A"] }),
  ];
  const given = aFile({ claims, events: notices });
  expect(answer(given, "demand", "2026-05-20")).toBe("too-early 2026-06-02 no.demand.after-notice");
  expect(answer(given, "demand", "2026-05-20", ["B", "C"])).toBe(
    "too-early 2026-06-16 no.demand.after-notice",
  );
});

it.each([
  ["objection", "an objection is open"],
  ["paid", "the claim is paid, or was paid in time"],
  ["notice-missing", "no collection notice was sent for it"],
  ["demand-missing", "there is no demand for payment that still holds"],
  ["limit-reached", "it was done as often as the law allows"],
  ["mode", "it is not for this sender to send it"],
  ["debtor-kind", "the debtor is a consumer"],
  ["outside-coverage", "what the law says of it has not been checked"],
] satisfies [Obstacle, string][])("%s: %s", (by, text) => {
  expect(obstacleText(by)).toBe(text);
});
