/** Which claims a bank line pays. Pure: what the references lead to was looked up before, for many lines at once. */
import type { Uuid } from "@innfri/kernel";
import type { BankLine } from "./bank-line.ts";
import type { Receiver } from "./receiving-accounts.ts";

/** A claim that a reference leads to, by its own reference or by its invoice's number. */
export type FoundClaim = { readonly claimId: Uuid; readonly debtorId: Uuid; readonly currency: string };

/** What each key leads to at one creditor. */
export type Found = {
  readonly receiver: Receiver;
  readonly claims: ReadonlyMap<string, readonly FoundClaim[]>;
};

/** A part of a line for claims of one debtor; the whole line where the payer stated no amounts. */
export type MatchedPart = {
  readonly debtorId: Uuid;
  readonly claimIds: readonly Uuid[];
  readonly amountMinor: bigint;
};

export type MatchOutcome =
  | { readonly kind: "matched"; readonly receiver: Receiver; readonly parts: readonly MatchedPart[] }
  | { readonly kind: "unmatched"; readonly reason: string };

/** Everything that a line's references could be found under. */
export function keysOf(line: BankLine): string[] {
  const values = line.payer.references.map(({ value }) => value);
  if (line.reference !== null) values.push(line.reference);
  return [...new Set(values.flatMap(spellings))];
}

/** A reference as written and, since banks fill fields with zeros, without those in front. */
function spellings(value: string): string[] {
  const plain = value.replace(/\s+/g, "").toUpperCase();
  const bare = /^0+\d/.test(plain) ? plain.replace(/^0+/, "") : plain;
  return [...new Set([value, plain, bare])].filter((text) => text !== "");
}

/** Matches a line against what was found at the creditors whose account it arrived on. */
export function matchLine(line: BankLine, found: readonly Found[]): MatchOutcome {
  if (line.payer.takesBack !== null || line.amountMinor < 0n)
    return unmatched("it takes money back: a person finds what it undoes");
  const outcomes = found.map((one) => matchAt(line, one));
  const matched = outcomes.filter((outcome) => outcome.kind === "matched");
  const [only, ...others] = matched;
  if (only !== undefined)
    return others.length === 0 ? only : unmatched("its reference leads to claims of several creditors");
  const reasons = outcomes.flatMap((outcome) => (outcome.kind === "unmatched" ? [outcome.reason] : []));
  return unmatched(reasons.find((reason) => reason !== UNKNOWN) ?? noReason(line));
}

const UNKNOWN = "its reference leads to no claim";

function noReason(line: BankLine): string {
  return line.reference === null && line.payer.references.length === 0 ? "it has no reference" : UNKNOWN;
}

function matchAt(line: BankLine, found: Found): MatchOutcome {
  const lookUp = (value: string) =>
    spellings(value)
      .map((key) => found.claims.get(key))
      .find((claims) => claims !== undefined) ?? [];
  const stated = line.payer.references.filter(({ source }) => source === "stated");
  if (stated.length > 1) {
    const outcome = matchStated(line, found.receiver, stated, lookUp);
    if (outcome !== null) return outcome;
  }
  const named = line.reference === null ? [] : lookUp(line.reference);
  if (named.length > 0) return whole(line, found.receiver, named);
  const guessed = line.payer.references.flatMap(({ value }) => lookUp(value));
  return guessed.length > 0 ? whole(line, found.receiver, guessed) : unmatched(UNKNOWN);
}

/** Several references from fields for references; null when none of them is known. */
function matchStated(
  line: BankLine,
  receiver: Receiver,
  stated: BankLine["payer"]["references"],
  lookUp: (value: string) => readonly FoundClaim[],
): MatchOutcome | null {
  const looked = stated.map((reference) => ({ ...reference, claims: lookUp(reference.value) }));
  if (looked.every(({ claims }) => claims.length === 0)) return null;
  if (looked.some(({ claims }) => claims.length === 0))
    return unmatched("one of its references leads to no claim");
  const amounts = looked.map(({ amountMinor }) => amountMinor ?? 0n);
  const isDivided =
    amounts.every((minor) => minor > 0n) &&
    amounts.reduce((sum, minor) => sum + minor, 0n) === line.amountMinor;
  if (!isDivided)
    return whole(
      line,
      receiver,
      looked.flatMap(({ claims }) => claims),
    );
  const parts: MatchedPart[] = [];
  for (const [index, { claims }] of looked.entries()) {
    const part = whole({ ...line, amountMinor: amounts[index]! }, receiver, claims);
    if (part.kind === "unmatched") return part;
    parts.push(...part.parts);
  }
  return { kind: "matched", receiver, parts };
}

/** One amount for claims that must be of one debtor and in the line's currency. */
function whole(line: BankLine, receiver: Receiver, claims: readonly FoundClaim[]): MatchOutcome {
  const [first] = claims;
  if (first === undefined) return unmatched(UNKNOWN);
  if (claims.some(({ debtorId }) => debtorId !== first.debtorId))
    return unmatched("its references lead to claims of several debtors");
  if (claims.some(({ currency }) => currency !== line.currency))
    return unmatched(`it is in ${line.currency} and the claim in ${first.currency}`);
  const claimIds = [...new Set(claims.map(({ claimId }) => claimId))];
  return {
    kind: "matched",
    receiver,
    parts: [{ debtorId: first.debtorId, claimIds, amountMinor: line.amountMinor }],
  };
}

function unmatched(reason: string): MatchOutcome {
  return { kind: "unmatched", reason };
}
