import { addDays, date, formatMinor } from "@innfri/kernel";
import { aClaim, aFile, aLetter, anObjection, aPayment, type ClaimOptions } from "@innfri/testing/claims";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { Account, accountOn } from "./account.ts";
import { allocate } from "./allocate.ts";
import type { FileEvent, FileFacts, OperatorKind, PostedCharge } from "./facts.ts";
import { bearerFirst, chargeItemOf } from "./letter-event.ts";
import { aDayOfStory, aHistory, LAST_DAY } from "./test-histories.ts";
import { verdictOn } from "./verdict-on.ts";

function amounts(facts: FileFacts, on: string) {
  return accountOn(facts, date(on)).amountsOn(date(on));
}

describe("A file as it stands", () => {
  it("is the same in whatever order its claims are listed", () => {
    fc.assert(
      fc.property(aHistory, aDayOfStory, (facts, on) => {
        const turned = { ...facts, claims: [...facts.claims].reverse() };
        expect(amounts(turned, on)).toEqual(amounts(facts, on));
      }),
    );
  });

  it("depends on nothing that happens after the day", () => {
    fc.assert(
      fc.property(aHistory, aDayOfStory, (facts, on) => {
        const before = { ...facts, events: facts.events.filter((event) => event.on <= on) };
        expect(amounts(before, on)).toEqual(amounts(facts, on));
      }),
    );
  });

  it("never becomes cheaper by waiting when nothing happens", () => {
    fc.assert(
      fc.property(aHistory, fc.integer({ min: 0, max: 30 }), (facts, days) => {
        const account = accountOn(facts, LAST_DAY);
        const { total } = account.amountsOn(LAST_DAY);
        expect(account.amountsOn(addDays(LAST_DAY, days)).total).toBeGreaterThanOrEqual(total);
      }),
    );
  });

  it("owes nothing below zero on any item, and its claims and costs make the total", () => {
    fc.assert(
      fc.property(aHistory, aDayOfStory, (facts, on) => {
        const account = accountOn(facts, on);
        const found = account.amountsOn(on);
        for (const minor of Object.values(found)) expect(minor).toBeGreaterThanOrEqual(0n);
        const bySum = account.claims.reduce((sum, claim) => sum + account.openOn(claim.facts.ref, on), 0n);
        expect(bySum).toBe(found.total);
      }),
      { numRuns: 300 },
    );
  });

  it("is charged nothing more for a letter that goes out twice on a day", () => {
    fc.assert(
      fc.property(aHistory, (facts) => {
        const twice = facts.events.flatMap((event): FileEvent[] =>
          event.kind === "letter" ? [event, event] : [event],
        );
        expect(amounts({ ...facts, events: twice }, LAST_DAY)).toEqual(amounts(facts, LAST_DAY));
      }),
    );
  });

  it("asks for no claim that it does not have", () => {
    expect(() => accountOn(aFile(), date("2026-05-01")).claim("Z")).toThrow(/no claim Z/);
  });
});

/** The same history as if each lawful letter had been our own, posted with its charge, and each payment allocated. */
function posted(facts: FileFacts): FileFacts {
  const account = new Account(facts, new Map());
  const events = facts.events.flatMap((event): FileEvent[] => {
    const own = event.kind === "letter" ? postedLetter(account, event) : withLines(account, event);
    if (own === null) return [];
    account.apply(own);
    return [own];
  });
  return { ...facts, events };
}

function withLines(account: Account, event: FileEvent): FileEvent {
  return event.kind === "payment" ? { ...event, lines: allocate(account, event).lines } : event;
}

function postedLetter(account: Account, event: FileEvent & { kind: "letter" }): FileEvent | null {
  const verdict = verdictOn(account, event.letter, event.on, event.claims);
  if (verdict.kind !== "permitted" && verdict.kind !== "permitted-without-fee") return null;
  const term = account.rules.minimumTermDays(event.letter);
  if (term !== null && event.payBy < addDays(event.on, term)) return null;
  const minor = event.fee === "none" ? 0n : (verdict.fee?.minor ?? 0n);
  const claim = bearerFirst(account, verdict.claims, event.letter, event.on)[0]!;
  const charges: PostedCharge[] =
    minor === 0n ? [] : [{ item: chargeItemOf(account.facts, event.letter), claim, minor }];
  return { ...event, claims: verdict.claims, posted: charges };
}

