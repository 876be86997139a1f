/**
 * What a person may do to a claim now, and why not the rest: each act is tried by the code that does it, and what it
 * would have written is thrown away.
 */
import { PAYMENT_ORDER_STATES } from "@innfri/claims";
import { addDays, type CalendarDate, type Uuid } from "@innfri/kernel";
import { isRuleId, type RuleId } from "@innfri/law";
import { clockOf } from "../clock.ts";
import { type Act, type ActRows, applyAct, emptyActRows, SOLVENCY_CHOICES } from "../engine/act.ts";
import type { WhyNot } from "../engine/act-outcome.ts";
import { LEGAL_STEPS } from "../engine/agreements.ts";
import type { ClaimDraft } from "../engine/claim-draft.ts";
import type { Creditor } from "../engine/creditors.ts";
import { readFiles } from "../engine/read-files.ts";
import type { Operator } from "../installation.ts";
import type { Tx } from "../store/index.ts";
import { draftsOf, situationOf, standingOf } from "./act-on-claim.ts";
import { agreedPrice, priceText } from "./agreed-prices.ts";

/** An objection's own steps are told with the objection. */
type ClaimAct = Exclude<Act, { readonly kind: "objection-step" }>;

export type TriedAct = {
  readonly act: ClaimAct["kind"];
  /** What there is to choose of an act: a legal step, an answer, an outcome. */
  readonly choice: string | null;
  /** Null when it may be done. */
  readonly whyNot: WhyNot | null;
  /** What it costs the creditor by its agreement; null where no agreement prices such an act. */
  readonly price: string | null;
  /** What it adds to the debtor's costs, below nothing for what falls away; null where it may not be done or is not known. */
  readonly charges: Charges | null;
};

type Charges = { readonly minor: bigint; readonly rule: RuleId | null };

/** Undefined when the claim is not there. */
export async function permittedActs(
  tx: Tx,
  { creditor, operator }: { readonly creditor: Creditor; readonly operator: Operator },
  { claimId, debtorId }: { readonly claimId: Uuid; readonly debtorId: Uuid },
  now: Date,
): Promise<readonly TriedAct[] | undefined> {
  const clock = clockOf(creditor, now);
  const files = await readFiles(tx, creditor.creditorId, [debtorId], { withClosed: true });
  const file = files.find((one) => one.claims.some((claim) => claim.claimId === claimId));
  if (file === undefined) return undefined;
  const standing = await standingOf(tx, { creditor, operator }, files, clock);
  const step = file.proposals.get(claimId)?.step ?? null;
  const priceOf = async (act: ClaimAct): Promise<string | null> => {
    if (act.kind === "withdraw")
      return priceText(await agreedPrice(tx, { creditor, operator }, { what: "withdrawal", claimId }, clock));
    if (act.kind !== "record") return null;
    const priced = { what: "legal-step", step: act.step } as const;
    return priceText(await agreedPrice(tx, { creditor, operator }, priced, clock));
  };
  const tried: TriedAct[] = [];
  for (const { act, choice } of actsToTry(creditor.country, step, clock.today)) {
    // Drafts and rows of its own for each act: none sees what another would have done.
    const rows = emptyActRows();
    const drafts = draftsOf(file, rows, { clock, actor: "nobody" });
    const outcome = applyAct(rows, act, situationOf(file, drafts, drafts.get(claimId)!, standing));
    const whyNot = outcome.kind === "refused" ? outcome : null;
    const charges = whyNot === null ? chargesOf(act, rows, [...drafts.values()]) : null;
    tried.push({ act: act.kind, choice, whyNot, price: await priceOf(act), charges });
  }
  return tried;
}

/** What it does to what the debtor owes; a yes to a step charges nothing before the step is taken. */
function chargesOf(act: ClaimAct, rows: ActRows, drafts: readonly ClaimDraft[]): Charges | null {
  if (act.kind === "approve") return null;
  const minor = drafts.reduce((sum, draft) => sum + draft.openCostsMinor - draft.before.openCostsMinor, 0n);
  const rules = rows.ledgerTransactions.map(({ sourceJson }) => ruleIn(sourceJson));
  return { minor, rule: minor === 0n ? null : (rules.find((rule) => rule !== null) ?? null) };
}

function ruleIn(sourceJson: string): RuleId | null {
  const { rule } = JSON.parse(sourceJson) as { readonly rule?: unknown };
  return typeof rule === "string" && isRuleId(rule) ? rule : null;
}

type ToTry = { readonly act: ClaimAct; readonly choice: string | null };

function actsToTry(country: Creditor["country"], step: string | null, today: CalendarDate): readonly ToTry[] {
  const plain = (act: ClaimAct): ToTry => ({ act, choice: null });
  const answers = step === "solvency" ? SOLVENCY_CHOICES : [null];
  return [
    ...answers.map((choice): ToTry => ({ act: { kind: "approve", choice }, choice })),
    plain({ kind: "stop", because: "stopped" }),
    plain({ kind: "postpone", until: addDays(today, 1) }),
    plain({ kind: "release" }),
    plain({ kind: "object", scope: "whole", reasonable: true }),
    ...(["withdrawn", "accepted", "groundless"] as const).map(
      (outcome): ToTry => ({ act: { kind: "resolve", outcome }, choice: outcome }),
    ),
    plain({ kind: "agree", instalments: 2, wholeDebt: false }),
    plain({ kind: "promise", payOn: addDays(today, 1) }),
    plain({ kind: "compensate" }),
    ...LEGAL_STEPS.map((one): ToTry => ({ act: { kind: "record", step: one, on: today }, choice: one })),
    ...(country === "NO" ? [] : PAYMENT_ORDER_STATES).map(
      (state): ToTry => ({
        act: {
          ...{ kind: "payment-order", state, on: today },
          ...(state === "partly-contested" ? { contestedMinor: 1n } : {}),
        },
        choice: state,
      }),
    ),
    plain({ kind: "withdraw", reason: "withdrawn" }),
  ];
}
