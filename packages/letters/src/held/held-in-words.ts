/** Everything that is held about a person at one company, told to that person: what, why, since when and how long. */
import { caseAmount, caseDay, caseItem } from "../case/case-names.ts";
import { caseSentence } from "../case/case-words.ts";
import type { LetterLanguage } from "../letter-data.ts";
import { AUTHORITY, HELD_PARTS, HELD_WORDS, type HeldPart } from "./held-words.ts";

type Row = Readonly<Record<string, unknown>>;

export type Held = {
  readonly company: string;
  readonly country: string;
  /** Who collects, where that is somebody else. */
  readonly collectedBy: string | null;
  readonly customerNumber: string;
  readonly identityNumber: string | null;
  readonly anonymisedOn: string | null;
  readonly kept: { readonly years: number; readonly isFromDay: boolean; readonly citation: string };
  readonly madeOn: string;
} & { readonly [Part in HeldPart]: readonly Row[] };

/** Plain text, a line for each thing. */
export function heldInWords(held: Held, language: LetterLanguage): string {
  const words = HELD_WORDS[language];
  const { years, isFromDay, citation } = held.kept;
  const head = [
    words.title.toUpperCase(),
    "",
    `${words.madeOn}: ${caseDay(held.madeOn, language)}`,
    `${words.owed}: ${held.company}`,
    ...(held.collectedBy === null ? [] : [`${words.collects}: ${held.collectedBy}`]),
    `${words.customer}: ${held.customerNumber}`,
    ...(held.identityNumber === null ? [] : [`${words.identity}: ${held.identityNumber}`]),
    ...(held.anonymisedOn === null ? [] : [`${words.removed}: ${caseDay(held.anonymisedOn, language)}`]),
    "",
    ...[words.why, words.from, words.seenBy, words.kept(years, isFromDay, citation)],
    words.rights(AUTHORITY[held.country] ?? ""),
  ];
  const told = new Teller(language);
  const parts = HELD_PARTS.flatMap((part) => {
    const [name, why] = words.parts[part];
    const lines = held[part].flatMap((row) => told[part](row));
    return ["", "", name.toUpperCase(), why, "", ...(lines.length === 0 ? [words.none] : lines)];
  });
  return `${[...head, ...parts].join("\n").replaceAll("\u00a0", " ")}\n`;
}

class Teller implements Record<HeldPart, (row: Row) => readonly string[]> {
  readonly #language: LetterLanguage;

  constructor(language: LetterLanguage) {
    this.#language = language;
  }

