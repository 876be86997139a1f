/** What a letter says, from what was decided: the stored `LetterData`, without a trace of the person. */
import { type Decision, rulesOf, type Statement, type StatementLine } from "@innfri/claims";
import { addDays, type CalendarDate, formatMinor } from "@innfri/kernel";
import { no, se } from "@innfri/law";
import type { InterestPeriod, LetterClaim, LetterData, LetterLine, LetterNextStep } from "@innfri/letters";
import type { Operator } from "../installation.ts";
import type { CreditorSettings } from "./creditor-settings.ts";
import type { Creditor } from "./creditors.ts";
import type { LoadedClaim, LoadedFile } from "./load-files.ts";
import { paymentAccountOf } from "./payment-account.ts";

export type LetterContext = {
  readonly operator: Operator;
  readonly creditor: Creditor;
  readonly settings: CreditorSettings;
};

type TakenLetter = Decision & { kind: "take" } & { readonly payBy: CalendarDate };

export function letterDataOf(
  context: LetterContext,
  file: LoadedFile,
  decision: TakenLetter,
  channel: "email" | "post",
): LetterData {
  const { creditor, settings, operator } = context;
  const claims = decision.claims.map((ref) => file.claims.find(({ claimId }) => claimId === ref)!);
  const byRef = new Map(claims.map((claim) => [claim.claimId as string, claim]));
  const lead = claims[0]!;
  const { statement } = decision;
  const total = formatMinor(statement.totalMinor);
  return {
    kind: letterKindOf(creditor.country, decision.letter!),
    language: creditor.country === "NO" ? "nb" : "sv",
    datedOn: statement.on,
    payBy: decision.payBy,
    objectBy: decision.payBy,
    currency: lead.currency,
    audience: file.kind === "person" ? "person" : "business",
    operator: operatorOf(operator, settings),
    creditor: {
      name: settings.name,
      organisationNumber: shownNumber(settings.organisationNumber, creditor.country),
    },
    caseNumber: lead.reference,
    paymentReference: { scheme: creditor.country === "NO" ? "KID" : "OCR", value: lead.reference },
    account: paymentAccountOf(settings),
    claims: claims.map((claim) =>
      letterClaimOf(claim, statement, creditor.country),
    ) as unknown as LetterData["claims"],
    lines: statement.lines.map((line) =>
      letterLineOf(line, byRef, creditor.country),
    ) as unknown as LetterData["lines"],
    total,
    interestPerDay:
      statement.interestPerDayMinor === null ? null : formatMinor(statement.interestPerDayMinor),
    payByTotal: decision.payByTotalMinor === null ? total : formatMinor(decision.payByTotalMinor),
    waivedRest: Number(settings.waivedRest) > 0 ? settings.waivedRest : null,
    planFee: null,
    next: nextStepsOf(context, file, decision),
    channel,
  };
}

function letterKindOf(country: "NO" | "SE", letter: "reminder" | "notice" | "demand"): LetterData["kind"] {
  if (country === "SE") return letter === "demand" ? "se.demand" : "se.reminder";
  if (letter === "reminder") throw new Error("no Norwegian plan sends a reminder yet");
  return letter === "demand" ? "no.demand" : "no.notice";
}

function operatorOf(operator: Operator, settings: CreditorSettings): LetterData["operator"] {
  const contact = {
    addressLines: settings.addressLines,
    email: settings.email ?? "",
    phone: settings.phone ?? "",
    ...(settings.website === null ? {} : { website: settings.website }),
  };
  if (operator.kind === "self")
    return { kind: "self", name: settings.name, organisationNumber: settings.organisationNumber, ...contact };
  return {
    kind: "agency",
    name: operator.name,
    organisationNumber: operator.licence?.organisationNumber ?? "",
    ...contact,
    licence: { reference: operator.licence?.reference ?? null },
  };
}

function shownNumber(number: string, country: "NO" | "SE"): string {
  const digits = number.replaceAll(/\D/g, "");
  if (country === "NO" && digits.length === 9)
    return `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`;
  if (country === "SE" && digits.length === 10) return `${digits.slice(0, 6)}-${digits.slice(6)}`;
  return number;
}

function letterClaimOf(claim: LoadedClaim, statement: Statement, country: "NO" | "SE"): LetterClaim {
  const open = statement.lines.find(({ item, claim: ref }) => item === "principal" && ref === claim.claimId);
  return {
    invoiceNumber: claim.invoice.number,
    issuedOn: claim.invoice.issuedOn,
    dueOn: claim.dueOn,
    countedFromOn: rulesOf(country).calendar.nextBusinessDay(claim.dueOn),
    description: claim.invoice.description ?? "",
    principal: formatMinor(claim.principalMinor),
    openPrincipal: formatMinor(open?.minor ?? 0n),
  };
}

