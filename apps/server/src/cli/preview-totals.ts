/** What a preview comes to, kind by kind, counted while it is read. */
import { formatMinor } from "@innfri/kernel";
import type { PreviewEntry } from "../usecases/preview-day.ts";
import { holdWord, stepWord } from "./step-words.ts";

export type PreviewGroup = {
  readonly group: string;
  readonly title: string;
  readonly claims: number;
  readonly entries: number;
  /** What the letters would ask for; null where nothing is asked for. */
  readonly amountMinor: bigint | null;
};

/** Entries that belong under one heading. */
export function groupOf(entry: PreviewEntry): string {
  switch (entry.kind) {
    case "take":
    case "ask":
      return `${entry.kind} ${entry.step}`;
    case "wait":
      return `wait ${waitsFor(entry.because.rule)}`;
    case "held":
      return `held ${entry.by}`;
    default:
      return entry.kind;
  }
}

const WAITS = {
  answer: "Left alone: waits for an answer",
  creditor: "Left alone: the plan has no further step",
  day: "Left alone: not due yet",
} as const;

function waitsFor(rule: string): keyof typeof WAITS {
  if (rule === "plan.approval") return "answer";
  return rule === "plan.done" ? "creditor" : "day";
}

function titleOf(entry: PreviewEntry): string {
  switch (entry.kind) {
    case "take":
      return `Would be done: ${stepWord(entry.step)}`;
    case "ask":
      return `Would be put before the creditor: ${stepWord(entry.step)}`;
    case "close":
      return "Would be closed";
    case "park":
      return "Would be set aside for a person";
    case "wait":
      return WAITS[waitsFor(entry.because.rule)];
    case "held":
      return `Left alone: ${holdWord(entry.by)}`;
    case "parked":
      return "Left alone: set aside for a person already";
  }
}

const ORDER = ["take", "ask", "close", "park", "wait", "held", "parked"];

export class PreviewTotals {
  readonly #groups = new Map<string, PreviewGroup>();

  add(entry: PreviewEntry): void {
    const group = groupOf(entry);
    const before = this.#groups.get(group) ?? {
      group,
      title: titleOf(entry),
      claims: 0,
      entries: 0,
      amountMinor: entry.kind === "take" && entry.letter !== null ? 0n : null,
    };
    this.#groups.set(group, {
      ...before,
      claims: before.claims + entry.claims.length,
      entries: before.entries + 1,
      amountMinor:
        before.amountMinor !== null && entry.kind === "take"
          ? before.amountMinor + entry.totalMinor
          : before.amountMinor,
    });
  }

  /** What would be done first, what is left alone last. */
  rows(): PreviewGroup[] {
    const rank = ({ group }: PreviewGroup) => ORDER.indexOf(group.split(" ")[0]!);
    return [...this.#groups.values()].sort((a, b) => rank(a) - rank(b) || (a.group < b.group ? -1 : 1));
  }

  json(): unknown {
    return this.rows().map(({ group, title, claims, entries, amountMinor }) => ({
      group,
      title,
      claims,
      entries,
      amount: amountMinor === null ? null : formatMinor(amountMinor),
    }));
  }
}
