/**
 * Where a claim stands (S59), as one word. The chain says how far it has come, which `claim_now` keeps; what holds it and
 * whether it has fallen due is asked on the day. `stage-sql.ts` says the same to the database.
 */
import { type StoredEvent, thatStand } from "@innfri/claims";
import type { CalendarDate } from "@innfri/kernel";
import type { ClaimStage, HoldKind } from "../store/kinds.ts";

/** Along the line, and then what stands beside it. */
export const STAGES = [
  ...["not-due", "overdue", "reminder", "notice", "list", "demand", "legal", "monitoring"],
  ...["payment-plan", "disputed", "on-hold", "parked", "paid", "closed"],
] as const satisfies readonly string[];
export type Stage =
  | Exclude<ClaimStage, "waiting">
  | ("not-due" | "overdue" | "payment-plan" | "on-hold" | "parked");

/** How far a claim has come by its chain. */
export function stageOf(events: readonly StoredEvent[]): ClaimStage {
  let reached: ClaimStage = "waiting";
  let isListed = false;
  /** The list that a hold took it off: a release before that closes puts it back. */
  let offList: unknown = null;
  let ended: "paid" | "closed" | null = null;
  let isPaidOn = false;
  let isDisputed = false;
  for (const { kind, data } of thatStand(events)) {
    switch (kind) {
      case "letter":
      case "step":
        reached = stageOfStep(data) ?? reached;
        isListed = false;
        break;
      case "proposed":
        isListed = data.step === "collection-list";
        break;
      case "stopped":
      case "postponed":
        if (isListed) offList = data.approval ?? null;
        isListed = false;
        break;
      case "released":
        isListed = offList !== null && data.approval === offList;
        offList = null;
        break;
      case "promise":
      case "payment-plan":
        isListed = false;
        break;
      case "application":
      case "attachment-application":
      case "decision":
      case "enforcement":
        reached = "legal";
        break;
      case "payment-order":
        reached = data.state === "withdrawn" || data.state === "dismissed" ? "demand" : "legal";
        break;
      case "surveillance":
        reached = "monitoring";
        break;
      case "objection":
        // On another claim's chain it says only which costs that one lost.
        if (data.extent === "whole") isDisputed = true;
        if (data.of === undefined) isListed = false;
        break;
      case "objection-resolved":
        if (data.of === undefined) isDisputed = false;
        break;
      case "payment":
        isPaidOn = true;
        break;
      case "closed":
        // A small rest is waived of what was paid (D13).
        ended = (data.reason === "paid" || data.reason === "waived") && isPaidOn ? "paid" : "closed";
        break;
      case "reopened":
        ended = null;
        break;
      default:
    }
  }
  if (ended !== null) return ended;
  if (isDisputed) return "disputed";
  return isListed ? "list" : reached;
}

function stageOfStep({ letter, step, choice }: StoredEvent["data"]): ClaimStage | null {
  if (choice === "monitoring") return "monitoring";
  if (choice === "application") return "legal";
  switch (letter ?? step) {
    case "reminder":
    case "free-reminder":
      return "reminder";
    case "notice":
      return "notice";
    case "demand":
    case "follow-up":
    case "heavy":
      return "demand";
    case "legal":
      return "legal";
    case "surveillance":
      return "monitoring";
    default:
      return null;
  }
}

export type Standing = {
  readonly state: "open" | "parked" | "closed";
  readonly reached: ClaimStage;
  readonly dueOn: CalendarDate;
  /** Those that have not ended, of the claim and of its whole file. */
  readonly holds: readonly {
    readonly kind: string;
    readonly fromOn: CalendarDate;
    readonly untilOn: CalendarDate | null;
  }[];
};

/** Where it stands on a day. */
export function stageOn({ state, reached, dueOn, holds }: Standing, on: CalendarDate): Stage {
  if (state === "closed") return reached === "paid" ? "paid" : "closed";
  if (state === "parked") return "parked";
  if (reached === "disputed") return reached;
  const kind = heldFirst(holds, on);
  if (kind !== null) return stageOfHold(kind);
  if (reached === "waiting" || reached === "paid" || reached === "closed")
    return dueOn >= on ? "not-due" : "overdue";
  return reached;
}

/** What is told to hold an open claim on a day, as a kind of hold. */
export function heldBy({ state, reached, holds }: Standing, on: CalendarDate): HoldKind | null {
  if (state !== "open") return null;
  return reached === "disputed" ? reached : heldFirst(holds, on);
}

function heldFirst(holds: Standing["holds"], on: CalendarDate): HoldKind | null {
  const kinds = holds
    .filter(({ fromOn, untilOn }) => fromOn <= on && (untilOn === null || untilOn >= on))
    .map(({ kind }) => kind as HoldKind);
  const rank = (kind: HoldKind) => HELD_FIRST.indexOf(stageOfHold(kind));
  return kinds.toSorted((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1))[0] ?? null;
}

/** What of several holds is told. */
export const HELD_FIRST = ["disputed", "payment-plan", "legal", "monitoring", "on-hold"] as const;

export function stageOfHold(kind: HoldKind): (typeof HELD_FIRST)[number] {
  switch (kind) {
    case "disputed":
    case "payment-plan":
    case "legal":
      return kind;
    case "surveillance":
      return "monitoring";
    default:
      return "on-hold";
  }
}
