/**
 * Long computing, off the thread that answers requests: a thread of its own for each task, so many at once, and each ended
 * at its time. While a plan is lived through or a year replayed, everybody else is answered as before.
 */
import { Worker } from "node:worker_threads";
import type { Plan, PlanCheck } from "@innfri/claims";
import type { Uuid } from "@innfri/kernel";
import type { Operator } from "../installation.ts";
import type { PlanReplay } from "../usecases/replay-plan.ts";

export type Task =
  | { readonly kind: "check-plan"; readonly plan: Plan }
  | {
      readonly kind: "replay-plan";
      readonly plan: Plan;
      readonly url: string;
      readonly creditorId: Uuid;
      readonly operator: Operator;
      readonly now: Date;
    };

export type ResultOf = { readonly "check-plan": PlanCheck; readonly "replay-plan": PlanReplay };

/** It took longer than it may, or too many tasks were under way. */
export class TaskGivenUp extends Error {
  override readonly name = "TaskGivenUp";
}

export const WITHIN_MS = { "check-plan": 15_000, "replay-plan": 60_000 } as const;
/** One core is left for those who wait for a page. */
const MOST_AT_ONCE = 2;

let underWay = 0;

export async function offload<T extends Task>(
  task: T,
  withinMs: number = WITHIN_MS[task.kind],
): Promise<ResultOf[T["kind"]]> {
  if (underWay >= MOST_AT_ONCE) throw new TaskGivenUp("as many tasks as there may be are under way");
  underWay += 1;
  const worker = new Worker(new URL("offload-worker.ts", import.meta.url), { workerData: task });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<ResultOf[T["kind"]]>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", reject);
      worker.once("exit", () => reject(new Error(`the task ${task.kind} ended without an answer`)));
      timer = setTimeout(() => reject(new TaskGivenUp(`it took longer than ${withinMs} ms`)), withinMs);
    });
  } finally {
    clearTimeout(timer);
    underWay -= 1;
    await worker.terminate();
  }
}
