/** The e-mail of a letter: the same words as text and HTML, and the letter itself as PDF. */
import { composeEmail } from "@innfri/letters";
import type { MadeLetter } from "./carrier.ts";
import { emlOf } from "./eml.ts";

export function letterEmail({ messageId, at, data, contact, recipient, pdf }: MadeLetter): Promise<Buffer> {
  const { subject, text, html } = composeEmail(data, recipient);
  return emlOf({
    id: messageId,
    at,
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
