import { date } from "@innfri/kernel";
import { aClaim, aCredit, aFile, aLetter, anObjection, aPayment } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import { allocate } from "./allocate.ts";
import type { FileEvent, FileFacts } from "./facts.ts";

const TWO = [
  aClaim({ ref: "A", principal: "1000.00", dueOn: "2026-04-30" }),
  aClaim({ ref: "B", principal: "700.00", dueOn: "2026-03-31" }),
];

function linesOf(facts: FileFacts, payment: ReturnType<typeof aPayment>) {
  const { lines } = allocate(accountOn(facts, payment.on), payment);
  return lines.map(({ item, claim, minor }) => [`${item} ${claim}`, minor]);
}

describe("Money that was paid on one claim", () => {
  it("stays with it when an objection to it is accepted later: its interest first, the rest goes back", () => {
    const posted: FileEvent = {
      ...aPayment("2026-05-20", "1000.00", { claim: "A" }),
      lines: [{ item: "principal", claim: "A", minor: 100_000n }],
    };
    const events: FileEvent[] = [
      posted,
      anObjection("2026-05-25", "400.00", { claim: "A" }),
      { kind: "objection-resolved", on: date("2026-06-01"), outcome: "accepted", claim: "A" },
    ];
    const account = accountOn(aFile({ claims: TWO, events }), date("2026-06-01"));
    // 600.00 × 12 % × 20/365 = 3.95 of interest by 20 May.
    expect(account.claim("A")).toMatchObject({ principalMinor: 0n, interestPaidMinor: 395n });
    expect(account.claim("B").principalMinor).toBe(70_000n);
    expect(account.amountsOn(date("2026-06-01")).refund).toBe(40_000n - 395n);
  });

  it("without use closes what it bears of a joint letter first, also when the letter's other claim is closed", () => {
    const notice = (claims: readonly string[]): FileEvent => ({
      ...aLetter("notice", "2026-05-15", "2026-05-29", { claims }),
      posted: [{ item: "notice-fee", claim: "A", minor: 3_800n }],
    });
    // Of 10.00 of interest 6.58 was owed: 1000.00 × 12 % × 20/365.
    const paid: FileEvent = {
      ...aPayment("2026-05-20", "10.00", { claim: "A" }),
      lines: [{ item: "interest", claim: "A", minor: 1_000n }],
    };
    const read = (refs: readonly string[]) => {
      const claims = TWO.filter(({ ref }) => refs.includes(ref));
      const account = accountOn(aFile({ claims, events: [notice(refs), paid] }), date("2026-05-20"));
      return account.itemsOn(date("2026-05-20")).filter(({ claim }) => claim === "A");
    };
    expect(read(["A", "B"])).toContainEqual({
      claim: "A",
      item: "notice-fee",
      owedMinor: 3_800n,
      openMinor: 3_800n - 342n,
    });
    expect(read(["A"])).toEqual(read(["A", "B"]));
  });

  it("closes that claim's fee and leaves the other one's", () => {
    const events = [
      aLetter("notice", "2026-05-15", "2026-05-29", { claims: ["A"] }),
      aLetter("notice", "2026-05-18", "2026-06-01", { claims: ["B"] }),
    ];
    const file = aFile({ claims: TWO, events });
    const fees = (facts: FileFacts) => {
      const account = accountOn(facts, date("2026-05-20"));
      return account.costs.map((cost) => [cost.claims[0], account.costOpenOn(cost, date("2026-05-20"))]);
    };
    expect(fees(file)).toEqual([
      ["A", 3_800n],
      ["B", 3_800n],
    ]);
    expect(fees({ ...file, events: [...events, aPayment("2026-05-20", "38.00", { claim: "B" })] })).toEqual([
      ["A", 3_800n],
      ["B", 0n],
    ]);
  });

  it("closes what it was posted on, the recovery costs, and not the fee before them", () => {
    const lines = [{ item: "recovery-costs", claim: "B", minor: 30_000n }] as const;
    const events = [
      aLetter("notice", "2026-05-15", "2026-05-29"),
      aLetter("demand", "2026-06-05", "2026-06-19"),
      { ...aPayment("2026-06-08", "300.00"), lines },
    ];
    const account = accountOn(aFile({ claims: TWO, events }), date("2026-06-08"));
    expect(account.amountsOn(date("2026-06-08"))).toMatchObject({
      "notice-fee": 3_800n,
      "recovery-costs": 0n,
      refund: 0n,
    });
  });

  it("closes its own fee first and the fee of a letter for both last, on one line", () => {
    const file = aFile({
      claims: TWO,
      events: [
        aLetter("reminder", "2026-05-15", "2026-05-29", { claims: ["B"] }),
        aLetter("notice", "2026-06-01", "2026-06-15"),
      ],
    });
    expect(linesOf(file, aPayment("2026-06-19", "50.00", { claim: "B" }))).toEqual([
      ["notice-fee B", 3_800n],
      ["interest B", 1_200n],
    ]);
    expect(linesOf(file, aPayment("2026-06-19", "780.00", { claim: "B" }))).toEqual([
      ["notice-fee B", 6_159n],
      ["interest B", 1_841n],
      ["principal B", 70_000n],
    ]);
  });

  it("reaches its principal, its interest and its own fee before the other claim, where the principal goes first", () => {
    const file = aFile({
      claims: TWO,
      settings: { allocation: "principal-first" },
      events: [aLetter("notice", "2026-05-15", "2026-05-29", { claims: ["A"] })],
    });
    expect(linesOf(file, aPayment("2026-06-19", "1100.00", { claim: "A" }))).toEqual([
      ["principal A", 100_000n],
      ["interest A", 1_644n],
      ["notice-fee A", 3_800n],
      ["principal B", 4_556n],
    ]);
  });
});

