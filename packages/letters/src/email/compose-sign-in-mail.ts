/** What a user is told about how it signs in: an invitation, a way to a new password, and what was changed. */
import type { LetterLanguage } from "../letter-data.ts";
import { oneLine } from "../showable.ts";
import { type TextKey, type TextValues, textsIn } from "../texts.ts";
import type { ComposedEmail } from "./compose-email.ts";
import { element, emailPage } from "./html.ts";

export type SignInMail = { readonly language: LetterLanguage } & (
  | { readonly kind: "invitation"; readonly url: string; readonly place: string; readonly days: number }
  | { readonly kind: "reset"; readonly url: string; readonly minutes: number }
  /** To a debtor whose link has had its days. */
  | { readonly kind: "debtor-link"; readonly url: string; readonly days: number }
  /** To the address that is to count from then on. */
  | { readonly kind: "confirm-email"; readonly url: string; readonly hours: number }
  | { readonly kind: SignInChange }
);

/** What a user is told has changed, in case it was somebody else. */
export type SignInChange =
  | ("password-changed" | "second-factor-added" | "second-factor-removed" | "second-factor-reset")
  | ("passkey-added" | "passkey-removed" | "identity-linked" | "email-change-asked" | "email-changed");

export function composeSignInMail(mail: SignInMail): ComposedEmail {
  const texts = textsIn(mail.language);
  const say = (key: TextKey, values: TextValues = {}) => oneLine(texts.text(key, values));
  const values: TextValues =
    mail.kind === "invitation"
      ? { place: mail.place, days: mail.days }
      : mail.kind === "reset"
        ? { minutes: mail.minutes }
        : mail.kind === "debtor-link"
          ? { days: mail.days }
          : mail.kind === "confirm-email"
            ? { hours: mail.hours }
            : {};
  const subject = say(`sign-in.${mail.kind}.subject`, values);
  const said = say(`sign-in.${mail.kind}.said`, values);
  const url = "url" in mail ? [mail.url] : [];
  const next = "url" in mail ? say(`sign-in.${mail.kind}.next`) : say("sign-in.not-you");
  const lines = [said, ...url, next];
  return {
    subject,
    text: `${[subject.toUpperCase(), ...lines].join("\n\n")}\n`,
    html: emailPage({
      language: mail.language,
      title: subject,
      preview: said,
      body: [element("h1", "heading", subject), ...lines.map((line) => element("p", "paragraph", line))],
    }),
  };
}
