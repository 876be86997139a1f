import { date } from "@innfri/kernel";
import { aClaim, aFile, aLetter, anObjection } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import { accountOn } from "./account.ts";
import type { CostChange, FileEvent, PostedCharge } from "./facts.ts";
import { costsNeverOwed, unposted } from "./never-owed.ts";
import { costsEndedBy } from "./objection-event.ts";

type Objection = FileEvent & { readonly kind: "objection"; readonly claim: string };

function accepted(on: string, claim: string): FileEvent {
  return { kind: "objection-resolved", on: date(on), outcome: "accepted", claim, changed: [] };
}

function posted(letter: FileEvent & { readonly kind: "letter" }, ...charges: PostedCharge[]): FileEvent {
  return { ...letter, posted: charges };
}

const light = (minor: bigint, claim = "A"): PostedCharge => ({ item: "recovery-costs", claim, minor });

describe("Costs that were charged for what was never owed", () => {
  // 2,500.01 was demanded, and of it 1,925.01 was never owed: the rest, 575.00, is of a lower band. 0.35 of 700 is
  // 245.00, and heavy twice that (inkassoforskriften §§ 2-2, 2-3).
  it("fall to the lower band of what is left, the heavy ones too", () => {
    const events: FileEvent[] = [
      posted(aLetter("notice", "2025-05-22", "2025-06-05", { claims: ["A"] }), {
        item: "notice-fee",
        claim: "A",
        minor: 3_500n,
      }),
      posted(aLetter("demand", "2025-06-13", "2025-06-27", { claims: ["A"] }), light(56_000n)),
      { kind: "heavy", on: date("2025-07-26"), claims: ["A"], posted: [light(56_000n)] },
      { ...anObjection("2025-08-22", "1925.01", { claim: "A" }), changed: [] } as FileEvent,
      accepted("2025-10-18", "A"),
    ];
    const facts = aFile({ claims: [aClaim({ principal: "2500.01", dueOn: "2025-04-30" })], events });
    const changes = costsNeverOwed(accountOn(facts, date("2025-10-18")), "A", date("2025-10-18"));
    expect(changes).toEqual([{ item: "recovery-costs", claim: "A", minor: -63_000n }]);
  });

  // A's objection frees what was paid on it, and that closes B: B's own demand was for less, so its costs fall, not A's.
  it("fall where the letter asked for too much, whichever claim was objected to", () => {
    const events: FileEvent[] = [
      posted(aLetter("notice", "2024-09-27", "2024-10-11", { claims: ["A"] })),
      posted(aLetter("notice", "2024-10-04", "2024-10-18", { claims: ["B"] })),
      { ...anObjection("2024-09-01", "410.00", { claim: "A" }), changed: [] } as FileEvent,
      posted(aLetter("demand", "2024-10-18", "2024-11-01", { claims: ["A"] }), light(17_500n)),
      {
        kind: "payment",
        on: date("2024-10-20"),
        minor: 61_400n,
        designation: "principal",
        claim: null,
        lines: [
          { item: "principal", claim: "A", minor: 50_000n },
          { item: "principal", claim: "B", minor: 11_400n },
        ],
      },
      posted(aLetter("demand", "2024-10-25", "2024-11-08", { claims: ["B"] }), light(24_500n, "B")),
      accepted("2024-11-07", "A"),
    ];
    events.sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
    const claims = [
      aClaim({ ref: "A", principal: "500.00", dueOn: "2024-09-13" }),
      aClaim({ ref: "B", principal: "1000.00", dueOn: "2024-09-20" }),
    ];
    const changes = costsNeverOwed(
      accountOn(aFile({ claims, events }), date("2024-11-07")),
      "A",
      date("2024-11-07"),
    );
    expect(changes).toContainEqual({ item: "recovery-costs", claim: "B", minor: -7_000n });
  });
});

