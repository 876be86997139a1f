/** The second mind's answer to a document: is it what the claims' facts and the law of the day make it? */
import { RULES, type RuleId } from "@innfri/law/tables";
import { applyLetter, basesOf } from "./apply-letter.ts";
import { sumOfDerivation } from "./arithmetic.ts";
import { dayOf, dayText } from "./calendar.ts";
import { recoveryCosts } from "./charges.ts";
import { isReference } from "./check-digits.ts";
import { compare, type Mismatch } from "./compare.ts";
import { againstContact } from "./contacts.ts";
import { amountOfCost } from "./costs.ts";
import type { CheckAnswer, Difference, Document, DocumentContext } from "./document.ts";
import { amountText, readAmount } from "./exact.ts";
import {
  type Corrected,
  expectedLetter,
  expectedPayBy,
  LETTERS,
  type LeftOut,
  postedOn,
} from "./expected-letter.ts";
import { expectedRecipient } from "./expected-parties.ts";
import type { Facts, LetterName } from "./facts.ts";
import { isPaid, judge, saidAgain, sentAround } from "./judge.ts";
import { limitation } from "./limitation.ts";
import { NotCovered } from "./lookup.ts";
import { isOfDemand, postedOtherwise } from "./posted-otherwise.ts";
import { Walk } from "./replay.ts";
import { ruleOfLetter, ruleOfPath } from "./rule-of-path.ts";
import type { FileState } from "./state.ts";

/**
 * Derives the document again from the facts as they were before it, and says every place where it is something else.
 * `facts` holds all claims between the debtor and the creditor and what has happened to them, the document itself
 * left out. Never throws for what a document says; throws `RangeError` where facts or context contradict themselves.
 */
export function checkDocument(facts: Facts, document: Document, context: DocumentContext): CheckAnswer {
  const kind = stringAt(document.letter, "kind");
  const letter = kind === undefined ? undefined : LETTERS[facts.country][kind];
  const name = letter ?? (facts.country === "NO" ? "notice" : "reminder");
  const mismatches =
    letter === undefined ? [unknownKind(kind)] : differencesOf(facts, document, context, kind!, letter);
  const [first, ...more] = mismatches.map((one) => differenceOf(facts, name, one));
  return first === undefined ? { kind: "agrees" } : { kind: "differs", differences: [first, ...more] };
}

/** A mismatch that knows its own rule, where its path does not tell it. */
type Found = Mismatch & { readonly rule?: RuleId };

function unknownKind(found: string | undefined): Found {
  return { path: "letter.kind", expected: "a letter of this country", found: found ?? null };
}

function differencesOf(
  facts: Facts,
  document: Document,
  context: DocumentContext,
  kind: string,
  letter: LetterName,
): Found[] {
  try {
    const on = dayOf(context.on);
    const payBy = expectedPayBy(facts, context, letter);
    const walk = new Walk(facts, on);
    const file = walk.to(on);
    const refused = maySend(walk, context, letter);
    const leftOut = leftOutOf(file, context);
    const corrected = correctedBy(file, context, letter);
    const dear = letter === "demand" ? tooDear(file, context, corrected) : [];
    const asked = askedOf(facts, leftOut, context);
    const fee = isCorrected(file, context, letter)
      ? "none"
      : (context.plan.find(({ step }) => step === letter)?.fee ?? "standard");
    const claims = context.covered;
    const sent = { kind: "letter", letter, on: context.on, payBy: dayText(payBy), fee } as const;
    const askedWalk = asked === null ? walk : new Walk(asked, on);
    const settled = asked === null ? [] : settledOf(askedWalk.to(on), context, letter);
    // Who wants no fee of a letter gets none, an agency's costs neither.
    const charges = fee === "none" ? { posted: [] } : {};
    const posting = { postedOn: dayText(postedOn(facts, context, letter)) };
    applyLetter(askedWalk.to(on), { ...sent, ...posting, receivedOn: null, claims, ...charges }, on);
    const covered = claims.map((ref) => askedWalk.file.byRef.get(ref)!);
    const posted = postedOtherwise(askedWalk.file, covered, on);
    const expected = expectedLetter(askedWalk, context, { kind, letter, payBy }, { leftOut, corrected });
    const recipient = expectedRecipient(context, facts.country);
    return [
      ...refused,
      ...againstContact(facts, context, stringAt(document.letter, "channel")),
      ...settled,
      ...dear,
      ...posted,
      ...compare({ letter: expected, recipient }, document, ""),
      ...sumsOf(document.letter),
      ...referenceProblem(facts, context),
    ];
  } catch (error) {
    if (!(error instanceof NotCovered)) throw error;
    return [{ path: "letter", expected: `no letter: ${error.message}`, found: kind, rule: "coverage" }];
  }
}

