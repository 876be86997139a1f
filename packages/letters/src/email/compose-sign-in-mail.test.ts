import { describe, expect, it } from "vitest";
import { composeSignInMail } from "./compose-sign-in-mail.ts";

describe("An e-mail about signing in", () => {
  it("has the link, for how long it holds, and who invites, whatever that is called", () => {
    const place = 'Rør & Sønn <b>"AS"</b>\nBcc: all@example.test';
    const url = "https://innfri.example/invitation#token=abc";
    const { subject, text, html } = composeSignInMail({
      language: "nb",
      kind: "invitation",
      url,
      place,
      days: 7,
    });
    expect(subject).not.toContain("\n");
    expect(text).toContain(url);
    expect(text).toContain("7 dager");
    expect(html).toContain("Rør &amp; Sønn &lt;b&gt;");
    expect(html).not.toContain("<b>");
  });

  it.each(["nb", "sv", "en"] as const)("says in %s what was changed, and what to do about it", (language) => {
    for (const kind of [
      ...(["password-changed", "second-factor-added", "second-factor-removed"] as const),
      ...(["second-factor-reset", "passkey-added", "passkey-removed"] as const),
      ...(["identity-linked", "email-change-asked", "email-changed"] as const),
    ] as const) {
      const { subject, text } = composeSignInMail({ language, kind });
      expect(subject.length).toBeGreaterThan(10);
      expect(text.split("\n\n")).toHaveLength(3);
    }
    expect(
      composeSignInMail({ language, kind: "reset", url: "https://a.example/#b", minutes: 30 }).text,
    ).toContain("30");
  });
});
