/** What has happened to a claim, in plain words: one sentence for each kind of event. */
import type { Item } from "@innfri/claims";
import { formatMinor, minorFromDecimal } from "@innfri/kernel";
import { shownInstant } from "../clock.ts";
import type { ToldEvent } from "../engine/as-of.ts";
import type { EventKind } from "../store/index.ts";
import type { ClaimView } from "../usecases/show-claim.ts";
import { itemWord, stepWord } from "./step-words.ts";

type View = Pick<ClaimView, "claim" | "creditor" | "approvals">;

/** Of an event's data, whatever of it is there: each kind has its own. */
type Data = {
  readonly amount?: string;
  readonly approval?: string | null;
  readonly by?: string;
  readonly changed?: readonly { readonly item: Item; readonly amount: string }[];
  readonly caseNumber?: string;
  readonly channel?: string;
  readonly charges?: readonly { readonly item: Item; readonly amount: string }[];
  readonly choice?: string;
  readonly earlierOn?: string;
  readonly extent?: string;
  readonly instalments?: number;
  readonly instalment?: string;
  readonly firstOn?: string;
  readonly invoice?: string;
  readonly kind?: string;
  readonly kinds?: readonly string[];
  readonly letter?: string;
  readonly corrects?: string;
  readonly lines?: readonly { readonly item: Item; readonly amount: string }[];
  readonly of?: string;
  readonly orderedOn?: string | null;
  readonly outcome?: string;
  readonly payBy?: string;
  readonly reason?: string;
  readonly reasonable?: boolean;
  readonly state?: string;
  readonly received?: string;
  readonly refund?: string;
  readonly step?: string;
  readonly text?: string;
  readonly total?: string;
  readonly until?: string;
  readonly way?: string;
  readonly wholeDebt?: boolean;
};

type Say = (data: Data, view: View) => string;

const WORDS: Readonly<Record<EventKind, Say>> = {
  registered: (_, { claim }) =>
    `registered: ${formatMinor(claim.principalMinor)} ${claim.currency}, due ${claim.dueOn}`,
  "invoice-changed": () => "the invoice was changed in its source",
  credit: ({ amount, invoice }) => `credited: ${amount}${naming(invoice, " by credit note ")}`,
  closed: ({ reason }) => `closed: ${CLOSED[reason ?? ""] ?? reason ?? "done"}`,
  reopened: () => "opened again",
  parked: ({ text }) => `set aside for a person: ${text ?? "it cannot be judged"}`,
  unparked: () => "taken up again",
  proposed,
  approved: ({ by, choice }) =>
    by === "silence" ? "nobody stopped it: it goes on" : `a person said yes${naming(choice, ": ")}`,
  stopped: ({ approval }) =>
    `stopped by the creditor${approval == null ? "" : ", in place of what was proposed"}`,
  postponed: ({ until }) => `postponed by the creditor until ${until}`,
  held: ({ kind }) =>
    kind === "disputed" ? "the debtor disputes it: nothing goes on" : `held: ${kind ?? "for a person"}`,
  released: ({ approval }) => `released${approval == null ? "" : ": back where it was proposed"}`,
  letter: ({ letter, total, payBy, charges, corrects }) =>
    `${stepWord(letter ?? "letter")}${naming(corrects, ", which corrects the one of ")}: ${total} to pay by ${payBy}${chargesText(charges)}`,
  step: ({ step, charges, choice }) =>
    `${stepWord(step ?? "step")}${naming(choice, ": ")}${step === "heavy" ? moreText(charges) : chargesText(charges)}`,
  undone: ({ text, charges }) => `${text ?? "taken back"}${chargesText(charges).replace(", with", ": no")}`,
  compensation: ({ amount }) =>
    `late-payment compensation claimed${naming(amount, ": ")}${amount === undefined ? "" : ", less the costs it is set off against"}`,
  waiver: ({ amount, text }) => text ?? `waived: ${amount}`,
  payment,
  "payment-reversed": ({ orderedOn, earlierOn }) => {
    if (earlierOn !== undefined)
      return `a payment is booked again: money that counts from ${earlierOn} became known after it`;
    return orderedOn == null
      ? "a payment was taken back"
      : `a payment is booked again: it was ordered on ${orderedOn}`;
  },
  "payment-plan": ({ instalments, wholeDebt, firstOn, instalment, charges }) =>
    `a payment plan was agreed${instalments === undefined ? "" : `: ${instalments} instalments${wholeDebt === true ? " for the whole debt" : ""}${instalment === undefined ? "" : ` of ${instalment}, the first on ${firstOn}`}`}${chargesText(charges)}`,
  promise: ({ until }) => `the debtor promised to pay${naming(until, " by ")}`,
  objection,
  "objection-answered": ({ step }) => ANSWERED[step ?? ""] ?? "the objection was answered",
  "objection-resolved": resolvedWords,
  application: ({ charges, changed }) =>
    `an application was filed${chargesText(charges)}${changedText(changed)}`,
  "attachment-application": ({ charges, changed }) =>
    `attachment was applied for${chargesText(charges)}${changedText(changed)}`,
  decision: ({ charges }) => `a decision was made by the authority${chargesText(charges)}`,
  enforcement: ({ charges }) => `enforcement was applied for${chargesText(charges)}`,
  "payment-order": ({ state, caseNumber, changed }) =>
    `Kronofogden: ${PAYMENT_ORDER_WORDS[state ?? ""] ?? state}${naming(caseNumber, ", case ")}${changedText(changed)}`,
  surveillance: () => "monitored for later",
  "case-opened": () => "a case was opened",
  "case-closed": () => "the case was closed",
  sent: ({ channel }) => `sent${naming(channel, " by ")}`,
  delivered: ({ channel }) => `delivered${naming(channel, " by ")}`,
  bounced: ({ channel }) => `could not be delivered${naming(channel, " by ")}`,
  returned: () => "came back undelivered",
  "given-up": ({ refund }) =>
    `delivery was given up${refund === undefined ? "" : `: ${refund} that was paid on it is to be paid back`}`,
  contact: ({ way, outcome }) =>
    way === undefined
      ? "the debtor's contact details were changed"
      : `a contact was logged: ${way}${naming(outcome?.replaceAll("-", " "), ", ")}`,
  note: () => "a note was made",
  blanked: () => "personal data was removed",
};

