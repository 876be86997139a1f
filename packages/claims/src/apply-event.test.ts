/** What plans and legal steps are charged, and what ends of it. */
import { date } from "@innfri/kernel";
import { aClaim, aFile, aLetter, aPayment, type FileOptions } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { type Account, accountOn } from "./account.ts";
import { type ChargingEvent, chargesFor, legalCostsEnded, planFeesEnded } from "./apply-event.ts";
import type { FileEvent, PostedCharge } from "./facts.ts";

const A = aClaim({ ref: "A", principal: "4500.00", dueOn: "2026-04-30" });
const B = aClaim({ ref: "B", principal: "500.00", dueOn: "2026-05-05" });

function after(on: string, events: readonly FileEvent[], more: FileOptions = {}): Account {
  return accountOn(aFile({ claims: [A, B], ...more, events }), date(on));
}

function plan(on: string, instalments = 5, claims: readonly string[] | null = null): ChargingEvent {
  return { kind: "payment-plan", on: date(on), instalments, wholeDebt: true, claims };
}

type LegalKind = "application" | "attachment-application" | "decision" | "enforcement";

function legal(kind: LegalKind, on: string, claims: readonly string[] | null = null): ChargingEvent {
  return { kind, on: date(on), claims };
}

const charge = (item: PostedCharge["item"], claim: string, minor: bigint): PostedCharge => ({
  item,
  claim,
  minor,
});
const SE = { country: "SE" } as const;
/** A demand that cost nothing: with it collection has begun. */
const asking: FileEvent = { ...aLetter("demand", "2026-05-06", "2026-05-20"), posted: [] };

describe("What a plan or legal step would be charged", () => {
  it("stands on the oldest of its claims that is not paid", () => {
    const paid = aPayment("2026-05-10", "4600.00", { claim: "A" });
    const asked = (event: ChargingEvent, events: readonly FileEvent[], more: FileOptions = {}) =>
      chargesFor(after("2026-05-20", events, more), event);
    const step = legal("application", "2026-05-20");
    expect(asked(step, [], SE)).toEqual([
      charge("legal-costs", "A", 30_000n),
      charge("legal-costs", "A", 38_000n),
    ]);
    expect(asked(step, [paid], SE)).toEqual([
      charge("legal-costs", "B", 30_000n),
      charge("legal-costs", "B", 38_000n),
    ]);
    expect(asked(legal("application", "2026-05-20", ["A"]), [paid], SE)).toEqual([]);
    expect(asked(plan("2026-05-20"), [asking])).toEqual([charge("recovery-costs", "A", 112_500n)]);
    expect(asked(plan("2026-05-20", 4), [asking])).toEqual([]);
  });

  it("is nothing for a Norwegian plan that is agreed before the demand for each of its claims (norway.md 2.3, 3.3)", () => {
    const asked = (on: string, ...claims: readonly string[]) =>
      chargesFor(after(on, [{ ...asking, claims }]), plan(on)).map(({ minor }) => minor);
    expect(chargesFor(after("2026-05-20", []), plan("2026-05-20"))).toEqual([]);
    expect(asked("2026-05-20", "A")).toEqual([]);
    expect(asked("2026-05-05", "A", "B")).toEqual([]);
    expect(asked("2026-05-06", "A", "B")).toEqual([112_500n]);
    expect(asked("2026-05-07", "A", "B")).toEqual([112_500n]);
  });

  it("is nothing for a Norwegian plan after a court has been asked, by whichever step (inkassoforskriften § 2-4)", () => {
    for (const kind of ["application", "attachment-application", "decision", "enforcement"] as const) {
      const account = after("2026-05-20", [asking, legal(kind, "2026-05-19", ["A"])]);
      expect(chargesFor(account, plan("2026-05-20"))).toEqual([]);
      expect(chargesFor(account, plan("2026-05-20", 5, ["B"]))).toHaveLength(1);
    }
    const sweden = after("2026-05-20", [legal("decision", "2026-05-19")], SE);
    expect(chargesFor(sweden, plan("2026-05-20"))).toEqual([charge("recovery-costs", "A", 17_000n)]);
  });

  it("is nothing for a Swedish plan of a part of the debt, and nothing for a second one (IkostL 3 §)", () => {
    const part: FileEvent = { ...plan("2026-05-20"), wholeDebt: false } as FileEvent;
    expect(chargesFor(after("2026-05-20", [], SE), part as ChargingEvent)).toEqual([]);
    const agreed = [aLetter("demand", "2026-05-18", "2026-06-01"), plan("2026-05-19")];
    expect(chargesFor(after("2026-05-20", agreed.slice(0, 1), SE), plan("2026-05-20"))).toHaveLength(1);
    expect(chargesFor(after("2026-05-20", agreed, SE), plan("2026-05-20"))).toEqual([]);
  });

  it("is nothing for a further Norwegian plan of a claim that bears the fee of one (norway.md 3.3)", () => {
    const agreed = plan("2026-05-20", 5, ["A"]);
    const asked = (claims: readonly string[], ...events: readonly FileEvent[]) =>
      chargesFor(after("2026-05-21", [asking, ...events]), plan("2026-05-21", 5, claims)).map(
        ({ claim }) => claim,
      );
    expect(asked(["A"], agreed)).toEqual([]);
    expect(asked(["A", "B"], agreed)).toEqual([]);
    expect(asked(["B"], agreed)).toEqual(["B"]);
    expect(asked(["A"], plan("2026-05-20", 4, ["A"]))).toEqual(["A"]);
    const ended: FileEvent = {
      kind: "costs-changed",
      on: date("2026-05-20"),
      changed: [{ ...charge("recovery-costs", "A", -112_500n), plan: true }],
    };
    expect(asked(["A"], agreed, ended)).toEqual(["A"]);
  });

  it("is nothing where a country's authority charges the debtor nothing for the step", () => {
    const asked = (kind: LegalKind, more: FileOptions) =>
      chargesFor(after("2026-05-20", [], more), legal(kind, "2026-05-20")).map(({ minor }) => minor);
    expect(asked("decision", {})).toEqual([]);
    expect(asked("enforcement", {})).toEqual([]);
    expect(asked("decision", SE)).toEqual([]);
    expect(asked("attachment-application", SE)).toEqual([]);
    expect(asked("enforcement", SE)).toEqual([60_000n]);
  });
});

