import { describe, expect, it } from "vitest";
import { date } from "./calendar-date.ts";
import { derivedId, isUuid } from "./id.ts";

describe("An id that follows from the facts", () => {
  it("is a UUID of version 7 that sorts by its day", () => {
    const may = derivedId(date("2026-05-15"), "document", "a");
    const june = derivedId(date("2026-06-05"), "document", "a");
    expect(isUuid(may)).toBe(true);
    expect(may[14]).toBe("7");
    expect(may < june).toBe(true);
  });

  it("is the same for the same facts and another for others, however the parts are cut", () => {
    const day = date("2026-05-15");
    expect(derivedId(day, "a", "b")).toBe(derivedId(day, "a", "b"));
    expect(derivedId(day, "a", "b")).not.toBe(derivedId(day, "ab"));
    expect(derivedId(day, "a", "b")).not.toBe(derivedId(date("2026-05-16"), "a", "b"));
  });
});