describe("Costs of a case with two claims", () => {
  // 500.00 and 4,500.00 are of one band: 0.8 of 700 is 560.00, and heavy twice that (norway.md 3.1).
  const claims = [
    aClaim({ ref: "A", principal: "2500.01", dueOn: "2025-04-30" }),
    aClaim({ ref: "B", principal: "500.00", dueOn: "2025-04-30" }),
  ];
  const notices = posted(aLetter("notice", "2025-05-22", "2025-06-05"), {
    item: "notice-fee",
    claim: "B",
    minor: 3_500n,
  });
  const demands = posted(aLetter("demand", "2025-06-13", "2025-06-27"), light(56_000n));
  const heavyOf = (claim: string): FileEvent => ({
    kind: "heavy",
    on: date("2025-07-26"),
    claims: ["A", "B"],
    posted: [light(56_000n, claim)],
  });
  const agreed: FileEvent = {
    kind: "payment-plan",
    on: date("2025-07-15"),
    instalments: 5,
    wholeDebt: true,
    claims: ["A", "B"],
    posted: [light(105_000n)],
  };
  /** What falls away when the objection of 1 July is accepted. */
  const changesOf = (scope: string, on: string, ...events: readonly FileEvent[]) => {
    const objection = { ...anObjection("2025-07-01", scope, { claim: "A" }), changed: [] } as FileEvent;
    const all = [...events, objection, accepted(on, "A")].sort((a, b) => (a.on < b.on ? -1 : 1));
    return costsNeverOwed(accountOn(aFile({ claims, events: all }), date(on)), "A", date(on));
  };

  it("fall from the newest charge first, whichever claim bears it", () => {
    // Of the sum 500.01 is left: 245.00 light and 490.00 heavy, of 1,120.00 that were charged.
    expect(changesOf("2500.00", "2025-08-22", notices, demands, heavyOf("B"))).toEqual([
      { item: "recovery-costs", claim: "B", minor: -56_000n },
      { item: "recovery-costs", claim: "A", minor: -7_000n },
    ]);
    // 500.00 is of the lowest band: 175.00 and 350.00.
    expect(changesOf("2500.01", "2025-08-22", notices, demands, heavyOf("B"))).toEqual([
      { item: "recovery-costs", claim: "B", minor: -56_000n },
      { item: "recovery-costs", claim: "A", minor: -56_000n },
    ]);
  });

  it("stay where what is left is of the same band", () => {
    expect(changesOf("0.01", "2025-08-22", notices, demands, heavyOf("A"))).toEqual([]);
  });

  it("fall away whole with the claim that bears them, if no part of it was owed (RH 1997:41)", () => {
    expect(changesOf("whole", "2025-07-25", notices, demands)).toEqual([
      { item: "recovery-costs", claim: "A", minor: -56_000n },
    ]);
    expect(changesOf("2500.00", "2025-07-25", notices, demands)).toEqual([
      { item: "recovery-costs", claim: "A", minor: -31_500n },
    ]);
  });

  it("leave the fee of a plan, which goes by no band, and end it with the claim, told apart", () => {
    expect(changesOf("2500.00", "2025-07-25", notices, demands, agreed)).toEqual([
      { item: "recovery-costs", claim: "A", minor: -31_500n },
    ]);
    expect(changesOf("whole", "2025-07-25", notices, demands, agreed)).toEqual([
      { item: "recovery-costs", claim: "A", minor: -56_000n },
      { item: "recovery-costs", claim: "A", minor: -105_000n, plan: true },
    ]);
  });

  it("leave it also where it was agreed on the day of the demand", () => {
    expect(
      changesOf("2500.00", "2025-07-25", notices, demands, {
        ...agreed,
        on: date("2025-06-13"),
      } as FileEvent),
    ).toEqual([{ item: "recovery-costs", claim: "A", minor: -31_500n }]);
  });

  it("are each a change of its own: a notice's fee, and the costs of the demand", () => {
    const ofA = posted(aLetter("notice", "2025-05-22", "2025-06-05"), {
      item: "notice-fee",
      claim: "A",
      minor: 3_500n,
    });
    expect(changesOf("whole", "2025-07-25", ofA, demands)).toEqual([
      { item: "notice-fee", claim: "A", minor: -3_500n },
      { item: "recovery-costs", claim: "A", minor: -56_000n },
    ]);
  });

  it("are those of its own case: another claim's demand, newer and older than they are, stays as it was", () => {
    const ofA = posted(aLetter("demand", "2025-06-13", "2025-06-27", { claims: ["A"] }), light(56_000n));
    const ofB = posted(aLetter("demand", "2025-07-10", "2025-07-24", { claims: ["B"] }), light(17_500n, "B"));
    const heavy: FileEvent = {
      kind: "heavy",
      on: date("2025-07-26"),
      claims: ["A"],
      posted: [light(56_000n)],
    };
    // 0.01 is left of A: 350.00 heavy, of 1,120.00.
    expect(changesOf("2500.00", "2025-07-26", notices, ofA, ofB, heavy)).toEqual([
      { item: "recovery-costs", claim: "A", minor: -77_000n },
    ]);
  });

  it("are changed nothing where nobody has posted them: they follow the claim by themselves", () => {
    const elsewhere = [
      aLetter("notice", "2025-05-22", "2025-06-05", { fee: "none" }),
      aLetter("demand", "2025-06-13", "2025-06-27"),
    ];
    expect(changesOf("2500.00", "2025-07-25", ...elsewhere)).toEqual([]);
    expect(changesOf("whole", "2025-07-25", ...elsewhere)).toEqual([]);
  });
});