function letterLineOf(
  line: StatementLine,
  claims: ReadonlyMap<string, LoadedClaim>,
  country: "NO" | "SE",
): LetterLine {
  const invoiceNumber = claims.get(line.claim)?.invoice.number;
  const own = line.item === "principal" || line.item === "interest" || claims.size === 1;
  return {
    item: itemOf(line),
    amount: formatMinor(line.minor),
    ...(own && invoiceNumber !== undefined ? { claim: invoiceNumber } : {}),
    ...(line.on === null ? {} : { on: line.on }),
    ...(line.derivation === null ? {} : { derivation: line.derivation }),
    ...(line.item === "interest" ? { interest: interestOf(line, claims.get(line.claim), country) } : {}),
  };
}

function itemOf(line: StatementLine): LetterLine["item"] {
  if (line.letter === "own-demand") return "demand-fee";
  return line.item === "legal-costs" ? "court-costs" : line.item;
}

function interestOf(
  line: StatementLine,
  claim: LoadedClaim | undefined,
  country: "NO" | "SE",
): NonNullable<LetterLine["interest"]> {
  const isAgreed = claim?.invoice.terms.agreedRateBasisPoints != null;
  const periods = line.spans.map(
    (span): InterestPeriod => ({
      from: span.from,
      to: span.through,
      rateBasisPoints: span.rateBasisPoints,
      days: span.days,
      yearBasis: span.yearDays,
      base: formatMinor(span.principalMinor),
      ...(country === "SE" && !isAgreed ? { referenceRateBasisPoints: span.rateBasisPoints - 800 } : {}),
    }),
  );
  return {
    basis: isAgreed ? "agreed" : "statutory",
    periods: periods as unknown as [InterestPeriod, ...InterestPeriod[]],
  };
}

/** What comes if nobody pays or answers, with its earliest day. */
function nextStepsOf(context: LetterContext, file: LoadedFile, decision: TakenLetter): LetterData["next"] {
  const { creditor, operator } = context;
  const { payBy, letter, statement } = decision;
  const dayAfter = addDays(payBy, 1);
  if (creditor.country === "SE") {
    if (letter === "reminder") return [collection(context, dayAfter, null, 8)];
    return [
      {
        kind: "payment-order",
        earliestOn: dayAfter,
        applicationFee: formatMinor(se.charge("KFM_APP", statement.on).minor),
        applicationWork: formatMinor(se.charge("KFM_AGENT", statement.on).minor),
      },
    ];
  }
  if (letter === "notice")
    return [collection(context, dayAfter, estimate(context, file, decision), no.DEMAND_MIN_DAYS.value)];
  const legal: LetterNextStep = { kind: "legal-collection", earliestOn: dayAfter };
  if (operator.kind === "self") return [legal];
  const heavy = no.recoveryCosts({ ...bandOf(file, decision), coveredOn: statement.on, heavy: true });
  return [
    { kind: "higher-costs", earliestOn: no.heavyFrom(payBy), estimate: formatMinor(heavy.minor) },
    legal,
  ];
}

function collection(
  context: LetterContext,
  earliestOn: CalendarDate,
  most: string | null,
  answerDays: number,
): LetterNextStep {
  return {
    kind: "collection",
    earliestOn,
    by: context.operator.kind === "agency" ? context.operator.name : null,
    answerDays,
    estimate: most,
  };
}

/** What the demand can add, for a claim of this size. */
function estimate(context: LetterContext, file: LoadedFile, decision: TakenLetter): string {
  const { on } = decision.statement;
  if (context.operator.kind === "self")
    return formatMinor(
      no.noticeFee({ letter: "own-demand", claimDueOn: bandOf(file, decision).claimDueOn, sentOn: on }).minor,
    );
  return formatMinor(no.recoveryCosts({ ...bandOf(file, decision), coveredOn: on, heavy: false }).minor);
}

function bandOf(file: LoadedFile, decision: TakenLetter) {
  const claims = file.claims.filter(({ claimId }) => decision.claims.includes(claimId));
  const principal = decision.statement.lines.filter(({ item }) => item === "principal");
  return {
    bandBaseMinor: principal.reduce((sum, { minor }) => sum + minor, 0n),
    claimDueOn: claims.map(({ dueOn }) => dueOn).reduce((a, b) => (a > b ? a : b)),
    isConsumer: file.kind === "person",
    vatDeductible: claims[0]!.invoice.terms.vatDeducted,
  };
}
