import { type CalendarDate, date, formatMinor } from "@innfri/kernel";
import { describe, expect, it } from "vitest";
import { decide } from "./decide.ts";
import type { CreditorRules, OpenHold } from "./decision.ts";
import type { FileEvent } from "./facts.ts";
import { freshFile, plainRules } from "./fresh-file.ts";
import { noGentle, noStandard, type Plan, seStandard } from "./plan.ts";
import { asItWas, type History, partingDay, replayPlan, type SentStep } from "./replay-plan.ts";

const DUE = date("2026-04-30");

/** Claims of 4,500 due on 30 April 2026 and taken over on the 16th. */
function aHistory(
  { country }: Plan,
  told: {
    readonly refs?: readonly string[];
    readonly events?: readonly (FileEvent & { readonly knownOn?: string })[];
    readonly holds?: readonly OpenHold[];
    readonly takenUp?: History["takenUp"];
    readonly knownOn?: Readonly<Record<string, string>>;
  } = {},
): History {
  const file = freshFile(
    { country },
    {
      debtorKind: "person",
      operator: "agency",
      claims: (told.refs ?? ["A"]).map((ref) => ({
        ref,
        invoiceNumber: ref,
        principalMinor: 450_000n,
        issuedOn: date("2026-04-16"),
        dueOn: DUE,
        reminderFeeAgreed: true,
      })),
    },
  );
  return {
    file,
    claims: file.facts.claims.map((facts) => ({
      knownOn: date(told.knownOn?.[facts.ref] ?? "2026-04-16"),
      what: { facts, invoiceNumber: facts.ref, on: date("2026-04-16") },
    })),
    events: (told.events ?? []).map(({ knownOn, ...what }) => ({
      knownOn: date(knownOn ?? what.on),
      what: what as FileEvent,
    })),
    takenUp: told.takenUp ?? [],
    holds: told.holds ?? [],
  };
}

function wordsOf(steps: readonly SentStep[]): string[] {
  return steps.map(({ on, step, claims, charges }) =>
    [
      on,
      step,
      claims.join("+"),
      ...charges.map(({ item, claim, minor }) => `${item} ${formatMinor(minor)} ${claim}`),
    ].join(" "),
  );
}

function replayed(
  plan: Plan,
  history: History,
  through = "2026-12-31",
  rules: Partial<CreditorRules> = {},
): string[] {
  const all = { ...plainRules(plan), ...rules };
  return wordsOf(
    replayPlan(history, (state, on: CalendarDate) => decide(state, all, on, "sums"), date(through)),
  );
}

const pays = (minor: bigint, on: string, knownOn = on): FileEvent & { knownOn: string } => ({
  kind: "payment",
  on: date(on),
  knownOn,
  minor,
  designation: null,
  claim: "A",
});

const STANDARD = [
  "2026-05-15 notice A notice-fee 38.00 A",
  "2026-06-05 demand A recovery-costs 600.00 A",
  "2026-07-18 heavy A recovery-costs 600.00 A",
];