const CLOSED: Readonly<Record<string, string>> = {
  waived: "the small rest is waived",
  "no-response": "the creditor did not answer the objection",
};

const ANSWERED: Readonly<Record<string, string>> = {
  acknowledged: "the debtor was told that the objection has come",
  asked: "the creditor was asked for a reply to the objection",
  reminded: "the creditor was reminded of the reply to the objection",
  agreed: "the creditor agreed with the objection",
  rejected: "the creditor rejected the objection with reasons",
  told: "the debtor was told of the answer",
  wrote: "the debtor wrote more about the objection",
  kept: "the debtor keeps to the objection",
  onward: "the dispute is to be taken onward",
  closed: "the objection was closed with the claim",
};

function objection({ of, extent, amount, reasonable, received, changed }: Data): string {
  if (of !== undefined) return `another invoice of the customer is disputed${changedText(changed)}`;
  if (extent === undefined) return "the debtor objected";
  const what = extent === "part" ? `${amount} of it` : "all of it";
  const kind = reasonable === false ? ", without a reason worth examining" : "";
  return `the debtor objected to ${what} on ${received}${kind}: nothing goes on with that${changedText(changed)}`;
}

const PAYMENT_ORDER_WORDS: Readonly<Record<string, string>> = {
  confirmed: "the application was received",
  "supplement-requested": "the application has to be supplemented",
  served: "the payment order was served",
  "service-failed": "the payment order could not be served",
  reduced: "the sum applied for was reduced",
  contested: "the debtor contested the payment order",
  "partly-contested": "the debtor contested a part of the payment order",
  court: "the case goes on to a court",
  withdrawn: "the application was withdrawn",
  dismissed: "the application was dismissed",
  reopened: "the decision was reopened",
  appealed: "the decision was appealed",
};

const OUTCOMES: Readonly<Record<string, string>> = {
  withdrawn: "the debtor withdrew the objection",
  groundless: "the objection was found groundless",
  accepted: "the objection was accepted: what it is about was never owed",
};

function resolvedWords({ of, outcome, changed, refund }: Data): string {
  if (of !== undefined)
    return `an objection to another invoice of the customer was accepted${changedText(changed)}`;
  const back = refund === undefined ? "" : `; ${refund} is to be paid back`;
  return `${OUTCOMES[outcome ?? ""] ?? "the objection was resolved"}${changedText(changed)}${back}`;
}

/** What falls away of the costs, and what this claim bears from then on in place of another. */
function changedText(changed: Data["changed"] = []): string {
  return changed
    .map(({ item, amount }) =>
      amount.startsWith("-")
        ? `; ${itemWord(item)} of ${amount.slice(1)} falls away`
        : `; ${itemWord(item)} of ${amount} is on this invoice now`,
    )
    .join("");
}

/** The sentence for an event. */
export function eventWords(event: Pick<ToldEvent, "kind" | "data">, view: View): string {
  return WORDS[event.kind as EventKind](event.data as Data, view);
}

function proposed({ step, approval }: Data, { creditor, approvals }: View): string {
  const instants = approvals.get(approval ?? "");
  const shown = (instant: string) => shownInstant(creditor.timeZone, instant);
  if (step === "collection-list") {
    if (instants === undefined || instants.closesAt === null) return "put on the collection list";
    return `put on the collection list of ${shown(instants.openedAt)}, which closes ${shown(instants.closesAt)}`;
  }
  const closes = instants?.closesAt ?? null;
  return `${stepWord(step ?? "step")} proposed: ${closes === null ? "waits for a person" : `goes by itself after ${shown(closes)}`}`;
}

function payment({ lines = [], refund, orderedOn }: Data): string {
  const sum = lines.reduce((all, { amount }) => all + minorFromDecimal(amount), 0n);
  const parts = lines.map(({ item, amount }) => `${itemWord(item)} ${amount}`).join(", ");
  const ordered = orderedOn == null ? "" : `, ordered ${orderedOn}`;
  const back = refund === undefined ? "" : `; ${refund} too much, to be paid back`;
  return lines.length === 0
    ? `paid${ordered}, and nothing was open${back}`
    : `paid ${formatMinor(sum)}${ordered}: ${parts}${back}`;
}

function chargesText(charges: Data["charges"] = []): string {
  if (charges.length === 0) return "";
  const kinds = [...Map.groupBy(charges, ({ item }) => item)].map(
    ([item, own]) => `${itemWord(item)} of ${own.map(({ amount }) => amount).join(" and ")}`,
  );
  return `, with ${kinds.join(" and ")}`;
}

/** What the doubled costs add to the single ones. */
function moreText(charges: Data["charges"] = []): string {
  return charges.map(({ amount }) => `: ${amount} more`).join("");
}

function naming(text: string | undefined, before: string): string {
  return text === undefined ? "" : `${before}${text}`;
}
