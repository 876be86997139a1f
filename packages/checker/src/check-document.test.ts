/** What the second mind says of a letter that leaves nearly everything out: whether it may be sent, and what it should have been. */
import { describe, expect, it } from "vitest";
import { checkDocument } from "./check-document.ts";
import type { Difference, DocumentContext } from "./document.ts";
import type { Event, Facts } from "./facts.ts";
import { CLAIM, letter, NORWAY, paid, SWEDEN, TWO } from "./test-facts.ts";

const CONTEXT: DocumentContext = {
  on: "2026-05-15",
  covered: ["A"],
  claims: ["A", "B"].map((ref) => ({
    ref,
    invoiceNumber: `invoice ${ref}`,
    reference: "123455",
    printedDueOn: "2026-04-30",
    description: "a bicycle",
  })),
  operator: { kind: "self" },
  creditor: {
    name: "Sykkelverkstedet",
    organisationNumber: "310000027",
    addressLines: ["Storgata 1", "0155 Oslo"],
    email: null,
    phone: null,
    website: null,
  },
  account: { scheme: "NO_BBAN", value: "99991042764" },
  debtor: {
    kind: "person",
    name: "Kari Nordmann",
    addressLines: ["Storgata 2", "0155 Oslo"],
    country: "",
    email: null,
    organisationNumber: null,
  },
  plan: [],
  waivedRest: "0.00",
  postingDays: {},
  contact: { most: 3, days: 7, weekdays: [1, 2, 3, 4, 5], others: [] },
};
const SELF: Facts = { ...NORWAY, operator: "self" };

function differences(
  facts: Facts,
  found: Readonly<Record<string, unknown>>,
  more: Partial<DocumentContext> = {},
): readonly Difference[] {
  const answer = checkDocument(facts, { letter: found, recipient: {} }, { ...CONTEXT, ...more });
  return answer.kind === "agrees" ? [] : answer.differences;
}

/** The differences of one place, as `expected / found (rule)`. */
function at(path: string, all: readonly Difference[]): readonly string[] {
  return all.filter((one) => one.path === path).map((one) => `${one.expected} / ${one.found} (${one.rule})`);
}

function objection(on: string, scope: "whole" | bigint, claim = "A"): Event {
  return { kind: "objection", on, scope, reasonable: true, claim };
}

function withEvents(facts: Facts, ...events: readonly Event[]): Facts {
  return { ...facts, events };
}

describe("A letter that may not be sent", () => {
  const refused = (facts: Facts, kind: string, more: Partial<DocumentContext> = {}) =>
    at("letter.kind", differences(facts, { kind }, more));

  it("is of a kind that its country does not have", () => {
    for (const kind of ["se.reminder", "no.letter", 5])
      expect(at("letter.kind", differences(SELF, { kind }))).toEqual([
        `a letter of this country / ${typeof kind === "string" ? kind : null} (no.notice.deadline)`,
      ]);
    expect(refused(SWEDEN, "no.notice")).toEqual(["a letter of this country / no.notice (se.good-practice)"]);
  });

  it("asks for what is too old to be enforced, if nothing else stands in its way (FOREL §§ 2-3; PreskL 2 §)", () => {
    const old = { ...CLAIM, issuedOn: "2022-10-01", dueOn: "2022-10-15" };
    const norway = { ...SELF, claims: [old] };
    expect(refused(norway, "no.notice")).toEqual([
      "no notice: too old since 2025-10-15 / notice on 2026-05-15 for A (no.limitation)",
    ]);
    expect(refused({ ...SWEDEN, claims: [old] }, "se.reminder")).toEqual([
      "no reminder: too old since 2025-10-01 / reminder on 2026-05-15 for A (se.limitation)",
    ]);
    expect(refused(norway, "no.notice", { on: "2025-10-15" })).toEqual([]);
    expect(refused(withEvents(norway, objection("2026-05-04", "whole")), "no.notice")).toEqual([
      "no notice: objection / notice on 2026-05-15 for A (no.notice.deadline)",
    ]);
  });

  it("comes too early", () => {
    expect(refused(SELF, "no.notice", { on: "2026-04-30" })).toEqual([
      "no notice before 2026-05-01 / notice on 2026-04-30 for A (no.notice.deadline)",
    ]);
  });

  it("goes to one who has paid all that he does not dispute (norway.md 5.4; sweden.md 4.1)", () => {
    // 3500.00 and 12 days of interest: 13.81 at 12 %.
    const events = [objection("2026-05-04", 100_000n), paid("2026-05-12", 351_381n)];
    expect(refused(withEvents(SELF, ...events), "no.notice")).toEqual([
      "no notice: all that is not disputed is paid / notice on 2026-05-15 for A (no.objection.partial)",
    ]);
    expect(refused(withEvents(SWEDEN, ...events), "se.reminder")).toEqual([
      "no reminder: all that is not disputed is paid / reminder on 2026-05-15 for A (se.objection.stops)",
    ]);
    const less = [objection("2026-05-04", 100_000n), paid("2026-05-12", 351_380n)];
    expect(refused(withEvents(SELF, ...less), "no.notice")).toEqual([]);
  });

  it("covers nothing, or what is no claim of the file: then nobody can say what it should be", () => {
    expect(() => differences(SELF, { kind: "no.notice" }, { covered: [] })).toThrow(RangeError);
    expect(() => differences(SELF, { kind: "no.notice" }, { covered: ["Z"] })).toThrow(/claim Z/);
  });
});

