/** The e-mail of a letter: the same words as text and HTML, and the letter itself as PDF. */
import { composeEmail } from "@innfri/letters";
import type { MadeLetter } from "./carrier.ts";
import { emlOf } from "./eml.ts";

/** `from` is the address that the mail server sends for; answers go to whoever signs the letter. */
export function letterEmail(
  { messageId, at, data, contact, recipient, pdf, link }: MadeLetter,
  from: string | null = null,
): Promise<Buffer> {
  const { subject, text, html } = composeEmail(data, recipient, link);
  const signs = { name: data.operator.brand ?? data.operator.name, address: data.operator.email };
  return emlOf({
    id: messageId,
    at,
    from: from === null ? signs : { ...signs, address: from },
    replyTo: signs,
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
