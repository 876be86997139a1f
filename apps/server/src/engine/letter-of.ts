/** What a letter says, from what was decided: the stored `LetterData`, without a trace of the person. */
import { type Decision, rulesOf, type Statement, type StatementLine } from "@innfri/claims";
import { type CalendarDate, formatMinor } from "@innfri/kernel";
import { coveredOr, inForce, no, se } from "@innfri/law";
import type { InterestPeriod, LetterClaim, LetterData, LetterLine } from "@innfri/letters";
import type { Operator } from "../installation.ts";
import type { CreditorSettings } from "./creditor-settings.ts";
import type { Creditor } from "./creditors.ts";
import { nextStepsOf, planFeeOf } from "./letter-future.ts";
import { claimFactsOf, type LoadedClaim, type LoadedFile } from "./load-files.ts";
import { paymentAccountOf } from "./payment-account.ts";

export type LetterContext = {
  readonly operator: Operator;
  readonly creditor: Creditor;
  readonly settings: CreditorSettings;
};

export type TakenLetter = Decision & { kind: "take" } & { readonly payBy: CalendarDate };

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
  const statement = decision.asks;
  const total = formatMinor(statement.totalMinor);
  return {
    kind: letterKindOf(creditor.country, decision.letter!),
    language: creditor.country === "NO" ? "nb" : "sv",
    datedOn: statement.on,
    payBy: decision.payBy,
    objectBy: decision.payBy,
    currency: lead.currency,
    audience: file.kind === "person" ? "person" : "business",
    ...letterheadOf(operator, settings),
    caseNumber: lead.reference,
    paymentReference: { scheme: creditor.country === "NO" ? "KID" : "OCR", value: lead.reference },
    claims: claims.map((claim) =>
      letterClaimOf(claim, decision, creditor.country),
    ) as unknown as LetterData["claims"],
    lines: rowsOf(decision).map((line) =>
      letterLineOf(line, byRef, creditor.country),
    ) as unknown as LetterData["lines"],
    total,
    interestPerDay:
      statement.interestPerDayMinor === null ? null : formatMinor(statement.interestPerDayMinor),
    payByTotal: decision.payByTotalMinor === null ? total : formatMinor(decision.payByTotalMinor),
    waivedRest: Number(settings.waivedRest) > 0 ? settings.waivedRest : null,
    planFee: planFeeOf(context, file, decision),
    next: nextStepsOf(context, file, decision),
    channel,
  };
}

function letterKindOf(country: "NO" | "SE", letter: "reminder" | "notice" | "demand"): LetterData["kind"] {
  if (country === "SE") return letter === "demand" ? "se.demand" : "se.reminder";
  return `no.${letter}`;
}

type Letterhead = Pick<LetterData, "operator" | "creditor" | "account">;

// The same for every letter of a run.
const letterheads = new WeakMap<CreditorSettings, { readonly of: Operator; readonly head: Letterhead }>();

function letterheadOf(operator: Operator, settings: CreditorSettings): Letterhead {
  const kept = letterheads.get(settings);
  if (kept?.of === operator) return kept.head;
  const { name, organisationNumber } = settings;
  const head: Letterhead = {
    operator: letterOperatorOf(operator, settings),
    creditor: { name, organisationNumber: shownNumber(organisationNumber) },
    account: paymentAccountOf(settings),
  };
  letterheads.set(settings, { of: operator, head });
  return head;
}

/** Whoever signs the letter states its own contact: an answer to an agency never goes to the creditor. */
export function letterOperatorOf(operator: Operator, settings: CreditorSettings): LetterData["operator"] {
  const { brand } = settings;
  return { ...signerOf(operator, settings), ...(brand == null ? {} : { brand }) };
}

