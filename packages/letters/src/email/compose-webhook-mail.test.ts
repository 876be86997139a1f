import { describe, expect, it } from "vitest";
import { composeWebhookMail, type WebhookMail } from "./compose-webhook-mail.ts";

const mail: WebhookMail = {
  language: "nb",
  url: "https://mottak.example/hook?a=1&b=2",
  lastTry: { kind: "refused", status: 503 },
};

describe("The e-mail about a webhook that was turned off", () => {
  it("names its receiver, and says in the reader's language how the last try ended", () => {
    const { subject, text, html } = composeWebhookMail(mail);
    expect(subject).toBe("Webhook slått av: mottak.example");
    expect(text).toContain("https://mottak.example/hook?a=1&b=2");
    expect(text).toContain("Sist svarte mottakeren med status 503.");
    expect(html).toContain("https://mottak.example/hook?a=1&amp;b=2");
    expect(html).toContain('lang="nb"');
    expect(composeWebhookMail({ ...mail, language: "sv" }).text).toContain(
      "Senast svarade mottagaren med status 503.",
    );
  });

  it.each([
    [{ kind: "refused", status: 410 }, "Mottakeren svarte at den er lagt ned (410)."],
    [{ kind: "failed" }, "Sist kom det ikke noe svar."],
    [{ kind: "not-allowed" }, "Sist var adressen en som det ikke sendes til."],
  ] as const)("tells of %o", (lastTry, words) => {
    expect(composeWebhookMail({ ...mail, lastTry }).text).toContain(words);
  });
});