describe("Kronofogden's basic fee (förordning 1992:1094 5-6 §§)", () => {
  const claims = [
    { ...A, issuedOn: date("2024-04-02"), dueOn: date("2024-04-30") },
    { ...B, issuedOn: date("2024-04-02"), dueOn: date("2024-04-30") },
  ];
  const enforced = (on: string, ...refs: readonly string[]) =>
    legal("enforcement", on, refs.length === 0 ? ["A"] : refs);
  const fees = (on: string, ...events: readonly FileEvent[]) =>
    after(on, events, { ...SE, claims }).costs.map((cost) => `${cost.on} ${cost.claims[0]} ${cost.minor}`);

  it("is owed once for a year, and for the next from its day on", () => {
    const first = "2024-06-20 A 60000";
    expect(fees("2026-06-20", enforced("2024-06-20"), enforced("2025-06-19"))).toEqual([first]);
    expect(fees("2026-06-20", enforced("2024-06-20"), enforced("2025-06-20"))).toEqual([
      first,
      "2025-06-20 A 60000",
    ]);
    // A step within the year does not begin it anew.
    expect(
      fees("2026-06-20", enforced("2024-06-20"), enforced("2024-12-02"), enforced("2025-06-20")),
    ).toEqual([first, "2025-06-20 A 60000"]);
  });

  it("is owed anew for a decision, which is a title of its own", () => {
    expect(
      fees(
        "2026-06-20",
        enforced("2024-06-20"),
        legal("decision", "2024-09-02", ["A"]),
        enforced("2024-09-20"),
      ),
    ).toEqual(["2024-06-20 A 60000", "2024-09-20 A 60000"]);
    expect(
      fees(
        "2026-06-20",
        enforced("2024-06-20"),
        legal("application", "2024-09-02", ["B"]),
        enforced("2024-09-20"),
      ),
    ).toHaveLength(3);
  });

  it("is one for the claims of a title, and not owed again with one of them", () => {
    expect(fees("2024-12-02", enforced("2024-06-20", "A", "B"), enforced("2024-12-02", "B"))).toEqual([
      "2024-06-20 A 60000",
    ]);
    expect(fees("2024-12-02", enforced("2024-06-20", "A"), enforced("2024-12-02", "A", "B"))).toEqual([
      "2024-06-20 A 60000",
    ]);
    expect(fees("2024-12-02", enforced("2024-06-20", "A"), enforced("2024-12-02", "B"))).toHaveLength(2);
  });

  it("is not owed again for less than 100.00, and the first time for any sum", () => {
    const leftOver = (minor: bigint, ...before: readonly FileEvent[]): FileEvent[] => {
      const day = date("2025-06-20");
      const { total } = after("2025-06-20", before, { ...SE, claims: claims.slice(0, 1) }).amountsOn(day);
      return [...before, { ...aPayment("2025-06-20", "1.00", { claim: "A" }), minor: total - minor }];
    };
    const charged = (events: readonly FileEvent[]) =>
      chargesFor(after("2025-06-20", events, { ...SE, claims: claims.slice(0, 1) }), enforced("2025-06-20"));
    const fee = [charge("legal-costs", "A", 60_000n)];
    expect(charged(leftOver(9_999n, enforced("2024-06-20")))).toEqual([]);
    expect(charged(leftOver(10_000n, enforced("2024-06-20")))).toEqual(fee);
    expect(charged(leftOver(9_999n))).toEqual(fee);
    const together = (minor: bigint) => {
      const first = [enforced("2024-06-20")];
      const { total } = after("2025-06-20", first, { ...SE, claims }).amountsOn(date("2025-06-20"));
      const events = [...first, { ...aPayment("2025-06-20", "1.00"), minor: total - minor }];
      return chargesFor(after("2025-06-20", events, { ...SE, claims }), enforced("2025-06-20", "A", "B"));
    };
    expect(together(9_999n)).toEqual([]);
    expect(together(10_000n)).toHaveLength(1);
  });
});