/**
 * What is disputed of a claim is not asked for until it is settled (norway.md 5.4, sweden.md 4.1): the letter is derived
 * from the facts as they would be if it had never been claimed. Null where no part is disputed.
 */
function askedOf(facts: Facts, leftOut: LeftOut, { on }: DocumentContext): Facts | null {
  const without = [...leftOut.keys()].map(
    (claim) => ({ kind: "objection-resolved", on, outcome: "accepted", claim, changed: [] }) as const,
  );
  return without.length === 0 ? null : { ...facts, events: [...facts.events, ...without] };
}

/** The open objections to a part of the covered claims. */
function leftOutOf({ byRef }: FileState, { covered }: DocumentContext): LeftOut {
  return new Map(
    covered.flatMap((ref) => {
      const disputed = byRef.get(ref)?.disputed;
      return typeof disputed === "bigint" && disputed > 0n ? [[ref, disputed] as const] : [];
    }),
  );
}

/** A Norwegian letter that is said again, because a part of what it asked for is disputed, bears no fee (5.4). */
function isCorrected({ facts, byRef }: FileState, { covered }: DocumentContext, letter: LetterName): boolean {
  if (facts.country !== "NO" || letter === "demand") return false;
  return covered.every((ref) => {
    const claim = byRef.get(ref);
    return claim !== undefined && sentAround(claim).before.some((sent) => sent.letter === letter);
  });
}

/** The days of the letters that this one says again. */
function correctedBy(file: FileState, { on, covered }: DocumentContext, letter: LetterName): Corrected {
  return new Map(
    covered.flatMap((ref) => {
      const claim = file.byRef.get(ref);
      const first = claim === undefined ? undefined : saidAgain(file, claim, letter, dayOf(on));
      return first === undefined ? [] : [[ref, first.on] as const];
    }),
  );
}

/** No sheet says whether costs stand that the undisputed part would not bear by itself: then no demand is said again. */
function tooDear(file: FileState, { on }: DocumentContext, corrected: Corrected): Found[] {
  const { facts } = file;
  if (facts.operator !== "agency") return [];
  return [...corrected.keys()].flatMap((ref): Found[] => {
    const demand = file.demands.findLast(({ bases }) => bases.has(ref));
    if (demand === undefined) return [];
    const bases = new Map([...demand.bases, ...basesOf([file.byRef.get(ref)!])]);
    const light = recoveryCosts(facts, [...bases.values()], dayOf(on), false);
    const charged = file.costs
      .filter(({ name, claims }) => isOfDemand(name) && [...bases.keys()].some((one) => claims.has(one)))
      .reduce((sum, cost) => sum + amountOfCost(file, cost, dayOf(on)), 0n);
    if (charged <= light) return [];
    const expected = `no demand: the undisputed part bears ${amountText(light)}`;
    return [{ path: "letter.kind", expected, found: amountText(charged), rule: "no.objection.partial" }];
  });
}