  contacts = ({ valid_from_on, data }: Row): readonly string[] => {
    if (data === null) return [this.#on(valid_from_on, this.#words.blanked)];
    const { name, addressLines, email, phone } = data as Row;
    const known = [name, ...((addressLines as string[] | undefined) ?? []), email, phone];
    return [this.#on(valid_from_on, known.filter(isSaid).join(", "))];
  };

  claims = (claim: Row): readonly string[] => {
    const { invoice, due, reference, closed, paidBy } = this.#words.said;
    const currency = String(claim.currency);
    const number = (claim.invoices as readonly Row[] | null)?.at(-1)?.number;
    const principal = String(claim.principal_minor);
    const of = { claim: { principal, currency, dueOn: String(claim.due_on) } } as never;
    const state = isSaid(claim.closed_on)
      ? `${closed} ${this.#day(claim.closed_on)}`
      : this.#term(claim.state);
    const payers = new Set(
      ((claim.payments as readonly Row[] | null) ?? []).map(({ payer }) => payerOf(payer)).filter(isSaid),
    );
    return [
      `${invoice} ${number}: ${this.#minor(principal, currency)}, ${due} ${this.#day(claim.due_on)}, ${reference} ${claim.reference}, ${state}`,
      ...((claim.events as readonly Row[] | null) ?? []).map(({ on, kind, data }) => {
        const event = { kind: String(kind), data: data as never };
        return `    ${this.#on(on, caseSentence(event, of, this.#language))}`;
      }),
      ...[...payers].map((payer) => `    ${paidBy} ${payer}`),
      "",
    ];
  };

  objections = ({ received_on, extent, amount_minor, answered_on }: Row): readonly string[] => {
    const { whole, answered } = this.#words.said;
    const what = extent === "whole" ? whole : this.#minor(amount_minor);
    const after = isSaid(answered_on) ? `, ${answered} ${this.#day(answered_on)}` : "";
    return [this.#on(received_on, `${what}${after}`)];
  };

  onlinePayments = ({ begun_at, amount_minor, currency, way, state }: Row): readonly string[] => [
    this.#on(
      begun_at,
      `${this.#minor(amount_minor, String(currency))}, ${this.#term(way)}: ${this.#term(state)}`,
    ),
  ];

  holds = ({ from_on, until_on, ended_on, kind }: Row): readonly string[] => {
    const { until, ended } = this.#words.said;
    const last = isSaid(until_on) ? `, ${until} ${this.#day(until_on)}` : "";
    const over = isSaid(ended_on) ? `, ${ended} ${this.#day(ended_on)}` : "";
    return [this.#on(from_on, `${this.#term(kind)}${last}${over}`)];
  };

  states = ({ since_on, kind, source, ended_on }: Row): readonly string[] => {
    const over = isSaid(ended_on) ? `, ${this.#words.said.ended} ${this.#day(ended_on)}` : "";
    return [
      this.#on(since_on, `${this.#term(kind)} (${this.#words.said.source}: ${this.#term(source)})${over}`),
    ];
  };

  messages = ({ send_after, channel, state }: Row): readonly string[] => [
    this.#on(send_after, `${this.#term(channel)}: ${this.#term(state)}`),
  ];

  contactLog = ({ happened_on, way, direction, outcome }: Row): readonly string[] => [
    this.#on(happened_on, `${this.#term(way)} ${this.#term(direction)}: ${this.#term(outcome)}`),
  ];

  texts = ({ text, blanked_at }: Row): readonly string[] => {
    if (!isSaid(text))
      return [isSaid(blanked_at) ? this.#on(blanked_at, this.#words.blanked) : this.#words.blanked];
    return [`- ${String(text).replaceAll("\n", "\n  ")}`];
  };

  files = ({ added_at, name, type, bytes, written_by }: Row): readonly string[] => [
    this.#on(added_at, `${name} (${type}, ${bytes} bytes), ${this.#words.said.by} ${this.#term(written_by)}`),
  ];

  preferences = ({ agreed_on, invoices, reminders }: Row): readonly string[] => {
    const { said } = this.#words;
    const wishes = [
      ...(isSaid(invoices) ? [`${said.invoices}: ${this.#term(invoices)}`] : []),
      ...(isSaid(reminders) ? [`${said.reminders}: ${this.#term(reminders)}`] : []),
    ];
    return [this.#on(agreed_on, wishes.join(", "))];
  };

  readings = ({ at, by }: Row): readonly string[] => [this.#on(at, this.#term(by))];

  get #words() {
    return HELD_WORDS[this.#language];
  }

  #on(day: unknown, text: string): string {
    return `${this.#day(day)}: ${text}`;
  }

  #day(day: unknown): string {
    return caseDay(String(day).slice(0, 10), this.#language);
  }

  #minor(minor: unknown, currency?: string): string {
    const amount = caseAmount(BigInt(String(minor)), this.#language);
    return currency === undefined ? amount : `${amount} ${currency}`;
  }

  #term(value: unknown): string {
    return this.#words.terms[String(value)] ?? caseItem(String(value), this.#language);
  }
}

function isSaid(value: unknown): boolean {
  return value !== null && value !== undefined && value !== "";
}

/** As the bank named who paid. */
function payerOf(payer: unknown): unknown {
  return typeof payer === "object" && payer !== null ? (payer as Row).name : payer;
}
