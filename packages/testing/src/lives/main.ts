/** `npm run simulate`: random lives of so many claims in each country; what does not hold is shown with its seed. */
import { parseArgs } from "node:util";
import { liveLife } from "./life.ts";

const { values } = parseArgs({
  options: {
    claims: { type: "string", default: "20000" },
    seed: { type: "string", default: "1" },
  },
});

for (const country of ["NO", "SE"] as const) {
  const started = performance.now();
  const lived = { claims: 0, letters: 0, events: 0, laws: 0, reruns: 0, broken: 0 };
  for (let seed = Number(values.seed); lived.claims < Number(values.claims); seed += 1) {
    try {
      const found = liveLife(country, seed);
      for (const key of ["claims", "letters", "events", "laws", "reruns"] as const) lived[key] += found[key];
    } catch (error) {
      lived.claims += 1;
      lived.broken += 1;
      process.exitCode = 1;
      process.stdout.write(`${error instanceof Error ? error.message : String(error)}\n`);
    }
  }
  const seconds = ((performance.now() - started) / 1000).toFixed(1);
  process.stdout.write(
    `${country}: ${lived.claims} claims, ${lived.events} events, ${lived.letters} letters, ${lived.laws} times law loaded, ${lived.reruns} runs again, ${lived.broken} broken (${seconds} s)\n`,
  );
}
