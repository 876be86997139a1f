import { describe, expect, it } from "vitest";
import type { CaseExport } from "../case/case-export.ts";
import { renderCasePdf } from "./render-case.ts";
import {
  checkPdfStructure,
  missingPdfTools,
  readPdfInfo,
  readPdfMetadata,
  readPdfStructure,
  readPdfText,
} from "./test-read-pdf.ts";

const CASE: CaseExport = {
  format: "innfri-case/1",
  language: "nb",
  madeAt: "2026-06-20T10:00:00.000Z",
  operator: { id: "o", name: "Rolig Inkasso AS", kind: "agency" },
  creditor: {
    id: "c",
    name: "Fjellro #set page() $1$ AS",
    country: "NO",
    timeZone: "Europe/Oslo",
    isSandbox: true,
  },
  debtor: {
    id: "d",
    customerNumber: "1",
    kind: "person",
    contacts: [
      { id: "k", validFromOn: "2026-04-01", salt: null, data: { name: "Tor Påfunnet" }, blankedAt: null },
    ],
  },
  claim: {
    id: "x",
    invoice: "i",
    instalmentNo: 1,
    currency: "NOK",
    principal: "450000",
    dueOn: "2026-04-30",
    reference: "0020104808",
  },
  invoices: [
    {
      versionNo: 1,
      number: "10481",
      recordedAt: "2026-04-01T05:00:00.000Z",
      data: {},
      hash: "ab".repeat(32),
      salt: null,
    },
  ],
  events: [
    {
      seq: 1,
      kind: "registered",
      happenedOn: "2026-04-01",
      recordedAt: "2026-04-01T05:00:00.000Z",
      actor: "import",
      data: {},
      hash: "cd".repeat(32),
    },
    {
      seq: 2,
      kind: "letter",
      happenedOn: "2026-05-15",
      recordedAt: "2026-05-15T05:00:00.000Z",
      actor: "engine",
      data: {
        letter: "notice",
        total: "4560.19",
        payBy: "2026-05-29",
        charges: [{ item: "notice-fee", amount: "38.00" }],
      },
      hash: "ef".repeat(32),
    },
  ],
  documents: [
    {
      id: "l",
      kind: "notice",
      template: "no.notice/1",
      language: "nb",
      datedOn: "2026-05-15",
      data: {
        total: "4560.19",
        lines: [
          { item: "principal", amount: "4500.00" },
          { item: "notice-fee", amount: "38.00" },
          { item: "interest", amount: "22.19" },
        ],
      },
      derivations: [
        null,
        null,
        { arithmetic: "4500.00 × 12.00 % × 15/365 = 22.19", rounding: "half up to øre, once" },
      ],
      hash: "01".repeat(32),
      file: "letters/1 2026-05-15 notice.pdf",
    },
  ],
  parts: {},
  steps: [],
  entries: [
    {
      entryNo: 1,
      bookedOn: "2026-04-01",
      recordedAt: "2026-04-01T05:00:00.000Z",
      kind: "opening",
      currency: "NOK",
      source: {},
      postings: [
        { account: "assets:receivable:principal", amount: "450000" },
        { account: "income:invoiced", amount: "-450000" },
      ],
    },
  ],
  payments: [],
  now: {
    state: "open",
    closedOn: null,
    openPrincipal: "450000",
    openInterest: "0",
    openCosts: "0",
    headSeq: 2,
    headHash: "ef".repeat(32),
  },
  told: { on: "2026-06-20", total: null, lines: [], facts: null },
  messages: [],
  attempts: [],
  objections: [],
  holds: [],
  approvals: [],
  texts: [],
  terms: null,
  law: { openPoints: [], signOffs: [], loaded: [] },
  proof: null,
};

describe("A case told on paper", () => {
  it("is the same bytes again, in every language, and as PDF/UA", () => {
    for (const language of ["nb", "sv", "en"] as const) {
      const one = { ...CASE, language };
      expect(Buffer.compare(renderCasePdf(one), renderCasePdf(one))).toBe(0);
      expect(renderCasePdf(one, "ua-1").length).toBeGreaterThan(5000);
    }
  });

  it("goes on to as many pages as it needs", () => {
    const events = Array.from({ length: 200 }, (_, i) => ({ ...CASE.events[1]!, seq: i + 1 }));
    expect(renderCasePdf({ ...CASE, events }, "ua-1").length).toBeGreaterThan(5000);
  });
});

describe.skipIf(missingPdfTools().length > 0)("Its PDF", () => {
  const pdf = renderCasePdf(CASE);

  it("is a tagged PDF/A-2a whose structure is sound", () => {
    expect(readPdfInfo(pdf).Tagged).toBe("yes");
    expect(readPdfMetadata(pdf)).toMatch(
      /<pdfaid:part>2<\/pdfaid:part><pdfaid:conformance>A<\/pdfaid:conformance>/,
    );
    expect(checkPdfStructure(pdf)).toMatch(/No syntax or stream encoding errors/);
    expect(readPdfStructure(pdf)).toMatch(/H1[\s\S]*H2[\s\S]*Table/);
  });

  it("says what the case is about, what is open and what has happened, and takes no markup from anybody", () => {
    const text = readPdfText(pdf);
    for (const said of [
      "Sak 0020104808",
      "Fjellro #set page() $1$ AS",
      "Tor Påfunnet",
      "Kravet ble registrert: 4 500,00 NOK, forfall 30. april 2026",
      "Brev: inkassovarsel, 4 560,19 å betale innen 29. mai 2026, med gebyr 38,00",
      "4 500,00 × 12,00 % × 15/365 = 22,19, avrundet til nærmeste øre",
      "ef".repeat(32),
    ])
      expect(text).toContain(said);
  });
});
