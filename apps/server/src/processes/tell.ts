/** A company's webhooks, by a worker: told every few seconds while there are any. */
import { readOperator } from "../installation.ts";
import type { JobData } from "../jobs/queues.ts";
import { restoredWaiting } from "../operations/backup/restored.ts";
import { openKeys } from "../secrets/keys.ts";
import { restUntil, takeWork, withCreditor, withOperator } from "../store/index.ts";
import { readyCreditor } from "../usecases/ready-creditor.ts";
import { networksOf } from "../webhooks/addresses.ts";
import { noticeDisabled } from "../webhooks/notice.ts";
import { tellEndpoints } from "../webhooks/tell.ts";
import type { WorkContext } from "./work.ts";

/** While one process is at it no other is sent; afterwards it is looked again after so long. */
const TURN_SECONDS = 60;
const AGAIN_SECONDS = 5;

export async function tellCreditor(
  { installation, now }: WorkContext,
  { creditorId }: JobData["tell"],
  stopping: AbortSignal,
): Promise<void> {
  const { pool, directory } = installation;
  await withCreditor(pool, creditorId, (tx) => takeWork(tx, creditorId, "tell", TURN_SECONDS));
  // A copy of an installation tells nobody what the first one has told.
  if ((await restoredWaiting(pool)) !== null) return;
  const isAnybody = await tellEndpoints(
    {
      pool,
      now,
      keys: await openKeys(directory, process.env),
      networks: networksOf(process.env),
      signal: AbortSignal.any([stopping, AbortSignal.timeout((TURN_SECONDS / 2) * 1000)]),
    },
    creditorId,
  );
  const operator = await withOperator(pool, readOperator);
  const ready = await readyCreditor(pool, creditorId, now());
  const areNoticed =
    operator === undefined || ready === null || (await noticeDisabled(installation, operator, ready));
  await withCreditor(pool, creditorId, async (tx) => {
    await takeWork(tx, creditorId, "tell", areNoticed ? AGAIN_SECONDS : TURN_SECONDS);
    // Endpoints are turned on in a transaction that wakes this again.
    if (!isAnybody && areNoticed) await restUntil(tx, creditorId, "tell", null);
  });
}
