/** Tells what became of a claim in the words of `innfri show`: read from the store, not remembered. */
import path from "node:path";
import { formatMinor, type Uuid } from "@innfri/kernel";
import { eventWords } from "../cli/event-words.ts";
import { wrapped } from "../cli/wrap.ts";
import { allCreditors } from "../engine/creditors.ts";
import { findClaim } from "../engine/find-claim.ts";
import type { Installation, Operator } from "../installation.ts";
import { sql, withCreditor } from "../store/index.ts";
import { showClaim } from "../usecases/show-claim.ts";

/** The story of one claim: a heading, and a line for each thing that happened. */
export async function storyOf(
  installation: Installation & { readonly operator: Operator },
  title: string,
  invoice: string,
): Promise<string[]> {
  const found = await findClaim(installation.pool, invoice);
  if (found.kind !== "found") throw new Error(`there is no one claim for invoice ${invoice}`);
  const shown = await showClaim(installation, found.claim, null, new Date());
  if (shown.kind !== "shown") throw new Error(`invoice ${invoice} cannot be shown: ${shown.kind}`);
  const { view } = shown;
  const heading = `${title}: invoice ${invoice}, ${view.debtor.name}`;
  return [heading, ...view.events.map((event) => wrapped(`  ${event.on}  `, eventWords(event, view)))];
}

/** Where the letters lie, whether the books balance, and what to try next. */
export async function endingOf(
  installation: Installation,
  outboxes: (installation: Installation, creditorIds: readonly Uuid[]) => Promise<string[]>,
  tookMs: number,
): Promise<string> {
  const creditors = await allCreditors(installation.pool);
  const folders = await outboxes(
    installation,
    creditors.map(({ creditorId }) => creditorId),
  );
  const shown = path.relative(process.cwd(), installation.directory) || ".";
  let entries = 0n;
  let sum = 0n;
  for (const { creditorId } of creditors) {
    const books = await withCreditor(installation.pool, creditorId, (tx) =>
      tx.one<{ entries: bigint; sum: bigint }>(sql`
        select count(distinct (journal_id, entry_no)) as entries, coalesce(sum(amount_minor), 0)::bigint as sum
        from posting where creditor_id = ${creditorId}::uuid`),
    );
    entries += books.entries;
    sum += books.sum;
  }
  return [
    `The letters lie in  ${folders.map((folder) => path.relative(process.cwd(), folder)).join("\n                    ")}`,
    `The books balance   ${entries} entries, their postings sum to ${formatMinor(sum)}`,
    `Took ${(tookMs / 1000).toFixed(1)} s. Look further, in another terminal:`,
    `  npx innfri show 10481 --data ${shown}`,
    `  npx innfri preview --on 2026-08-03 --data ${shown}`,
  ].join("\n");
}