describe("What a letter asks for", () => {
  const total = (facts: Facts, kind: string, on: string, covered: readonly string[] = ["A"]) =>
    differences(facts, { kind }, { on, covered })
      .filter(({ path }) => path === "letter.total")
      .map(({ expected }) => expected);
  const free = (name: "reminder" | "notice", on: string): Event => ({
    ...letter(name, on, "2026-06-02"),
    fee: "none",
  });

  it("is the rest without a second fee where it is said again because a part is disputed (norway.md 5.4)", () => {
    // 26 days of interest on 3500.00: 29.92 at 12.00 %; a notice's fee is 38.00.
    const part = objection("2026-05-18", 100_000n);
    expect(total(withEvents(SELF, free("notice", "2026-05-15"), part), "no.notice", "2026-05-26")).toEqual([
      "3529.92",
    ]);
    const charged = ["3567.92"];
    expect(total(withEvents(SELF, part), "no.notice", "2026-05-26")).toEqual(charged);
    expect(total(withEvents(SELF, free("reminder", "2026-05-15"), part), "no.notice", "2026-05-26")).toEqual(
      charged,
    );
    expect(total(withEvents(SELF, part, free("notice", "2026-05-18")), "no.notice", "2026-05-26")).toEqual(
      charged,
    );
  });

  it("bears the fee where one of its claims was not asked for before, and in Sweden", () => {
    const two = { ...SELF, claims: TWO };
    const both = [
      free("notice", "2026-05-15"),
      objection("2026-05-18", 100_000n),
      objection("2026-05-18", 100_000n, "B"),
    ];
    expect(total(withEvents(two, ...both), "no.notice", "2026-05-26", ["A", "B"])).toEqual(["7059.84"]);
    expect(total(withEvents(two, ...both.slice(0, 2)), "no.notice", "2026-05-26", ["A", "B"])).toEqual([
      "8106.39",
    ]);
    // 26 days at 10.00 %: 24.93; the reminder's fee is 60.00.
    const sweden = withEvents(SWEDEN, free("reminder", "2026-05-15"), objection("2026-05-18", 100_000n));
    expect(total(sweden, "se.reminder", "2026-05-26")).toEqual(["3584.93"]);
  });
});

