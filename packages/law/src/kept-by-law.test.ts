import { addDays, date } from "@innfri/kernel/values";
import { describe, expect, it } from "vitest";
import { KeptByLaw } from "./kept-by-law.ts";
import { lawWith, PACKAGED_LAW, withLaw } from "./law-in-force.ts";
import { collectionRate } from "./no/collection-rate.ts";
import { noticeFee } from "./no/notice-fee.ts";

const ANOTHER = lawWith({ tables: [], newActFrom: null });

describe("What follows from the tables", () => {
  it("is made once for each law and each set of keys", () => {
    const kept = new KeptByLaw<{ readonly text: string }>(100);
    let made = 0;
    const ask = (...keys: [string, number, boolean]) =>
      kept.of(keys, () => {
        made += 1;
        return { text: keys.join() };
      });
    const asked = [PACKAGED_LAW, ANOTHER, PACKAGED_LAW];
    for (const law of asked)
      for (const word of ["a", "b"])
        for (const yes of [true, false])
          expect(withLaw(law, () => ask(word, 1, yes)).text).toBe(`${word},1,${yes}`);
    expect(made).toBe(8);
  });

  it("is made anew once too many have been asked for, so that no data can fill the memory", () => {
    const kept = new KeptByLaw<object>(2);
    const [first, second] = [kept.of(["a"], Object), kept.of(["b"], Object)];
    expect(kept.of(["a"], Object)).toBe(first);
    expect(kept.of(["b"], Object)).toBe(second);
    const third = kept.of(["c"], Object);
    expect(kept.of(["c"], Object)).toBe(third);
    expect(kept.of(["a"], Object)).not.toBe(first);
  });

  it("is another figure under another law, and the first again under the first", () => {
    const open = addDays(collectionRate.checkedThrough, 1);
    const [sentOn, claimDueOn] = [addDays(open, 30), collectionRate.checkedThrough];
    const invented = {
      enteredBy: "Ada Oppdiktet",
      confirmedBy: "Bo Oppdiktet",
      source: "invented",
      on: open,
    };
    const row = { from: open, regulation: null, sources: ["invented"], confidence: "invented" };
    const law = (value: bigint) =>
      lawWith({
        newActFrom: null,
        tables: [
          { table: "no.collection-rate", value },
          { table: "no.notice-fee.fractions", value: null },
          { table: "no.notice-fee.rounding", value: null },
        ].map(({ table, value }) => ({
          table,
          from: open,
          rows: value === null ? [] : [{ ...row, value }],
          checkedThrough: addDays(open, 100),
          loaded: invented,
        })),
      });
    const [one, other] = [law(700_00n), law(800_00n)];
    const fee = () => noticeFee({ letter: "notice", claimDueOn, sentOn }).minor;
    const fees = [one, other, one, other].map((each) => withLaw(each, fee));
    expect(fees[0]).not.toBe(fees[1]);
    expect(fees.slice(2)).toEqual(fees.slice(0, 2));
    expect(() => withLaw(PACKAGED_LAW, fee)).toThrow("no checked figure");
  });

  it("cannot be changed by one of those who are given it", () => {
    const given = { letter: "notice", claimDueOn: date("2026-04-30"), sentOn: date("2026-05-15") } as const;
    const { derivation } = noticeFee(given);
    const inputs = derivation.inputs as Record<string, string>;
    expect(() => {
      inputs.sentOn = "2026-05-16";
    }).toThrow(TypeError);
    expect(() => (derivation.figures as unknown[]).pop()).toThrow(TypeError);
    expect(noticeFee(given).derivation).toBe(derivation);
  });
});
