/**
 * The collection list (inkassoliste) to the creditor: which claims go to collection unless somebody says stop, until
 * which instant, and how.
 */
import { type CalendarDate, date, formatMinor, minorFromDecimal } from "@innfri/kernel";
import {
  clockText,
  dayText,
  listText,
  moneyText,
  NO_BREAK_SPACE,
  weekdayMonthText,
  weekdayText,
} from "../forms.ts";
import type { AmountText, DayText, LetterData, LetterLanguage } from "../letter-data.ts";
import { mapTexts, oneLine } from "../showable.ts";
import { type Run, type TextKey, type Texts, textsIn } from "../texts.ts";
import type { ComposedEmail } from "./compose-email.ts";
import { element, emailPage, type Html, runsHtml } from "./html.ts";

const ITEM_TEXTS = {
  principal: "list.item.principal",
  interest: "list.item.interest",
  "notice-fee": "list.item.fees",
  "recovery-costs": "list.item.costs",
  "legal-costs": "list.item.legal",
  compensation: "list.item.compensation",
} as const satisfies Record<string, TextKey>;

/** The time zones that are said in words. */
const PLACES: Readonly<Record<string, string>> = { "Europe/Oslo": "oslo", "Europe/Stockholm": "stockholm" };

export type CollectionListItem = keyof typeof ITEM_TEXTS;

export type CollectionListRow = {
  readonly caseNumber: string;
  readonly customer: string;
  readonly invoiceNumbers: readonly string[];
  /** The last day of the notice that has run out. */
  readonly noticeDeadline: DayText;
  readonly total: AmountText;
  readonly composition: readonly { readonly item: CollectionListItem; readonly amount: AmountText }[];
  /** What the demand will add for the customer. */
  readonly costsToCome: AmountText;
};

export type CollectionList = {
  readonly language: LetterLanguage;
  readonly creditor: { readonly name: string };
  readonly operator: { readonly name: string; readonly kind: "self" | "agency" };
  readonly currency: LetterData["currency"];
  /** IANA name: both instants are shown in it. */
  readonly timeZone: string;
  /** ISO instant. */
  readonly sentAt: string;
  /** ISO instant when the list decides itself. */
  readonly decideBy: string;
  /** The day the demand is sent. */
  readonly demandOn: DayText;
  readonly rows: readonly CollectionListRow[];
};

type ListView = {
  readonly heading: string;
  readonly lead: readonly Run[];
  readonly sent: string;
  readonly rows: readonly RowView[];
  readonly total: { readonly label: string; readonly amount: string };
  readonly howHeading: string;
  readonly how: string;
  readonly commands: readonly CommandView[];
  readonly later: string;
  readonly objection: CommandView;
  readonly sentBy: string;
};

type RowView = { readonly customer: string; readonly facts: readonly FactView[] };
type FactView = {
  readonly label: string;
  readonly value: string;
  readonly detail: string;
  /** Whether the value may go on over several lines. */
  readonly breaks: boolean;
};
type CommandView = { readonly label: string; readonly command: string };

/** Throws `RangeError` on what is no day, instant or amount. */
export function composeCollectionList(list: CollectionList): ComposedEmail {
  const texts = textsIn(list.language);
  const view = mapTexts(viewList(list, texts), oneLine);
  const subject = texts
    .text("list.subject", {
      rows: list.rows.length,
      demandOnLong: weekdayText(list.demandOn, list.language),
    })
    .replaceAll(NO_BREAK_SPACE, " ");
  return {
    subject,
    text: plainText(view),
    html: emailPage({ language: list.language, title: subject, preview: view.sent, body: bodyOf(view) }),
  };
}

function viewList(list: CollectionList, texts: Texts): ListView {
  const { language, rows } = list;
  const values = {
    rows: rows.length,
    sentAt: instantText(list.sentAt, list, texts),
    decideBy: instantText(list.decideBy, list, texts),
    demandOnLong: weekdayText(list.demandOn, language),
    zone: list.timeZone,
    place: PLACES[list.timeZone] ?? "elsewhere",
    operator: list.operator.name,
    creditor: list.creditor.name,
  };
  const invoice = texts.text("list.command.invoice");
  const totalMinor = rows.reduce((sum, { total }) => sum + minorFromDecimal(total), 0n);
  return {
    heading: texts.text("list.heading"),
    lead: texts.runs("list.lead", values),
    sent: texts.text("list.sent", values),
    rows: rows.map((row) => viewRow(row, list, texts)),
    total: {
      label: texts.text("list.total"),
      amount: moneyText(formatMinor(totalMinor), list.currency, language),
    },
    howHeading: texts.text("list.howHeading"),
    how: texts.text("list.how"),
    commands: [
      { label: texts.text("list.command.stop"), command: `innfri stop ${invoice}` },
      {
        label: texts.text("list.command.postpone"),
        command: `innfri postpone ${invoice} --until ${texts.text("list.command.day")}`,
      },
    ],
    later: texts.text("list.later"),
    objection: { label: texts.text("list.command.objection"), command: `innfri stop ${invoice} --disputed` },
    sentBy: list.operator.kind === "agency" ? texts.text("list.sentBy", values) : "",
  };
}

