import { type Coming, limitationAlert, unconfirmedFor } from "@innfri/claims";
import { type CalendarDate, formatMinor } from "@innfri/kernel";
import { citationText, type Derivation } from "@innfri/law";
import { LETTER_LANGUAGES, type LetterLanguage, READERS, type Reader } from "@innfri/letters";
import type { Command } from "commander";
import { explainClaim } from "../../usecases/explain-claim.ts";
import type { Amounts, ClaimView } from "../../usecases/show-claim.ts";
import { showClaim } from "../../usecases/show-claim.ts";
import { PERSON } from "../acted.ts";
import { onInstallation } from "../context.ts";
import { eventWords } from "../event-words.ts";
import { explainedText } from "../explained.ts";
import { findOne } from "../find-one.ts";
import { comingWords, standingWords } from "../next-words.ts";
import { type Answer, counted, UsageError } from "../output.ts";
import { day, idOf, oneOf } from "../parse-options.ts";
import { itemWord } from "../step-words.ts";
import { wrapped } from "../wrap.ts";

type Line = (Amounts & { kind: "known" })["lines"][number];

type ShowOptions = {
  readonly asOf?: CalendarDate;
  readonly creditor?: string;
  readonly explain?: true;
  readonly language?: LetterLanguage;
  readonly reader?: Reader;
};

/** `innfri show`: one claim, its amounts with their reasons, its past and its future. */
export function registerShow(program: Command): void {
  program
    .command("show <claim>")
    .description("a claim: what is owed and why, what has happened, what comes next and when")
    .option("--as-of <date>", "as it stood at the end of a past day", day("--as-of"))
    .option("--creditor <id>", "whose claim it is, where several have one of that name")
    .option(
      "--explain",
      "explain each open amount, and what the claim waits for, instead of telling its story",
    )
    .option(
      "--language <language>",
      "with --explain: nb, sv or en; en when not given",
      oneOf("--language", LETTER_LANGUAGES),
    )
    .option(
      "--reader <reader>",
      "with --explain: debtor, creditor or case-handler; case-handler when not given",
      oneOf("--reader", READERS),
    )
    .action(async (named: string, options: ShowOptions, command: Command) => {
      if (options.explain !== true && (options.language !== undefined || options.reader !== undefined))
        throw new UsageError("--language and --reader go with --explain. Nothing was done.");
      await onInstallation(command, async (installation) => {
        const creditorId = options.creditor === undefined ? undefined : idOf("creditor", options.creditor);
        const found = await findOne(installation, named, creditorId);
        const outcome = await showClaim(installation, found, options.asOf ?? null, new Date());
        switch (outcome.kind) {
          case "not-yet":
            throw new UsageError(
              `${options.asOf} has not come yet: it is ${outcome.today}. What is to come: innfri preview --on ${options.asOf}`,
            );
          case "before":
            throw new UsageError(
              `${named} was registered on ${outcome.registeredOn} and is not known before.`,
            );
          case "shown":
            return options.explain === true
              ? explainedAnswer(outcome.view, options.language ?? "en", options.reader ?? "case-handler")
              : answerOf(outcome.view);
        }
      });
    });
}

export function answerOf(view: ClaimView): Answer {
  return { json: jsonOf(view), text: textOf(view), exitCode: 0 };
}

export function explainedAnswer(view: ClaimView, language: LetterLanguage, reader: Reader): Answer {
  const explained = explainClaim(view, language, reader);
  const { lines, now } = explained;
  return {
    json: { ...(jsonOf(view) as object), explained: { language, reader, lines, now } },
    text: explainedText(explained, view.amounts.kind === "unknown" ? view.amounts.because : null),
    exitCode: 0,
  };
}

function textOf(view: ClaimView): string {
  const parts = [
    headText(view),
    amountsText(view),
    `What has happened\n${view.events
      .map((event) => wrapped(`  ${event.on}  `, `${eventWords(event, view)}${byWhom(event.actor)}`))
      .join("\n")}`,
    nextText(view),
  ];
  return parts.join("\n\n");
}

/** Who did it, where it is known by name. */
function byWhom(actor: string): string {
  return ["engine", "import", "payment", PERSON].includes(actor) ? "" : ` (${actor})`;
}

function headText({ claim, creditor, debtor, on, today, plan }: ClaimView): string {
  const { invoice } = claim;
  const kind = debtor.kind ?? "kind not known";
  return [
    wrapped("", `Invoice ${invoice.number} · ${debtor.name ?? "name removed"} · owed to ${creditor.name}`),
    wrapped(
      "  ",
      [
        `customer ${debtor.customerNumber} (${kind})`,
        ...(invoice.department === null ? [] : [`department ${invoice.department}`]),
        ...(plan === null ? [] : [`plan ${plan}`]),
        `payment reference ${claim.reference}`,
      ].join(" · "),
    ),
    `  claim ${claim.claimId}`,
    on === today ? `  today is ${today}` : `  as it stood at the end of ${on}; today is ${today}`,
  ].join("\n");
}

const AMOUNT_COLUMN = 46;