describe("A letter of ours", () => {
  it("comes to what the same letter comes to when it is judged from elsewhere", () => {
    fc.assert(
      // The costs of a Norwegian agency are posted when they become heavy, and follow the day when they are not ours.
      fc.property(
        aHistory.filter(({ country, operator }) => country === "SE" || operator === "self"),
        (facts) => {
          const events = facts.events.filter(({ kind }) => kind !== "objection-resolved");
          const judged = { ...facts, events };
          expect(amounts(posted(judged), LAST_DAY)).toEqual(amounts(judged, LAST_DAY));
        },
      ),
      { numRuns: 300 },
    );
  });

  it("keeps its fee for the other claims it covers when one of them is objected to", () => {
    const claims = [aClaim({ ref: "A" }), aClaim({ ref: "B", principal: "700.00" })];
    const notice = aLetter("notice", "2026-05-15", "2026-05-29");
    const ours = {
      ...notice,
      claims: ["A", "B"],
      posted: [{ item: "notice-fee", claim: "A", minor: 3_800n } as const],
    };
    for (const letter of [notice, ours]) {
      const one = aFile({ claims, events: [letter, anObjection("2026-05-20", "whole", { claim: "A" })] });
      expect(amounts(one, "2026-05-20")["notice-fee"]).toBe(3_800n);
      const both = aFile({ claims, events: [letter, anObjection("2026-05-20", "whole")] });
      expect(amounts(both, "2026-05-20")["notice-fee"]).toBe(0n);
    }
  });

  it("is explained by the claim that bears its fee", () => {
    // The tariff goes by the due day: A's is the old one of 1/10, and A bears the fee.
    const claims = [aClaim({ ref: "A", dueOn: "2020-09-30" }), aClaim({ ref: "B", dueOn: "2020-10-15" })];
    const events = [
      {
        ...aLetter("notice", "2020-11-02", "2020-11-16"),
        claims: ["A", "B"],
        posted: [{ item: "notice-fee", claim: "A", minor: 7_000n } as const],
      },
    ];
    const account = accountOn(aFile({ claims, events }), date("2020-11-02"));
    expect(account.costs[0]?.explain(date("2020-11-02"))?.minor).toBe(7_000n);
  });
});

describe("What an unlawful letter from elsewhere charges", () => {
  const demandAt = (on: string, payBy: string) => aLetter("demand", on, payBy);
  const notice = aLetter("notice", "2026-05-15", "2026-05-29");
  it.each<[title: string, operator: OperatorKind, events: FileEvent[]]>([
    ["a notice of 13 days", "agency", [aLetter("notice", "2026-05-15", "2026-05-28")]],
    ["a notice on the due day", "agency", [aLetter("notice", "2026-04-30", "2026-05-15")]],
    ["a demand without a notice", "agency", [demandAt("2026-06-05", "2026-06-19")]],
    ["a demand of 13 days", "agency", [{ ...notice, fee: "none" }, demandAt("2026-06-05", "2026-06-18")]],
    [
      "a demand on the notice's last day",
      "agency",
      [{ ...notice, fee: "none" }, demandAt("2026-05-29", "2026-06-12")],
    ],
    [
      "a demand of the creditor's own under the new Act",
      "self",
      [{ ...notice, fee: "none" }, demandAt("2026-06-05", "2026-06-19")],
    ],
  ])("is nothing: %s", (_title, operator, events) => {
    const facts = aFile({
      operator,
      events,
      settings: operator === "self" ? { newActFrom: date("2026-06-01") } : {},
    });
    const found = amounts(facts, "2026-06-30");
    expect(found.total).toBe(found.principal + found.interest);
  });
});

describe("A claim that is paid", () => {
  const claims = [aClaim({ ref: "A" }), aClaim({ ref: "B", principal: "700.00", dueOn: "2026-04-15" })];
  const events = [
    aLetter("notice", "2026-05-15", "2026-05-29"),
    aPayment("2026-05-20", "4529.59", { claim: "A" }),
  ];

  it("gets into no demand for another claim, whoever bears the costs (RH 1997:41)", () => {
    const account = accountOn(aFile({ claims, events }), date("2026-06-05"));
    expect(verdictOn(account, "demand", date("2026-06-05"), null)).toMatchObject({ claims: ["B"] });
    expect(verdictOn(account, "demand", date("2026-06-05"), ["A"])).toMatchObject({
      kind: "blocked",
      by: "paid",
    });
  });

  it("lets a demand for the costs that it still bears itself", () => {
    const account = accountOn(
      aFile({
        claims: [claims[0]!],
        events: [events[0]!, aPayment("2026-05-20", "4500.00", { designation: "principal" })],
      }),
      date("2026-06-05"),
    );
    expect(verdictOn(account, "demand", date("2026-06-05"), null)).toMatchObject({
      kind: "permitted",
      fee: { minor: 18_750n },
    });
  });
});