describe("A history replayed under a plan (B8)", () => {
  it("of a silent debtor is the plan's own steps, through the last day asked for", () => {
    const silent = aHistory(noStandard);
    expect(replayed(noStandard, silent)).toEqual(STANDARD);
    expect(replayed(noStandard, silent, "2026-07-18")).toEqual(STANDARD);
    expect(replayed(noStandard, silent, "2026-07-17")).toEqual(STANDARD.slice(0, 2));
    expect(replayed(noGentle, silent)).toEqual(["2026-05-04 reminder A", ...STANDARD]);
    expect(replayed(seStandard, aHistory(seStandard))).toEqual([
      "2026-05-11 reminder A notice-fee 60.00 A",
      "2026-05-26 demand A recovery-costs 180.00 A",
    ]);
  });

  it("answers what waits for a person with yes on the day it is asked", () => {
    expect(replayed(noStandard, aHistory(noStandard), "2026-12-31", { automation: "suggest" })).toEqual(
      STANDARD,
    );
  });

  it("knows a claim from the day it was taken over, and money from the day the bank's file came", () => {
    const late = aHistory(noStandard, { knownOn: { A: "2026-06-01" } });
    expect(replayed(noStandard, late)[0]).toBe("2026-06-01 notice A notice-fee 38.00 A");
    const paid = aHistory(noStandard, { events: [pays(450_000n, "2026-05-14")] });
    expect(replayed(noStandard, paid)).toEqual([]);
    // Paid on the 14th and known on the 18th: the notice of the 15th has gone, and nothing comes after it.
    const known = aHistory(noStandard, { events: [pays(500_000n, "2026-05-14", "2026-05-18")] });
    expect(replayed(noStandard, known)).toEqual(STANDARD.slice(0, 1));
  });

  it("waives the rest of a letter's sum that was paid in time, and pursues it when it was late (D13)", () => {
    const paid = (on: string) => aHistory(noStandard, { events: [pays(456_019n, on)] });
    expect(replayed(noStandard, paid("2026-05-29"))).toEqual(STANDARD.slice(0, 1));
    expect(replayed(noStandard, paid("2026-06-01")).length).toBeGreaterThan(1);
  });

  it("takes credit notes, agreements and compensation as they were", () => {
    const credited = aHistory(noStandard, {
      events: [{ kind: "credit", on: date("2026-05-20"), minor: 450_000n, claim: "A" }],
    });
    expect(replayed(noStandard, credited)).toEqual(STANDARD.slice(0, 1));
    // An agreement before the day of heavy costs keeps them light.
    const agreed = aHistory(noStandard, {
      events: [
        { kind: "payment-plan", on: date("2026-06-10"), instalments: 3, wholeDebt: true, claims: null },
      ],
    });
    expect(replayed(noStandard, agreed)).toEqual([...STANDARD.slice(0, 2), "2026-07-18 heavy A"]);
  });

  it("stops for an objection, and goes on where it was found groundless", () => {
    const objection: FileEvent = {
      kind: "objection",
      on: date("2026-05-20"),
      scope: "whole",
      reasonable: true,
      claim: "A",
      changed: [{ item: "notice-fee", claim: "A", minor: -99_900n }],
    };
    const open = aHistory(noStandard, { events: [objection] });
    expect(replayed(noStandard, open)).toEqual(STANDARD.slice(0, 1));
    const settled = (outcome: "groundless" | "accepted") =>
      aHistory(noStandard, {
        events: [
          objection,
          { kind: "objection-resolved", on: date("2026-06-01"), outcome, claim: "A", changed: [] },
        ],
      });
    const after = replayed(noStandard, settled("groundless"));
    expect(after[0]).toBe(STANDARD[0]);
    expect(after[1]).toMatch(/^2026-06-(1[5-9]|2\d) demand A/);
    expect(replayed(noStandard, settled("accepted"))).toEqual(STANDARD.slice(0, 1));
  });

  it("charges for what was owed: a part that was never owed is out of the costs that were charged before", () => {
    const events: readonly FileEvent[] = [
      { kind: "objection", on: date("2026-06-08"), scope: 300_000n, reasonable: true, claim: "A" },
      { kind: "objection-resolved", on: date("2026-06-09"), outcome: "accepted", claim: "A" },
    ];
    const [notice, demand, corrected, heavy] = replayed(noStandard, aHistory(noStandard, { events }));
    expect([notice, demand]).toEqual(STANDARD.slice(0, 2));
    // The demand asked for too much: it is said again with a deadline of 23 June, which the heavy day follows.
    expect(corrected).toBe("2026-06-09 demand A");
    // Of the 600.00 of 4,500 stay the 300.00 of 1,500, and heavy costs double those (inkassoforskriften § 2-2).
    expect(heavy).toBe("2026-07-22 heavy A recovery-costs 300.00 A");
    const rejected = events.map((event) =>
      event.kind === "objection-resolved" ? { ...event, outcome: "withdrawn" as const } : event,
    );
    expect(replayed(noStandard, aHistory(noStandard, { events: rejected }))).toContain(STANDARD[2]);
  });

  it("of two claims takes money, objections and what a person took up each for its own", () => {
    const both = { refs: ["A", "B"] };
    expect(replayed(noStandard, aHistory(noStandard, both))).toEqual([
      "2026-05-15 notice A+B notice-fee 38.00 A",
      "2026-06-05 demand A+B recovery-costs 600.00 A",
      "2026-07-18 heavy A recovery-costs 600.00 A",
      "2026-07-18 heavy B",
    ]);
    const events = [
      { kind: "objection", on: date("2026-05-20"), scope: "whole", reasonable: false, claim: "B" } as const,
      pays(460_000n, "2026-05-18"),
    ];
    // Told out of their order: A is paid on the 18th, and B is disputed from the 20th.
    expect(replayed(noStandard, aHistory(noStandard, { ...both, events }))).toEqual([
      "2026-05-15 notice A+B notice-fee 38.00 A",
    ]);
    const rules = plainRules(noStandard);
    const parksB = (state: Parameters<typeof decide>[0], on: CalendarDate) => {
      const isB = state.claims.some(({ ref }) => ref === "B") && on < "2026-05-20";
      const because = { rule: "plan.channel" as const, text: "no address" };
      return isB
        ? { decisions: [{ kind: "park" as const, claim: "B", because }], nextLookOn: on }
        : decide(state, rules, on, "sums");
    };
    const takenUp = [{ knownOn: date("2026-05-20"), what: "B" }];
    const parked = replayPlan(aHistory(noStandard, { ...both, takenUp }), parksB, date("2026-05-31"));
    expect(wordsOf(parked)).toEqual([
      "2026-05-15 notice A notice-fee 38.00 A",
      "2026-05-20 notice B notice-fee 38.00 B",
    ]);
  });

  it("takes the costs that a reasonable objection ended as ended, also when it is withdrawn (inkassoloven § 17)", () => {
    const events: readonly FileEvent[] = [
      { kind: "objection-resolved", on: date("2026-06-20"), outcome: "withdrawn", claim: "A" },
      { kind: "objection", on: date("2026-06-08"), scope: "whole", reasonable: true, claim: "A" },
    ];
    const history = aHistory(noStandard, { events });
    expect(replayed(noStandard, history).at(-1)).toBe("2026-07-18 heavy A");
    const unreasonable = events.map((event) =>
      event.kind === "objection" ? { ...event, reasonable: false } : event,
    );
    expect(replayed(noStandard, aHistory(noStandard, { events: unreasonable })).at(-1)).toBe(STANDARD[2]);
  });

  it("holds while the creditor held, and not after", () => {
    const hold = (untilOn: string | null): OpenHold => ({
      claim: "A",
      kind: "stopped",
      fromOn: date("2026-05-10"),
      untilOn: untilOn === null ? null : date(untilOn),
    });
    expect(replayed(noStandard, aHistory(noStandard, { holds: [hold(null)] }))).toEqual([]);
    expect(replayed(noStandard, aHistory(noStandard, { holds: [hold("2026-05-20")] }))[0]).toBe(
      "2026-05-21 notice A notice-fee 38.00 A",
    );
  });

  it("takes up again what a person took up, and leaves out what waits for one", () => {
    const parking = (takenUp: History["takenUp"]) => {
      const history = aHistory(noStandard, { takenUp });
      const rules = plainRules(noStandard);
      const judge = (state: Parameters<typeof decide>[0], on: CalendarDate) =>
        on < "2026-06-10"
          ? {
              decisions: state.claims.map(({ ref }) => ({
                kind: "park" as const,
                claim: ref,
                because: { rule: "plan.channel" as const, text: "no address" },
              })),
              nextLookOn: null,
            }
          : decide(state, rules, on, "sums");
      return wordsOf(replayPlan(history, judge, date("2026-12-31")));
    };
    expect(parking([])).toEqual([]);
    expect(parking([{ knownOn: date("2026-06-10"), what: "B" }])).toEqual([]);
    expect(parking([{ knownOn: date("2026-06-10"), what: "A" }])[0]).toBe(
      "2026-06-10 notice A notice-fee 38.00 A",
    );
  });

  it("takes over a legal step with the day on which it was recorded: from then on no plan goes on", () => {
    const applied = (on: string) =>
      aHistory(noStandard, {
        events: [
          { kind: "application", on: date(on), claims: ["A"], posted: [], changed: [] },
          { kind: "decision", on: date(on), claims: ["A"] },
        ],
      });
    expect(replayed(noStandard, applied("2026-06-22"))).toEqual(STANDARD.slice(0, 2));
    expect(replayed(noStandard, applied("2026-07-20"))).toEqual(STANDARD);
  });

  it("of what the company's plan did takes nothing over: its letters and its waivers", () => {
    const done: readonly FileEvent[] = [
      {
        kind: "letter",
        letter: "demand",
        on: date("2026-05-02"),
        payBy: date("2026-05-18"),
        fee: "standard",
        receivedOn: null,
        claims: ["A"],
        posted: [{ item: "recovery-costs", claim: "A", minor: 60_000n }],
      },
      { kind: "heavy", on: date("2026-05-03"), claims: null, posted: [] },
      { kind: "waiver", on: date("2026-05-05"), claim: "A" },
    ];
    const history = aHistory(noStandard, { events: done });
    expect(replayed(noStandard, history)).toEqual(STANDARD);
    expect(wordsOf(asItWas(history))).toEqual([
      "2026-05-02 demand A recovery-costs 600.00 A",
      "2026-05-03 heavy ",
    ]);
  });

  it("says so when a day's looks do not come to an end, and begins nothing without a claim", () => {
    const again = (state: Parameters<typeof decide>[0]) => ({
      decisions: [
        {
          kind: "ask" as const,
          step: "notice" as const,
          claims: state.claims.map(({ ref }) => ref),
          closesOn: null,
          closesAt: null,
          because: { rule: "plan.approval" as const, text: "waits" },
        },
      ],
      nextLookOn: null,
    });
    expect(() => replayPlan(aHistory(noStandard), again, date("2026-12-31"))).toThrow(/2026-04-16/);
    expect(replayPlan(aHistory(noStandard, { refs: [] }), again, date("2026-12-31"))).toEqual([]);
  });
});