describe("What a reminder says of the notice after it", () => {
  const due14 = {
    step: "notice",
    wait: { after: "due", days: 14, graceBankingDays: 3 },
    termDays: 14,
  } as const;
  const next = (
    on: string,
    plan: DocumentContext["plan"],
    facts: Facts = SELF,
    covered: readonly string[] = ["A"],
  ) =>
    Object.fromEntries(
      differences(facts, { kind: "no.reminder", next: [{}] }, { on, plan, covered })
        .filter(({ path }) => path.startsWith("letter.next[0]."))
        .map(({ path, expected }) => [path.slice("letter.next[0].".length), expected]),
    );

  it("is its day, its term and its fee, where it can bear one", () => {
    // A free reminder until 11 May; three banking days behind it, and then Ascension Day.
    const free = { step: "reminder", wait: { after: "due", days: 1 }, termDays: 7, fee: "none" } as const;
    expect(next("2026-05-04", [free, due14])).toEqual({
      kind: "notice",
      earliestOn: "2026-05-15",
      answerDays: "14",
      fee: "38.00",
    });
    expect(next("2026-05-04", [free, { ...due14, fee: "none" }]).fee).toBe("null");
    expect(next("2026-05-04", [free, { ...due14, termDays: 21 }]).answerDays).toBe("21");
  });

  it("is no fee after one that bore one, unless that gave 14 days (inkassoforskriften § 1-3)", () => {
    const dear = (termDays: number) =>
      ({ step: "reminder", wait: { after: "due", days: 14 }, termDays }) as const;
    expect(next("2026-05-15", [dear(14), due14]).fee).toBe("38.00");
    expect(next("2026-05-15", [dear(13), due14]).fee).toBe("null");
    expect(next("2026-05-15", [dear(13), due14]).earliestOn).toBe("2026-06-02");
  });

  it("is no fee before 14 days after the due day, and none that nobody knows yet", () => {
    const early = { ...due14, wait: { after: "due", days: 1 } } as const;
    const short = { step: "reminder", wait: { after: "due", days: 1 }, termDays: 3, fee: "none" } as const;
    expect(next("2026-05-04", [short, early])).toMatchObject({ kind: "notice", earliestOn: "2026-05-08" });
    expect(next("2026-05-04", [short, early]).fee).toBe("null");
    expect(next("2026-05-10", [short, early])).toMatchObject({ earliestOn: "2026-05-15", fee: "38.00" });
    const late = { ...SELF, claims: [{ ...CLAIM, dueOn: "2026-12-10" }] };
    expect(next("2026-12-28", [short, due14], late).fee).toBe("null");
  });

  it("goes by the claim that fell due first", () => {
    const old = (ref: string, dueOn: string) => ({ ...CLAIM, ref, issuedOn: "2020-09-01", dueOn });
    const free = { step: "reminder", wait: { after: "due", days: 1 }, termDays: 7, fee: "none" } as const;
    const fee = (...claims: Facts["claims"]) =>
      next("2020-10-05", [free, due14], { ...SELF, claims }, ["A", "B"]).fee;
    // A tenth of 700 where it was due before 1 October 2020, and half of that from then (norway.md 2.1).
    expect(fee(old("A", "2020-10-01"), old("B", "2020-09-30"))).toBe("70.00");
    expect(fee(old("A", "2020-09-30"), old("B", "2020-10-01"))).toBe("70.00");
    expect(fee(old("A", "2020-10-01"), old("B", "2020-10-02"))).toBe("35.00");
  });

  it("is that a person goes on, where the plan has no notice: on the first working day after the deadline", () => {
    const free = { step: "reminder", wait: { after: "due", days: 1 }, termDays: 7, fee: "none" } as const;
    // Until Monday 18 May, which follows the national day.
    expect(next("2026-05-11", [free])).toMatchObject({ kind: "contact", earliestOn: "2026-05-19" });
    expect(next("2026-05-08", [free])).toMatchObject({ kind: "contact", earliestOn: "2026-05-18" });
  });
});

describe("What stands in a letter's rows", () => {
  const row = (amount: string, arithmetic: unknown, item = "notice-fee") => {
    const lines = [{ item, amount, derivation: { arithmetic, rounding: null } }];
    return at(
      "letter.lines[0].derivation.arithmetic",
      differences(SELF, { kind: "no.notice", lines }).filter(({ expected }) => expected !== null),
    ).filter((one) => one.includes(" by "));
  };

  it("is a sum that holds, and comes to the row's amount, or to more where some of it was paid", () => {
    expect(row("38.00", "38.00")).toEqual([]);
    expect(row("30.00", "38.00")).toEqual([]);
    expect(row("38.01", "38.00")).toEqual(["38.00 / 38.01 by 38.00 (no.fee.separate)"]);
    expect(row("30.00", "38.00", "interest")).toEqual(["38.00 / 30.00 by 38.00 (no.fee.separate)"]);
    expect(row("38.00", "about 38")).toEqual(["a sum that holds / 38.00 by about 38 (no.fee.separate)"]);
    expect(row("38.00", undefined)).toEqual(["a sum that holds / 38.00 by undefined (no.fee.separate)"]);
    expect(row("much", "38.00")).toEqual(["38.00 / much by 38.00 (no.fee.separate)"]);
  });

  it("may be without a reason where none can be made", () => {
    for (const derivation of [null, undefined, "none"]) {
      const lines = [{ item: "notice-fee", amount: "38.00", derivation }];
      const all = differences(SELF, { kind: "no.notice", lines });
      expect(all.filter(({ found }) => found?.includes(" by "))).toEqual([]);
    }
  });
});

