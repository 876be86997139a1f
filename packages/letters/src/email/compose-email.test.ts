import { describe, expect, test } from "vitest";
import type { LetterData } from "../letter-data.ts";
import { EVERY_LETTER, INGRID, NO_DEMAND, NO_NOTICE } from "../test-letters.ts";
import { composeEmail } from "./compose-email.ts";

describe("The e-mail of a letter", () => {
  test("has a subject that says nothing of a debt", () => {
    for (const { data, recipient } of EVERY_LETTER)
      for (const language of ["nb", "sv", "en"] as const) {
        const { subject } = composeEmail({ ...data, language }, recipient);
        expect(subject.replace(data.operator.name, "")).not.toMatch(
          /inkasso|krav|betal|collect|debt|\d,\d\d/i,
        );
        expect(subject).toContain(data.caseNumber);
      }
  });

  test("comes from the name that debtors meet, and says who collects (S118)", () => {
    const data = { ...NO_DEMAND, operator: { ...NO_DEMAND.operator, brand: "Fjellro Faktura" } };
    const { subject, text } = composeEmail(data, INGRID);
    expect(subject).toContain("Fjellro Faktura");
    expect(subject).not.toContain(NO_DEMAND.operator.name);
    expect(text).toContain(NO_DEMAND.operator.name);
  });

  test("says in text and HTML the same", () => {
    for (const { data, recipient } of EVERY_LETTER) {
      const { text, html } = composeEmail(data, recipient);
      const shown = html
        .replace(/<style>.*<\/style>/s, "")
        .replaceAll(/<[^>]+>/g, "\n")
        .replaceAll("&#39;", "'")
        .replaceAll("&amp;", "&");
      for (const line of shown.split("\n").map((each) => each.trim()))
        if (line !== "" && !line.startsWith("Brev") && line.length > 3)
          expect(text.toLowerCase(), line).toContain(
            line.replace(/ \(Beløp.*|^Hva$|^Vad$/, "").toLowerCase(),
          );
    }
  });

  test("links to the payment page and nowhere else, and loads nothing", () => {
    const { html } = composeEmail(NO_NOTICE, INGRID);
    expect([...html.matchAll(/(?:href|src)="([^"]*)"/g)].map(([, url]) => url)).toEqual([
      "https://betal.kvernelva.example/k/7KQ4M2XT",
    ]);
    expect(html).not.toMatch(/<(img|script|link|iframe)/);
  });

  test("asks a company in the plural whether it disagrees, and a person in the singular", () => {
    expect(composeEmail(NO_NOTICE, INGRID).text).toMatch(/Er du uenig\?\n.* hva du er uenig i\./);
    const asked = composeEmail({ ...NO_NOTICE, audience: "business" }, INGRID).text;
    expect(asked).toMatch(/Er dere uenige\?\n.* hva dere er uenige i\./);
  });

  test("tells nobody to scan a code that is only in the PDF", () => {
    expect(composeEmail(NO_NOTICE, INGRID).text).not.toContain("Skann");
  });

  test("shows markup that somebody has written, and does not become it", () => {
    const evil = '<img src=x onerror="alert(1)"> & <b>';
    const data: LetterData = {
      ...NO_DEMAND,
      creditor: { ...NO_DEMAND.creditor, name: evil },
      claims: [{ ...NO_DEMAND.claims[0], description: evil }],
      paymentPage: { url: 'https://x.example/"><script>', display: "x.example" },
    };
    const { html } = composeEmail(data, { ...INGRID, name: evil });
    expect(html).not.toMatch(/<(img|script)|<b>/);
    expect(html).toContain("&lt;img src=x onerror=&quot;alert(1)&quot;&gt; &amp; &lt;b&gt;");
  });

  test("keeps a subject on one line", () => {
    const data: LetterData = {
      ...NO_NOTICE,
      operator: { ...NO_NOTICE.operator, name: "A\r\nBcc: b@c.example" },
    };
    expect(composeEmail(data, INGRID).subject).not.toMatch(/[\r\n]/);
  });
});
