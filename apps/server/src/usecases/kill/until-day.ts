/** Runs a data directory's creditors until a day, in small batches: what the kill test kills, and what goes on after it. */
import { type CalendarDate, date } from "@innfri/kernel";
import { findClaim } from "../../engine/find-claim.ts";
import { type Operator, openInstallation } from "../../installation.ts";
import { type Pool, sql, withCreditor } from "../../store/index.ts";
import { actOnClaim } from "../act-on-claim.ts";
import { runDays } from "../run-days.ts";

/** On this day a part of each of these claims, which have had their demand, is disputed: a corrected one follows. */
const DISPUTED_ON = date("2026-06-08");
const DISPUTED = ["71006", "71012"];

export async function untilDay(
  directory: string,
  databaseUrl: string | undefined,
  until: CalendarDate,
  onReady: () => void = () => undefined,
): Promise<void> {
  const installation = await openInstallation(directory, databaseUrl);
  const { operator, pool } = installation;
  if (operator === null) throw new Error("no operator");
  onReady();
  const goOn = async (day: CalendarDate, mayBeOver = false) => {
    const runs = await runDays({ ...installation, operator }, { until: day }, new Date(), {
      pageSize: 4,
      lanes: 2,
      // Whoever comes after a kill waits for the lease of the one who was killed.
      delivery: { leaseMs: 500 },
    });
    const failed = runs.filter((run) =>
      run.kind === "ran" ? run.result.failed.length > 0 : !(mayBeOver && run.kind === "refused"),
    );
    if (failed.length > 0) throw new Error(JSON.stringify(failed));
  };
  await goOn(DISPUTED_ON, true);
  for (const number of DISPUTED) await disputeOnce({ pool, operator }, number);
  await goOn(until);
  await installation.close();
}

async function disputeOnce(by: { readonly pool: Pool; readonly operator: Operator }, number: string) {
  const found = await findClaim(by.pool, number);
  if (found.kind !== "found") throw new Error(`${number}: ${found.kind}`);
  const { creditor, claimId } = found.claim;
  const earlier = await withCreditor(by.pool, creditor.creditorId, (tx) =>
    tx.maybe(sql`
      select from event where creditor_id = ${creditor.creditorId}::uuid and claim_id = ${claimId}::uuid
        and kind = 'objection'`),
  );
  if (earlier !== undefined) return;
  const act = { kind: "object", scope: 10_000n, reasonable: true } as const;
  const outcome = await actOnClaim(by, found.claim, act, "user", new Date());
  if (outcome.kind !== "done") throw new Error(JSON.stringify(outcome));
}