describe("A fee that was posted", () => {
  const posted = (minor: bigint, ...more: readonly bigint[]): Event =>
    letter(
      "notice",
      "2026-05-15",
      "2026-05-29",
      [minor, ...more].map((one) => ({ item: "notice-fee", claim: "A", minor: one })),
    );
  const otherwise = (...events: readonly Event[]) =>
    differences(withEvents(SELF, ...events), { kind: "no.demand" }, { on: "2026-06-05" })
      .filter(({ path, found }) => path.endsWith(".amount") && found !== null)
      .map(({ path, expected, found }) => `${path}: ${expected} / ${found}`);

  it("is what the law of its day makes it, or the letter after it is not right", () => {
    expect(otherwise(posted(3_800n))).toEqual([]);
    expect(otherwise(posted(4_000n))).toEqual(["letter.lines[1].amount: 38.00 / 40.00"]);
    // A letter bears one fee.
    const second = "letter.lines[2].amount: 0.00 / 1.00";
    expect(otherwise(posted(3_800n, 100n))).toEqual([second]);
    expect(otherwise(posted(4_000n, 100n))).toEqual(["letter.lines[1].amount: 38.00 / 40.00", second]);
  });
});

describe("A creditor's own demand", () => {
  it("is looked at by its own fee, which is posted as a notice's is", () => {
    const events = (minor: bigint): readonly Event[] => [
      letter("notice", "2026-05-15", "2026-05-29", [{ item: "notice-fee", claim: "A", minor: 3_800n }]),
      letter("demand", "2026-06-05", "2026-06-19", [{ item: "notice-fee", claim: "A", minor }]),
    ];
    const found = (minor: bigint) =>
      differences(withEvents(SELF, ...events(minor)), { kind: "no.demand" }, { on: "2026-06-22" })
        .filter((one) => one.path.endsWith(".amount") && one.found !== null)
        .map(({ expected, found: other }) => `${expected} / ${other}`);
    expect(found(11_300n)).toEqual([]);
    expect(found(12_000n)).toEqual(["113.00 / 120.00"]);
  });
});

describe("What an agency's demand says comes after it", () => {
  const kinds = (...claims: readonly string[]) => {
    const events = claims.map((claim): Event => {
      const lines = [{ item: "principal", claim, minor: 450_000n }] as const;
      return { ...paid("2026-06-01", 450_000n, claim), lines } as Event;
    });
    const facts = withEvents(
      { ...NORWAY, claims: TWO },
      letter("notice", "2026-05-15", "2026-05-29"),
      ...events,
    );
    return differences(
      facts,
      { kind: "no.demand", next: [{}, {}] },
      { on: "2026-06-05", covered: ["A", "B"] },
    )
      .filter(({ path }) => /^letter\.next\[\d\]\.kind$/.test(path))
      .map(({ expected }) => expected);
  };

  it("is higher costs, unless the principal of all its claims is paid (reading 6)", () => {
    expect(kinds()).toEqual(["higher-costs", "legal-collection"]);
    expect(kinds("A")).toEqual(["higher-costs", "legal-collection"]);
    expect(kinds("A", "B")).toEqual(["legal-collection"]);
  });
});

describe("Whom a letter goes to, and who writes it", () => {
  const expected = (path: string, more: Partial<DocumentContext>) =>
    differences(SELF, { kind: "no.notice", operator: {} }, more).find((one) => one.path === path)?.expected;

  it("is a debtor in its own country, the creditor's where none is said", () => {
    expect(expected("recipient.country", {})).toBe("NO");
    expect(expected("recipient.country", { debtor: { ...CONTEXT.debtor, country: "DK" } })).toBe("DK");
  });

  it("has the address on the net of a creditor that has one", () => {
    const creditor = { ...CONTEXT.creditor, website: "https://sykkelverkstedet.example" };
    expect(expected("letter.operator.website", { creditor })).toBe("https://sykkelverkstedet.example");
    expect(expected("letter.operator.website", {})).toBeUndefined();
  });
});

describe("The number that ties a payment to the claim", () => {
  const problem = (facts: Facts, kind: string, reference: string, covered: readonly string[] = ["A"]) =>
    at(
      "letter.paymentReference.value",
      differences(
        { ...facts, claims: TWO },
        { kind, paymentReference: { value: reference } },
        {
          covered,
          claims: CONTEXT.claims.map((claim) => (claim.ref === "A" ? { ...claim, reference } : claim)),
        },
      ),
    );

  it("has its check digit", () => {
    expect(problem(SELF, "no.notice", "123455")).toEqual([]);
    expect(problem(SELF, "no.notice", "123456")).toEqual([
      "a KID with its check digit / 123456 (no.good-practice)",
    ]);
    expect(problem(SWEDEN, "se.reminder", "123456")).toEqual([
      "an OCR number with its check digit / 123456 (se.demand.content)",
    ]);
  });
});
