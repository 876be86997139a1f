/** What must hold of every file at every moment, whatever befell it. */
import { mayTake, mischarged, replay } from "@innfri/checker";
import {
  type Account,
  type AllocationLine,
  accountOn,
  chargesFor,
  type Decision,
  type DecisionFile,
  type FileEvent,
  type FileFacts,
  type Letter,
  type PostedCharge,
  rulesOf,
  unposted,
} from "@innfri/claims";
import { addMonths, type CalendarDate, daysBetween } from "@innfri/kernel";
import { coveredOr } from "@innfri/law";
import { asKnown } from "./crossing.ts";

const ITEMS = [
  "principal",
  "interest",
  "notice-fee",
  "recovery-costs",
  "compensation",
  "legal-costs",
] as const;

/** Throws with what does not hold. A day that no table covers is refused by both minds, and nothing is said of it. */
export function mustHold({ facts }: DecisionFile, day: CalendarDate): void {
  const account = coveredOn(facts, day);
  bothMindsAgree(account, facts, day);
  if (account === null) return;
  sums(account, facts, day);
  sameWhenReplayed(account, facts, day);
  withinCaps(account, facts, day);
  lawfullyPosted(facts, day);
  onlyOnce(facts);
}

/** The account of a day; null where the tables do not cover it. */
export function coveredOn(facts: FileFacts, day: CalendarDate): Account | null {
  return coveredOr(
    () => {
      const account = accountOn(facts, day);
      account.amountsOn(day);
      return account;
    },
    () => null,
  );
}

/** What is owed, as anybody can compare it: by whoever asks again, or under a law that says more of other days. */
export function owedOn(facts: FileFacts, day: CalendarDate): string | null {
  const account = coveredOn(facts, day);
  return account === null ? null : ITEMS.map((item) => `${item} ${account.amountsOn(day)[item]}`).join(", ");
}

/** The parts are the whole, for the file and claim by claim, and nothing is owed below nothing. */
function sums(account: Account, facts: FileFacts, day: CalendarDate): void {
  const amounts = account.amountsOn(day);
  for (const item of ITEMS) if (amounts[item] < 0n) fail(`${item} is below nothing: ${amounts[item]}`);
  equal(
    "the items",
    ITEMS.reduce((sum, item) => sum + amounts[item], 0n),
    amounts.total,
  );
  const claims = facts.claims.reduce((sum, { ref }) => sum + account.openOn(ref, day), 0n);
  equal("the claims", claims, amounts.total);
}

/** Event by event as they come is what the facts as a whole say, and the facts say it as often as they are asked. */
function sameWhenReplayed(account: Account, facts: FileFacts, day: CalendarDate): void {
  const again = accountOn(structuredClone(facts), day);
  for (const item of ITEMS)
    equal(`${item} when replayed`, again.amountsOn(day)[item], account.amountsOn(day)[item]);
  // An accepted objection is as if its amount had never been claimed: only the whole tells that.
  if (facts.events.some((event) => event.kind === "objection-resolved" && event.outcome === "accepted"))
    return;
  const step = accountOn({ ...facts, events: [] }, day);
  for (const event of facts.events) step.apply(event);
  for (const item of ITEMS)
    equal(`${item} event by event`, step.amountsOn(day)[item], account.amountsOn(day)[item]);
}

/**
 * Nothing is asked for beyond what the bare facts allow, judged anew without what was posted: in one of their orders, and
 * where a letter was lawful in the one and a second in the other, each in its own. What was paid before a reasonable
 * objection ended a cost stays paid.
 */
