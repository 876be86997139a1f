import { describe, expect, it } from "vitest";
import { databaseWords } from "./database-words.ts";

const GONE =
  "the database went away meanwhile. What was done before that stays done: start the same command again";

describe("A database that cannot be talked to", () => {
  it("is told from one that went away under a command that was at work", () => {
    const refused = Object.assign(new Error("connect"), { code: "ECONNREFUSED" });
    expect(databaseWords(refused, "postgres://db.example/innfri")).toMatch(/cannot be reached/);
    expect(databaseWords(new Error("Connection terminated unexpectedly"), "")).toBe(GONE);
    const broken = new Error("Client has encountered a connection error and is not queryable");
    expect(databaseWords(broken, "postgres://db.example/innfri")).toBe(GONE);
  });

  it("is none where something else happened", () => {
    expect(databaseWords(new Error("no such file"), "")).toBeNull();
  });
});
