import { describe, expect, it } from "vitest";
import { LETTER_LANGUAGES } from "../letter-data.ts";
import { type Held, heldInWords } from "./held-in-words.ts";
import { HELD_PARTS, HELD_WORDS } from "./held-words.ts";

/** As the rows of a database are exported. */
const HELD: Held = {
  ...{ company: "Fjellro Sykkelverksted AS", country: "NO", collectedBy: null, customerNumber: "k1" },
  ...{ identityNumber: null, anonymisedOn: null, madeOn: "2026-06-01" },
  kept: { years: 5, isFromDay: false, citation: "bokføringsloven § 13" },
  contacts: [
    {
      valid_from_on: "2026-04-01",
      data: { name: "Kari Oppdiktet", addressLines: ["Nygata 5"], email: null },
    },
    { valid_from_on: "2026-05-01", data: null },
  ],
  claims: [
    {
      ...{
        principal_minor: 450000,
        currency: "NOK",
        due_on: "2026-04-30",
        reference: "0001",
        state: "closed",
      },
      ...{
        closed_on: "2026-05-20",
        invoices: [{ number: "1" }],
        payments: [{ payer: { name: "Ola Oppdiktet" } }],
      },
      events: [{ on: "2026-05-20", kind: "closed", data: { reason: "paid" } }],
    },
  ],
  objections: [{ received_on: "2026-05-02", extent: "part", amount_minor: 10000, answered_on: "2026-05-09" }],
  onlinePayments: [
    { begun_at: "2026-05-20T10:00:00Z", amount_minor: 450000, currency: "NOK", way: "mobile", state: "paid" },
  ],
  holds: [{ from_on: "2026-05-02", until_on: "2026-05-16", ended_on: "2026-05-09", kind: "promise" }],
  states: [{ since_on: "2026-05-02", kind: "minor", source: "register", ended_on: null }],
  messages: [{ send_after: "2026-05-15T07:00:00Z", channel: "digital-mailbox", state: "delivered" }],
  contactLog: [{ happened_on: "2026-05-03", way: "call", direction: "from-debtor", outcome: "reached" }],
  texts: [
    { text: "First line\nsecond line", blanked_at: null },
    { text: null, blanked_at: "2026-05-10T07:00:00Z" },
  ],
  files: [
    {
      ...{ added_at: "2026-05-03T07:00:00Z", name: "tap.jpg", type: "image/jpeg", bytes: 10 },
      written_by: "debtor",
    },
  ],
  preferences: [{ agreed_on: "2026-05-03", invoices: "email", reminders: null }],
  readings: [{ at: "2026-05-03T07:00:00Z", by: "operator" }],
};

describe("What is held about a person, in words (B27)", () => {
  it("says of each thing since when, what it is and what became of it", () => {
    const told = heldInWords(HELD, "en");
    for (const line of [
      "The company that has the claim: Fjellro Sykkelverksted AS",
      "How long: 5 years from the end of the year in which the last claim was closed (bokføringsloven § 13).",
      "1 April 2026: Kari Oppdiktet, Nygata 5",
      "1 May 2026: (removed)",
      "Invoice 1: 4,500.00 NOK, due 30 April 2026, payment reference 0001, closed 20 May 2026",
      "    20 May 2026: Closed: paid",
      "    paid by Ola Oppdiktet",
      "2 May 2026: 100.00, answered 9 May 2026",
      "20 May 2026: 4,500.00 NOK, mobile phone: paid",
      "2 May 2026: promise to pay, until 16 May 2026, ended 9 May 2026",
      "2 May 2026: under age (source: a register)",
      "15 May 2026: digital mailbox: arrived",
      "3 May 2026: call from you: reached",
      "- First line\n  second line",
      "10 May 2026: (removed)",
      "3 May 2026: tap.jpg (image/jpeg, 10 bytes), by you",
      "3 May 2026: invoices: e-mail",
      "3 May 2026: whoever collects",
    ])
      expect(told).toContain(`${line}\n`);
  });

  it("has every part in every language, with what it is for, and no hole in it", () => {
    const terms = Object.keys(HELD_WORDS.nb.terms).sort();
    expect(Object.keys(HELD_WORDS.sv.terms).sort()).toEqual(terms);
    for (const language of LETTER_LANGUAGES) {
      const told = heldInWords(HELD, language);
      for (const part of HELD_PARTS)
        expect(told).toContain(
          HELD_WORDS[language].parts[part].join("\n").replace(/^.*/, (name) => name.toUpperCase()),
        );
      expect(told).not.toMatch(/undefined|null|\[object/);
      const nothing = Object.fromEntries(HELD_PARTS.map((part) => [part, []]));
      const empty = heldInWords({ ...HELD, ...nothing }, language);
      expect(empty.split(HELD_WORDS[language].none).length - 1).toBe(HELD_PARTS.length);
    }
    expect(heldInWords({ ...HELD, country: "SE" }, "sv")).toContain("Integritetsskyddsmyndigheten");
  });
});
