/** What is owed of a claim today, all of it and what of it nobody disputes. */
import { type NextInstalment, nextInstalment, planRests, undisputed } from "@innfri/claims";
import type { Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { emptyActRows } from "../engine/act.ts";
import { covered } from "../engine/covered.ts";
import type { Creditor } from "../engine/creditors.ts";
import { readFiles } from "../engine/read-files.ts";
import { accountBefore } from "../engine/record-facts.ts";
import type { Operator } from "../installation.ts";
import type { Tx } from "../store/index.ts";
import { draftsOf } from "./act-on-claim.ts";

export type OwedToday = {
  readonly totalMinor: bigint;
  /** What may be asked for now: the rest is disputed. */
  readonly askedMinor: bigint;
  /** Of the payment plan that runs. */
  readonly plan: {
    readonly rests: boolean;
    /** Null where the plan has no days, rests, or has been paid. */
    readonly next: NextInstalment | null;
  } | null;
};

/** Null where the claim is closed or what is owed cannot be computed. */
export async function owedToday(
  tx: Tx,
  { creditor, operator }: { readonly creditor: Creditor; readonly operator: Operator },
  { claimId, debtorId }: { readonly claimId: Uuid; readonly debtorId: Uuid },
  now: Date,
): Promise<OwedToday | null> {
  const clock = clockOf(creditor, now);
  const { today } = clock;
  const [file] = await readFiles(tx, creditor.creditorId, [debtorId], { withClosed: true });
  const claim = file?.claims.find((one) => one.claimId === claimId);
  if (file === undefined || claim === undefined || claim.state === "closed") return null;
  const drafts = draftsOf(file, emptyActRows(), { clock, actor: "nobody" });
  const context = { country: creditor.country, operator: operator.kind };
  const found = covered((): OwedToday => {
    const account = accountBefore({ file, context, drafts, today }, claim);
    const totalMinor = account.openOn(claimId, today);
    const asked = account.claim(claimId).disputedWhole
      ? 0n
      : undisputed(account, [claimId], today).openOn(claimId, today);
    const isPlanned = file.holds.some((hold) => hold.claim === claimId && hold.kind === "payment-plan");
    const plan = isPlanned
      ? { rests: planRests(account, claimId), next: nextInstalment(account, claimId, today) }
      : null;
    return { totalMinor, askedMinor: asked, plan };
  });
  return found.kind === "covered" ? found.value : null;
}
