import { describe, expect, it } from "vitest";
import { OBJECTION_MAILS } from "../email/compose-objection-mail.ts";
import { LETTER_LANGUAGES } from "../letter-data.ts";
import { type AnswerLetter, renderAnswerPdf } from "./render-answer.ts";
import { checkPdfStructure, missingPdfTools, readPdfStructure, readPdfText } from "./test-read-pdf.ts";

const LETTER: AnswerLetter = {
  mail: {
    ...{ kind: "rejected", to: "debtor", language: "nb", currency: "NOK", amount: "1500.00" },
    creditor: "Fjellro Sykkelverksted AS",
    operator: { name: "Oppdiktet Inkasso AS", kind: "agency" },
    ...{ caseNumber: "1234567890", invoiceNumber: "F-77", dueOn: "2026-07-20" },
    words: "Bestilt 3. april.\n\nHentet 10. april, #set page(fill: red) og *prøvd*.",
  },
  recipient: { name: "Oda Oppdiktet", addressLines: ["Ingenmannsgata 2", "0000 Ingensted"], country: "NO" },
  senderLines: ["Postboks 44", "2401 Elverum", "svar@rolig.example"],
  datedOn: "2026-07-01",
};

describe("The answer to an objection as a letter (S35, S36)", () => {
  it.skipIf(missingPdfTools().length > 0)("has the reasons as they were written, and the new day", () => {
    const pdf = renderAnswerPdf(LETTER);
    const text = readPdfText(pdf);
    expect(text).toContain("Oda Oppdiktet Ingenmannsgata 2 0000 Ingensted");
    expect(text).toContain("må beløpet betales innen 20. juli 2026");
    expect(text).toContain("skriver til oss med saksnummeret før fristen");
    expect(text).toContain("Hentet 10. april, #set page(fill: red) og *prøvd*.");
    expect(text).toContain("Sendt av Oppdiktet Inkasso AS for Fjellro Sykkelverksted AS.");
    checkPdfStructure(pdf);
    expect(readPdfStructure(pdf)).toContain("Innsigelse");
  });

  it("can be read aloud, in every kind and language", () => {
    for (const language of LETTER_LANGUAGES)
      for (const kind of OBJECTION_MAILS.filter((one) => one !== "asked" && one !== "reminded")) {
        const letter = { ...LETTER, mail: { ...LETTER.mail, kind, language, outcome: "withdrawn" } };
        expect(renderAnswerPdf(letter, "ua-1").length).toBeGreaterThan(1000);
      }
  });

  it("is the same bytes for the same words", () => {
    expect(Buffer.from(renderAnswerPdf(LETTER)).equals(Buffer.from(renderAnswerPdf(LETTER)))).toBe(true);
  });
});
