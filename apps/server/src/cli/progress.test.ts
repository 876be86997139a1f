import { spawnSync } from "node:child_process";
import { expect, it } from "vitest";

const PROGRESS = new URL("./progress.ts", import.meta.url).href;

/** A program on a terminal that begins a bar and then fails. */
function endsAfter(rest: string): boolean {
  const script = `process.stderr.isTTY = true;
    const { progress, stopProgress } = await import(${JSON.stringify(PROGRESS)});
    progress("customers").add(1);
    ${rest}`;
  const { signal } = spawnSync(process.execPath, ["--input-type=module", "-e", script], { timeout: 4_000 });
  return signal === null;
}

it("A bar that an error left running keeps no program alive once it is stopped", () => {
  expect(endsAfter("")).toBe(false);
  expect(endsAfter("stopProgress();")).toBe(true);
}, 40_000);
