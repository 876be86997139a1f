import { describe, expect, test } from "vitest";
import { type CollectionList, composeCollectionList } from "./compose-collection-list.ts";

const LIST: CollectionList = {
  language: "nb",
  creditor: { name: "Kvernelva Rør AS" },
  operator: { name: "Tindervik Inkasso AS", kind: "agency" },
  currency: "NOK",
  timeZone: "Europe/Oslo",
  sentAt: "2026-06-02T05:00:00.000Z",
  decideBy: "2026-06-04T06:00:00.000Z",
  demandOn: "2026-06-05",
  rows: [
    {
      caseNumber: "10482-1",
      customer: "Ingrid Haugsåsen",
      invoiceNumbers: ["10482"],
      noticeDeadline: "2026-05-29",
      total: "4586.81",
      composition: [
        { item: "principal", amount: "4500.00" },
        { item: "interest", amount: "48.81" },
        { item: "notice-fee", amount: "38.00" },
      ],
      costsToCome: "600.00",
    },
  ],
};

const plain = (text: string) => text.replaceAll("\u00a0", " ");

describe("The collection list", () => {
  test("states both instants on the creditor's own clock", () => {
    const { text } = composeCollectionList(LIST);
    expect(plain(text)).toContain(
      "Listen er sendt tirsdag 2. juni kl. 07.00 og stenger torsdag 4. juni kl. 08.00 (norsk tid).",
    );
    const swedish = composeCollectionList({ ...LIST, language: "sv", timeZone: "Europe/Stockholm" });
    expect(plain(swedish.text)).toContain("stänger torsdag 4 juni kl. 08.00 (svensk tid).");
    const elsewhere = composeCollectionList({ ...LIST, timeZone: "Europe/Helsinki" });
    expect(plain(elsewhere.text)).toContain("stenger torsdag 4. juni kl. 09.00 (Europe/Helsinki).");
  });

  test("keeps 08:00 when the clocks have gone back", () => {
    const winter = { ...LIST, sentAt: "2026-12-01T06:00:00.000Z", decideBy: "2026-12-03T07:00:00.000Z" };
    expect(plain(composeCollectionList(winter).text)).toContain("torsdag 3. desember kl. 08.00");
  });

  test("says that silence sends the claims to collection, and when", () => {
    const { text } = composeCollectionList(LIST);
    expect(plain(text)).toContain(
      "Hører vi ikke fra dere innen torsdag 4. juni kl. 08.00, blir det registrert til inkasso. Betalingsoppfordringen sendes fredag 5. juni 2026.",
    );
  });

  test("shows what each customer owes, of what, and what comes on top", () => {
    const text = plain(composeCollectionList(LIST).text);
    expect(text).toContain(
      "Kravet i dag: 4 586,81 kr (hovedkrav 4 500,00 kr, renter 48,81 kr, gebyr 38,00 kr)",
    );
    expect(text).toContain("Kostnad kunden møter: 600,00 kr");
    expect(text).toContain("Varselfrist: 29. mai 2026");
  });

  test("tells what a case of several invoices comes to by kind, not by invoice", () => {
    const several = LIST.rows.map((row) => ({
      ...row,
      invoiceNumbers: ["10482", "10483"],
      total: "5586.81",
      composition: [...row.composition, { item: "principal", amount: "1000.00" } as const],
    }));
    expect(plain(composeCollectionList({ ...LIST, rows: several }).text)).toContain(
      "Kravet i dag: 5 586,81 kr (hovedkrav 5 500,00 kr, renter 48,81 kr, gebyr 38,00 kr)",
    );
  });

  test("says how to stop and postpone, and that a payment or an objection also stops later", () => {
    const { text, html } = composeCollectionList(LIST);
    for (const command of [
      "innfri stop FAKTURA",
      "innfri postpone FAKTURA --until ÅÅÅÅ-MM-DD",
      "innfri stop FAKTURA --disputed",
    ]) {
      expect(text).toContain(command);
      expect(html.replaceAll(/<\/?span[^>]*>|\n/g, " ").replaceAll(/ +/g, " ")).toContain(command);
    }
    expect(text).toContain("En betaling eller en innsigelse stopper kravet også etter at listen er stengt.");
  });

  test("counts the invoices of a case", () => {
    expect(composeCollectionList(LIST).text).toContain("\nFaktura: 10482\n");
    const several = LIST.rows.map((row) => ({ ...row, invoiceNumbers: ["10482", "10483"] }));
    expect(composeCollectionList({ ...LIST, rows: several }).text).toContain("\nFakturaer: 10482 og 10483\n");
  });

  test("breaks no command inside a word, and has a subject of plain spaces", () => {
    const { html, subject } = composeCollectionList(LIST);
    expect(html).toMatch(/<span class="word" style="white-space:nowrap">ÅÅÅÅ-MM-DD<\/span>/);
    expect(subject).toBe("Inkassoliste: 1 krav går til inkasso fredag 5. juni 2026");
  });

  test("breaks a long invoice number over lines, but no label, day or amount", () => {
    const { html } = composeCollectionList(LIST);
    const styleOf = (text: string) =>
      new RegExp(`style="([^"]*)"[^>]*>${text}`).exec(html.replaceAll("\u00a0", " "))?.[1];
    expect(styleOf("10482<")).toContain("overflow-wrap:anywhere");
    for (const text of ["29. mai 2026", "4 586,81 kr"]) expect(styleOf(text)).toContain("white-space:nowrap");
    for (const text of ["Faktura<", "Varselfrist"]) expect(styleOf(text)).not.toContain("anywhere");
  });

  test("adds up", () => {
    const [row] = LIST.rows;
    if (row === undefined) throw new Error("the sample has a row");
    expect(plain(composeCollectionList({ ...LIST, rows: [row, row] }).text)).toContain("I alt: 9 173,62 kr");
  });

  test("names the agency when one sends it", () => {
    expect(composeCollectionList(LIST).text).toContain("Sendt av Tindervik Inkasso AS for Kvernelva Rør AS.");
    const own = { ...LIST, operator: { name: "Kvernelva Rør AS", kind: "self" } } as const;
    expect(composeCollectionList(own).text).not.toContain("Sendt av");
  });

  test("shows a customer's name as it stands and not as markup", () => {
    const rows = LIST.rows.map((row) => ({ ...row, customer: "<script>A & B" }));
    expect(composeCollectionList({ ...LIST, rows }).html).toContain("&lt;script&gt;A &amp; B");
  });

  test("is refused with an instant that is none", () => {
    expect(() => composeCollectionList({ ...LIST, decideBy: "torsdag" })).toThrow(RangeError);
  });
});
