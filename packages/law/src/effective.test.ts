import { date } from "@innfri/kernel/values";
import { describe, expect, it } from "vitest";
import { coveredOr, inForce, OutsideCoverage } from "./effective.ts";
import { collectionRate } from "./no/collection-rate.ts";

describe("A figure that may be missing", () => {
  const rateOn = (day: string) =>
    coveredOr(
      () => inForce(collectionRate, date(day)).value,
      ({ table, day, name }) => `${name}: ${table} on ${day}`,
    );

  it("is given on the last day that was checked", () => {
    expect(rateOn("2026-12-31")).toBe(750_00n);
  });

  it("is what the caller makes of the refusal the day after", () => {
    expect(rateOn("2027-01-01")).toBe("OutsideCoverage: no.collection-rate on 2027-01-01");
  });

  it("hides no other error", () => {
    const broken = () => {
      throw new RangeError("something else");
    };
    expect(() => coveredOr(broken, () => "parked")).toThrow("something else");
    expect(() => coveredOr(() => inForce(collectionRate, date("2027-01-01")), broken)).toThrow(
      "something else",
    );
    expect(new OutsideCoverage("a", "b", date("2027-01-01"))).toBeInstanceOf(Error);
  });
});
