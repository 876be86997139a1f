/** The events of a file that count, in the order in which they are to be read. */
import type { CalendarDate } from "@innfri/kernel";
import type { PaymentReversedData, StoredEvent, UndoneData } from "./claim-event.ts";
import { compareText } from "./compare-text.ts";

/**
 * The events without what was taken back: letters that never left (`given-up`) and steps that a payment in time has
 * undone, which are as if they had not been decided, and payments that were reversed.
 */
export function thatStand(events: readonly StoredEvent[]): readonly StoredEvent[] {
  const givenUp = new Set<unknown>();
  const undone = new Set<string>();
  const reversed = new Map<string, number>();
  for (const { claim, seq, kind, data } of events) {
    if (kind === "given-up") givenUp.add(data.document);
    else if (kind === "undone") undone.add(`${claim} ${(data as unknown as UndoneData).seq}`);
    else if (kind === "payment-reversed")
      reversed.set(`${claim} ${(data as unknown as PaymentReversedData).payment}`, seq);
  }
  if (givenUp.size + undone.size + reversed.size === 0) return events;
  return events.filter(({ claim, seq, kind, data }) => {
    if (kind === "letter" && givenUp.has(data.document)) return false;
    if (kind === "letter" || kind === "step") return !undone.has(`${claim} ${seq}`);
    // What was booked again after it was reversed stands.
    return kind !== "payment" || seq > (reversed.get(`${claim} ${data.payment}`) ?? 0);
  });
}

/**
 * The days of letters that do not stand and had left: a payment in time took them back. They are no facts any more, and
 * the debtor has had them (B22).
 */
export function lettersTakenBack(events: readonly StoredEvent[]): readonly CalendarDate[] {
  if (!events.some(({ kind }) => kind === "undone")) return [];
  const standing = new Set(thatStand(events));
  const standingDocuments = new Set([...standing].map(({ data }) => data.document));
  const givenUp = new Set(events.flatMap(({ kind, data }) => (kind === "given-up" ? [data.document] : [])));
  const days = new Map<unknown, CalendarDate>();
  for (const { kind, data, on } of events) {
    const { document } = data;
    if (kind === "letter" && !standingDocuments.has(document) && !givenUp.has(document))
      days.set(document, on);
  }
  return [...days.values()];
}

/**
 * By day. Within a day each claim's own order stands, and a letter that covers several claims comes after everything
 * that happened to any of them before it: how much of a claim was unpaid when a demand went out decides its costs.
 * The order in which they are given changes nothing.
 */
export function inOrder(events: readonly StoredEvent[]): readonly StoredEvent[] {
  const byDay = [...events].sort(
    (a, b) => compareText(a.on, b.on) || a.seq - b.seq || compareText(a.claim, b.claim),
  );
  if (byDay.every(({ claim }) => claim === byDay[0]?.claim)) return byDay;
  return [...Map.groupBy(byDay, ({ on }) => on).values()].flatMap(mergedChains);
}

type Chain = { readonly events: readonly StoredEvent[]; next: number };

function mergedChains(day: readonly StoredEvent[]): StoredEvent[] {
  const chains = [...Map.groupBy(day, ({ claim }) => claim).values()].map(
    (events): Chain => ({ events, next: 0 }),
  );
  const ahead = new LettersAhead();
  for (const { events } of chains) for (const event of events.slice(1)) ahead.add(event, 1);
  const open = new Set(chains);
  const merged: StoredEvent[] = [];
  while (open.size > 0) {
    const chain = firstFree(open, ahead);
    merged.push(chain.events[chain.next]!);
    chain.next += 1;
    const next = chain.events[chain.next];
    if (next === undefined) open.delete(chain);
    else ahead.add(next, -1);
  }
  return merged;
}

function firstFree(open: ReadonlySet<Chain>, ahead: LettersAhead): Chain {
  for (const chain of open) if (!ahead.has(chain.events[chain.next]!)) return chain;
  // Chains that contradict each other are read in the order of their claims rather than not at all.
  return open.values().next().value!;
}

/** On how many chains a letter stands further on than what is next there. */
class LettersAhead {
  readonly #chains = new Map<unknown, number>();

  add({ kind, data }: StoredEvent, chains: 1 | -1): void {
    if (kind === "letter") this.#chains.set(data.document, (this.#chains.get(data.document) ?? 0) + chains);
  }

  has({ kind, data }: StoredEvent): boolean {
    return kind === "letter" && (this.#chains.get(data.document) ?? 0) > 0;
  }
}