describe("The day of the first legal step", () => {
  it("stays the first, and is that of the claims it was taken for", () => {
    const account = after("2026-06-20", [
      legal("application", "2026-05-20", ["A"]),
      legal("decision", "2026-06-10"),
      legal("enforcement", "2026-06-15"),
    ]);
    expect(account.claims.map(({ atCourtSince }) => atCourtSince)).toEqual(["2026-05-20", "2026-06-10"]);
    const ended = {
      kind: "procedure-ended",
      on: date("2026-05-21"),
      claims: null,
      isNotified: true,
    } as const;
    expect(after("2026-06-20", [ended], SE).claims.map(({ atCourtSince }) => atCourtSince)).toEqual([
      null,
      null,
    ]);
  });
});

describe("What ends of what was charged", () => {
  const amount = (account: Account, on: string) => account.amountsOn(date(on))["recovery-costs"];

  it("is in Norway the fee of a plan with the claim that goes to a court, paid or not", () => {
    const agreed = [asking, plan("2026-05-20", 5, ["B"])];
    const account = after("2026-05-21", agreed);
    expect(planFeesEnded(account, ["A", "B"])).toEqual([charge("recovery-costs", "B", -112_500n)]);
    expect(planFeesEnded(account, ["A"])).toEqual([]);
    const paid = aPayment("2026-05-20", "1125.00", { claim: "B" });
    expect(planFeesEnded(after("2026-05-21", [...agreed, paid]), ["B"])).toHaveLength(1);
    const gone = after("2026-05-22", [...agreed, legal("application", "2026-05-22")]);
    expect(amount(gone, "2026-05-22")).toBe(0n);
    expect(planFeesEnded(gone, ["B"])).toEqual([]);
    const sweden = after("2026-05-21", agreed, SE);
    expect(amount(sweden, "2026-05-21")).toBe(17_000n);
    expect(planFeesEnded(sweden, ["A", "B"])).toEqual([]);
    expect(
      planFeesEnded(after("2026-05-21", [aLetter("notice", "2026-05-20", "2026-06-03")]), ["A", "B"]),
    ).toEqual([]);
  });

  it("is the fee of the plan, though the demand is newer", () => {
    const demands: FileEvent = {
      ...aLetter("demand", "2026-05-21", "2026-06-04", { claims: ["A"] }),
      posted: [charge("recovery-costs", "A", 60_000n)],
    };
    const agreed = {
      ...plan("2026-05-20", 5, ["A"]),
      posted: [charge("recovery-costs", "A", 112_500n)],
    } as FileEvent;
    const { costs } = after("2026-05-22", [agreed, demands, legal("application", "2026-05-22", ["A"])]);
    expect(
      costs.filter(({ item }) => item === "recovery-costs").map((cost) => [cost.plan, cost.minor]),
    ).toEqual([
      [true, 0n],
      [false, 60_000n],
    ]);
  });

  it("is with a step of ours what was recorded with it, and else nothing", () => {
    const agreed = [asking, plan("2026-05-20", 5, ["B"])];
    const step = { ...legal("decision", "2026-05-22"), posted: [] } as FileEvent;
    expect(amount(after("2026-05-22", [...agreed, step]), "2026-05-22")).toBe(112_500n);
    const changed = { ...step, changed: [charge("recovery-costs", "B", -112_500n)] } as FileEvent;
    expect(amount(after("2026-05-22", [...agreed, changed]), "2026-05-22")).toBe(0n);
  });

  it("is of an application that led to no decision what nobody has paid of its costs (lag 1990:746 22 §)", () => {
    const step = legal("application", "2026-05-20", ["A"]);
    const others = [
      aLetter("demand", "2026-05-18", "2026-06-01"),
      step,
      legal("application", "2026-05-20", ["B"]),
    ];
    const ended = (events: readonly FileEvent[], ...refs: string[]) =>
      legalCostsEnded(after("2026-06-01", events, SE), refs, date("2026-06-01"));
    const whole = (claim: string) => [
      charge("legal-costs", claim, -30_000n),
      charge("legal-costs", claim, -38_000n),
    ];
    expect(ended(others, "A")).toEqual(whole("A"));
    expect(ended(others, "B")).toEqual(whole("B"));
    expect(ended(others, "A", "B")).toEqual([...whole("A"), ...whole("B")]);
    const paid = (item: "legal-costs", minor: bigint): FileEvent => ({
      ...aPayment("2026-05-25", "1.00", { claim: "A" }),
      minor,
      lines: [{ item, claim: "A", minor }],
    });
    expect(ended([step, paid("legal-costs", 30_000n)], "A")).toEqual([charge("legal-costs", "A", -38_000n)]);
    expect(ended([step, paid("legal-costs", 31_000n)], "A")).toEqual([charge("legal-costs", "A", -37_000n)]);
    expect(ended([step, paid("legal-costs", 68_000n)], "A")).toEqual([]);
  });
});