/** A label that would reach into the amounts has a line of its own, so that the amounts stay in one column. */
function amountLine(label: string, amount: string): string {
  const width = AMOUNT_COLUMN - 14;
  if (label.length + amount.length + 2 <= AMOUNT_COLUMN)
    return `  ${label}${amount.padStart(AMOUNT_COLUMN - label.length)}`;
  return `  ${label}\n  ${" ".repeat(width)}${amount.padStart(14)}`;
}

function amountsText(view: ClaimView): string {
  const { amounts, claim, others, on } = view;
  const title = `Owed on ${on}, in ${claim.currency}`;
  if (amounts.kind === "unknown")
    return [
      title,
      amountLine("principal", formatMinor(amounts.principalMinor)),
      wrapped("      ", `More cannot be said: ${amounts.because}`),
    ].join("\n");
  if (amounts.lines.length === 0) return `${title}\n${amountLine("nothing", formatMinor(0n))}`;
  const lines = amounts.lines.flatMap((line) => [
    amountLine(labelOf(line), formatMinor(line.minor)),
    ...whyOf(line, view).map((why) => wrapped("      ", why)),
  ]);
  const notes = [
    ...disputedNote(amounts.disputed),
    ...(amounts.perDayMinor === null ? [] : [`grows by ${formatMinor(amounts.perDayMinor)} a day`]),
    ...(others.length === 0
      ? []
      : [
          `${formatMinor(amounts.fileTotalMinor)} with the customer's other open ` +
            `invoice${others.length === 1 ? "" : "s"} ${others.map(({ invoiceNumber }) => invoiceNumber).join(", ")}`,
        ]),
  ];
  return [
    title,
    ...lines,
    amountLine("total", formatMinor(amounts.totalMinor)),
    ...notes.map((note) => wrapped("      ", note)),
  ].join("\n");
}

function disputedNote(disputed: "whole" | bigint): string[] {
  if (disputed === "whole") return ["all of it is disputed"];
  return disputed === 0n
    ? []
    : [`${formatMinor(disputed)} of the principal is disputed and is not asked for`];
}

const WORDS_OF = {
  "own-demand": "fee of the creditor's own demand",
  "payment-plan": "fee of the payment plan",
} as const;

function labelOf({ item, on, of }: Line): string {
  const what = of === null ? itemWord(item) : WORDS_OF[of];
  return on === null ? what : `${what} of ${on}`;
}

/** Arithmetic, then where it stands in the law, then the dated figures with their sources. */
function whyOf(line: Line, view: ClaimView): string[] {
  if (line.item === "principal") return [principalWhy(view)];
  if (line.derivation === null) return [];
  const lines = derivationLines(line.derivation, line.minor);
  return view.claim.currency === "SEK" ? lines.map((text) => text.replaceAll("øre", "öre")) : lines;
}

function principalWhy({ claim, amounts }: ClaimView): string {
  const { invoice } = claim;
  const changes =
    amounts.kind === "known"
      ? [
          ...(amounts.principal.creditedMinor === 0n
            ? []
            : [`− ${formatMinor(amounts.principal.creditedMinor)} credited`]),
          ...(amounts.principal.acceptedMinor === 0n
            ? []
            : [`− ${formatMinor(amounts.principal.acceptedMinor)} never owed, by an accepted objection`]),
          ...(amounts.principal.paidMinor === 0n
            ? []
            : [`− ${formatMinor(amounts.principal.paidMinor)} paid`]),
        ]
      : [];
  const from = `invoice of ${invoice.issuedOn}, due ${claim.dueOn}`;
  return changes.length === 0 ? from : `${from}: ${formatMinor(claim.principalMinor)} ${changes.join(" ")}`;
}

function derivationLines(derivation: Derivation, minor: bigint): string[] {
  const { arithmetic, rounding, citation, figures } = derivation;
  const rates = figures.map(({ from, value, regulation, source }) => {
    // A source can carry remarks behind its address.
    const read = /^https?:\S+/.exec(source ?? "")?.[0] ?? source;
    const by = regulation !== null ? ` by ${regulation}` : read === null ? "" : `, read at ${read}`;
    return `${figureText(value)} since ${from}${by}`;
  });
  return [
    // An amount that the law fixes has no arithmetic to show.
    ...(arithmetic === formatMinor(minor)
      ? []
      : [`${arithmetic}${rounding === null ? "" : ` (${rounding})`}${chargedBefore(derivation, minor)}`]),
    `${citationText(citation)}${rates.length === 0 ? "" : `; ${rates.join("; ")}`}`,
  ];
}