/** May this letter be sent today, to each of these claims (readings 4, 5, 7, 10), and can they still be enforced? */
function maySend({ file }: Walk, { on, covered }: DocumentContext, letter: LetterName): Found[] {
  if (covered.length === 0) throw new RangeError("a letter covers a claim, and none is named");
  const rule = ruleOfLetter(file.facts.country, letter);
  return covered.flatMap((ref): Found[] => {
    const claim = file.byRef.get(ref);
    if (claim === undefined) throw new RangeError(`claim ${ref} is not in the file`);
    const judgement = judge(file, claim, letter, dayOf(on));
    const tooOldOn = limitation(file.facts, ref, on);
    if (judgement.kind === "permitted" && tooOldOn !== undefined && on > tooOldOn)
      return [
        {
          path: "letter.kind",
          expected: `no ${letter}: too old since ${tooOldOn}`,
          found: `${letter} on ${on} for ${ref}`,
          rule: file.facts.country === "NO" ? "no.limitation" : "se.limitation",
        },
      ];
    if (judgement.kind === "permitted") return [];
    const why =
      judgement.kind === "too-early"
        ? `no ${letter} before ${dayText(judgement.notBefore)}`
        : `no ${letter}: ${judgement.by}`;
    return [{ path: "letter.kind", expected: why, found: `${letter} on ${on} for ${ref}`, rule }];
  });
}

/** Whoever has paid all that he does not dispute is asked for nothing while the objection is open (5.4). */
function settledOf(asked: FileState, { on, covered }: DocumentContext, letter: LetterName): Found[] {
  return covered
    .filter((ref) => isPaid(asked, asked.byRef.get(ref)!, dayOf(on)))
    .map((ref) => ({
      path: "letter.kind",
      expected: `no ${letter}: all that is not disputed is paid`,
      found: `${letter} on ${on} for ${ref}`,
      rule: asked.facts.country === "NO" ? "no.objection.partial" : "se.objection.stops",
    }));
}

type Line = { readonly amount?: unknown; readonly item?: unknown; readonly derivation?: unknown };
type Reason = { readonly arithmetic: string; readonly rounding: string | null };

function linesOf(letter: unknown): readonly Line[] {
  const lines = (letter as { readonly lines?: unknown } | null)?.lines;
  return Array.isArray(lines) ? lines : [];
}

/** Every sum that is written down comes to its row's amount, or to more where some of it has been paid. */
function sumsOf(letter: unknown): Found[] {
  return linesOf(letter).flatMap((line, index): Found[] => {
    const reason = line?.derivation as Partial<Reason> | null | undefined;
    if (typeof reason !== "object" || reason === null) return [];
    const { arithmetic, rounding = null } = reason;
    const minor = typeof arithmetic === "string" ? sumOfDerivation(arithmetic, rounding) : undefined;
    const isPart = line.item !== "interest" && minor !== undefined && isUpTo(line.amount, minor);
    if (minor !== undefined && (line.amount === amountText(minor) || isPart)) return [];
    const expected = minor === undefined ? "a sum that holds" : amountText(minor);
    const found = `${String(line.amount)} by ${String(arithmetic)}`;
    return [{ path: `letter.lines[${index}].derivation.arithmetic`, expected, found }];
  });
}

function isUpTo(amount: unknown, minor: bigint): boolean {
  const read = readAmount(amount);
  return read !== undefined && read < minor;
}

function referenceProblem({ country }: Facts, { claims, covered }: DocumentContext): Found[] {
  const reference = claims.find(({ ref }) => ref === covered[0])?.reference ?? "";
  if (isReference(country, reference)) return [];
  const expected = country === "NO" ? "a KID with its check digit" : "an OCR number with its check digit";
  return [{ path: "letter.paymentReference.value", expected, found: reference }];
}

function differenceOf({ country }: Facts, letter: LetterName, { rule: own, ...mismatch }: Found): Difference {
  const rule = own ?? ruleOfPath(country, letter, mismatch.path);
  return { ...mismatch, rule, citation: RULES[rule].citation };
}

function stringAt(value: unknown, key: string): string | undefined {
  if (typeof value !== "object" || value === null || !Object.hasOwn(value, key)) return undefined;
  const found = (value as Readonly<Record<string, unknown>>)[key];
  return typeof found === "string" ? found : undefined;
}
