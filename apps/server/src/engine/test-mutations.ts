/** Everything that can be wrong with one leaf of a document, and with what its objects and lists hold. */
import type { StoredEvent } from "@innfri/claims";
import { addDays, date, formatMinor, isDate, minorFromDecimal } from "@innfri/kernel";

/** A document with one thing changed, and what that is in words. */
export type Mutation = { readonly what: string; readonly document: unknown };

/** Each place of `document` changed in several ways, one at a time. */
export function mutationsOf(document: unknown): Mutation[] {
  const found: Mutation[] = [];
  visit(document, "", (changed) => changed, found);
  return found;
}

type Rebuild = (changed: unknown) => unknown;

function visit(value: unknown, path: string, rebuild: Rebuild, found: Mutation[]): void {
  const add = (how: string, changed: unknown) =>
    found.push({ what: `${path} ${how}`, document: rebuild(changed) });
  if (Array.isArray(value)) {
    add("has one more", [...value, value.at(-1) ?? "one"]);
    if (value.length > 0) add("has one less", value.slice(0, -1));
    if (value.length > 1) add("turned round", value.toReversed());
    for (const [index, part] of value.entries())
      visit(part, `${path}[${index}]`, (changed) => rebuild(value.with(index, changed)), found);
    return;
  }
  if (typeof value === "object" && value !== null) {
    const object = value as Readonly<Record<string, unknown>>;
    add("knows something more", { ...object, also: "this" });
    for (const [key, part] of Object.entries(object)) {
      const { [key]: _, ...rest } = object;
      add(`lost ${key}`, rest);
      visit(
        part,
        path === "" ? key : `${path}.${key}`,
        (changed) => rebuild({ ...object, [key]: changed }),
        found,
      );
    }
    return;
  }
  for (const changed of changesOf(value)) add(`= ${JSON.stringify(changed)}`, changed);
}

function changesOf(value: unknown): unknown[] {
  if (typeof value === "number") return [value + 1, value - 1, value * 2 + 10, String(value)];
  if (value === null) return ["100.00", "", 0];
  if (typeof value !== "string") return [null, "something"];
  if (/^-?\d+\.\d\d$/.test(value)) return amountsBeside(value);
  if (isDate(value))
    return [addDays(date(value), 1), addDays(date(value), -1), addDays(date(value), 365), null];
  const words = [`${value} `, `${value}1`, null];
  if (value !== "") words.push(value.slice(0, -1));
  const digit = /\d/.exec(value);
  if (digit !== null) words.push(value.replace(/\d/, (one) => String((Number(one) + 1) % 10)));
  if (value !== value.toUpperCase()) words.push(value.toUpperCase());
  return words;
}

function amountsBeside(value: string): unknown[] {
  const minor = minorFromDecimal(value);
  const near = [minor + 1n, minor - 1n, minor + 10_000n, minor * 10n + 100n].map(formatMinor);
  return [...near, `${value}0`, Number(value), null];
}

/** A file in which one charge was posted as something else, and what that is in words. */
export type Mischarged = { readonly what: string; readonly events: readonly StoredEvent[] };

/** Each charge of each event as too much or too little, one at a time. */
export function mischargesOf(events: readonly StoredEvent[]): Mischarged[] {
  return events.flatMap((event, at) => {
    const charges = (event.data.charges ?? []) as readonly {
      readonly item: string;
      readonly amount: string;
    }[];
    return charges.flatMap((charge, nth) =>
      amountsAround(charge.amount).map((amount): Mischarged => {
        const changed = charges.with(nth, { ...charge, amount });
        const wrong = { ...event, data: { ...event.data, charges: changed } };
        return {
          what: `${event.kind} of ${event.on}: ${charge.item} ${charge.amount} posted as ${amount}`,
          events: events.with(at, wrong),
        };
      }),
    );
  });
}

function amountsAround(amount: string): string[] {
  const minor = minorFromDecimal(amount);
  const all = [minor + 1n, minor - 1n, minor + 10_000n, minor * 2n, minor / 2n];
  return all.filter((one) => one > 0n && one !== minor).map(formatMinor);
}