describe("A waiver", () => {
  it("ends everything that one claim bears, and nothing of another", () => {
    const claims = [aClaim({ ref: "A" }), aClaim({ ref: "B", principal: "700.00" })];
    const events: FileEvent[] = [
      { kind: "compensation", on: date("2026-05-05"), claims: ["A"] },
      aLetter("notice", "2026-05-15", "2026-05-29", { claims: ["A"] }),
      aLetter("notice", "2026-05-15", "2026-05-29", { claims: ["B"] }),
      { kind: "waiver", on: date("2026-05-20"), claim: "A" },
    ];
    const account = accountOn(aFile({ debtorKind: "business", claims, events }), date("2026-05-20"));
    expect(account.openOn("A", date("2026-05-20"))).toBe(0n);
    expect(account.openOn("A", date("2026-12-20"))).toBe(0n);
    expect(account.amountsOn(date("2026-05-20"))).toMatchObject({
      principal: 70_000n,
      "notice-fee": 3_800n,
      compensation: 0n,
    });
  });
});

describe("Fees of reminders and notices (inkassoforskriften §§ 1-2, 1-3; S108)", () => {
  const fees = (claim: ClaimOptions, ...events: FileEvent[]) =>
    formatMinor(amounts(aFile({ claims: [aClaim(claim)], events }), "2026-12-01")["notice-fee"]);
  const reminder = (on: string, payBy: string) => aLetter("reminder", on, payBy);
  const notice = (on: string, payBy: string) => aLetter("notice", on, payBy);

  it.each([
    ["a reminder on the thirteenth day", fees({}, reminder("2026-05-13", "2026-05-28")), "0.00"],
    ["a reminder on the fourteenth day", fees({}, reminder("2026-05-14", "2026-05-28")), "38.00"],
    [
      "without an agreed due day, fourteen days after the thirty, which end on a Saturday",
      fees({ dueOn: null, demandedOn: "2026-04-02" }, reminder("2026-05-16", "2026-06-01")),
      "38.00",
    ],
    [
      "the day before that",
      fees({ dueOn: null, demandedOn: "2026-04-02" }, reminder("2026-05-15", "2026-06-01")),
      "0.00",
    ],
    [
      "six months on, the count starts again the day after",
      fees({ dueOn: "2026-01-15" }, notice("2026-02-02", "2026-02-16"), notice("2026-08-02", "2026-08-17")),
      "38.00",
    ],
    [
      "the day after six months",
      fees({ dueOn: "2026-01-15" }, notice("2026-02-02", "2026-02-16"), notice("2026-08-03", "2026-08-17")),
      "76.00",
    ],
    [
      "a reminder after a demand",
      fees(
        {},
        { ...notice("2026-05-15", "2026-05-29"), fee: "none" } as FileEvent,
        aLetter("demand", "2026-06-05", "2026-06-19"),
        reminder("2026-06-22", "2026-07-06"),
      ),
      "0.00",
    ],
    [
      "two reminders and a notice",
      fees(
        {},
        reminder("2026-05-15", "2026-05-29"),
        reminder("2026-06-01", "2026-06-15"),
        notice("2026-06-16", "2026-06-30"),
      ),
      "76.00",
    ],
  ])("%s", (_title, found, owed) => {
    expect(found).toBe(owed);
  });
});

describe("Demands of one day", () => {
  const claims = [aClaim({ ref: "A", principal: "400.00" }), aClaim({ ref: "B", principal: "700.00" })];
  const notice = aLetter("notice", "2026-05-15", "2026-05-29");
  const demands = [
    aLetter("demand", "2026-06-05", "2026-06-19", { claims: ["A"] }),
    aLetter("demand", "2026-06-05", "2026-06-26", { claims: ["B"] }),
  ];

  it("are one case, heavy by the later deadline", () => {
    const facts = aFile({ claims, events: [notice, ...demands] });
    expect(amounts(facts, "2026-07-24")["recovery-costs"]).toBe(30_000n);
    expect(amounts(facts, "2026-07-25")["recovery-costs"]).toBe(60_000n);
  });

  it("bear one fee of the creditor's own", () => {
    const facts = aFile({ operator: "self", claims, events: [notice, ...demands] });
    expect(amounts(facts, "2026-06-05")["notice-fee"]).toBe(3_800n + 11_300n);
  });
});

