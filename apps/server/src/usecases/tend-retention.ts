/**
 * What every run does about personal data whose time is over: in batches of a transaction each, so that a run that is
 * killed anywhere goes on where it was, and what is done is done once. A restored backup has its old data due again, and the
 * next run removes it again.
 */
import type { Clock } from "../clock.ts";
import type { Creditor } from "../engine/creditors.ts";
import type { Operator } from "../installation.ts";
import { blank, blankLonePersons, blankOldRequests, claimsOf, dropOldAnswers } from "../retention/blank.ts";
import { removeCaptured } from "../retention/captured-files.ts";
import { dueDebtors } from "../retention/due.ts";
import { dropWhatIsOver } from "../retention/over.ts";
import { closedBefore, retentionRule } from "../retention/rules.ts";
import { lockFiles, type Pool, withCreditor, withOperator } from "../store/index.ts";
import { dropOldAccessLines } from "./access-lines.ts";
import { blankEnclosures } from "./enclosures.ts";

const BATCH = 200;
const DROPPED_AT_ONCE = 1000;

type Tending = {
  readonly pool: Pool;
  readonly directory: string;
  readonly creditor: Creditor;
  readonly operator: Operator;
  readonly clock: Clock;
};

/** Returns how many debtors were anonymised. */
export async function tendRetention(context: Tending, batch = BATCH): Promise<number> {
  const { pool, creditor, clock } = context;
  const { creditorId } = creditor;
  let done = 0;
  for (let some = batch; some > 0; done += some) some = await oneBatch(context, batch);
  await all(
    (limit) =>
      withOperator(pool, async (tx) => {
        // A sandbox's days run ahead, and what people ask of the operator is of none of them.
        if (!creditor.isSandbox) await blankOldRequests(tx, clock.nowAt);
        return Math.max(await blankLonePersons(tx, limit, clock.nowAt), await dropWhatIsOver(tx, limit));
      }),
    batch,
  );
  await all(
    (limit) =>
      withCreditor(pool, creditorId, async (tx) =>
        Math.max(
          await dropOldAnswers(tx, creditorId, clock.nowAt, limit),
          await dropOldAccessLines(tx, creditorId, limit),
        ),
      ),
    DROPPED_AT_ONCE,
  );
  return done;
}

function oneBatch({ pool, directory, creditor, operator, clock }: Tending, limit: number): Promise<number> {
  const { creditorId } = creditor;
  return withCreditor(pool, creditorId, async (tx) => {
    const rule = await retentionRule(tx, creditor, operator);
    const { endsUnjustified } = rule;
    const before = closedBefore(rule, clock.today);
    const asked = { closedBefore: before, endsUnjustified, isFree: true, after: null, limit };
    const found = await dueDebtors(tx, creditorId, { ...asked, debtorIds: null });
    if (found.length === 0) return 0;
    const ids = found.map(({ debtorId }) => debtorId);
    await lockFiles(tx, creditorId, ids);
    // What came in meanwhile keeps its debtor; what another run did is done.
    const due = await dueDebtors(tx, creditorId, { ...asked, debtorIds: ids });
    if (due.length === 0) return 0;
    const claims = await claimsOf(
      tx,
      creditorId,
      due.map(({ debtorId }) => debtorId),
    );
    const references = new Set(claims.map(({ reference }) => reference));
    await removeCaptured(directory, creditor, { references, listsBefore: before });
    await blankEnclosures(
      tx,
      creditorId,
      claims.map(({ claimId }) => claimId),
      new Date(clock.nowAt),
    );
    await blank(tx, creditorId, due, clock);
    return due.length;
  });
}

async function all(some: (limit: number) => Promise<number>, limit: number): Promise<void> {
  for (let done = limit; done === limit; ) done = await some(limit);
}