describe("A credit note", () => {
  const principals = (credit: FileEvent) => {
    const account = accountOn(aFile({ claims: TWO, events: [credit] }), date("2026-05-20"));
    return ["A", "B"].map((ref) => account.claim(ref).principalMinor);
  };

  it("lowers the claim that it names, and no older one", () => {
    expect(principals(aCredit("2026-05-20", "100.00", "A"))).toEqual([90_000n, 70_000n]);
  });

  it("that names none lowers the oldest first, then the next", () => {
    expect(principals(aCredit("2026-05-20", "100.00"))).toEqual([100_000n, 60_000n]);
    expect(principals(aCredit("2026-05-20", "800.00"))).toEqual([90_000n, 0n]);
  });
});

describe("The day a claim is covered", () => {
  const waiver = (on: string, claim: string): FileEvent => ({ kind: "waiver", on: date(on), claim });
  const coveredOn = (...events: FileEvent[]) => {
    const account = accountOn(aFile({ claims: TWO, events }), date("2026-06-01"));
    return ["A", "B"].map((ref) => account.claim(ref).coveredOn);
  };

  it("is that of the payment, the credit note or the waiver that leaves no principal, and of no other", () => {
    expect(coveredOn(aPayment("2026-05-20", "100.00"))).toEqual([null, null]);
    expect(coveredOn(aPayment("2026-05-20", "100.00"), aPayment("2026-05-22", "700.00"))).toEqual([
      null,
      "2026-05-22",
    ]);
    expect(coveredOn(aCredit("2026-05-20", "1000.00", "A"))).toEqual(["2026-05-20", null]);
    expect(coveredOn(waiver("2026-05-20", "A"))).toEqual(["2026-05-20", null]);
  });
});

describe("Credit notes after an accepted objection", () => {
  it("give nothing back of what was never claimed, and all that goes beyond it", () => {
    const accepted: FileEvent[] = [
      anObjection("2026-05-04", "400.00", { claim: "A" }),
      { kind: "objection-resolved", on: date("2026-05-06"), outcome: "accepted", claim: "A" },
    ];
    const after = (...amounts: string[]) => {
      const credits = amounts.map((amount) => aCredit("2026-05-20", amount, "A"));
      const account = accountOn(
        aFile({ claims: TWO, events: [...accepted, ...credits] }),
        date("2026-05-20"),
      );
      return [account.claim("A").principalMinor, account.refundMinor];
    };
    expect(after("500.00")).toEqual([10_000n, 0n]);
    expect(after("700.00")).toEqual([0n, 0n]);
    expect(after("700.00", "300.00")).toEqual([0n, 0n]);
    expect(after("700.00", "400.00")).toEqual([0n, 10_000n]);
    expect(after("1100.00")).toEqual([0n, 10_000n]);
  });
});

it("A claim before the day from which it bears interest is paid and credited as any other", () => {
  const undated = aClaim({ dueOn: null, issuedOn: "2026-04-16", principal: "1000.00" });
  const principal = (event: FileEvent) =>
    accountOn(aFile({ claims: [undated], events: [event] }), date("2026-05-20")).claim("A").principalMinor;
  expect(principal(aPayment("2026-05-20", "300.00"))).toBe(70_000n);
  expect(principal(aCredit("2026-05-20", "400.00"))).toBe(60_000n);
});

it("A waiver of one claim leaves the compensation that stands on another", () => {
  const events: FileEvent[] = [
    { kind: "compensation", on: date("2026-05-15"), claims: ["A"] },
    { kind: "waiver", on: date("2026-05-20"), claim: "B" },
  ];
  const open = (waived: readonly FileEvent[]) =>
    accountOn(
      aFile({ debtorKind: "business", claims: TWO, events: [...events, ...waived] }),
      date("2026-05-21"),
    ).amountsOn(date("2026-05-21")).compensation;
  expect(open([])).toBe(46_000n);
  expect(open([{ kind: "waiver", on: date("2026-05-21"), claim: "A" }])).toBe(0n);
});
