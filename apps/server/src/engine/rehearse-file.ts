/**
 * What another law would change for one file: its coming steps under both, and what it would owe in interest. Pure. A
 * look that reaches no day on which the laws differ is the same under both, so it is taken once.
 */
import {
  type Account,
  accountOn,
  type Coming,
  type DecisionFile,
  decidedFor,
  type Judge,
  type Looked,
  lookOn,
  type Walk,
  walkFrom,
} from "@innfri/claims";
import type { CalendarDate } from "@innfri/kernel";
import { coveredOr, type LawInForce, withLaw } from "@innfri/law";

export type Change =
  /** What would have gone on waits for a person. */
  | { readonly kind: "stops"; readonly on: CalendarDate; readonly step: string; readonly because: Reason }
  /** What would have waited for a person goes on. */
  | { readonly kind: "goes-on"; readonly on: CalendarDate; readonly step: string; readonly before: Reason }
  | { readonly kind: "moves"; readonly on: CalendarDate; readonly step: string; readonly to: CalendarDate }
  | {
      readonly kind: "charge";
      readonly on: CalendarDate;
      readonly step: string;
      readonly beforeMinor: bigint;
      readonly afterMinor: bigint;
    }
  /** The letter asks for another sum, with the same charge. */
  | {
      readonly kind: "sum";
      readonly on: CalendarDate;
      readonly step: string;
      readonly beforeMinor: bigint;
      readonly afterMinor: bigint;
    }
  /** It waits for a person on the same way for another reason, or ends otherwise. */
  | { readonly kind: "ends"; readonly on: CalendarDate; readonly before: Reason; readonly after: Reason }
  /** If nobody pays until the horizon; null where no rate is known. */
  | {
      readonly kind: "interest";
      readonly on: CalendarDate;
      readonly beforeMinor: bigint | null;
      readonly afterMinor: bigint | null;
    };

export type Reason = { readonly rule: string; readonly text: string };

export type Laws = {
  readonly before: LawInForce;
  readonly after: LawInForce;
  /** The first day on which they differ. */
  readonly from: CalendarDate;
};

/**
 * What changes first for each claim, by its ref; claims without a change are left out. `from` is the file's next look and
 * `through` the last day looked at. `judge` says sums alone: a decision then asks the law about no day after its own.
 */
export function rehearseFile(
  file: DecisionFile,
  judge: Judge,
  laws: Laws,
  from: CalendarDate,
  through: CalendarDate,
): ReadonlyMap<string, readonly Change[]> {
  const changes = new Map<string, Change[]>();
  const add = (ref: string, change: Change) => {
    const own = changes.get(ref);
    if (own === undefined) changes.set(ref, [change]);
    else own.push(change);
  };
  const fork = withLaw(laws.before, () => forkOf(walkFrom(file, from), judge, laws.from, through));
  if (fork !== null) {
    const { before, after } = waysFrom(fork, judge, laws, through);
    for (const { ref } of file.claims)
      for (const change of differences(before.get(ref) ?? [], after.get(ref) ?? [])) add(ref, change);
  }
  if (through >= laws.from)
    for (const [ref, change] of interestChanges(file, laws, through)) add(ref, change);
  return changes;
}

/** The first look on a day on which the laws differ; null when there is none. */
function forkOf(start: Walk, judge: Judge, from: CalendarDate, through: CalendarDate): Walk | null {
  let walk: Walk | null = start;
  while (walk !== null && walk.day <= through) {
    if (walk.day >= from) return walk;
    walk = lookOn(walk, judge).next;
  }
  return null;
}

type Ways = ReadonlyMap<string, readonly Stage[]>;

/** What comes for each claim under both laws, until they have parted. */
function waysFrom(
  fork: Walk,
  judge: Judge,
  laws: Laws,
  through: CalendarDate,
): { readonly before: Ways; readonly after: Ways } {
  const [before, after] = [new Map<string, Stage[]>(), new Map<string, Stage[]>()];
  let was: Walk | null = fork;
  let is: Walk | null = underAct(fork, laws.after);
  while ((was !== null && was.day <= through) || (is !== null && is.day <= through)) {
    const old = lookUnder(laws.before, was, judge, through);
    const young = lookUnder(laws.after, is, judge, through);
    collect(before, old);
    collect(after, young);
    if (hasParted(old, young)) {
      // What one law has decided already, the other may only wait for.
      collect(before, untilDecided(laws.before, old, judge, through));
      collect(after, untilDecided(laws.after, young, judge, through));
      break;
    }
    was = old?.next ?? null;
    is = young?.next ?? null;
  }
  return { before, after };
}

function lookUnder(law: LawInForce, walk: Walk | null, judge: Judge, through: CalendarDate): Looked | null {
  if (walk === null || walk.day > through) return null;
  return withLaw(law, () => lookOn(walk, judge));
}

/** The next look that decides something, after one that did not. */
function untilDecided(
  law: LawInForce,
  looked: Looked | null,
  judge: Judge,
  through: CalendarDate,
): Looked | null {
  let last = looked;
  if (last !== null && last.coming.length > 0) return null;
  while (last !== null && last.coming.length === 0) last = lookUnder(law, last.next, judge, through);
  return last;
}

function hasParted(old: Looked | null, young: Looked | null): boolean {
  if (old === null || young === null || old.next?.day !== young.next?.day) return true;
  return (
    old.coming.length !== young.coming.length ||
    old.coming.some((coming, i) => outcomeOf(coming) !== outcomeOf(young.coming[i]!))
  );
}

