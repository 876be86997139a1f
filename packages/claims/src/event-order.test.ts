import { date } from "@innfri/kernel";
import { describe, expect, it } from "vitest";
import type { StoredEvent } from "./claim-event.ts";
import { inOrder, thatStand } from "./event-order.ts";

/** A claim's chain, each event as `2026-05-15 letter one`: its day, its kind, and what it is about. */
function chain(claim: string, ...events: readonly string[]): StoredEvent[] {
  return events.map((text, i) => {
    const [on = "", kind = "", about = ""] = text.split(" ");
    const data =
      kind === "letter" || kind === "given-up"
        ? { document: about }
        : kind === "undone"
          ? { seq: Number(about) }
          : { payment: about };
    return { claim, seq: i + 1, kind, on: date(on), data };
  });
}

function told(events: readonly StoredEvent[]): readonly string[] {
  return events.map(({ claim, kind, data }) =>
    [claim, kind, data.document ?? data.seq ?? data.payment].filter((part) => part !== "").join(" "),
  );
}

const standing = (...chains: readonly StoredEvent[][]) => told(thatStand(chains.flat()));

describe("What was taken back does not count", () => {
  it("a letter that never left, on each claim it covers; other letters and all else of that day do", () => {
    const given = ["2026-05-15 letter one", "2026-05-15 given-up one", "2026-05-18 letter two"];
    expect(standing(chain("A", ...given, "2026-05-20 payment one"), chain("B", ...given))).toEqual([
      "A given-up one",
      "A letter two",
      "A payment one",
      "B given-up one",
      "B letter two",
    ]);
  });

  it("a letter or step that a payment in time has undone, on that claim only", () => {
    const steps = ["2026-05-15 letter one", "2026-07-18 step", "2026-07-20 letter two", "2026-07-20 step"];
    expect(
      standing(
        chain("A", ...steps, "2026-07-21 undone 2", "2026-07-21 undone 3", "2026-07-22 step"),
        chain("B", ...steps),
      ),
    ).toEqual([
      "A letter one",
      "A step",
      "A undone 2",
      "A undone 3",
      "A step",
      "B letter one",
      "B step",
      "B letter two",
      "B step",
    ]);
  });

  it("a payment that was reversed, on that claim only, until it is booked again", () => {
    const paid = ["2026-05-20 payment one", "2026-05-21 payment two"];
    const back = [...paid, "2026-05-22 payment-reversed one"];
    expect(standing(chain("A", ...back), chain("B", ...paid))).toEqual([
      "A payment two",
      "A payment-reversed one",
      "B payment one",
      "B payment two",
    ]);
    expect(standing(chain("A", ...back, "2026-05-23 payment one"))).toEqual([
      "A payment two",
      "A payment-reversed one",
      "A payment one",
    ]);
    const twice = [...back, "2026-05-23 payment one", "2026-05-24 payment-reversed one"];
    expect(standing(chain("A", ...twice))).toEqual([
      "A payment two",
      "A payment-reversed one",
      "A payment-reversed one",
    ]);
  });

  it("whichever of them there are together", () => {
    const givenUp = chain("A", "2026-05-15 letter one", "2026-05-15 given-up one");
    const undone = chain("B", "2026-05-15 step", "2026-05-16 undone 1");
    const reversed = chain("C", "2026-05-15 payment one", "2026-05-16 payment-reversed one");
    expect(standing(givenUp, undone)).toEqual(["A given-up one", "B undone 1"]);
    expect(standing(givenUp, reversed)).toEqual(["A given-up one", "C payment-reversed one"]);
    expect(standing(undone, reversed)).toEqual(["B undone 1", "C payment-reversed one"]);
    const twice = [...givenUp, ...chain("D", "2026-05-15 letter two", "2026-05-15 given-up two")];
    expect(standing(twice, undone, reversed)).not.toContain("B step");
  });
});

describe("The order of what happened", () => {
  const order = (...chains: readonly StoredEvent[][]) => told(inOrder(chains.flat()));

  it("is by day, and within a day by each claim's own chain", () => {
    const later = chain("A", "2026-05-15 payment one", "2026-05-16 payment two", "2026-05-16 payment three");
    expect(order(later.toReversed())).toEqual(["A payment one", "A payment two", "A payment three"]);
    expect(
      order(later.toReversed(), chain("B", "2026-05-15 payment four", "2026-05-17 payment five")),
    ).toEqual(["A payment one", "B payment four", "A payment two", "A payment three", "B payment five"]);
  });

  it("is the same in whatever order the chains are read", () => {
    const [first, second] = chain("B", "2026-05-10 payment one", "2026-05-15 payment two");
    const [late] = chain("A", "2026-05-20 payment three");
    const expected = ["B payment one", "B payment two", "A payment three"];
    expect(order([late!, second!, first!])).toEqual(expected);
    expect(order([second!, late!, first!])).toEqual(expected);
    expect(order([late!, first!, second!])).toEqual(expected);
    expect(order([first!, late!, second!])).toEqual(expected);
  });

  it("has a letter after what had happened to each of its claims before it, and before what happened after", () => {
    expect(
      order(
        chain("A", "2026-06-05 letter one", "2026-06-05 payment after"),
        chain("B", "2026-06-05 payment first", "2026-06-05 payment second", "2026-06-05 letter one"),
        chain("C", "2026-06-05 payment third", "2026-06-05 letter one"),
      ),
    ).toEqual([
      "B payment first",
      "B payment second",
      "C payment third",
      "A letter one",
      "A payment after",
      "B letter one",
      "C letter one",
    ]);
  });

  it("waits with a letter for another that one of its claims had first", () => {
    expect(
      order(
        chain("A", "2026-06-05 letter two"),
        chain("B", "2026-06-05 letter one", "2026-06-05 letter two"),
        chain("C", "2026-06-05 payment first", "2026-06-05 letter one"),
      ),
    ).toEqual(["C payment first", "B letter one", "A letter two", "B letter two", "C letter one"]);
  });

  it("does not hold a letter back for what happened to claims that it does not cover", () => {
    expect(
      order(
        chain("A", "2026-06-05 letter one"),
        chain("B", "2026-06-05 payment first", "2026-06-05 letter two"),
      ),
    ).toEqual(["A letter one", "B payment first", "B letter two"]);
    expect(
      order(
        chain("A", "2026-06-05 letter one"),
        chain("B", "2026-06-05 payment first", "2026-06-06 letter one"),
      ),
    ).toEqual(["A letter one", "B payment first", "B letter one"]);
  });

  it("is that of the claims where two letters each stand before the other", () => {
    expect(
      order(
        chain("A", "2026-06-05 letter one", "2026-06-05 letter two"),
        chain("B", "2026-06-05 letter two", "2026-06-05 letter one"),
      ),
    ).toEqual(["A letter one", "A letter two", "B letter two", "B letter one"]);
  });
});

describe("The order in which chains are given", () => {
  it("changes nothing, also within a day", () => {
    const chains = ["A", "B", "C"].map((ref) =>
      chain(ref, "2026-05-15 compensation", "2026-05-15 letter one"),
    );
    expect(told(inOrder(chains.toReversed().flat()))).toEqual(told(inOrder(chains.flat())));
  });
});