describe("Charges that were posted", () => {
  const posted = <T extends FileEvent>(event: T, ...charges: readonly PostedCharge[]): T => ({
    ...event,
    posted: charges,
  });
  const step = posted(
    legal("application", "2026-05-20"),
    charge("legal-costs", "A", 30_000n),
    charge("legal-costs", "A", 37_000n),
  );

  it("pass with their claim to those of the same step that were not paid then", () => {
    const bearers = (...events: readonly FileEvent[]) =>
      after("2026-05-20", [...events, step], SE).costs.map(({ claims }) => claims.join("+"));
    expect(bearers()).toEqual(["A+B", "A+B"]);
    expect(bearers(aPayment("2026-05-20", "510.00", { claim: "B" }))).toEqual(["A", "A"]);
  });

  it("keep the law's reason for them, whatever was charged, where it is of the same item", () => {
    const rules = (event: ChargingEvent) =>
      after("2026-05-20", [event], SE).costs.map(
        (cost) => cost.explain(date("2026-05-20"))?.derivation.figures[0]?.table,
      );
    expect(rules(step)).toEqual(["se.application-fee", "se.agent-cost"]);
    expect(rules(posted(legal("application", "2026-05-20"), charge("notice-fee", "A", 6_000n)))).toEqual([
      undefined,
    ]);
    expect(rules(posted(legal("decision", "2026-05-20"), charge("legal-costs", "A", 6_000n)))).toEqual([
      undefined,
    ]);
  });

  it("stay what they are, without a reason, on a day that no table covers", () => {
    const late = { ...step, on: date("2027-02-01") } as FileEvent;
    const { costs } = after("2027-02-01", [late], SE);
    expect(costs.map((cost) => [cost.minor, cost.explain(date("2027-02-01"))])).toEqual([
      [30_000n, null],
      [37_000n, null],
    ]);
  });

  it("of a plan are its fee, and of a step are none", () => {
    const fee = posted(plan("2026-05-20"), charge("recovery-costs", "A", 17_000n));
    const isFee = (event: FileEvent) => after("2026-05-20", [event], SE).costs.map((cost) => cost.plan);
    expect(isFee(fee)).toEqual([true]);
    expect(isFee(plan("2026-05-20"))).toEqual([true]);
    expect(isFee(step)).toEqual([false, false]);
    expect(isFee(legal("enforcement", "2026-05-20"))).toEqual([false]);
  });
});

