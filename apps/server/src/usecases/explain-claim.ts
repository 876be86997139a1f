/** Each open amount of a claim, and what it waits for, explained to a reader in a language (B1). */
import { fileEventsOf, type StatementLine } from "@innfri/claims";
import { formatMinor } from "@innfri/kernel";
import { isRuleId, type RuleId } from "@innfri/law";
import {
  type ExplainedHead,
  type ExplainGiven,
  type Explanation,
  explain,
  explainHead,
  explainPrincipal,
  explainRule,
  type LetterLanguage,
  type Reader,
} from "@innfri/letters";
import type { ClaimView } from "./show-claim.ts";

export type ClaimExplained = {
  readonly language: LetterLanguage;
  readonly reader: Reader;
  readonly head: ExplainedHead;
  /** Why no more than the open invoice can be stated; null where every amount can. */
  readonly uncertain: Explanation | null;
  readonly lines: readonly { readonly item: StatementLine["item"]; readonly explanation: Explanation }[];
  /** What a run on that day would answer, where a rule of the law says it. */
  readonly now: Explanation | null;
};

const HEAVY: RuleId = "no.recovery-costs.heavy";

export function explainClaim(view: ClaimView, language: LetterLanguage, reader: Reader): ClaimExplained {
  const given = givenOf(view);
  const { amounts, now } = view;
  const rule = now?.because.rule;
  return {
    language,
    reader,
    head: headOf(view, language, reader),
    uncertain: amounts.kind === "unknown" ? explainRule("coverage", language, reader, given) : null,
    lines:
      amounts.kind === "unknown"
        ? [{ item: "principal", explanation: principalOf(view, amounts.principalMinor, language, reader) }]
        : amounts.lines.map((line) => ({
            item: line.item,
            explanation:
              line.derivation === null
                ? principalOf(view, line.minor, language, reader)
                : explain(line.derivation, language, reader, {
                    ...given,
                    costsStay: amounts.lines.some(({ derivation }) => derivation?.rule === HEAVY),
                    // Only the interest grows from day to day; on its own line it is said once.
                    interestPerDay: line.item === "interest" ? perDayOf(view) : null,
                  }),
          })),
    now: rule === undefined || !isRuleId(rule) ? null : explainRule(rule, language, reader, given),
  };
}

function headOf({ claim, creditor, debtor, on, today, amounts }: ClaimView, ...of: [LetterLanguage, Reader]) {
  const total = amounts.kind === "unknown" ? amounts.principalMinor : amounts.totalMinor;
  return explainHead(
    {
      invoice: claim.invoice.number,
      debtor: debtor.name,
      creditor: creditor.name,
      country: creditor.country,
      customerNumber: debtor.customerNumber,
      reference: claim.reference,
      claimId: claim.claimId,
      on,
      today,
      total: formatMinor(total),
      disputed: disputedOf(amounts),
      audience: debtor.kind === "person" ? "person" : "business",
    },
    ...of,
  );
}

function disputedOf(amounts: ClaimView["amounts"]): string | null {
  if (amounts.kind === "unknown" || amounts.disputed === 0n) return null;
  return amounts.disputed === "whole" ? "whole" : formatMinor(amounts.disputed);
}

function principalOf(
  view: ClaimView,
  openMinor: bigint,
  language: LetterLanguage,
  reader: Reader,
): Explanation {
  const { claim, amounts, creditor, on } = view;
  const { paidMinor, acceptedMinor } =
    amounts.kind === "known" ? amounts.principal : { paidMinor: 0n, acceptedMinor: 0n };
  return explainPrincipal(
    {
      invoice: claim.invoice.number,
      issuedOn: claim.invoice.issuedOn,
      dueOn: claim.dueOn,
      currency: creditor.country === "NO" ? "NOK" : "SEK",
      invoiced: formatMinor(claim.principalMinor),
      credited: formatMinor(claim.principalMinor - acceptedMinor - paidMinor - openMinor),
      neverOwed: formatMinor(acceptedMinor),
      paid: formatMinor(paidMinor),
      isComing: on < claim.dueOn,
    },
    language,
    reader,
    givenOf(view),
  );
}

function givenOf({ events, on, answers, debtor }: ClaimView): ExplainGiven {
  const letter = fileEventsOf(events).findLast((event) => event.kind === "letter");
  return {
    objectBy: letter?.kind === "letter" && letter.payBy >= on ? letter.payBy : null,
    ...answers,
    audience: debtor.kind === "person" ? "person" : "business",
  };
}

function perDayOf({ amounts }: ClaimView): string | null {
  return amounts.kind === "unknown" || amounts.perDayMinor === null ? null : formatMinor(amounts.perDayMinor);
}