function signerOf(operator: Operator, settings: CreditorSettings): LetterData["operator"] {
  if (operator.kind === "self")
    return {
      kind: "self",
      name: settings.name,
      organisationNumber: shownNumber(settings.organisationNumber),
      addressLines: settings.addressLines,
      email: settings.email ?? "",
      phone: settings.phone ?? "",
      ...(settings.website === null ? {} : { website: settings.website }),
    };
  const { reference, organisationNumber, contact } = operator.licence;
  return {
    kind: "agency",
    name: operator.name,
    organisationNumber: shownNumber(organisationNumber),
    addressLines: contact.addressLines,
    email: contact.email,
    phone: contact.phone ?? "",
    licence: { reference },
  };
}

/** As each country writes it: nine digits are Norwegian, ten Swedish, whoever the letter is from. */
function shownNumber(number: string): string {
  const digits = number.replaceAll(/\D/g, "");
  if (digits.length === 9) return `${digits.slice(0, 3)} ${digits.slice(3, 6)} ${digits.slice(6)}`;
  if (digits.length === 10) return `${digits.slice(0, 6)}-${digits.slice(6)}`;
  return number;
}

/** A letter says what it concerns in the principal's row, also where that is paid. */
function rowsOf({ asks, claims }: TakenLetter): readonly StatementLine[] {
  const paid = { item: "principal", minor: 0n, on: null, derivation: null, spans: [], of: null } as const;
  return [
    ...claims.map((claim) => principalOf(asks, claim) ?? { ...paid, claim }),
    ...asks.lines.filter(({ item }) => item !== "principal"),
  ];
}

function principalOf(statement: Statement, ref: string): StatementLine | undefined {
  return statement.lines.find(({ item, claim }) => item === "principal" && claim === ref);
}

function letterClaimOf(claim: LoadedClaim, decision: TakenLetter, country: "NO" | "SE"): LetterClaim {
  const open = principalOf(decision.asks, claim.claimId);
  const disputed = decision.leavesOut.find((part) => part.claim === claim.claimId);
  const corrected = decision.corrects.find((one) => one.claim === claim.claimId);
  return {
    invoiceNumber: claim.invoice.number,
    issuedOn: claim.invoice.issuedOn,
    dueOn: claim.dueOn,
    countedFromOn: rulesOf(country).countedFrom(claimFactsOf(claim, country)) ?? claim.dueOn,
    description: claim.invoice.description ?? "",
    principal: formatMinor(claim.principalMinor),
    openPrincipal: formatMinor(open?.minor ?? 0n),
    ...(disputed === undefined ? {} : { disputed: formatMinor(disputed.minor) }),
    ...(corrected === undefined ? {} : { corrects: corrected.on }),
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
  if (line.of === "own-demand") return "demand-fee";
  if (line.of === "payment-plan") return "plan-fee";
  return line.item === "legal-costs" ? "court-costs" : line.item;
}

/** An agreed rate is only called so where it is borne: the law's rate may have taken its place. */
function interestOf(
  line: StatementLine,
  claim: LoadedClaim | undefined,
  country: "NO" | "SE",
): NonNullable<LetterLine["interest"]> {
  const agreed = claim?.invoice.terms.agreedRateBasisPoints ?? null;
  const isAgreed = (span: StatementLine["spans"][number]) =>
    span.rateBasisPoints === agreed && agreed !== statutoryRate(country, span.from);
  const periods = line.spans.map(
    (span): InterestPeriod => ({
      from: span.from,
      to: span.through,
      rateBasisPoints: span.rateBasisPoints,
      days: span.days,
      yearBasis: span.yearDays,
      base: formatMinor(span.principalMinor),
      ...(country === "SE" && !isAgreed(span)
        ? { referenceRateBasisPoints: inForce(se.referenceRate, span.from).value }
        : {}),
    }),
  );
  return { basis: line.spans.some(isAgreed) ? "agreed" : "statutory", periods };
}

/** Null for a day that no table covers: there an agreed rate can still be borne. */
function statutoryRate(country: "NO" | "SE", on: CalendarDate): number | null {
  return coveredOr(
    () => (country === "NO" ? no.interestRate(on) : se.defaultRate(on)),
    () => null,
  );
}