describe("Heavy costs that were posted", () => {
  const demanded = (claim: string, on: string, minor: bigint): FileEvent[] => [
    { ...aLetter("notice", "2026-05-01", "2026-05-15", { claims: [claim] }), posted: [] },
    {
      ...aLetter("demand", on, on === "2026-05-18" ? "2026-06-01" : "2026-06-02", { claims: [claim] }),
      posted: [charge("recovery-costs", claim, minor)],
    },
  ];
  const figures = (claims: readonly string[] | null, ...events: readonly FileEvent[]) => {
    const heavy: FileEvent = {
      kind: "heavy",
      on: date("2026-07-02"),
      claims,
      posted: [charge("recovery-costs", claims?.[0] ?? "A", 100n)],
    };
    const byDay = events.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
    return after("2026-07-02", [...byDay, heavy])
      .costs.at(-1)
      ?.explain(date("2026-07-02"))?.minor;
  };

  it("have the law's figure for the whole of their own case beside them", () => {
    const ofA = demanded("A", "2026-05-18", 60_000n);
    const ofB = demanded("B", "2026-05-19", 18_750n);
    // 4500.00: 1200.00 heavy; 500.00: 375.00 (norway.md 3.2).
    expect(figures(["A"], ...ofA, ...ofB)).toBe(120_000n);
    expect(figures(["B"], ...ofA, ...ofB)).toBe(37_500n);
    expect(figures(["A", "B"], ...ofA)).toBe(120_000n);
    expect(figures(null, ...ofA)).toBe(120_000n);
    expect(figures(["A"])).toBeUndefined();
  });
});

describe("A plan for one claim of a case and one of none", () => {
  it("keeps the costs of the case light", () => {
    const events = [
      aLetter("notice", "2026-05-06", "2026-05-20", { claims: ["A"] }),
      aLetter("demand", "2026-05-21", "2026-06-04", { claims: ["A"] }),
    ];
    const costs = (...more: readonly FileEvent[]) =>
      after("2026-07-10", [...events, ...more]).amountsOn(date("2026-07-10"))["recovery-costs"];
    expect(costs()).toBe(120_000n);
    expect(costs(plan("2026-06-20", 2, ["A", "B"]))).toBe(60_000n);
    expect(costs(plan("2026-06-20", 2, ["B"]))).toBe(120_000n);
  });
});
