/** A letter as an e-mail: the same words as the PDF, so that nobody has to open an attachment to understand it. */
import type { LetterData, Recipient } from "../letter-data.ts";
import { letterValues } from "../letter-values.ts";
import { type LetterView, viewLetter } from "../letter-view.ts";
import { mapTexts, oneLine } from "../showable.ts";
import { textsIn } from "../texts.ts";
import { element, emailPage, type Html, runsHtml } from "./html.ts";

export type ComposedEmail = { readonly subject: string; readonly text: string; readonly html: string };

/**
 * Says `data` to `recipient`. The subject tells who writes and about which case, not that anything is owed: a subject
 * is shown on locked screens. Throws, like the PDF, when the data contradicts itself. `link` leads its reader to the case
 * on the page that the letter names, without typing anything.
 */
export function composeEmail(
  data: LetterData,
  recipient: Recipient,
  link: string | null = null,
): ComposedEmail {
  const view = linked(mapTexts(viewLetter(data, recipient), oneLine), link);
  const texts = textsIn(data.language);
  const { brand, name } = data.operator;
  const subject = oneLine(texts.text("email.subject", { ...letterValues(data), operator: brand ?? name }));
  const attached = texts.text("email.attached");
  return {
    subject,
    text: plainText(view, attached),
    html: emailPage({
      language: data.language,
      title: subject,
      preview: texts.text("email.preview"),
      body: bodyOf(view, attached),
    }),
  };
}

function linked(view: LetterView, link: string | null): LetterView {
  const { page } = view.pay;
  return page === null || link === null
    ? view
    : { ...view, pay: { ...view.pay, page: { ...page, url: link } } };
}

function plainText(view: LetterView, attached: string): string {
  const lead = view.lead.map(({ text }) => text).join("");
  const rows = view.sum.rows.flatMap(({ label, details, amount }) => [
    `${label}: ${amount}`,
    ...details.map((detail) => `  ${detail}`),
  ]);
  const page = view.pay.page;
  return [
    [view.sender.name, ...view.sender.lines],
    [view.address[0] ?? "", ...view.references.map(({ label, value }) => `${label}: ${value}`)],
    [view.heading.toUpperCase()],
    [lead],
    view.notice === null ? [] : [view.notice],
    view.corrected === null ? [] : [view.corrected],
    view.disputed === null ? [] : [view.disputed],
    [`${view.sum.heading} (${view.sum.amount})`, ...rows, `${view.sum.totalLabel}: ${view.sum.total}`],
    view.sum.after === "" ? [] : [view.sum.after],
    [view.pay.heading, ...view.pay.fields.map(({ label, value }) => `${label}: ${value}`)],
    page === null ? [] : [`${page.label}: ${page.url}`],
    [view.pay.note],
    ...view.sections.map(({ heading, text }) => [heading, text]),
    [view.footer, attached],
  ]
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n")
    .concat("\n");
}

function bodyOf(view: LetterView, attached: string): readonly Html[] {
  return [
    element("p", "name", view.sender.name),
    element("p", "small", broken(view.sender.lines)),
    element("p", "paragraph", view.address[0] ?? ""),
    fields(view.references),
    element("h1", "heading", view.heading),
    element("p", "paragraph", runsHtml(view.lead)),
    ...(view.notice === null ? [] : [element("p", "paragraph", element("strong", null, view.notice))]),
    ...(view.corrected === null ? [] : [element("p", "paragraph", view.corrected)]),
    ...(view.disputed === null ? [] : [element("p", "paragraph", view.disputed)]),
    element("h2", "subheading", view.sum.heading),
    sumTable(view.sum),
    ...(view.sum.after === "" ? [] : [element("p", "paragraph", view.sum.after)]),
    element("div", "box", [element("h2", "name", view.pay.heading), fields(view.pay.fields)]),
    ...(view.pay.page === null
      ? []
      : [
          element("p", "paragraph", element("a", "button", view.pay.page.label, { href: view.pay.page.url })),
        ]),
    element("p", "paragraph", view.pay.note),
    ...view.sections.flatMap(({ heading, text }) => [
      element("h2", "subheading", heading),
      element("p", "paragraph", text),
    ]),
    element("p", "foot", broken([view.footer, attached])),
  ];
}

function broken(lines: readonly string[]): Html {
  return { html: lines.map((line) => element("span", null, line).html).join("<br>") };
}

function fields(rows: LetterView["references"]): Html {
  return element(
    "table",
    "table",
    rows.map(({ label, value }) =>
      element("tr", null, [
        element("th", "label", label, { scope: "row" }),
        element("td", "value", value, { width: "100%" }),
      ]),
    ),
  );
}

function sumTable({ what, amount, rows, totalLabel, total }: LetterView["sum"]): Html {
  return element("table", "table", [
    element("tr", null, [
      element("th", "head", what, { scope: "col" }),
      element("th", "headAmount", amount, { scope: "col" }),
    ]),
    ...rows.map((row) =>
      element("tr", null, [
        element(
          "th",
          "cell",
          [
            element("span", null, row.label),
            ...row.details.map((detail) => element("span", "detail", detail)),
          ],
          { scope: "row" },
        ),
        element("td", "amount", row.amount),
      ]),
    ),
    element("tr", null, [
      element("th", "total", totalLabel, { scope: "row" }),
      element("td", "totalAmount", total),
    ]),
  ]);
}