describe("The day on which two ways part", () => {
  const step = (on: string, of: Partial<SentStep> = {}): SentStep => ({
    on: date(on),
    step: "notice",
    claims: ["A", "B"],
    charges: [
      { item: "notice-fee", claim: "A", minor: 3_800n },
      { item: "recovery-costs", claim: "B", minor: 1n },
    ],
    ...of,
  });

  it("is none while both do the same, in whatever order their claims and charges are told", () => {
    expect(partingDay([], [])).toBeNull();
    const turned = step("2026-05-15", {
      claims: ["B", "A"],
      charges: step("2026-05-15").charges.toReversed(),
    });
    expect(partingDay([step("2026-05-15")], [turned])).toBeNull();
  });

  it("is the first day of a letter that only one has, or that charges another sum", () => {
    const both = [step("2026-05-15"), step("2026-06-05")];
    expect(partingDay(both, both.slice(0, 1))).toBe("2026-06-05");
    expect(partingDay([], both)).toBe("2026-05-15");
    expect(partingDay([step("2026-05-15")], [step("2026-05-18")])).toBe("2026-05-15");
    expect(partingDay([step("2026-05-15")], [step("2026-05-15", { step: "reminder" })])).toBe("2026-05-15");
    expect(partingDay([step("2026-05-15")], [step("2026-05-15", { claims: ["A"] })])).toBe("2026-05-15");
    expect(partingDay(both, [both[0]!, step("2026-06-05", { charges: [] })])).toBe("2026-06-05");
  });
});
