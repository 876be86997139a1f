import { date, formatMinor } from "@innfri/kernel";
import { aClaim, aFile } from "@innfri/testing/claims";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import {
  fileEventsOf,
  type LetterData,
  type PaymentData,
  progressOf,
  type StoredEvent,
} from "./claim-event.ts";

function chain(
  claim: string,
  ...events: readonly (readonly [on: string, kind: string, data: object])[]
): StoredEvent[] {
  return events.map(([on, kind, data], i) => ({ claim, seq: i + 1, kind, on: date(on), data: { ...data } }));
}

function letter(document: string, more: Partial<LetterData> = {}): LetterData {
  return {
    letter: "notice",
    document,
    payBy: date("2026-05-29"),
    fee: "standard",
    charges: [],
    total: "0.00",
    ...more,
  };
}

function payment(amount: string, more: Partial<PaymentData> = {}): PaymentData {
  return {
    payment: "payment 1",
    lines: [{ item: "principal", amount }],
    designation: null,
    orderedOn: null,
    ...more,
  };
}

const FEE = [{ item: "notice-fee", amount: "38.00" }] as const;

describe("The facts of a file, from the chains of its claims", () => {
  it("has one letter where several chains hold the same, with the charge of the one that bears it", () => {
    const events = [
      ...chain("A", ["2026-05-15", "letter", letter("one", { charges: FEE })]),
      ...chain("B", ["2026-05-15", "letter", letter("one")]),
      ...chain("C", ["2026-05-15", "letter", letter("another", { charges: FEE })]),
    ];
    expect(fileEventsOf(events)).toEqual([
      {
        kind: "letter",
        letter: "notice",
        on: "2026-05-15",
        payBy: "2026-05-29",
        fee: "standard",
        receivedOn: null,
        claims: ["A", "B"],
        posted: [{ item: "notice-fee", claim: "A", minor: 3_800n }],
      },
      {
        kind: "letter",
        letter: "notice",
        on: "2026-05-15",
        payBy: "2026-05-29",
        fee: "standard",
        receivedOn: null,
        claims: ["C"],
        posted: [{ item: "notice-fee", claim: "C", minor: 3_800n }],
      },
    ]);
  });

  it("has each claim's part of a payment with what it closed, credit notes, waivers and heavy costs", () => {
    const events = chain(
      "A",
      [
        "2026-05-20",
        "payment",
        payment("100.00", {
          lines: [
            { item: "notice-fee", amount: "38.00" },
            { item: "principal", amount: "62.00" },
          ],
        }),
      ],
      ["2026-05-21", "credit", { invoice: "1002", amount: "50.00" }],
      ["2026-07-18", "step", { step: "heavy", charges: [{ item: "recovery-costs", amount: "600.00" }] }],
      ["2026-07-20", "waiver", {}],
    );
    expect(fileEventsOf(events)).toEqual([
      {
        kind: "payment",
        on: "2026-05-20",
        minor: 10_000n,
        designation: null,
        claim: "A",
        lines: [
          { item: "notice-fee", claim: "A", minor: 3_800n },
          { item: "principal", claim: "A", minor: 6_200n },
        ],
      },
      { kind: "credit", on: "2026-05-21", minor: 5_000n, claim: "A" },
      {
        kind: "heavy",
        on: "2026-07-18",
        claims: ["A"],
        posted: [{ item: "recovery-costs", claim: "A", minor: 60_000n }],
      },
      { kind: "waiver", on: "2026-07-20", claim: "A" },
    ]);
  });

  it("leaves out what concerns no amount", () => {
    expect(
      fileEventsOf(
        chain(
          "A",
          ["2026-05-15", "registered", {}],
          ["2026-05-16", "step", { step: "follow-up", charges: [] }],
          ["2026-05-17", "proposed", {}],
        ),
      ),
    ).toEqual([]);
  });

  it("is by day, whatever order the chains are read in", () => {
    const events = [
      ...chain(
        "B",
        ["2026-05-15", "letter", letter("one")],
        ["2026-05-20", "credit", { invoice: "1", amount: "1.00" }],
      ),
      ...chain(
        "A",
        ["2026-05-04", "payment", payment("10.00")],
        ["2026-05-15", "letter", letter("one", { charges: FEE })],
      ),
    ];
    const days = (list: readonly StoredEvent[]) => fileEventsOf(list).map(({ kind, on }) => `${on} ${kind}`);
    expect(days(events)).toEqual(["2026-05-04 payment", "2026-05-15 letter", "2026-05-20 credit"]);
    fc.assert(
      fc.property(fc.shuffledSubarray(events, { minLength: events.length }), (turned) => {
        expect(days(turned)).toEqual(days(events));
      }),
    );
  });

  it("puts a letter after what had happened to any of its claims, so that its costs go by what was unpaid", () => {
    const demand = letter("demand", {
      letter: "demand",
      payBy: date("2026-06-19"),
      charges: [{ item: "recovery-costs", amount: "262.50" }],
    });
    // B paid in the morning; A's chain is shorter, so by numbers alone its demand would come first.
    const events = [
      ...chain("A", ["2026-06-05", "letter", demand]),
      ...chain(
        "B",
        ["2026-05-15", "letter", letter("one")],
        ["2026-06-05", "payment", payment("4000.00")],
        ["2026-06-05", "letter", { ...demand, charges: [] }],
      ),
    ];
    expect(fileEventsOf(events).map(({ kind, on }) => `${on} ${kind}`)).toEqual([
      "2026-05-15 letter",
      "2026-06-05 payment",
      "2026-06-05 letter",
    ]);
    const facts = aFile({
      claims: [aClaim({ ref: "A", principal: "500.00" }), aClaim({ ref: "B", principal: "4500.00" })],
      events: fileEventsOf(events),
    });
    const [collection] = accountOn(facts, date("2026-06-05")).cases;
    expect([...collection!.shares]).toEqual([
      ["A", 50_000n],
      ["B", 50_000n],
    ]);
  });

  it("reads chains that contradict each other all the same", () => {
    const events = [
      ...chain("A", ["2026-06-05", "letter", letter("one")], ["2026-06-05", "letter", letter("two")]),
      ...chain("B", ["2026-06-05", "letter", letter("two")], ["2026-06-05", "letter", letter("one")]),
    ];
    expect(fileEventsOf(events)).toMatchObject([{ claims: ["A", "B"] }, { claims: ["A", "B"] }]);
  });

  it("keeps every øre and every charge of any chain", () => {
    const amount = fc.bigInt({ min: 1n, max: 10n ** 12n });
    const anEvent = fc.oneof(
      amount.map((minor) => ["payment", payment(formatMinor(minor)), minor] as const),
      amount.map(
        (minor) =>
          [
            "letter",
            letter(String(minor), { charges: [{ item: "notice-fee", amount: formatMinor(minor) }] }),
            minor,
          ] as const,
      ),
      amount.map((minor) => ["credit", { invoice: "1", amount: formatMinor(minor) }, minor] as const),
    );
    const aChain = fc.array(fc.tuple(fc.integer({ min: 1, max: 28 }), anEvent), { maxLength: 8 });
    fc.assert(
      fc.property(aChain, aChain, (a, b) => {
        const made = [a, b].flatMap((list, i) =>
          chain(
            "AB"[i]!,
            ...[...list]
              .sort(([x], [y]) => x - y)
              .map(([day, [kind, data]]) => [`2026-06-${String(day).padStart(2, "0")}`, kind, data] as const),
          ),
        );
        const sum = [...a, ...b].reduce((total, [, [, , minor]]) => total + minor, 0n);
        const read = fileEventsOf(made).reduce(
          (total, event) =>
            total +
            (event.kind === "letter"
              ? (event.posted ?? []).reduce((part, { minor }) => part + minor, 0n)
              : "minor" in event
                ? event.minor
                : 0n),
          0n,
        );
        expect(read).toBe(sum);
      }),
    );
  });
});

