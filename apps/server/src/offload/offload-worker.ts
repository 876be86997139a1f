/** The thread of one task, which answers once and ends. */
import { parentPort, workerData } from "node:worker_threads";
import { checkPlan } from "@innfri/claims";
import { creditorById } from "../engine/creditors.ts";
import { openPool } from "../store/index.ts";
import { replayUnderPlan } from "../usecases/replay-plan.ts";
import type { ResultOf, Task } from "./offload.ts";

const task = workerData as Task;
parentPort!.postMessage(await resultOf());

async function resultOf(): Promise<ResultOf[Task["kind"]]> {
  if (task.kind === "check-plan") return checkPlan(task.plan);
  const { url, creditorId, operator, plan, now } = task;
  // On connections of the role that a creditor's portal has: it reads this creditor and no other.
  const pool = await openPool({ url, role: "innfri_api", max: 2 });
  try {
    const creditor = await creditorById(pool, creditorId);
    if (creditor === undefined) throw new Error(`creditor ${creditorId} is not there`);
    return await replayUnderPlan({ pool, operator }, creditor, plan, now);
  } finally {
    await pool.close();
  }
}
