import { expect, it } from "vitest";
import { runCommand } from "./run-command.ts";

it("A clone with no ../shared beside it loads every test that reads from there", async () => {
  // No test has this name: the files are only loaded, which is where a missing folder would stop them.
  const loaded = await runCommand("vitest", ["run", "packages/formats", "packages/law", "-t", "^nothing$"], {
    INNFRI_SHARED: "/nowhere",
  });
  expect(loaded.output).not.toContain("FAIL");
  expect(loaded.code).toBe(0);
});