describe("The costs of a case", () => {
  const notice = aLetter("notice", "2026-05-15", "2026-05-29");
  const demand = aLetter("demand", "2026-06-05", "2026-06-19");
  const costs = (facts: FileFacts, on = "2026-06-05") => amounts(facts, on)["recovery-costs"];

  it("go by the newer tariff when its claims fell due under both", () => {
    const claims = [
      aClaim({ ref: "A", principal: "400.00", dueOn: "2020-09-30" }),
      aClaim({ ref: "B", principal: "400.00", dueOn: "2020-10-01" }),
    ];
    const events = [
      aLetter("notice", "2020-11-02", "2020-11-16"),
      aLetter("demand", "2020-11-17", "2020-12-01"),
    ];
    const account = accountOn(aFile({ claims, events: events.slice(0, 1) }), date("2020-11-17"));
    // 0.35 × 700 for the two together, not 0.5 × 700.
    expect(costs(aFile({ claims, events }), "2020-11-17")).toBe(24_500n);
    expect(verdictOn(account, "demand", date("2020-11-17"), null)).toMatchObject({ fee: { minor: 24_500n } });
  });

  it("are of the lowest band when only interest and costs are left, whatever the interest from before the due day", () => {
    const claim = aClaim({ interestBeforeDue: "600.00" });
    const events = [notice, aPayment("2026-06-01", "4500.00", { designation: "principal" }), demand];
    expect(costs(aFile({ claims: [claim], events }))).toBe(18_750n);
  });

  it("stay light for the claims of a plan, and only for those", () => {
    const claims = [aClaim({ ref: "A" }), aClaim({ ref: "B", principal: "700.00", dueOn: "2026-05-29" })];
    const later = [
      aLetter("notice", "2026-06-15", "2026-06-29", { claims: ["B"] }),
      aLetter("demand", "2026-07-01", "2026-07-15", { claims: ["B"] }),
    ];
    const plan: FileEvent = {
      kind: "payment-plan",
      on: date("2026-07-02"),
      instalments: 3,
      wholeDebt: true,
      claims: ["A"],
    };
    const events = [{ ...notice, claims: ["A"] }, { ...demand, claims: ["A"] }, ...later, plan];
    expect(costs(aFile({ claims, events }), "2026-09-01")).toBe(60_000n + 2n * 26_250n);
  });
});

describe("When a step is too early", () => {
  it("for several claims, the day is that of the first that will be ready", () => {
    const claims = [
      aClaim({ ref: "A", dueOn: "2026-05-04" }),
      aClaim({ ref: "B", dueOn: "2026-06-01" }),
      aClaim({ ref: "C", dueOn: "2026-05-18" }),
    ];
    const account = accountOn(aFile({ claims }), date("2026-05-01"));
    expect(verdictOn(account, "reminder", date("2026-05-01"), null)).toMatchObject({
      kind: "too-early",
      notBefore: "2026-05-05",
    });
  });

  it("after a Swedish objection that failed, the demand waits out the fresh fortnight", () => {
    const events: FileEvent[] = [
      anObjection("2026-05-04", "whole"),
      { kind: "objection-resolved", on: date("2026-05-11"), outcome: "groundless", claim: null },
    ];
    const demand = (on: string) =>
      verdictOn(accountOn(aFile({ country: "SE", events }), date(on)), "demand", date(on), null);
    expect(demand("2026-05-25")).toMatchObject({ kind: "too-early", notBefore: "2026-05-26" });
    expect(demand("2026-05-26")).toMatchObject({ kind: "permitted" });
  });
});

describe("A Swedish reminder for claims of which one agreed to the fee (IkostL 2 §)", () => {
  it("puts the fee on that one", () => {
    const claims = [
      aClaim({ ref: "A", dueOn: "2026-04-01", reminderFeeAgreed: false }),
      aClaim({ ref: "B", dueOn: "2026-04-15" }),
    ];
    const events = [aLetter("reminder", "2026-05-15", "2026-05-25")];
    const account = accountOn(aFile({ country: "SE", claims, events }), date("2026-05-15"));
    expect(account.costs.map(({ claims: refs }) => refs)).toEqual([["B", "A"]]);
  });
});
