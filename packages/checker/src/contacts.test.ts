import { describe, expect, it } from "vitest";
import { againstContact } from "./contacts.ts";
import type { ContactContext, DocumentContext } from "./document.ts";
import type { Event, Facts } from "./facts.ts";

const letterOf = (on: string): Event => ({
  kind: "letter",
  letter: "notice",
  on,
  payBy: "2026-12-31",
  fee: "none",
  receivedOn: null,
  claims: ["A", "B"],
});

function against(
  on: string,
  contact: Partial<ContactContext>,
  { letters = [], channel = "email", country = "NO" as Facts["country"] }: Given = {},
): string[] {
  const facts = { country, events: letters.map(letterOf) } as unknown as Facts;
  const limits = { most: 1, days: 7, weekdays: [1, 2, 3, 4, 5], others: [], ...contact };
  const context = { on, contact: limits } as unknown as DocumentContext;
  return againstContact(facts, context, channel).map(
    ({ path, expected, rule }) => `${path}: ${expected} (${rule})`,
  );
}

type Given = {
  readonly letters?: readonly string[];
  readonly channel?: string;
  readonly country?: Facts["country"];
};

describe("The second mind on how often a debtor is contacted (B22)", () => {
  const tooOften = (country: string, day: string, most = 1) =>
    `letter.datedOn: no contact before ${day}: at most ${most} in 7 days (${country}.good-practice)`;

  it.each([
    ["2026-06-05", []],
    ["2026-06-06", [tooOften("no", "2026-06-13")]],
    ["2026-06-12", [tooOften("no", "2026-06-19")]],
  ])("a letter of Friday 2026-06-12 after one of %s", (before, refused) => {
    expect(against("2026-06-12", {}, { letters: [before] })).toEqual(refused);
  });

  it("counts a joint letter once, and what was taken back after it left", () => {
    expect(against("2026-06-12", { most: 2 }, { letters: ["2026-06-10"] })).toEqual([]);
    expect(against("2026-06-12", { most: 2, others: ["2026-06-09"] }, { letters: ["2026-06-10"] })).toEqual([
      tooOften("no", "2026-06-16", 2),
    ]);
    expect(against("2026-06-12", {}, { letters: ["2026-06-10"], country: "SE" })).toEqual([
      tooOften("se", "2026-06-17"),
    ]);
  });

  it("waits for as many of the oldest as are too many", () => {
    const letters = ["2026-06-11", "2026-06-08", "2026-06-10"];
    expect(against("2026-06-12", { most: 2 }, { letters })).toEqual([tooOften("no", "2026-06-17", 2)]);
  });
});

describe("The second mind on days without contact hours (B22)", () => {
  const none = "letter.channel: post: the day has no contact hours";

  it("refuses an e-mail on a weekday that has none, on a Saturday without any and on a holiday", () => {
    expect(against("2026-06-12", { weekdays: [1, 2, 3, 4] })).toEqual([`${none} (no.contact-hours)`]);
    expect(against("2026-06-13", {})).toEqual([`${none} (no.contact-hours)`]);
    expect(against("2026-06-13", { weekdays: [6] })).toEqual([]);
    expect(against("2026-05-14", {})).toEqual([`${none} (no.contact-hours)`]);
    expect(against("2026-06-12", { weekdays: [1] }, { country: "SE" })).toEqual([
      `${none} (se.good-practice)`,
    ]);
  });

  it("asks nothing of a letter in the post", () => {
    expect(against("2026-06-12", { weekdays: [] }, { channel: "post" })).toEqual([]);
  });
});