function viewRow(row: CollectionListRow, list: CollectionList, texts: Texts): RowView {
  const { language, currency } = list;
  const money = (amount: AmountText) => moneyText(amount, currency, language);
  const parts = [...summed(row.composition)].map(([item, minor]) =>
    texts.text(ITEM_TEXTS[item], { amount: money(formatMinor(minor)) }),
  );
  const counts = { count: row.invoiceNumbers.length };
  const facts: readonly (readonly [TextKey, string, string])[] = [
    ["list.case", row.caseNumber, ""],
    ["list.invoices", listText(row.invoiceNumbers, language), ""],
    ["list.deadline", dayText(row.noticeDeadline, language), ""],
    ["list.today", money(row.total), parts.join(", ")],
    ["list.coming", money(row.costsToCome), ""],
  ];
  return {
    customer: row.customer,
    facts: facts.map(([label, value, detail]) => ({
      label: texts.text(label, counts),
      value,
      detail,
      breaks: label === "list.case" || label === "list.invoices",
    })),
  };
}

/** A case of several invoices has a principal and interest of each: the list tells them together. */
function summed(composition: CollectionListRow["composition"]): ReadonlyMap<CollectionListItem, bigint> {
  const sums = new Map<CollectionListItem, bigint>();
  for (const { item, amount } of composition)
    sums.set(item, (sums.get(item) ?? 0n) + minorFromDecimal(amount));
  return sums;
}

/** `torsdag 4. juni kl. 08.00`, as the clocks of the creditor's time zone show it. */
function instantText(at: string, { timeZone, language }: CollectionList, texts: Texts): string {
  const parts = new Intl.DateTimeFormat("en-GB", {
    timeZone,
    year: "numeric",
    month: "2-digit",
    day: "2-digit",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  }).formatToParts(new Date(at));
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.find((each) => each.type === type)?.value ?? "";
  const day: CalendarDate = date(`${part("year")}-${part("month")}-${part("day")}`);
  return texts.text("instant", {
    day: weekdayMonthText(day, language),
    time: clockText(`${part("hour")}:${part("minute")}`, language),
  });
}

function plainText(view: ListView): string {
  const blocks = [
    [view.heading.toUpperCase()],
    [view.lead.map(({ text }) => text).join("")],
    [view.sent],
    ...view.rows.map(({ customer, facts }) => [
      customer,
      ...facts.map(({ label, value, detail }) => `${label}: ${value}${detail === "" ? "" : ` (${detail})`}`),
    ]),
    [`${view.total.label}: ${view.total.amount}`],
    [view.howHeading, view.how, ...view.commands.map(({ label, command }) => `${label}: ${command}`)],
    [view.later, `${view.objection.label}: ${view.objection.command}`],
    view.sentBy === "" ? [] : [view.sentBy],
  ];
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")}\n`;
}

function bodyOf(view: ListView): readonly Html[] {
  return [
    element("h1", "heading", view.heading),
    element("p", "paragraph", runsHtml(view.lead)),
    element("p", "small", view.sent),
    ...view.rows.flatMap(({ customer, facts }) => [
      element("h2", "subheading", customer),
      element("table", "table", facts.map(factRow)),
    ]),
    element("table", "table", [
      element("tr", null, [
        element("th", "total", view.total.label, { scope: "row" }),
        element("td", "totalAmount", view.total.amount),
      ]),
    ]),
    element("h2", "subheading", view.howHeading),
    element("p", "paragraph", view.how),
    commandTable(view.commands),
    element("p", "paragraph", view.later),
    commandTable([view.objection]),
    ...(view.sentBy === "" ? [] : [element("p", "foot", view.sentBy)]),
  ];
}

function factRow({ label, value, detail, breaks }: FactView): Html {
  const name = detail === "" ? label : [element("span", null, label), element("span", "detail", detail)];
  // Only numbers of invoices and cases can be long: what they may be broken for, no day or amount is.
  const part = breaks ? "fact" : "amount";
  return element("tr", null, [
    element("th", "factLabel", name, { scope: "row" }),
    element("td", part, value),
  ]);
}

function commandTable(commands: readonly CommandView[]): Html {
  return element(
    "div",
    "box",
    commands.flatMap(({ label, command }) => [
      element("span", "detail", label),
      element(
        "code",
        "command",
        command.split(" ").map((word) => element("span", "word", word)),
      ),
    ]),
  );
}