describe("How far a claim has come", () => {
  it("is its steps, oldest first, with the deadlines they set", () => {
    const events = chain(
      "A",
      ["2026-05-15", "letter", letter("one")],
      ["2026-06-22", "step", { step: "follow-up", charges: [] }],
    );
    expect(progressOf(events).get("A")?.taken).toEqual([
      { step: "notice", on: "2026-05-15", payBy: "2026-05-29" },
      { step: "follow-up", on: "2026-06-22", payBy: null },
    ]);
  });

  const one = (total: string) => ["2026-05-15", "letter", letter("one", { total })] as const;
  it.each<[title: string, events: readonly StoredEvent[], paid: bigint]>([
    [
      "a payment on the deadline",
      chain("A", one("100.00"), ["2026-05-29", "payment", payment("60.00")]),
      6_000n,
    ],
    ["a payment the day after", chain("A", one("100.00"), ["2026-05-30", "payment", payment("60.00")]), 0n],
    [
      "a payment the day after, ordered on the deadline (D12)",
      chain("A", one("100.00"), [
        "2026-05-30",
        "payment",
        payment("60.00", { orderedOn: date("2026-05-29") }),
      ]),
      6_000n,
    ],
    [
      "two payments",
      chain(
        "A",
        one("100.00"),
        ["2026-05-20", "payment", payment("60.00")],
        ["2026-05-21", "payment", payment("40.00")],
      ),
      10_000n,
    ],
    [
      "a payment before the letter",
      chain("A", ["2026-05-14", "payment", payment("60.00")], one("100.00")),
      0n,
    ],
    [
      "a payment on the letter's day, before it",
      chain("A", ["2026-05-15", "payment", payment("60.00")], one("100.00")),
      0n,
    ],
    [
      "a payment of an earlier letter",
      chain(
        "A",
        one("100.00"),
        ["2026-05-20", "payment", payment("60.00")],
        ["2026-06-05", "letter", letter("two", { payBy: date("2026-06-19") })],
      ),
      0n,
    ],
  ])("counts towards the newest letter's sum in time: %s", (_title, events, paid) => {
    expect(progressOf(events).get("A")?.paidSinceLetterInTimeMinor).toBe(paid);
  });

  it("counts what was paid on any of the letter's claims, for each of them", () => {
    const events = [
      ...chain("A", one("200.00"), ["2026-05-20", "payment", payment("120.00")]),
      ...chain("B", one("200.00"), ["2026-05-20", "payment", payment("80.00")]),
      ...chain("C", ["2026-05-20", "payment", payment("5.00")]),
    ];
    const progress = progressOf(events);
    for (const ref of ["A", "B"])
      expect(progress.get(ref)).toMatchObject({
        lastLetterTotalMinor: 20_000n,
        paidSinceLetterInTimeMinor: 20_000n,
      });
    expect(progress.get("C")).toEqual({
      taken: [],
      lastLetterTotalMinor: null,
      paidSinceLetterInTimeMinor: 0n,
    });
    expect(progress.get("D")).toBeUndefined();
  });
});
