import { date } from "@innfri/kernel";
import { aClaim, aFile } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { fileEventsOf, progressOf, type StoredEvent } from "./claim-event.ts";
import { undoneBy } from "./in-time.ts";

const FILE = aFile({ claims: [aClaim({ principal: "4500.00", dueOn: "2026-04-30" })] });

type Told = readonly [on: string, kind: string, data: Readonly<Record<string, unknown>>];

function chain(...told: readonly Told[]): StoredEvent[] {
  return told.map(([on, kind, data], i) => ({ claim: "A", seq: i + 1, kind, on: date(on), data }));
}

const letter = (what: string, on: string, payBy: string, charge: string, total: string): Told => [
  on,
  "letter",
  {
    letter: what,
    document: `${what} of ${on}`,
    payBy: date(payBy),
    fee: "standard",
    charges: [{ item: what === "notice" ? "notice-fee" : "recovery-costs", amount: charge }],
    total,
  },
];
const step = (what: string, on: string, charges: readonly object[] = []): Told => [
  on,
  "step",
  { step: what, charges },
];
const payment = (on: string, item: string, amount: string, orderedOn: string | null = null): Told => [
  on,
  "payment",
  { payment: `of ${on}`, lines: [{ item, amount }], designation: null, orderedOn },
];
const NOTICE = letter("notice", "2026-05-15", "2026-05-29", "38.00", "4560.19");
const DEMAND = letter("demand", "2026-06-05", "2026-06-19", "600.00", "5191.26");

const undone = (events: readonly StoredEvent[], orderedOn: string, minor = 456_019n, file = FILE) =>
  undoneBy(file, events, {
    claims: ["A"],
    minor,
    orderedOn: date(orderedOn),
    bookedOn: date("2026-06-08"),
  })?.undone.map(({ what }) => what) ?? null;

describe("Money for the invoice that was ordered on its due day and arrives after the notice", () => {
  const credit: Told = ["2026-04-20", "credit", { invoice: "1002", amount: "500.00" }];

  it("has paid it in time where it pays what was not credited", () => {
    const events = chain(credit, NOTICE);
    expect(undone(events, "2026-04-30", 400_000n)).toEqual(["notice"]);
    expect(undone(events, "2026-04-30", 399_999n)).toBeNull();
    expect(undone(events, "2026-05-01", 400_000n)).toBeNull();
  });
});

describe("A demand that covers another claim too, which was not paid", () => {
  it("is for a person", () => {
    const [notice, demand] = chain(NOTICE, DEMAND);
    const ofB = [{ ...demand!, claim: "B", seq: 1, data: { ...demand!.data, charges: [] } }];
    expect(undone([notice!, demand!], "2026-05-29")).toEqual(["demand"]);
    expect(undone([notice!, demand!, ...ofB], "2026-05-29")).toBeNull();
  });
});

describe("Money ordered in time that arrives after a demand (norway.md P5)", () => {
  const events = chain(NOTICE, DEMAND);

  it("undoes the demand when it was ordered on the deadline or before, not the day after", () => {
    expect(undone(events, "2026-05-28")).toEqual(["demand"]);
    expect(undone(events, "2026-05-29")).toEqual(["demand"]);
    expect(undone(events, "2026-05-30")).toBeNull();
  });

  it("undoes nothing when it is an øre less than the letter asked for", () => {
    expect(undone(events, "2026-05-29", 456_019n)).toEqual(["demand"]);
    expect(undone(events, "2026-05-29", 456_018n)).toBeNull();
  });

  it("counts with what else was paid in time", () => {
    const half = (orderedOn: string | null) =>
      chain(NOTICE, payment("2026-06-01", "interest", "60.19", orderedOn), DEMAND);
    expect(undone(half("2026-05-29"), "2026-05-29", 450_000n)).toEqual(["demand"]);
    expect(undone(half(null), "2026-05-29", 450_000n)).toBeNull();
  });

  it("undoes the notice too when the invoice itself was ordered paid on its due day", () => {
    expect(undone(events, "2026-04-30", 450_000n)).toEqual(["notice", "demand"]);
    expect(undone(events, "2026-05-01", 450_000n)).toBeNull();
  });

  it("is for a person after a legal step, and where other money has paid the charge", () => {
    expect(undone(chain(NOTICE, DEMAND, step("legal", "2026-07-20")), "2026-05-29")).toBeNull();
    const paid = payment("2026-06-06", "recovery-costs", "600.00");
    expect(undone(chain(NOTICE, DEMAND, paid), "2026-05-29")).toBeNull();
  });

  it.each([
    "payment-plan",
    "compensation",
    "objection",
    "objection-resolved",
    "application",
    "attachment-application",
    "decision",
    "enforcement",
  ])("is for a person after what people have done since the deadline, not on it: %s", (kind) => {
    const after = (on: string): Told => [on, kind, {}];
    expect(undone(chain(NOTICE, DEMAND, after("2026-06-08")), "2026-05-29")).toBeNull();
    expect(undone(chain(NOTICE, after("2026-05-30"), DEMAND), "2026-05-29")).toBeNull();
    expect(undone(chain(NOTICE, after("2026-05-29"), DEMAND), "2026-05-29")).toEqual(["demand"]);
    expect(undone(chain(NOTICE, DEMAND, ["2026-06-08", "note", {}]), "2026-05-29")).toEqual(["demand"]);
  });

  it("undoes nothing of a claim that the file does not have, or of several at once by the invoice", () => {
    const ordered = { minor: 450_000n, orderedOn: date("2026-04-30"), bookedOn: date("2026-06-08") };
    expect(undoneBy(FILE, events, { ...ordered, claims: ["B"] })).toBeNull();
    expect(undoneBy(FILE, events, { ...ordered, claims: ["A", "B"] })).toBeNull();
  });

  it("undoes nothing in Sweden, where the booking day decides (IkostL 4 §)", () => {
    const file = aFile({ country: "SE", claims: [aClaim({ principal: "4500.00", dueOn: "2026-04-30" })] });
    expect(undone(events, "2026-05-29", 456_019n, file)).toBeNull();
  });
});