function withinCaps(account: Account, facts: FileFacts, day: CalendarDate): void {
  // After an accepted objection a plan is for something else than on its day: fees of plans are left out on both sides.
  const isAccepted = facts.events.some(
    (event) => event.kind === "objection-resolved" && event.outcome === "accepted",
  );
  const isJudged = ({ plan }: Account["costs"][number]) => !(plan && isAccepted);
  const planned = isAccepted ? facts : withPlanFees(facts);
  // What has crossed a letter counts from before it, and was not known when the letter was judged.
  const known = asKnown(planned);
  const bares = (known === planned ? [planned] : [planned, known]).map((one) =>
    withoutCharges(one, !isAccepted),
  );
  const accounts = bares.flatMap((bare) => {
    const found = coveredOn(bare, day);
    bothMindsAgree(found, bare, day);
    return found ?? [];
  });
  if (accounts.length < bares.length) return;
  for (const item of ["notice-fee", "recovery-costs"] as const) {
    const judged = account.costs.filter((cost) => cost.item === item && isJudged(cost));
    const charged = judged.reduce((sum, cost) => sum + account.costOn(cost, day), 0n);
    const paid = judged.reduce((sum, { paidMinor }) => sum + paidMinor, 0n);
    const byDay = accounts.map((one) => Map.groupBy(one.costs, ({ on }) => on));
    const onDay = (i: number, on: CalendarDate) =>
      (byDay[i]?.get(on) ?? [])
        .filter((cost) => cost.item === item && isJudged(cost))
        .reduce((sum, cost) => sum + accounts[i]!.costOn(cost, day), 0n);
    const days = [...new Set(byDay.flatMap((one) => [...one.keys()]))];
    const allowed = days.reduce(
      (sum, on) => sum + byDay.map((_, i) => onDay(i, on)).reduce((x, y) => (x > y ? x : y)),
      0n,
    );
    if (charged - allowed > paid)
      fail(`${item}: ${charged} is charged, ${paid} of it paid, and the law allows ${allowed}`);
  }
}

/** What was posted last is what the second mind derives for it. */
function lawfullyPosted(facts: FileFacts, day: CalendarDate): void {
  const last = facts.events.at(-1);
  if (last === undefined || last.on !== day || !("posted" in last)) return;
  const [wrong] = mischarged(facts, last);
  if (wrong !== undefined)
    fail(`${last.kind}: ${wrong.found} was charged, and the law gives ${wrong.expected}`);
}

/**
 * The bare facts, with the money where it is: what was booked on a charge stays with its claim when the charge is gone,
 * so that it is not judged whether other claims would be paid by it. For the same reason the fee of a plan can stay: it is
 * judged on its day, and ends here with what it was for.
 */
function withoutCharges(facts: FileFacts, isFeeKept: boolean): FileFacts {
  const bare = (event: FileEvent) => (isFeeKept && event.kind === "payment-plan" ? [event] : unposted(event));
  return { ...facts, events: facts.events.flatMap(onItsClaim).flatMap(bare) };
}

/** Every plan with what it was charged. */
function withPlanFees(facts: FileFacts): FileFacts {
  const events = facts.events.map((event, i): FileEvent => {
    if (event.kind !== "payment-plan") return event;
    const before = () => accountOn({ ...facts, events: facts.events.slice(0, i) }, event.on);
    return { ...event, posted: event.posted ?? chargesFor(before(), event) };
  });
  return { ...facts, events };
}

function onItsClaim(event: FileEvent): FileEvent[] {
  if (event.kind !== "payment" || event.lines === undefined) return [event];
  const [costs, rest] = [[], []] as [AllocationLine[], AllocationLine[]];
  for (const line of event.lines)
    (line.item === "notice-fee" || line.item.endsWith("-costs") ? costs : rest).push(line);
  const minor = event.minor - costs.reduce((sum, line) => sum + line.minor, 0n);
  const alone = costs.map((line) => ({ ...event, claim: line.claim, minor: line.minor, lines: [line] }));
  return minor > 0n ? [...alone, { ...event, minor, lines: rest }] : alone;
}

/** The second mind, which walks the calendar day by day, comes to the same of every item. */
function bothMindsAgree(account: Account | null, facts: FileFacts, day: CalendarDate): void {
  const other = replay(facts, day);
  if (other.kind === "outside-coverage") {
    if (account !== null) fail(`the second mind finds no ${other.table} for ${other.day}`);
    return;
  }
  if (account === null) fail("only the second mind finds a law for the day");
  const amounts = account.amountsOn(day);
  for (const item of ITEMS) equal(`${item} to the second mind`, other.amounts[item], amounts[item]);
  equal("the refund to the second mind", other.refundMinor, amounts.refund);
}

/**
 * At most one Swedish demand and reminder fee for a claim; a Norwegian demand again only when the last is too old, or,
 * without a charge, once after a part of it was disputed (norway.md 5.4).
 */
