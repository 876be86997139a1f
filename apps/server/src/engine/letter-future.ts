/** What a letter says of the time after it: what comes if nobody pays or answers, when, and what it can cost. */
import { comingSteps, dueDay, rulesOf } from "@innfri/claims";
import { addDays, earliest, formatMinor, latest } from "@innfri/kernel";
import { coveredOr, no, se } from "@innfri/law";
import type { LetterData, LetterNextStep } from "@innfri/letters";
import { planFor } from "./creditor-settings.ts";
import type { LetterContext, TakenLetter } from "./letter-of.ts";
import type { LoadedFile } from "./load-files.ts";

export function nextStepsOf(
  context: LetterContext,
  file: LoadedFile,
  decision: TakenLetter,
): LetterData["next"] {
  const { creditor, operator } = context;
  const { payBy, letter, statement } = decision;
  if (letter === "reminder" && creditor.country === "NO") return [afterReminder(context, file, decision)];
  if (letter !== "demand") return [collectionOf(context, file, decision)];
  const dayAfter = addDays(payBy, 1);
  if (creditor.country === "SE")
    return [
      {
        kind: "payment-order",
        earliestOn: dayAfter,
        applicationFee: formatMinor(se.charge("KFM_APP", statement.on).minor),
        applicationWork: formatMinor(se.charge("KFM_AGENT", statement.on).minor),
      },
    ];
  const legal: LetterNextStep = { kind: "legal-collection", earliestOn: dayAfter };
  const band = bandOf(file, decision);
  // Costs demanded when the principal was paid already stay as they are.
  if (operator.kind === "self" || band.bandBaseMinor === 0n) return [legal];
  const heavy = no.recoveryCosts({ ...band, coveredOn: statement.on, heavy: true });
  return [
    { kind: "higher-costs", earliestOn: no.heavyFrom(payBy), estimate: formatMinor(heavy.minor) },
    legal,
  ];
}

/** The notice that follows a Norwegian reminder, on the day the plan has it for the oldest claim, and its fee. */
function afterReminder(context: LetterContext, file: LoadedFile, decision: TakenLetter): LetterNextStep {
  const { calendar } = rulesOf("NO");
  const { steps } = planFor(context.settings, file.customerNumber);
  const notice = steps.find(({ step }) => step === "notice");
  const dayAfter = calendar.nextBusinessDay(addDays(decision.payBy, 1));
  if (notice === undefined) return { kind: "contact", earliestOn: dayAfter };
  const oldest = file.claims
    .filter(({ claimId }) => decision.claims.includes(claimId))
    .map(({ dueOn }) => calendar.nextBusinessDay(dueOn))
    .reduce((a, b) => earliest(a, b));
  const anchors = { countedFrom: oldest, deadline: decision.payBy, closedOn: null };
  const sentOn = latest(dueDay(notice, anchors, calendar) ?? dayAfter, dayAfter);
  const bearsFee = notice.fee !== "none" && sentOn >= no.firstFeeDay(oldest);
  return {
    kind: "notice",
    earliestOn: sentOn,
    answerDays: notice.termDays ?? no.NOTICE_MIN_DAYS.value,
    // Next year's rate may not be known yet: then the letter names no fee.
    fee: coveredOr(
      () =>
        bearsFee ? formatMinor(no.noticeFee({ letter: "notice", claimDueOn: oldest, sentOn }).minor) : null,
      () => null,
    ),
  };
}

/** The demand that follows, on the day the creditor's plan has it (S81): nobody is told a day that is too early. */
function collectionOf(context: LetterContext, file: LoadedFile, decision: TakenLetter): LetterNextStep {
  const { creditor, settings } = context;
  const { steps, ...plan } = planFor(settings, file.customerNumber);
  const taken = steps
    .slice(0, steps.findIndex(({ step }) => step === decision.step) + 1)
    .map(({ step }) => step);
  const dayAfter = addDays(decision.payBy, 1);
  const anchors = { countedFrom: decision.payBy, deadline: decision.payBy, closedOn: null };
  const coming = comingSteps(
    { ...plan, steps },
    anchors,
    taken,
    dayAfter,
    rulesOf(creditor.country).calendar,
  );
  const demand = steps.find(({ step }) => step === "demand");
  return {
    kind: "collection",
    earliestOn: coming.find(({ step }) => step === "demand")?.on ?? dayAfter,
    // Who sends the demand is who sends this letter.
    by: null,
    answerDays: demand?.termDays ?? no.DEMAND_MIN_DAYS.value,
    estimate: creditor.country === "SE" || demand?.fee === "none" ? null : estimate(context, file, decision),
  };
}

/** What the demand can add, for a claim of this size. */
function estimate(context: LetterContext, file: LoadedFile, decision: TakenLetter): string {
  const { on } = decision.statement;
  const band = bandOf(file, decision);
  const figure =
    context.operator.kind === "self"
      ? no.noticeFee({ letter: "own-demand", claimDueOn: band.claimDueOn, sentOn: on })
      : no.recoveryCosts({ ...band, coveredOn: on, heavy: false });
  return formatMinor(figure.minor);
}

/** More than four instalments cost the fee. */
const FEE_BEARING_INSTALMENTS = 5;

/** The most that a written plan for the whole debt costs, where it can cost anything (INKF § 2-4; IkostL 3 §). */
export function planFeeOf(
  { creditor, operator }: LetterContext,
  file: LoadedFile,
  decision: TakenLetter,
): string | null {
  const { on } = decision.statement;
  if (creditor.country === "SE") return formatMinor(se.charge("PLAN", on).minor);
  if (operator.kind === "self" || decision.letter !== "demand") return null;
  const { vatDeductible } = bandOf(file, decision);
  const fee = no.planFee({ agreedOn: on, instalments: FEE_BEARING_INSTALMENTS, vatDeductible });
  return formatMinor(fee.minor);
}

function bandOf(file: LoadedFile, decision: TakenLetter) {
  const claims = file.claims.filter(({ claimId }) => decision.claims.includes(claimId));
  const principal = decision.asks.lines.filter(({ item }) => item === "principal");
  return {
    bandBaseMinor: principal.reduce((sum, { minor }) => sum + minor, 0n),
    claimDueOn: claims.map(({ dueOn }) => dueOn).reduce((a, b) => (a > b ? a : b)),
    isConsumer: file.kind === "person",
    vatDeductible: claims[0]!.invoice.terms.vatDeducted,
  };
}
