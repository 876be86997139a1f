import { execFileSync } from "node:child_process";
import { expect, it } from "vitest";

it("A process that gives way goes on with a lower priority", () => {
  const program = `
    import { getPriority } from "node:os";
    import { giveWay } from ${JSON.stringify(new URL("give-way.ts", import.meta.url).href)};
    const before = getPriority();
    giveWay();
    process.stdout.write(JSON.stringify([before, getPriority()]));`;
  const args = ["--input-type=module", "--eval", program];
  const [before, after] = JSON.parse(execFileSync(process.execPath, args, { encoding: "utf8" }));
  // Whoever runs this may have been told to give way further.
  expect(after).toBe(Math.max(before, 10));
});
