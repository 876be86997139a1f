/** The e-mail of a letter: the same words as text and HTML, and the letter itself as PDF. */
import type { Uuid } from "@innfri/kernel";
import { composeEmail, type LetterData, type Recipient } from "@innfri/letters";
import type { ContactData } from "../engine/load-files.ts";
import { emlOf } from "./eml.ts";

export function letterEmail(
  message: { readonly messageId: Uuid; readonly data: LetterData; readonly contact: ContactData },
  recipient: Recipient,
  pdf: Uint8Array,
  nowAt: string,
): Promise<Buffer> {
  const { data, contact } = message;
  const { subject, text, html } = composeEmail(data, recipient);
  return emlOf({
    id: message.messageId,
    at: nowAt,
    from: { name: data.operator.name, address: data.operator.email },
    to: { name: contact.name, address: contact.email ?? "" },
    subject,
    text,
    html,
    attachments: [
      {
        filename: `${data.kind.slice(3)}-${data.caseNumber}.pdf`,
        content: pdf,
        contentType: "application/pdf",
      },
    ],
  });
}
