/** What befalls a claim while it is followed up, other than what its plan does. */
import {
  type Account,
  accountOn,
  allocate,
  type ChargingEvent,
  chargesFor,
  compensationFor,
  costsEndedBy,
  costsNeverOwed,
  type DecisionFile,
  type FileEvent,
  isPermitted,
  planFeesEnded,
  verdictOn,
} from "@innfri/claims";
import { addDays, type CalendarDate } from "@innfri/kernel";
import { coveredOr } from "@innfri/law";
import type { Chance } from "./chance.ts";
import { crossed } from "./crossing.ts";

/**
 * The file after something that happens on a day by chance; the same file when nothing does. While invoices are still
 * to come, everything names its claims: what names none is for all that there will be.
 */
export function happen(
  file: DecisionFile,
  account: Account,
  on: CalendarDate,
  chance: Chance,
  isComplete: boolean,
): DecisionFile {
  const refs = refsOf(account, null);
  const ref = chance.of(refs);
  const all = isComplete ? chance.of([null, refs]) : refs;
  const any = isComplete ? chance.of([ref, null]) : ref;
  switch (chance.between(0, 14)) {
    case 0:
    case 1:
    case 2:
      return paid(file, account, on, chance, any);
    case 3:
      return withEvent(file, {
        kind: "credit",
        on,
        minor: someOf(account, chance),
        claim: any,
      });
    case 4:
    case 5:
      return disputed(file, account, on, chance);
    case 6:
    case 7:
      return settled(file, account, on, chance);
    case 8:
      return charged(
        file,
        account,
        {
          kind: "payment-plan",
          on,
          instalments: chance.between(2, 8),
          wholeDebt: chance.oneIn(2),
          claims: all,
        },
        chance,
      );
    case 9:
      return compensated(file, account, chance.of([all, [ref]]), on, chance);
    case 10: {
      const untilOn = chance.oneIn(3) ? null : addDays(on, chance.between(0, 40));
      const hold = { claim: chance.of([ref, null]), kind: "stopped", fromOn: on, untilOn };
      return { ...file, holds: [...file.holds, hold] };
    }
    case 11: {
      const open = file.holds.map((hold) =>
        hold.untilOn === null ? { ...hold, untilOn: addDays(on, -1) } : hold,
      );
      return { ...file, holds: open };
    }
    case 12: {
      if (!chance.oneIn(3)) return file;
      const kind = chance.of(["application", "attachment-application", "decision", "enforcement"] as const);
      return charged(file, account, { kind, on, claims: chance.of([all, [ref]]) }, chance);
    }
    default:
      return crossed(file, on, chance);
  }
}

/** A plan or legal step, with what Innfri posted for it, or from elsewhere. */
function charged(file: DecisionFile, account: Account, event: ChargingEvent, chance: Chance): DecisionFile {
  if (chance.oneIn(2)) return withEvent(file, event);
  const changed =
    event.kind === "payment-plan" ? {} : { changed: planFeesEnded(account, refsOf(account, event.claims)) };
  const posted = coveredOr(
    () => chargesFor(account, event),
    () => null, // what it costs cannot be computed: it is refused
  );
  return posted === null ? file : withEvent(file, { ...event, ...changed, posted });
}

function compensated(
  file: DecisionFile,
  account: Account,
  claims: readonly string[] | null,
  on: CalendarDate,
  chance: Chance,
): DecisionFile {
  if (chance.oneIn(2)) return withEvent(file, { kind: "compensation", on, claims });
  const posted = refsOf(account, claims).flatMap((claim) => {
    if (!isPermitted(verdictOn(account, "compensation", on, [claim]))) return [];
    const minor = compensationFor(account, claim, on);
    return minor === null ? [] : [{ claim, minor }];
  });
  return posted.length === 0 ? file : withEvent(file, { kind: "compensation", on, claims, posted });
}

function refsOf(account: Account, claims: readonly string[] | null): readonly string[] {
  return account.select(claims).map(({ facts }) => facts.ref);
}

/** Money: a little, about what is owed, or too much; with the claim's number or without. */
function paid(
  file: DecisionFile,
  account: Account,
  on: CalendarDate,
  chance: Chance,
  claim: string | null,
): DecisionFile {
  const { total } = account.amountsOn(on);
  const minor = chance.of([1n, total / 3n + 1n, total, total + 1n, someOf(account, chance)]);
  if (minor <= 0n) return file;
  const designation = chance.oneIn(6) ? ("principal" as const) : null;
  const payment = { on, minor, designation, claim };
  const { lines, leftMinor } = allocate(account, payment);
  const sum = lines.reduce((all, line) => all + line.minor, 0n);
  if (sum + leftMinor !== minor) throw new Error(`of ${minor} only ${sum} and ${leftMinor} were divided`);
  const claims = file.claims.map((claim) => {
    const part = lines.filter((line) => line.claim === claim.ref).reduce((all, line) => all + line.minor, 0n);
    const payBy = claim.taken.findLast((step) => step.payBy !== null)?.payBy;
    return payBy == null || on > payBy
      ? claim
      : { ...claim, paidSinceLetterInTimeMinor: claim.paidSinceLetterInTimeMinor + part };
  });
  return withEvent({ ...file, claims }, { kind: "payment", ...payment, lines });
}

/** The debtor's no, as far as the engine takes it: not twice to the whole, and a part is less than what is open. */
function disputed(file: DecisionFile, account: Account, on: CalendarDate, chance: Chance): DecisionFile {
  const claim = chance.of(account.claims);
  const scope = chance.of(["whole" as const, someOf(account, chance)]);
  if (claim.disputedWhole) return file;
  if (scope !== "whole" && scope + claim.disputedMinor >= claim.principalMinor) return file;
  const event = {
    kind: "objection" as const,
    on,
    scope,
    reasonable: !chance.oneIn(3),
    claim: claim.facts.ref,
  };
  const receivedOn = chance.oneIn(3) ? addDays(on, -chance.between(1, 9)) : on;
  const changed = costsEndedBy(accountOn(file.facts, on), event, receivedOn);
  return withEvent(file, { ...event, changed });
}

function settled(file: DecisionFile, account: Account, on: CalendarDate, chance: Chance): DecisionFile {
  const open = account.claims.find(({ disputedWhole, disputedMinor }) => disputedWhole || disputedMinor > 0n);
  if (open === undefined) return file;
  const { ref } = open.facts;
  const outcome = chance.of(["withdrawn", "accepted", "groundless"] as const);
  const event = { kind: "objection-resolved" as const, on, outcome, claim: ref };
  if (outcome !== "accepted") return withEvent(file, { ...event, changed: [] });
  const { facts } = withEvent(file, { ...event, changed: [] });
  return withEvent(file, { ...event, changed: costsNeverOwed(accountOn(facts, on), ref, on) });
}

function someOf(account: Account, chance: Chance): bigint {
  const largest = account.claims.reduce(
    (most, claim) => (claim.principalMinor > most ? claim.principalMinor : most),
    1n,
  );
  return (largest * BigInt(chance.between(1, 120))) / 100n + 1n;
}

function withEvent(file: DecisionFile, event: FileEvent): DecisionFile {
  return { ...file, facts: { ...file.facts, events: [...file.facts.events, event] } };
}
