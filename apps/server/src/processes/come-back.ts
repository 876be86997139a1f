/** What comes back to this machine from outside, mail that did not arrive, and what a print house says. */
import { type OpenedInstallation, readOperator } from "../installation.ts";
import { errorFields, log } from "../log/index.ts";
import { readBounces } from "../outbox/bounces.ts";
import type { Env } from "../outbox/carriers.ts";
import type { Deliverer } from "../outbox/delivery.ts";
import { readPrintAnswers } from "../outbox/print-answers.ts";
import { withOperator } from "../store/index.ts";
import type { ReadyCreditor } from "../usecases/ready-creditor.ts";

/** Mail is looked for so often; a print house is heard when a company's day is opened. */
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

/** A print house that cannot be heard keeps no day from being run: what it says is taken down another time. */
export async function hearPrintHouse(
  installation: Deliverer,
  { creditor, clock }: Pick<ReadyCreditor, "creditor" | "clock">,
  env: Env = process.env,
): Promise<void> {
  const of = { creditor: creditor.creditorId };
  try {
    const heard = await readPrintAnswers(installation, creditor, clock, env);
    if (heard === null) return;
    const { problem, unreadable, returned, rejected, postedLate } = heard;
    if (problem !== null) log.warn("print-house-silent", of);
    if (unreadable > 0) log.warn("print-answers-unreadable", { ...of, count: unreadable });
    if (returned + rejected + postedLate > 0)
      log.info("print-answers-read", { ...of, count: returned + postedLate, refused: rejected });
  } catch (error) {
    log.warn("print-house-silent", { ...of, ...errorFields(error) });
  }
}