describe("Money booked before a Swedish demand and known after it (sweden.md 2.3, example 17)", () => {
  const claim = (ref: string, principal = "12500.00") => aClaim({ ref, principal, dueOn: "2026-04-01" });
  const FILE_SE = aFile({ country: "SE", debtorKind: "business", claims: [claim("A")] });
  const reminder = letter("reminder", "2026-04-13", "2026-04-23", "60.00", "12601.10");
  const demand = letter("demand", "2026-04-28", "2026-05-08", "180.00", "12832.47");
  const told = (
    bookedOn: string,
    minor: bigint,
    events = chain(reminder, demand),
    file = FILE_SE,
    claims = ["A"],
  ) =>
    undoneBy(file, events, {
      claims,
      minor,
      orderedOn: date("2026-04-20"),
      bookedOn: date(bookedOn),
    })?.undone.map(({ what, claim: ref }) => `${what} ${ref}`) ?? null;

  it("undoes the demand's fee when it was booked the day before, not on its day, whenever it was ordered", () => {
    // 12 500.00 and 26 days of interest at 10 %: 89.04.
    expect(told("2026-04-27", 1_258_904n)).toEqual(["demand A"]);
    expect(told("2026-04-28", 1_258_904n)).toBeNull();
    expect(told("2026-04-29", 1_258_904n)).toBeNull();
  });

  it("undoes nothing when it is an öre less than the principal and its interest, unless a letter asked for less", () => {
    expect(told("2026-04-27", 1_258_903n)).toBeNull();
    expect(told("2026-04-12", 1_253_767n)).toEqual(["reminder A", "demand A"]);
    expect(told("2026-04-12", 1_253_766n)).toBeNull();
    const low = letter("reminder", "2026-04-13", "2026-04-23", "60.00", "12500.00");
    expect(told("2026-04-23", 1_250_000n, chain(low, demand))).toEqual(["demand A"]);
    expect(told("2026-04-24", 1_250_000n, chain(low, demand))).toBeNull();
  });

  it("counts with what else was booked by then", () => {
    const half = payment("2026-04-20", "principal", "6000.00");
    // 6 500.00, 19 days of interest on 12 500.00 and 7 on the rest: 77.54.
    expect(told("2026-04-27", 657_754n, chain(reminder, half, demand))).toEqual(["demand A"]);
    expect(told("2026-04-27", 657_753n, chain(reminder, half, demand))).toBeNull();
  });

  it("undoes a joint demand only when nothing of it was owed on either claim", () => {
    const file = aFile({
      country: "SE",
      debtorKind: "business",
      claims: [claim("A"), claim("B", "1000.00")],
    });
    const joint = [demand].flatMap(([on, kind, data]) =>
      ["A", "B"].map((ref, i) => ({
        claim: ref,
        seq: 1,
        kind,
        on: date(on),
        data: i === 0 ? data : { ...data, charges: [] },
      })),
    );
    expect(told("2026-04-27", 1_258_904n, joint, file)).toBeNull();
    expect(told("2026-04-27", 1_258_904n + 100_712n, joint, file)).toEqual(["demand A", "demand B"]);
    const other = { ...chain(payment("2026-04-27", "principal", "1000.00"))[0]!, claim: "B", seq: 2 };
    expect(told("2026-04-27", 1_258_904n, [...joint, other], file)).toBeNull();
    expect(told("2026-04-27", 1_258_904n + 712n, [...joint, other], file)).toEqual(["demand A", "demand B"]);
  });

  it("is for a person where other money has paid the fee", () => {
    const paid = payment("2026-04-29", "recovery-costs", "180.00");
    expect(told("2026-04-27", 1_258_904n, chain(reminder, demand, paid))).toBeNull();
  });
});

describe("What was undone", () => {
  const events = chain(
    NOTICE,
    DEMAND,
    step("follow-up", "2026-06-22"),
    payment("2026-06-23", "recovery-costs", "600.00"),
    ["2026-06-24", "payment-reversed", { payment: "of 2026-06-23", lines: [] }],
    ["2026-06-24", "undone", { seq: 2, rule: "no.payment.in-time", text: "" }],
    ["2026-06-24", "undone", { seq: 3, rule: "no.payment.in-time", text: "" }],
    ["2026-06-23", "payment", { ...payment("2026-06-23", "principal", "600.00", "2026-05-29")[2] }],
  );

  it("is as if it had not been decided, and the payment counts once, as it was booked again", () => {
    expect(fileEventsOf(events)).toMatchObject([
      { kind: "letter", letter: "notice" },
      { kind: "payment", minor: 60_000n, lines: [{ item: "principal" }] },
    ]);
    expect(progressOf(events).get("A")).toMatchObject({
      taken: [{ step: "notice" }],
      lastLetterTotalMinor: 456_019n,
      paidSinceLetterInTimeMinor: 60_000n,
    });
  });

  it("is not undone again", () => {
    expect(undone(events, "2026-05-29")).toBeNull();
  });
});
