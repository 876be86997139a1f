import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { runDays } from "../usecases/run-days.ts";
import { aSandbox, NOW } from "../usecases/test-sandbox.ts";

const database = await testDatabase();
const pool = await database.pool("innfri_engine");
const directory = temporaryFolder("lists");

/** The e-mail of the list that opens on Tuesday 2 June 2026, after a notice of 15 May. */
async function theList(operator: "self" | "agency"): Promise<string> {
  const claims = [{ number: "5001", dueOn: "2026-04-30" }];
  const settings = { name: "Kvernelva Rør AS", email: "kravet@kvernelva.example" };
  const sandbox = await aSandbox(pool, { clockOn: "2026-05-01", operator, settings, claims });
  const folder = path.join(directory, operator);
  const installation = { directory: folder, pool, operator: sandbox.operator, close: async () => undefined };
  await runDays(installation, { creditorId: sandbox.creditorId, until: date("2026-06-02") }, NOW);
  const names = await readdir(folder, { recursive: true });
  const lists = names.filter((name) => name.includes("collection list"));
  expect(lists).toHaveLength(1);
  return readFile(path.join(folder, lists[0]!), "utf8");
}

describe("The e-mail of a collection list", () => {
  it("of a creditor that collects its own claims comes from itself, by its own name", async () => {
    const email = await theList("self");
    expect(header(email, "From")).toBe("Kvernelva Rør AS <kravet@kvernelva.example>");
    expect(header(email, "To")).toBe("Kvernelva Rør AS <kravet@kvernelva.example>");
    expect(email).not.toContain("Sendt av");
  });

  it("of an agency comes from the agency's own address", async () => {
    const email = await theList("agency");
    expect(header(email, "From")).toBe("Tindervik Inkasso <svar@tindervik.example>");
    expect(header(email, "To")).toBe("Kvernelva Rør AS <kravet@kvernelva.example>");
  });
});

function header(email: string, name: string): string {
  const line = new RegExp(`^${name}: (.*(?:\r?\n[ \t].*)*)`, "m").exec(email)?.[1] ?? "";
  return line.replace(/=\?UTF-8\?Q\?(.*?)\?=/gi, (_all, text: string) =>
    decodeURIComponent(text.replaceAll("_", " ").replaceAll("=", "%")),
  );
}