/** What a decision comes to, in a text that is the same for the same outcome. */
function outcomeOf({ on, decision }: Stage): string {
  const what =
    decision.kind === "take"
      ? `${decision.step} ${decision.asks.totalMinor} ${chargedMinor(decision)}`
      : decision.kind === "ask"
        ? decision.step
        : decision.because.text;
  return `${on} ${decision.kind} ${decidedFor(decision).join()} ${what}`;
}

function collect(ways: Map<string, Stage[]>, looked: Looked | null): void {
  for (const { on, decision } of looked?.coming ?? [])
    for (const ref of decidedFor(decision)) {
      const way = ways.get(ref);
      if (way === undefined) ways.set(ref, [{ on, decision }]);
      else way.push({ on, decision });
    }
}

function chargedMinor({ charges }: { readonly charges: readonly { readonly minor: bigint }[] }): bigint {
  return charges.reduce((sum, { minor }) => sum + minor, 0n);
}

function underAct(walk: Walk, law: LawInForce): Walk {
  const { facts } = walk.state;
  if (facts.country !== "NO" || facts.settings.newActFrom === law.newActFrom) return walk;
  const settings = { ...facts.settings, newActFrom: law.newActFrom };
  return { ...walk, state: { ...walk.state, facts: { ...facts, settings } } };
}

type Ended = Coming["decision"] & { readonly kind: "close" | "park" };
type Stage = { readonly on: CalendarDate; readonly decision: Coming["decision"] };

function* differences(before: readonly Stage[], after: readonly Stage[]): Generator<Change> {
  const endBefore = endOf(before);
  const endAfter = endOf(after);
  const lost = before.find((stage) => "step" in stage.decision && find(after, stage) === undefined);
  const won = after.find((stage) => "step" in stage.decision && find(before, stage) === undefined);
  for (const stage of before) {
    const same = find(after, stage);
    if (same !== undefined) yield* differencesOf(stage, same);
  }
  if (lost !== undefined && endAfter !== undefined)
    yield { kind: "stops", on: endAfter.on, step: stepOf(lost), because: reasonOf(endAfter) };
  if (won !== undefined && endBefore !== undefined)
    yield { kind: "goes-on", on: won.on, step: stepOf(won), before: reasonOf(endBefore) };
  if (lost === undefined && won === undefined && endBefore !== undefined && endAfter !== undefined) {
    const [was, is] = [reasonOf(endBefore), reasonOf(endAfter)];
    if (endBefore.on !== endAfter.on || was.rule !== is.rule || was.text !== is.text)
      yield { kind: "ends", on: endAfter.on, before: was, after: is };
  }
}

function find(way: readonly Stage[], { decision }: Stage): Stage | undefined {
  return way.find(
    ({ decision: other }) =>
      "step" in other && other.kind === decision.kind && other.step === stepOf({ decision }),
  );
}

function stepOf({ decision }: Pick<Stage, "decision">): string {
  return "step" in decision ? decision.step : decision.kind;
}

function endOf(way: readonly Stage[]): (Stage & { readonly decision: Ended }) | undefined {
  const last = way.at(-1);
  return last !== undefined && !("step" in last.decision) ? (last as Stage & { decision: Ended }) : undefined;
}

function reasonOf({ decision }: { readonly decision: Ended }): Reason {
  return decision.because;
}

function* differencesOf(before: Stage, after: Stage): Generator<Change> {
  const step = stepOf(before);
  if (before.on !== after.on) yield { kind: "moves", on: before.on, step, to: after.on };
  if (before.decision.kind !== "take" || after.decision.kind !== "take") return;
  const [was, is] = [before.decision, after.decision];
  const [beforeMinor, afterMinor] = [chargedMinor(was), chargedMinor(is)];
  if (beforeMinor !== afterMinor) yield { kind: "charge", on: after.on, step, beforeMinor, afterMinor };
  else if (was.letter !== null && was.asks.totalMinor !== is.asks.totalMinor)
    yield {
      kind: "sum",
      on: after.on,
      step,
      beforeMinor: was.asks.totalMinor,
      afterMinor: is.asks.totalMinor,
    };
}

function* interestChanges(
  { facts, claims }: DecisionFile,
  { before, after }: Laws,
  on: CalendarDate,
): Generator<readonly [string, Change]> {
  const was = withLaw(before, () => interestOn(facts, claims, on));
  const is = withLaw(after, () => interestOn(facts, claims, on));
  for (const [index, { ref }] of claims.entries()) {
    const [beforeMinor, afterMinor] = [was[index] ?? null, is[index] ?? null];
    if (beforeMinor !== afterMinor) yield [ref, { kind: "interest", on, beforeMinor, afterMinor }];
  }
}

function interestOn(
  facts: DecisionFile["facts"],
  claims: DecisionFile["claims"],
  on: CalendarDate,
): (bigint | null)[] {
  return coveredOr(
    () => {
      const account = accountOn(facts, on);
      return claims.map(({ ref }) =>
        coveredOr(
          () => interestOrNull(account, ref, on),
          () => null,
        ),
      );
    },
    () => claims.map(() => null),
  );
}

/** Told by the last day of its rate where that is before, which is sooner said than refused. */
function interestOrNull(account: Account, ref: string, on: CalendarDate): bigint | null {
  const claim = account.claim(ref);
  return claim.index !== null && claim.index.schedule.last < on ? null : account.interestOn(claim, on);
}
