/** What people record of a claim, as its chain holds it: objections, plans, compensation and legal steps. */
import { type CalendarDate, minorFromDecimal } from "@innfri/kernel";
import type { StoredCharge, StoredEvent } from "./claim-event.ts";
import type { CostChange, FileEvent, Letter, ObjectionOutcome, PlanSchedule, PostedCharge } from "./facts.ts";
import { endsWithoutDecision, type PaymentOrderData, tellsDebtor } from "./se/payment-order.ts";

/** `amount` is below zero for what falls away, above it for what the claim takes over from another. */
export type StoredChange = StoredCharge & {
  readonly since?: CalendarDate;
  readonly letter?: Letter;
  /** Of a payment plan's fee. */
  readonly plan?: true;
};

/** `objection`. On another claim's chain, whose costs it changed, `of` names the claim that was objected to. */
export type ObjectionData =
  | {
      readonly objection: string;
      readonly extent: "whole" | "part";
      /** Of a part. */
      readonly amount?: string;
      readonly reasonable: boolean;
      readonly received: CalendarDate;
      readonly changed: readonly StoredChange[];
    }
  | ChangedByOther;
/** `objection-resolved`: settles every open objection of the claim. */
export type ResolvedData =
  | {
      readonly outcome: ObjectionOutcome;
      readonly changed: readonly StoredChange[];
      /** What had been paid of what was never owed, and goes back. */
      readonly refund?: string;
    }
  | ChangedByOther;
export type ChangedByOther = { readonly of: string; readonly changed: readonly StoredChange[] };
/** `payment-plan`, on the chain of every claim it covers; the fee on the chain of the one that bears it. */
export type PaymentPlanData = {
  readonly plan: string;
  readonly instalments: number;
  readonly wholeDebt: boolean;
  readonly charges: readonly StoredCharge[];
  /** The day of the first instalment, with what each comes to and what was owed when it was agreed. */
  readonly firstOn?: CalendarDate;
  readonly instalment?: string;
  readonly total?: string;
  /** The interest to come that is part of the total, as it was estimated. */
  readonly coming?: string;
  /** What this claim owed of it when it was agreed. */
  readonly share?: string;
};
/** `compensation`: what the law gave for the claim, before costs are set off. */
export type CompensationData = { readonly amount: string };
/** `application`, `attachment-application`, `decision`, `enforcement`: one step, on the chain of every claim of it. */
export type LegalStepData = {
  readonly legal: string;
  readonly charges: readonly StoredCharge[];
  readonly changed?: readonly StoredChange[];
};

type Shared = {
  readonly claims: string[];
  readonly posted: PostedCharge[];
  readonly changed: CostChange[];
  readonly shares: bigint[];
};

/** Collects the facts that stand on several chains as one. */
export class RecordedEvents {
  readonly #shared = new Map<string, Shared>();
  /** The claims whose debtor was told of the application that runs. */
  readonly #notified = new Set<string>();

  /** The fact that an event tells; null for what is no fact, or was told by another chain already. */
  factOf(stored: StoredEvent): FileEvent | null {
    const { kind, on, claim } = stored;
    switch (kind) {
      case "objection":
        return objectionOf(stored);
      case "objection-resolved":
        return resolvedOf(stored);
      case "compensation": {
        const minor = minorFromDecimal((stored.data as unknown as CompensationData).amount);
        return { kind, on, claims: [claim], posted: [{ claim, minor }] };
      }
      case "payment-plan": {
        const data = stored.data as unknown as PaymentPlanData;
        const { plan, instalments, wholeDebt, charges } = data;
        const shared = this.#together(plan, claim, charges, { share: data.share });
        if (shared === null) return null;
        const schedule = scheduleOf(data, shared.shares);
        return {
          kind,
          on,
          instalments,
          wholeDebt,
          claims: shared.claims,
          ...schedule,
          posted: shared.posted,
        };
      }
      case "payment-order": {
        const { changed = [] } = stored.data as unknown as PaymentOrderData;
        return changed.length === 0
          ? null
          : { kind: "costs-changed", on, changed: changesOf(claim, changed) };
      }
      case "application":
      case "attachment-application":
      case "decision":
      case "enforcement": {
        const { legal, charges, changed = [] } = stored.data as unknown as LegalStepData;
        const shared = this.#together(legal, claim, charges, { changes: changesOf(claim, changed) });
        if (shared === null) return null;
        return { kind, on, claims: shared.claims, posted: shared.posted, changed: shared.changed };
      }
      default:
        return null;
    }
  }

  /** Limitation asks whether the debtor was told of a procedure that ended without a decision (preskriptionslagen 7 §). */
  endedBy({ kind, on, claim, data }: StoredEvent): FileEvent | null {
    if (kind === "application") this.#notified.delete(claim);
    if (kind !== "payment-order") return null;
    const { state } = data as unknown as PaymentOrderData;
    if (tellsDebtor(state)) this.#notified.add(claim);
    if (!endsWithoutDecision(state)) return null;
    return { kind: "procedure-ended", on, claims: [claim], isNotified: this.#notified.has(claim) };
  }

  #together(
    id: string,
    claim: string,
    charges: readonly StoredCharge[],
    more: { readonly changes?: readonly CostChange[]; readonly share?: string | undefined },
  ): Shared | null {
    const known = this.#shared.get(id);
    const shared = known ?? { claims: [], posted: [], changed: [], shares: [] };
    shared.changed.push(...(more.changes ?? []));
    if (more.share !== undefined) shared.shares.push(minorFromDecimal(more.share));
    shared.claims.push(claim);
    for (const { item, amount } of charges)
      shared.posted.push({ item, claim, minor: minorFromDecimal(amount) });
    this.#shared.set(id, shared);
    return known === undefined ? shared : null;
  }
}

function scheduleOf(
  data: PaymentPlanData,
  shareMinors: readonly bigint[],
): { readonly schedule?: PlanSchedule } {
  const { firstOn, instalment, total, coming } = data;
  if (firstOn === undefined || instalment === undefined || total === undefined) return {};
  const schedule = {
    firstOn,
    instalmentMinor: minorFromDecimal(instalment),
    totalMinor: minorFromDecimal(total),
    ...(coming === undefined ? {} : { comingMinor: minorFromDecimal(coming) }),
    ...(data.share === undefined ? {} : { shareMinors }),
  };
  return { schedule };
}

function objectionOf({ on, claim, data }: StoredEvent): FileEvent {
  const objection = data as unknown as ObjectionData;
  const changed = changesOf(claim, objection.changed);
  if ("of" in objection) return { kind: "costs-changed", on, changed };
  const { extent, amount, reasonable } = objection;
  const scope = extent === "whole" ? "whole" : minorFromDecimal(amount ?? "0.00");
  return { kind: "objection", on, scope, reasonable, claim, changed };
}

function resolvedOf({ on, claim, data }: StoredEvent): FileEvent {
  const resolved = data as unknown as ResolvedData;
  const changed = changesOf(claim, resolved.changed);
  if ("of" in resolved) return { kind: "costs-changed", on, changed };
  return { kind: "objection-resolved", on, outcome: resolved.outcome, claim, changed };
}

function changesOf(claim: string, changes: readonly StoredChange[]): CostChange[] {
  return changes.map(({ amount, ...change }) => ({ ...change, claim, minor: minorFromDecimal(amount) }));
}
