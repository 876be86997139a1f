import { describe, expect, it } from "vitest";
import { runCommand, stopCommands } from "./run-command.ts";

describe("A command that npm test runs", () => {
  it("is the one that npm installed, with its output kept", async () => {
    const { code, output } = await runCommand("node", ["--version"], {});
    expect({ code, major: output.slice(0, 4) }).toEqual({ code: 0, major: "v24." });
  });

  it("gets the settings it is given", async () => {
    const { output } = await runCommand("node", ["-p", "process.env.INNFRI_SAMPLE"], {
      INNFRI_SAMPLE: "here",
    });
    expect(output.trim()).toBe("here");
  });

  it("has failed when it cannot start", async () => {
    const { code, output } = await runCommand("no-such-program", [], {});
    expect(code).not.toBe(0);
    expect(output).toContain("could not start");
  });

  it("has failed when it is stopped, together with what it started", async () => {
    const grandchild = `require("node:child_process").spawn("sleep", ["60"], { stdio: "inherit" })`;
    const running = runCommand("node", ["-e", grandchild], {});
    await stopCommands();
    expect((await running).code).not.toBe(0);
  });
});
