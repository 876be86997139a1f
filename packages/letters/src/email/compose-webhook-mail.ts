/** What a company is told when its webhook was turned off: its systems do not hear of it by themselves. */
import type { LetterLanguage } from "../letter-data.ts";
import { oneLine } from "../showable.ts";
import { type TextKey, type TextValues, textsIn } from "../texts.ts";
import type { ComposedEmail } from "./compose-email.ts";
import { element, emailPage } from "./html.ts";

export type WebhookMail = {
  readonly language: LetterLanguage;
  readonly url: string;
  /** How the last try ended: with a status, without any answer, or at an address that nothing is sent to. */
  readonly lastTry:
    | { readonly kind: "refused"; readonly status: number }
    | { readonly kind: "failed" }
    | { readonly kind: "not-allowed" };
};

/** What a receiver answers that wants nothing more. */
const GONE = 410;

export function composeWebhookMail({ language, url, lastTry }: WebhookMail): ComposedEmail {
  const texts = textsIn(language);
  const say = (key: TextKey, values: TextValues = {}) => oneLine(texts.text(key, values));
  const status = lastTry.kind === "refused" ? lastTry.status : 0;
  const lastTryEnded = status === GONE ? "gone" : lastTry.kind;
  const subject = say("webhook.subject", { host: new URL(url).host });
  const heading = say("webhook.heading");
  const said = [
    say("webhook.off", { url }),
    say("webhook.because", { ended: lastTryEnded, status: String(status) }),
    say("webhook.next"),
  ];
  return {
    subject,
    text: `${[heading.toUpperCase(), ...said].join("\n\n")}\n`,
    html: emailPage({
      language,
      title: subject,
      preview: said[0]!,
      body: [element("h1", "heading", heading), ...said.map((line) => element("p", "paragraph", line))],
    }),
  };
}
