/** What comes back to this machine from outside, looked for every minute: mail that did not arrive. */
import { type OpenedInstallation, readOperator } from "../installation.ts";
import { log } from "../log/index.ts";
import { readBounces } from "../outbox/bounces.ts";
import { withOperator } from "../store/index.ts";

const LOOK_EVERY_MS = 60_000;

export type Lookout = { stop(): Promise<void> };

/** Looks at once and then every minute, one look at a time. */
export function lookOut(
  look: () => Promise<void>,
  onError: (error: unknown) => void,
  everyMs = LOOK_EVERY_MS,
): Lookout {
  let looking: Promise<void> = Promise.resolve();
  let isLooking = false;
  const begin = () => {
    if (isLooking) return;
    isLooking = true;
    looking = look()
      .catch(onError)
      .finally(() => {
        isLooking = false;
      });
  };
  begin();
  const timer = setInterval(begin, everyMs);
  return {
    stop: async () => {
      clearInterval(timer);
      await looking;
    },
  };
}

/** Reads the mailbox of this machine, and has the companies whose letters did not arrive judged anew. */
export async function readMailbox(installation: OpenedInstallation, now: Date): Promise<void> {
  const { pool } = installation;
  const operator = await withOperator(pool, readOperator);
  if (operator === undefined) return;
  const read = await readBounces({ ...installation, operator }, now);
  if (read === null) return;
  if (read.bounced + read.unreadable > 0)
    log.info("bounces-read", { count: read.bounced, refused: read.unreadable });
}
