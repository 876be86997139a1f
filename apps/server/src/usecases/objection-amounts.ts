/** What is still to be paid beside what is disputed, and what it costs to have the dispute decided. */
import { accountOn, undisputed } from "@innfri/claims";
import type { Citation } from "@innfri/law";
import { clockOf } from "../clock.ts";
import { covered } from "../engine/covered.ts";
import { factsOf } from "../engine/load-files.ts";
import { readFiles } from "../engine/read-files.ts";
import type { Tx } from "../store/index.ts";
import type { ObjectionRow } from "./list-objections.ts";
import type { ObjectionContext } from "./objections.ts";

export type ObjectionAmounts = {
  /** What is still to be paid beside what is disputed (S94); null where it cannot be computed today. */
  readonly payableMinor: bigint | null;
  /** What it costs to have the dispute decided (S41), and by which provision. */
  readonly onwardMinor: bigint | null;
  readonly onwardBecause: Citation | null;
};

export async function objectionAmounts(
  tx: Tx,
  { creditor, operator }: ObjectionContext,
  { claimId, debtorId }: Pick<ObjectionRow, "claimId" | "debtorId">,
  now: Date,
): Promise<ObjectionAmounts> {
  const { today } = clockOf(creditor, now);
  const [file] = await readFiles(tx, creditor.creditorId, [debtorId]);
  const facts =
    file?.claims.some((one) => one.claimId === claimId) === true
      ? factsOf(file, { country: creditor.country, operator: operator.kind })
      : null;
  const unknown = { payableMinor: null, onwardMinor: null, onwardBecause: null };
  if (facts === null) return unknown;
  const found = covered((): ObjectionAmounts => {
    const account = accountOn(facts, today);
    const { disputedWhole } = account.claim(claimId);
    const event = { kind: "application", on: today, claims: [claimId] } as const;
    const costs = account.rules.costsOf(account, account.select([claimId]), event);
    return {
      // As letters and the page for paying have it: nor is the interest of what is disputed asked for.
      payableMinor: disputedWhole ? 0n : undisputed(account, [claimId], today).openOn(claimId, today),
      onwardMinor: costs.reduce((sum, { figure }) => sum + figure.minor, 0n),
      onwardBecause: costs[0]?.figure.derivation.citation ?? null,
    };
  });
  return found.kind === "covered" ? found.value : unknown;
}
