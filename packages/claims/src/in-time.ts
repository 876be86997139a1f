/**
 * What a payment undoes that was in time and is known later: the steps taken since for not having paid, with their
 * charges (D12). In Norway it is in time when it was ordered on the last day of a deadline or before (norway.md P5;
 * inkassoloven §§ 9, 17; inkassoforskriften § 1-2), in Sweden when it was booked before the step (sweden.md 2.3;
 * inkassokostnadslagen 3 §).
 */
import { type CalendarDate, minorFromDecimal } from "@innfri/kernel";
import { coveredOr } from "@innfri/law";
import { accountOn, rulesOf } from "./account.ts";
import {
  fileEventsOf,
  type LetterData,
  type PaymentData,
  type StepData,
  type StoredCharge,
  type StoredEvent,
} from "./claim-event.ts";
import { inOrder, thatStand } from "./event-order.ts";
import type { FileFacts } from "./facts.ts";

export type PaidInTime = {
  /** The claims that the payment is for. */
  readonly claims: readonly string[];
  readonly minor: bigint;
  /** When the payer ordered it, or when the money counts where that is not known. */
  readonly orderedOn: CalendarDate;
  /** When it was booked on the account of whom it was paid to. */
  readonly bookedOn: CalendarDate;
};

/** A letter or step of one claim's chain that falls away. */
export type UndoneStep = {
  readonly claim: string;
  readonly seq: number;
  readonly on: CalendarDate;
  readonly what: string;
  readonly document: string | null;
  readonly charges: readonly StoredCharge[];
};

export type InTime = { readonly deadline: CalendarDate; readonly undone: readonly UndoneStep[] };

/** A sum that was to be paid by a day. */
type Asked = {
  readonly claims: ReadonlySet<string>;
  readonly payBy: CalendarDate;
  readonly minor: bigint;
  /** What has happened since it was asked for. */
  readonly since: readonly StoredEvent[];
};

/**
 * The steps that the payment undoes. Null where it undoes none, and where a person must look: a part of what was asked
 * for, a letter that also covers what nobody paid, a charge that other money has paid, a legal step.
 */
export function undoneBy(facts: FileFacts, events: readonly StoredEvent[], paid: PaidInTime): InTime | null {
  const standing = inOrder(thatStand(events));
  const { orderedInTimeCounts } = rulesOf(facts.country);
  const paidOn = orderedInTimeCounts ? paid.orderedOn : paid.bookedOn;
  const first = orderedInTimeCounts
    ? invoicesAsked(facts, standing, paid)
    : owedWhenBooked(facts, standing, paid);
  for (const asked of [...first, ...lettersAsked(standing)]) {
    if (paidOn > asked.payBy || !paid.claims.every((ref) => asked.claims.has(ref))) continue;
    if (paid.minor + paidInTime(asked, orderedInTimeCounts) < asked.minor) continue;
    const undone = asked.since.flatMap((event) => stepAfter(asked, event));
    if (undone.some(({ charges }) => charges.length > 0))
      return isForAPerson(asked, standing, undone) ? null : { deadline: asked.payBy, undone };
  }
  return null;
}

/**
 * The principal and interest that were owed when the money was booked, on its claims and on those that a letter since
 * covers with them: whoever has paid them by then owes nothing of what came after (sweden.md 2.3 and example 17).
 */
function owedWhenBooked(
  facts: FileFacts,
  standing: readonly StoredEvent[],
  { claims: refs, bookedOn }: PaidInTime,
): Asked[] {
  const claims = new Set(refs);
  const later = standing.filter(({ on }) => on > bookedOn);
  const letters = later.filter(({ kind }) => kind === "letter");
  for (const letter of Map.groupBy(letters, ({ data }) => data.document).values())
    if (letter.some(({ claim }) => claims.has(claim))) for (const { claim } of letter) claims.add(claim);
  const minor = coveredOr(
    () => {
      const account = accountOn({ ...facts, events: fileEventsOf(standing) }, bookedOn);
      return account
        .select([...claims])
        .reduce((sum, claim) => sum + claim.principalMinor + account.interestOn(claim, bookedOn), 0n);
    },
    () => null,
  );
  if (minor === null) return []; // no table covers the day: a person looks
  return [{ claims, payBy: bookedOn, minor, since: later.filter(({ claim }) => claims.has(claim)) }];
}

