/** An exported case with letters, a payment and roots, for tests. */
import type { CaseExport } from "@innfri/letters";
import { findClaim } from "../engine/find-claim.ts";
import { anOcrGiro, aWorld, type OpenInstallation } from "../payments/test-world.ts";
import { exportCase } from "./export-case.ts";
import { sealRoots } from "./seal-roots.ts";

/** Notice, demand, a payment of a part, roots over it, and a month that no root covers yet. */
export async function aCase(
  installation: OpenInstallation,
  language: "nb" | "sv" | "en" = "nb",
): Promise<CaseExport> {
  const world = await aWorld(installation, { startsOn: "2026-04-06" });
  await world.owe([
    { number: "other", amount: "700.00", dueOn: "2026-04-30" },
    { number: "10481", amount: "12000.00", dueOn: "2026-04-30" },
  ]);
  await world.runUntil("2026-06-19");
  const { reference, claimId } = await world.claim("10481");
  await world.paid(anOcrGiro(world.account, [{ kid: reference, amount: "3000.00", on: "2026-06-19" }]));
  await sealRoots(installation, [world.creditorId], new Date("2026-11-03T01:00:00Z"), { withOperator: true });
  await world.runUntil("2026-07-20");
  const found = await findClaim(installation.pool, claimId, world.creditorId);
  if (found.kind !== "found") throw new Error("the claim is not there");
  return exportCase(installation, found.claim, language, new Date("2026-11-04T09:00:00Z"));
}
