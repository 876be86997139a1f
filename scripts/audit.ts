/**
 * Asks the registry that packages are installed from whether any of them is known to be weak. Where it gives no such
 * answers it says so and fails nothing: `scripts/dependencies.test.ts` holds what can be held without asking.
 */
import { spawnSync } from "node:child_process";

const { stdout } = spawnSync("npm", ["audit", "--omit=dev", "--json"], {
  encoding: "utf8",
  timeout: 120_000,
});
const counts = countsOf(stdout ?? "");
if (counts === null) {
  process.stdout.write("The registry did not say what it knows of weaknesses: nothing was checked.\n");
} else {
  const { high = 0, critical = 0, moderate = 0, low = 0 } = counts;
  process.stdout.write(
    `Known weaknesses of what is installed: ${critical} critical, ${high} high, ${moderate} moderate, ${low} low.\n`,
  );
  if (high + critical > 0) {
    process.stdout.write("Details: npm audit --omit=dev\n");
    process.exitCode = 1;
  }
}

function countsOf(text: string): Readonly<Record<string, number>> | null {
  try {
    const { metadata } = JSON.parse(text) as {
      readonly metadata?: { readonly vulnerabilities?: Readonly<Record<string, number>> };
    };
    return metadata?.vulnerabilities ?? null;
  } catch {
    return null;
  }
}
