/** An e-mail as bytes that depend on nothing but what it says: the same message is the same file. */
import MailComposer from "nodemailer/lib/mail-composer";

export type Mail = {
  /** Becomes the Message-ID and the boundaries. */
  readonly id: string;
  readonly at: string;
  readonly from: { readonly name: string; readonly address: string };
  /** Where answers go; to the sender when left out. */
  readonly replyTo?: { readonly name: string; readonly address: string };
  readonly to: { readonly name: string; readonly address: string };
  readonly subject: string;
  readonly text: string;
  readonly html: string;
  readonly attachments?: readonly {
    readonly filename: string;
    readonly content: Uint8Array;
    readonly contentType: string;
  }[];
};

export function emlOf(mail: Mail): Promise<Buffer> {
  const domain = mail.from.address.split("@").at(-1) ?? "localhost";
  const composer = new MailComposer({
    messageId: `<${mail.id}@${domain}>`,
    date: new Date(mail.at),
    from: mail.from,
    to: mail.to,
    replyTo: mail.replyTo ?? mail.from,
    // So that nobody's machine answers ours (RFC 3834).
    headers: { "Auto-Submitted": "auto-generated" },
    subject: mail.subject,
    text: mail.text,
    html: mail.html,
    baseBoundary: mail.id,
    attachments: (mail.attachments ?? []).map(({ filename, content, contentType }) => ({
      filename,
      content: Buffer.from(content),
      contentType,
    })),
  });
  return new Promise((resolve, reject) => {
    composer.compile().build((error, message) => (error === null ? resolve(message) : reject(error)));
  });
}
