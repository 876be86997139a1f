import { describe, expect, it } from "vitest";
import { table, tableRows } from "./output.ts";

const STEPS = [
  ["day", "step", "adds", ""],
  ["Fri 2026-05-15", "collection notice", "38.00", "to pay by Fri 2026-05-29"],
  ["Fri 2026-06-05", "demand for payment", "113.00", "to pay by Fri 2026-06-19"],
];

describe("A table", () => {
  it("is as wide as it is where nobody knows the terminal", () => {
    expect(table(STEPS, [2], { columns: undefined }).split("\n")[1]).toBe(
      "Fri 2026-05-15  collection notice    38.00  to pay by Fri 2026-05-29",
    );
  });

  it("lets the last column's words go on under it, and keeps each row together", () => {
    const rows = tableRows(STEPS, [2], { columns: 64 });
    expect(rows).toHaveLength(3);
    expect(rows[1]).toBe(
      "Fri 2026-05-15  collection notice    38.00  to pay by Fri\n                                            2026-05-29",
    );
  });

  it("cuts the column that may be cut, and the others still line up", () => {
    const rows = [
      ["10481", "Snøkjøring og Brøyting Oppdiktet AS", "4500.00"],
      ["10482", "Tor", "1.00"],
    ];
    expect(table(rows, [2], { clips: 1, columns: 40 })).toBe(
      "10481  Snøkjøring og Brøytin…  4500.00\n10482  Tor                        1.00",
    );
  });

  it("puts a row that is too wide for all that on lines of its own, between its columns", () => {
    const row = ["019b76da-a800-74f4-89dc-6108eb64e1d4", "Fjellbygda Vaktmester", "sandbox on 2026-04-01"];
    expect(table([row, row], [], { columns: 66 }).split("\n").slice(0, 2)).toEqual([
      "019b76da-a800-74f4-89dc-6108eb64e1d4  Fjellbygda Vaktmester",
      "  sandbox on 2026-04-01",
    ]);
  });
});
