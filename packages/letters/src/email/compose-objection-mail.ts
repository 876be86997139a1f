/** What is written about an objection: to the creditor, who has to answer it, and to the debtor, who is told of it. */
import { dayText, moneyText } from "../forms.ts";
import type { AmountText, DayText, LetterData, LetterLanguage } from "../letter-data.ts";
import { oneLine } from "../showable.ts";
import { type TextKey, textsIn } from "../texts.ts";
import type { ComposedEmail } from "./compose-email.ts";
import { element, emailPage } from "./html.ts";

export const OBJECTION_MAILS = [
  "asked",
  "reminded",
  "acknowledged",
  "agreed",
  "rejected",
  "onward",
  "closed",
  "settled",
] as const;
export type ObjectionMailKind = (typeof OBJECTION_MAILS)[number];

export type ObjectionMail = {
  readonly kind: ObjectionMailKind;
  readonly to: "creditor" | "debtor";
  readonly language: LetterLanguage;
  readonly creditor: string;
  readonly operator: { readonly name: string; readonly kind: "self" | "agency" };
  readonly caseNumber: string;
  readonly invoiceNumber: string;
  readonly currency: LetterData["currency"];
  /** What is disputed; null for all of it. */
  readonly amount: AmountText | null;
  /** What was written, in the writer's own words. */
  readonly words: string | null;
  readonly dueOn: DayText | null;
  /** What the creditor agrees with, where it is less than what is disputed. */
  readonly agreedAmount?: AmountText | null;
  /** How the objection was settled: `withdrawn`, `accepted` or `groundless`. */
  readonly outcome?: string | null;
};

/** Every word of it, line by line. The subject names the case and no more: it is shown on locked screens. */
export function objectionWords(mail: ObjectionMail, way: "email" | "post" = "email") {
  const texts = textsIn(mail.language);
  const values = {
    creditor: mail.creditor,
    operator: mail.operator.name,
    caseNumber: mail.caseNumber,
    invoiceNumber: mail.invoiceNumber,
    extent: mail.amount === null ? "whole" : "part",
    amount: mail.amount === null ? "" : moneyText(mail.amount, mail.currency, mail.language),
    dueOn: mail.dueOn === null ? "" : dayText(mail.dueOn, mail.language),
    way,
    agreed: mail.agreedAmount == null ? "whole" : "part",
    agreedAmount: mail.agreedAmount == null ? "" : moneyText(mail.agreedAmount, mail.currency, mail.language),
    outcome: mail.outcome ?? "other",
    hasDay: mail.dueOn === null ? "no" : "yes",
  };
  const key: TextKey = `objection.${mail.kind}.${mail.to}` as TextKey;
  const subject = oneLine(texts.text("objection.subject", values));
  const heading = oneLine(texts.text("objection.heading"));
  const said = texts.text(key, values).split("\n").map(oneLine);
  const words = mail.words?.split(/\r?\n/).map(oneLine) ?? [];
  const quoted = mail.kind === "rejected" || mail.kind === "agreed" ? "objection.reply" : "objection.words";
  const foot = mail.operator.kind === "agency" ? oneLine(texts.text("list.sentBy", values)) : "";
  return { subject, heading, said, quoted: oneLine(texts.text(quoted, values)), words, foot };
}

export function composeObjectionMail(mail: ObjectionMail): ComposedEmail {
  const { subject, heading, said, quoted, words, foot } = objectionWords(mail);
  const blocks = [
    [heading.toUpperCase()],
    ...said.map((line) => [line]),
    // Marked line by line: nothing that was written can be taken for ours.
    words.length === 0 ? [] : [`${quoted}:`, ...words.map((line) => `> ${line}`.trimEnd())],
    foot === "" ? [] : [foot],
  ];
  const text = blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join("\n"))
    .join("\n\n");
  return {
    subject,
    text: `${text}\n`,
    html: emailPage({
      language: mail.language,
      title: subject,
      preview: said[0] ?? heading,
      body: [
        element("h1", "heading", heading),
        ...said.map((line) => element("p", "paragraph", line)),
        ...(words.length === 0
          ? []
          : [
              element("h2", "subheading", quoted),
              element(
                "div",
                "box",
                words.map((line) => element("p", "paragraph", line === "" ? " " : line)),
              ),
            ]),
        ...(foot === "" ? [] : [element("p", "foot", foot)]),
      ],
    }),
  };
}