function onlyOnce({ country, claims, events }: FileFacts): void {
  const letters = events.filter((event) => event.kind === "letter");
  for (const { ref } of claims) {
    const own = letters.filter((letter) => letter.claims?.includes(ref) ?? true);
    const demands = own.filter(({ letter }) => letter === "demand");
    const small = own.filter(
      ({ letter, posted }) => letter !== "demand" && (posted ?? []).some(({ minor }) => minor > 0n),
    );
    if (country === "SE") {
      if (demands.length > 1) fail(`${ref} has ${demands.length} demands`);
      if (small.length > 1) fail(`${ref} has ${small.length} reminder fees`);
      continue;
    }
    for (const [i, demand] of demands.entries()) {
      const before = demands[i - 1];
      if (before === undefined || demand.on > addMonths(before.on, 6)) continue;
      const between = events.slice(events.indexOf(before), events.indexOf(demand));
      if (!between.some((event) => isPartOf(event, ref)) || (demand.posted ?? []).length > 0)
        fail(`${ref} was demanded on ${before.on} and again on ${demand.on}`);
    }
    if (small.length > 2 && small.at(-1)!.on < addMonths(small.at(-2)!.on, 6))
      fail(`${ref} has ${small.length} small fees`);
  }
}

function isPartOf(event: FileEvent, ref: string): boolean {
  return event.kind === "objection" && event.scope !== "whole" && (event.claim ?? ref) === ref;
}

/** A step as it is about to be taken: never while held or disputed, on a business day, with the law's days to pay. */
export function mustHoldOfStep(
  { facts, holds }: DecisionFile,
  { step, letter, claims, payBy, postedOn, charges, statement }: Decision & { readonly kind: "take" },
  day: CalendarDate,
): void {
  const account = accountOn(facts, day);
  const rules = rulesOf(facts.country);
  for (const ref of claims) {
    const hold = holds.find(
      ({ claim, fromOn, untilOn }) =>
        (claim === null || claim === ref) && fromOn <= day && (untilOn === null || day <= untilOn),
    );
    if (hold !== undefined) fail(`${step} of ${ref} while ${hold.kind} since ${hold.fromOn}`);
    if (account.claim(ref).disputedWhole) fail(`${step} of ${ref} while an objection is open`);
  }
  equal(
    "the letter's lines",
    statement.lines.reduce((sum, { minor }) => sum + minor, 0n),
    statement.totalMinor,
  );
  if (letter === null || payBy === null) return;
  bothMindsAllow(facts, { letter, claims, payBy, charges }, day);
  if (!rules.calendar.isBusinessDay(day)) fail(`${step} on ${day}, no business day`);
  if (!rules.calendar.isBusinessDay(payBy)) fail(`${step} to be paid on ${payBy}, no business day`);
  const least = rules.minimumTermDays(letter);
  const from = postedOn ?? day;
  if (least !== null && daysBetween(from, payBy) < least)
    fail(`${step} of ${day}, posted on ${from}, to be paid by ${payBy}, sooner than ${least} days`);
}

/** The second mind lets the letter go to the same claims, with this deadline, and with this charge or none. */
function bothMindsAllow(
  facts: FileFacts,
  taken: {
    readonly letter: Letter;
    readonly claims: readonly string[];
    readonly payBy: CalendarDate;
    readonly charges: readonly PostedCharge[];
  },
  day: CalendarDate,
): void {
  const verdict = mayTake(facts, taken.letter, day, taken.claims);
  if (!("claims" in verdict)) fail(`${taken.letter} to the second mind: ${JSON.stringify(verdict)}`);
  if (taken.claims.some((ref) => !verdict.claims.includes(ref)))
    fail(`${taken.letter} of ${taken.claims} is for ${verdict.claims} to the second mind`);
  if (verdict.payByEarliest !== null && taken.payBy < verdict.payByEarliest)
    fail(`${taken.letter} to be paid by ${taken.payBy}: ${verdict.payByEarliest} to the second mind`);
  const charged = taken.charges.reduce((sum, { minor }) => sum + minor, 0n);
  if (charged !== 0n) equal(`${taken.letter}'s charge to the second mind`, verdict.feeMinor, charged);
}

function equal(what: string, found: bigint, expected: bigint): void {
  if (found !== expected) fail(`${what} come to ${found}, not ${expected}`);
}

function fail(message: string): never {
  throw new Error(message);
}
