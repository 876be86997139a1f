/**
 * Lives every plan that comes with Innfri through, thoroughly: every due day of all years that the law tables have.
 *
 *     npm run plans:check
 *
 * Takes minutes. Exit 1 when a plan can break the law.
 */
import { checkPlan, PLANS } from "@innfri/claims";

for (const plan of Object.values(PLANS)) {
  const check = checkPlan(plan, "long");
  const { stories, steps } = check.explored;
  console.log(`${plan.name}: ${check.kind}, ${stories} invoices, ${steps} steps`);
  if (check.kind === "lawful") continue;
  process.exitCode = 1;
  for (const { text } of check.counterExamples) console.log(`  ${text}`);
}