/** A figure can be a small table, `heavy 2`, or the name of a rule, `half up to whole kroner`. */
function figureText(value: string): string {
  const plain = value.replaceAll(/[{}"]/g, "");
  return /^[a-z]/.test(plain) ? plain.replaceAll(/[:-]/g, " ") : plain;
}

/** The heavy costs take the place of the light ones: the line is what they add to them. */
function chargedBefore({ rule, arithmetic }: Derivation, minor: bigint): string {
  const result = /= (\d+)\.(\d\d)\d*$/.exec(arithmetic);
  if (rule !== "no.recovery-costs.heavy" || result === null) return "";
  const before = BigInt(`${result[1]}${result[2]}`) - minor;
  return before > 0n ? `, less ${formatMinor(before)} charged before` : "";
}

function nextText(view: ClaimView): string {
  const days = [
    ...view.coming.map((one) => [one.on, comingWords(one, view)] as const),
    ...limitationDay(view),
  ];
  return [
    "What comes next",
    wrapped("  ", standingWords(view)),
    ...days.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([on, text]) => wrapped(`  ${on}  `, text)),
    ...unconfirmedLines(view),
    ...(isTooOld(view)
      ? [
          wrapped(
            "  ",
            `Too old to be enforced since ${view.limitationOn}, unless something has interrupted it.`,
          ),
        ]
      : []),
  ].join("\n");
}

function isTooOld({ claim, limitationOn, on }: ClaimView): boolean {
  return claim.state !== "closed" && limitationOn !== null && on > limitationOn;
}

function limitationDay(view: ClaimView): (readonly [on: CalendarDate, text: string])[] {
  const { claim, creditor, limitationOn, on } = view;
  if (limitationOn === null || claim.state === "closed" || isTooOld(view)) return [];
  const alert = limitationAlert(creditor.country, limitationOn, on);
  const near = alert === null ? "" : `: within ${alert.within}`;
  return [[limitationOn, `becomes too old to enforce, if nothing interrupts it before${near}`]];
}

/** What a coming step rests on and nobody has confirmed. */
function unconfirmedOf({ decision }: Coming, { unconfirmed }: ClaimView): string[] {
  return decision.kind === "take" || decision.kind === "ask"
    ? unconfirmedFor(unconfirmed, decision.step).map(({ id }) => id)
    : [];
}

function unconfirmedLines(view: ClaimView): string[] {
  const items = new Set(view.coming.flatMap((one) => unconfirmedOf(one, view)));
  if (items.size === 0) return [];
  const points = `${counted(items.size, "point")} of law that nobody has confirmed`;
  return [wrapped("  ", `This rests on ${points}: innfri law signoff ${view.creditor.country}.`)];
}

function jsonOf(view: ClaimView): unknown {
  const { claim, creditor, debtor, on, today, plan, amounts, others, events, holds, coming, now } = view;
  const { invoice } = claim;
  return {
    on,
    today,
    claim: {
      id: claim.claimId,
      invoiceNumber: invoice.number,
      reference: claim.reference,
      issuedOn: invoice.issuedOn,
      dueOn: claim.dueOn,
      department: invoice.department,
      description: invoice.description,
      currency: claim.currency,
      principal: formatMinor(claim.principalMinor),
      state: claim.state,
      closedOn: claim.closedOn,
      plan,
    },
    creditor: { id: creditor.creditorId, name: creditor.name },
    debtor: { customerNumber: debtor.customerNumber, name: debtor.name, kind: debtor.kind },
    amounts: amountsJson(amounts),
    others: others.map(({ claimId, invoiceNumber }) => ({ id: claimId, invoiceNumber })),
    happened: events.map((event) => ({
      seq: event.seq,
      on: event.on,
      recordedAt: event.recordedAt,
      actor: event.actor,
      kind: event.kind,
      text: eventWords(event, view),
      data: event.data,
    })),
    next: {
      standing: standingWords(view),
      now: now === null ? null : { kind: now.kind, because: now.because },
      holds: holds.map(({ kind, fromOn, untilOn }) => ({ kind, fromOn, untilOn })),
      coming: coming.map((one) => ({
        on: one.on,
        kind: one.decision.kind,
        step: "step" in one.decision ? one.decision.step : null,
        needsYes: one.needsYes,
        ...(one.decision.kind === "take"
          ? { payBy: one.decision.payBy, total: formatMinor(one.decision.asks.totalMinor) }
          : {}),
        ...(one.decision.kind === "ask" ? { closesOn: one.decision.closesOn } : {}),
        unconfirmed: unconfirmedOf(one, view),
        text: comingWords(one, view),
      })),
    },
    limitationOn: view.limitationOn,
  };
}

function amountsJson(amounts: Amounts): unknown {
  if (amounts.kind === "unknown")
    return { principal: formatMinor(amounts.principalMinor), total: null, because: amounts.because };
  return {
    lines: amounts.lines.map(({ item, minor, on, derivation }) => ({
      item,
      amount: formatMinor(minor),
      on,
      why: derivation,
    })),
    total: formatMinor(amounts.totalMinor),
    interestPerDay: amounts.perDayMinor === null ? null : formatMinor(amounts.perDayMinor),
    totalWithOthers: formatMinor(amounts.fileTotalMinor),
    credited: formatMinor(amounts.principal.creditedMinor),
    principalPaid: formatMinor(amounts.principal.paidMinor),
    neverOwed: formatMinor(amounts.principal.acceptedMinor),
    disputed: amounts.disputed === "whole" ? "whole" : formatMinor(amounts.disputed),
  };
}