/** The invoice itself, by its due day. */
function invoicesAsked(
  { country, claims }: Pick<FileFacts, "country" | "claims">,
  standing: readonly StoredEvent[],
  { claims: [ref, ...others] }: PaidInTime,
): Asked[] {
  const claim = claims.find((one) => one.ref === ref);
  const payBy = claim === undefined ? null : rulesOf(country).countedFrom(claim);
  if (claim === undefined || payBy === null || others.length > 0) return [];
  const since = standing.filter((event) => event.claim === claim.ref);
  const credited = since
    .filter(({ kind }) => kind === "credit")
    .reduce((sum, { data }) => sum + minorFromDecimal(data.amount as string), 0n);
  return [{ claims: new Set([claim.ref]), payBy, minor: claim.principalMinor - credited, since }];
}

/** Each letter, by its deadline, oldest first. */
function lettersAsked(standing: readonly StoredEvent[]): Asked[] {
  const documents = Map.groupBy(
    standing.filter(({ kind }) => kind === "letter"),
    ({ data }) => data.document,
  );
  return [...documents.values()].map((letters) => {
    const claims = new Set(letters.map(({ claim }) => claim));
    const { payBy, total } = letters[0]!.data as unknown as LetterData;
    const since = standing
      .slice(standing.indexOf(letters.at(-1)!) + 1)
      .filter(({ claim }) => claims.has(claim));
    return { claims, payBy, minor: minorFromDecimal(total), since };
  });
}

function paidInTime({ since, payBy }: Asked, orderedInTimeCounts: boolean): bigint {
  const paidOn = ({ on, data }: StoredEvent) =>
    (orderedInTimeCounts ? (data.orderedOn as CalendarDate | null) : null) ?? on;
  return since
    .filter((event) => event.kind === "payment" && paidOn(event) <= payBy)
    .flatMap(({ data }) => (data as unknown as PaymentData).lines)
    .reduce((sum, { amount }) => sum + minorFromDecimal(amount), 0n);
}

function stepAfter({ payBy }: Asked, { claim, seq, kind, on, data }: StoredEvent): UndoneStep[] {
  if (on <= payBy || (kind !== "letter" && kind !== "step")) return [];
  const { charges } = data as unknown as LetterData | StepData;
  const document = kind === "letter" ? (data as unknown as LetterData).document : null;
  const what =
    kind === "letter" ? (data as unknown as LetterData).letter : (data as unknown as StepData).step;
  return [{ claim, seq, on, what, document, charges }];
}

/** What people have done since then changed what is owed in a way of its own. */
const BY_PEOPLE: ReadonlySet<string> = new Set([
  "payment-plan",
  "compensation",
  "objection",
  "objection-resolved",
  "application",
  "attachment-application",
  "decision",
  "enforcement",
]);

function isForAPerson(
  asked: Asked,
  standing: readonly StoredEvent[],
  undone: readonly UndoneStep[],
): boolean {
  const documents = new Set(undone.flatMap(({ document }) => document ?? []));
  const items = new Set(undone.flatMap(({ charges }) => charges.map(({ item }) => item as string)));
  const first = undone[0]!.on;
  return (
    asked.since.some(({ kind, on }) => on > asked.payBy && BY_PEOPLE.has(kind)) ||
    undone.some(({ what }) => what === "legal" || what === "solvency") ||
    standing.some(({ claim, kind, on, data }) => {
      if (kind === "letter") return documents.has(data.document as string) && !asked.claims.has(claim);
      if (kind !== "payment" || on < first) return false;
      return (data as unknown as PaymentData).lines.some(({ item }) => items.has(item));
    })
  );
}