it("An event as a neutral case tells it has what happened, without what was charged or changed for it", () => {
  const on = date("2025-06-13");
  const objection = anObjection("2025-06-13", "whole", { claim: "A" });
  const letter = aLetter("demand", "2025-06-13", "2025-06-27");
  const resolved = accepted("2025-06-13", "A") as FileEvent & { kind: "objection-resolved" };
  const { changed: _, ...bare } = resolved;
  const change = { ...light(-100n) };
  expect(unposted({ ...objection, changed: [change] } as FileEvent)).toEqual([objection]);
  expect(unposted({ ...resolved, changed: [change] })).toEqual([bare]);
  expect(unposted(posted(letter, light(56_000n)))).toEqual([letter]);
  expect(unposted(letter)).toEqual([letter]);
  expect(unposted({ kind: "waiver", on, claim: "A" })).toEqual([{ kind: "waiver", on, claim: "A" }]);
  expect(unposted({ kind: "heavy", on, claims: ["A"], posted: [light(56_000n)] })).toEqual([]);
  expect(unposted({ kind: "costs-changed", on, changed: [change] })).toEqual([]);
});

describe("A letter's one fee whose bearer objects", () => {
  const demand = posted(aLetter("demand", "2025-05-20", "2025-06-03", { claims: ["B", "C"] }), {
    item: "notice-fee",
    claim: "B",
    minor: 10_500n,
  });
  const claims = ["B", "C"].map((ref) => aClaim({ ref, principal: "500.00", dueOn: "2025-04-07" }));
  const facts = (events: readonly FileEvent[]) => aFile({ operator: "self", claims, events });

  it("goes over to the letter's other claim", () => {
    expect(ended(facts([demand]), "2025-12-12", "B")).toContainEqual(
      expect.objectContaining({ claim: "C", minor: 10_500n }),
    );
  });

  it("falls away when that one's costs were ended by an objection of its own", () => {
    const first = anObjection("2025-11-14", "whole", { claim: "C" }) as Objection;
    const changed = ended(facts([demand]), "2025-11-14", "C");
    expect(ended(facts([demand, { ...first, changed }]), "2025-12-12", "B")).toEqual([
      { item: "notice-fee", claim: "B", minor: -10_500n },
    ]);
  });
});

function ended(file: ReturnType<typeof aFile>, on: string, claim: string): readonly CostChange[] {
  const event = anObjection(on, "whole", { claim }) as Objection;
  return costsEndedBy(accountOn(file, date(on)), event, date(on));
}
