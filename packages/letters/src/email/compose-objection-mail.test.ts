import { describe, expect, it } from "vitest";
import { LETTER_LANGUAGES } from "../letter-data.ts";
import { composeObjectionMail, OBJECTION_MAILS, type ObjectionMail } from "./compose-objection-mail.ts";

const mail: ObjectionMail = {
  kind: "rejected",
  to: "debtor",
  language: "nb",
  creditor: "Fjellro Sykkelverksted AS",
  operator: { name: "Oppdiktet Inkasso AS", kind: "agency" },
  caseNumber: "1234567890",
  invoiceNumber: "F-77",
  currency: "NOK",
  amount: null,
  words: "Bestilt 3. april <b>&</b>\n\nHentet 10. april",
  dueOn: "2026-07-20",
};

describe("An e-mail about an objection", () => {
  it("says what must be paid by when if nothing new comes, with the reasons as they were written (S36)", () => {
    const { subject, text, html } = composeObjectionMail(mail);
    expect(subject).toBe("Sak 1234567890: innsigelse");
    expect(text.replaceAll("\u00a0", " ")).toContain("må beløpet betales innen 20. juli 2026");
    expect(text).toContain("Bestilt 3. april <b>&</b>");
    expect(html).toContain("Bestilt 3. april &lt;b&gt;&amp;&lt;/b&gt;");
    expect(text).toContain("Sendt av Oppdiktet Inkasso AS for Fjellro Sykkelverksted AS.");
  });

  it("marks every line of what was written, so that none of it reads as ours", () => {
    const { text } = composeObjectionMail({ ...mail, words: "Vår grunn\n\nSendt av en annen." });
    expect(text).toContain(
      "\n\nSvaret fra Fjellro Sykkelverksted AS:\n> Vår grunn\n>\n> Sendt av en annen.\n\nSendt av",
    );
    expect(text).toContain("står nedenfor.\n\nKommer det");
  });

  it("names what is disputed, and nothing of it in the subject", () => {
    const { subject, text } = composeObjectionMail({
      ...mail,
      kind: "asked",
      to: "creditor",
      amount: "1500.00",
    });
    expect(text.replaceAll(/\s/g, " ")).toContain("1 500,00");
    expect(subject).not.toContain("500");
  });

  it("has words for each kind and reader in every language", () => {
    const toCreditor = new Set(["asked", "reminded", "closed"]);
    const toDebtor = new Set(["acknowledged", "agreed", "rejected", "onward", "closed", "settled"]);
    for (const language of LETTER_LANGUAGES)
      for (const kind of OBJECTION_MAILS)
        for (const to of ["creditor", "debtor"] as const) {
          if (!(to === "creditor" ? toCreditor : toDebtor).has(kind)) continue;
          expect(composeObjectionMail({ ...mail, kind, to, language }).text.length).toBeGreaterThan(100);
        }
  });
});
