import { readdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { checkCase } from "@innfri/letters";
import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { anInstallation, aWorld } from "../../payments/test-world.ts";
import { runProgram } from "../test-program.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const directory = temporaryFolder("export");

const program = (...words: readonly string[]) => runProgram(words, { directory, databaseUrl: database.url });

describe("A case that is taken out (B10, S37)", () => {
  it("is a new folder with the case, its page and its letters, open to nobody else", async () => {
    const world = await aWorld(installation, { startsOn: "2026-04-06" });
    await world.owe([{ number: "10481", amount: "4500.00", dueOn: "2026-04-30" }]);
    await world.runUntil("2026-05-16");
    expect(await program("seal")).toMatchObject({ exitCode: 0 });
    const folder = path.join(directory, "case of 10481");
    const { exitCode, stdout } = await program("export", "case", "10481", "--to", folder);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("2 events, 1 letter. Covered by the root of 2026-05-16.");
    expect((await readdir(folder)).sort()).toEqual(
      expect.arrayContaining(["case.html", "case.json", "case.pdf", "letters"]),
    );
    expect(await readdir(path.join(folder, "letters"))).toEqual(["1 2026-05-15 notice.pdf"]);
    expect((await stat(folder)).mode & 0o077).toBe(0);
    expect((await stat(path.join(folder, "case.json"))).mode & 0o077).toBe(0);
    const exported = JSON.parse(await readFile(path.join(folder, "case.json"), "utf8"));
    expect(checkCase(exported).map(({ outcome }) => outcome)).not.toContain("broken");
    const again = await program("export", "case", "10481", "--to", folder);
    expect(again).toMatchObject({ exitCode: 2, stderr: expect.stringContaining("is not empty") });
  });

  it("is refused where the claim is not known, and nothing is made", async () => {
    const folder = path.join(directory, "of nothing");
    expect(await program("export", "case", "no-such", "--to", folder)).toMatchObject({ exitCode: 2 });
    await expect(stat(folder)).rejects.toThrow("ENOENT");
  });

  it("is verified by roots that were published, as they are printed", async () => {
    const { stdout } = await program("roots");
    const file = path.join(directory, "published.txt");
    await writeFile(file, stdout);
    expect(await program("verify", "--published", file)).toMatchObject({ exitCode: 0 });
    await writeFile(file, stdout.replace(/[0-9a-f]{8}$/m, "00000000"));
    const wrong = await program("verify", "--published", file);
    expect(wrong.exitCode).toBe(1);
    expect(wrong.stdout).toContain("is no root here");
    expect((await program("verify", "--incremental")).stdout).toMatch(/^Only what has changed since /);
  });
});
