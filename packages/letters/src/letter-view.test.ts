import { formatMinor, minorFromDecimal } from "@innfri/kernel";
import { RULES } from "@innfri/law";
import { describe, expect, test } from "vitest";
import { LETTER_LANGUAGES, type LetterData, type LetterLine } from "./letter-data.ts";
import { viewLetter } from "./letter-view.ts";
import {
  BRUKSVALLEN,
  EVERY_LETTER,
  INGRID,
  NO_DEMAND,
  NO_NOTICE,
  NO_SEVERAL_CLAIMS,
  reason,
  SE_DEMAND,
  SE_REMINDER,
  SELF_NO,
} from "./test-letters.ts";

const plain = (text: string) => text.replaceAll("\u00a0", " ");

function rowsOf(data: LetterData) {
  return viewLetter(data, INGRID).sum.rows.map(({ label, details, amount }) => ({
    label: plain(label),
    details: details.map(plain),
    amount: plain(amount),
  }));
}

test("No letter sets a range with a hyphen, in any language and whatever provision it names", () => {
  const ranges = Object.values(RULES).filter(({ citation }) =>
    /^\d+-\d+ §§$|^§§ \d+-\d+$/.test(citation.section),
  );
  expect(ranges.length).toBeGreaterThan(5);
  for (const { data, recipient } of EVERY_LETTER)
    for (const language of LETTER_LANGUAGES)
      for (const { citation } of ranges) {
        const lines = data.lines.map((line) =>
          line.derivation === null ? line : { ...line, derivation: reason(citation, "180.00") },
        );
        const view = plain(
          JSON.stringify(viewLetter({ ...data, language, lines } as unknown as LetterData, recipient)),
        );
        expect(view).toMatch(/\d–\d+( §§)?/);
        expect(view.replaceAll(/§ \d+-\d+/g, "")).not.toMatch(/(?<![\d-])\d{1,2}-\d{1,2}(?![\d-])/);
      }
});

describe("The rows of the sum", () => {
  test("say how interest of one period was counted, on one line", () => {
    expect(rowsOf(NO_NOTICE)[1]).toEqual({
      label: "Forsinkelsesrente 12,00 % per år fra 1. mai til 15. mai 2026",
      details: ["4 500,00 × 12,00 % × 15/365. Bare av hovedkravet (forsinkelsesrenteloven § 3)"],
      amount: "22,19",
    });
  });

  test("give each period its own line where the rate changed", () => {
    expect(rowsOf(NO_SEVERAL_CLAIMS)[1]).toEqual({
      label: "Forsinkelsesrente fra 11. juni til 25. juli 2026, faktura 10501",
      details: [
        "11. juni–30. juni 2026: 8 450,50 × 12,00 % × 20/365",
        "1. juli–25. juli 2026: 8 450,50 × 12,25 % × 25/365",
        "Bare av hovedkravet (forsinkelsesrenteloven § 3)",
      ],
      amount: "126,47",
    });
  });

  test("name the year of both days when interest runs over New Year", () => {
    const [principal, interest, fee] = NO_NOTICE.lines as readonly [LetterLine, LetterLine, LetterLine];
    const period = interest.interest?.periods[0];
    if (period === undefined) throw new Error("the sample has a period");
    const overNewYear = { ...period, from: "2025-12-20" };
    const data: LetterData = {
      ...NO_NOTICE,
      lines: [principal, { ...interest, interest: { basis: "agreed", periods: [overNewYear] } }, fee],
    };
    expect(rowsOf(data)[1]?.label).toBe(
      "Avtalt forsinkelsesrente 12,00 % per år fra 20. desember 2025 til 15. mai 2026",
    );
  });

  test("say what interest had accrued before when a payment fixed a part of it", () => {
    const [principal, interest, fee] = NO_NOTICE.lines as readonly [LetterLine, LetterLine, LetterLine];
    const data: LetterData = {
      ...NO_NOTICE,
      lines: [principal, { ...interest, amount: "30.00" }, fee],
      total: "4568.00",
    };
    expect(rowsOf(data)[1]?.details).toEqual([
      "4 500,00 × 12,00 % × 15/365. Dessuten 7,81 som var påløpt fra før. Bare av hovedkravet (forsinkelsesrenteloven § 3)",
    ]);
  });

  test("say until when interest accrued when all of it was fixed by a payment", () => {
    const [principal, interest, fee] = NO_NOTICE.lines as readonly [LetterLine, LetterLine, LetterLine];
    const data: LetterData = {
      ...NO_NOTICE,
      lines: [principal, { ...interest, interest: { basis: "statutory", periods: [] } }, fee],
    };
    expect(rowsOf(data)[1]).toEqual({
      label: "Forsinkelsesrente påløpt til 15. mai 2026",
      details: ["Bare av hovedkravet (forsinkelsesrenteloven § 3)"],
      amount: "22,19",
    });
    expect(plain(viewLetter({ ...data, language: "sv" }, INGRID).sum.rows[1]?.label ?? "")).toBe(
      "Ränta upplupen till 15 maj 2026",
    );
  });

  test("show a rounded fee with its rounding and its provision", () => {
    expect(rowsOf(NO_DEMAND)[2]?.details).toEqual([
      "Av inkassosatsen: 1/20 × 750,00 = 37,50, avrundet til 38,00 (inkassoforskriften § 1-2)",
    ]);
    expect(rowsOf(NO_DEMAND)[3]?.details).toEqual([
      "Av inkassosatsen: 0,8 × 750,00 = 600,00 (inkassoforskriften § 2-2)",
    ]);
  });

  test("keep a provision's sign and number on one line", () => {
    const details = [
      ...viewLetter(NO_DEMAND, INGRID).sum.rows,
      ...viewLetter(SE_DEMAND, BRUKSVALLEN).sum.rows,
    ]
      .flatMap((row) => row.details)
      .filter((detail) => detail.includes("§"));
    expect(details).toHaveLength(6);
    for (const detail of details) expect(detail).not.toMatch(/§ \d|\d §/);
  });

  test("tell what of a fee was paid or charged before, and call neither a rounding", () => {
    const [principal, interest, fee] = NO_NOTICE.lines as readonly [LetterLine, LetterLine, LetterLine];
    const less = (amount: string, inputs: Readonly<Record<string, string>>) => {
      const line = { ...fee, amount, derivation: { ...fee.derivation!, inputs } };
      const total = formatMinor(minorFromDecimal(NO_NOTICE.total) - 3_800n + minorFromDecimal(amount));
      return rowsOf({ ...NO_NOTICE, lines: [principal, interest, line], total, payByTotal: total })[2]
        ?.details;
    };
    expect(less("28.00", { paid: "10.00" })).toEqual([
      "Av inkassosatsen: 1/20 × 750,00 = 37,50, avrundet til 38,00, 10,00 er betalt (inkassoforskriften § 1-2)",
    ]);
    expect(less("8.00", { chargedBefore: "20.00", paid: "10.00" })).toEqual([
      "Av inkassosatsen: 1/20 × 750,00 = 37,50, avrundet til 38,00, 20,00 er krevd før, 10,00 er betalt (inkassoforskriften § 1-2)",
    ]);
  });

  test("show a compensation with what it is set off against", () => {
    const [principal, interest, fee] = NO_NOTICE.lines as readonly [LetterLine, LetterLine, LetterLine];
    const derivation = reason(
      { act: "forsinkelsesrenteloven", number: "LOV-1976-12-17-100", section: "§ 3 a" },
      "460.00 − 422.00 = 38.00",
    );
    const line: LetterLine = {
      ...fee,
      item: "compensation",
      derivation: { ...derivation, inputs: { setOff: "422.00" } },
    };
    expect(rowsOf({ ...NO_NOTICE, lines: [principal, interest, line] })[2]?.details).toEqual([
      "460,00 − 422,00 = 38,00 (forsinkelsesrenteloven § 3 a)",
    ]);
  });

  test("say that a Swedish reminder fee was agreed", () => {
    expect(viewLetter(SE_DEMAND, BRUKSVALLEN).sum.rows.map(({ details }) => details.map(plain))).toEqual([
      ["Faktura 33061 av 2 mars 2026, förfallodag 1 april 2026"],
      [
        "12 500,00 × 10,00 % × 27/365. Bara på kapitalet. Referensränta 2,00 + 8,00 procentenheter (räntelagen 6 §)",
      ],
      ["Avtalad när skulden uppkom, lag (1981:739) 2 §"],
      ["Lag (1981:739) 3 och 4 §§"],
    ]);
  });

  test("cite no decision of our own as if it were a provision", () => {
    const [principal, interest, fee] = NO_NOTICE.lines as readonly [LetterLine, LetterLine, LetterLine];
    if (interest.derivation === undefined) throw new Error("the sample has a reason");
    const citation = { act: "Innfri decision", number: "D10", section: "D10" };
    const data: LetterData = {
      ...NO_NOTICE,
      lines: [principal, { ...interest, derivation: { ...interest.derivation, citation } }, fee],
    };
    expect(rowsOf(data)[1]?.details).toEqual(["4 500,00 × 12,00 % × 15/365. Bare av hovedkravet"]);
  });

  test("show a claim without a description by its invoice", () => {
    const [claim] = NO_NOTICE.claims;
    const data: LetterData = { ...NO_NOTICE, claims: [{ ...claim, description: " " }] };
    expect(rowsOf(data)[0]?.label).toBe("Hovedkrav");
  });
});

describe("The sender", () => {
  test("without telephone, website and hours leaves no holes", () => {
    const data: LetterData = {
      ...NO_NOTICE,
      operator: {
        kind: "self",
        name: SELF_NO.name,
        organisationNumber: "312 904 482",
        addressLines: [],
        email: "kravet@kvernelva.example",
        phone: "",
        website: "",
      },
    };
    const view = viewLetter(data, INGRID);
    expect(view.sender.lines.map(plain)).toEqual(["Org.nr. 312 904 482", "kravet@kvernelva.example"]);
    expect(view.sections[3]?.text).toBe("Skriv til kravet@kvernelva.example. Oppgi saksnummer 10482-1.");
    expect(view.sections[0]?.text).toContain("på nettsiden, på e-post eller i brev, og fortell");
  });

  test("without any address but its own is written to", () => {
    const data: LetterData = { ...SE_REMINDER, operator: { ...SE_REMINDER.operator, email: "", phone: "" } };
    expect(viewLetter(data, BRUKSVALLEN).sections[3]?.text).toBe(
      "Skriv till oss per brev. Ange ärende 33061-1.",
    );
    expect(viewLetter(data, BRUKSVALLEN).sender.lines).toHaveLength(1);
  });
});

test("A Swedish objection is asked for in writing, a Norwegian one by telephone too", () => {
  expect(viewLetter(SE_REMINDER, BRUKSVALLEN).sections[0]?.text).toContain(
    "Meddela oss per e-post eller per brev",
  );
  expect(viewLetter(NO_DEMAND, INGRID).sections[0]?.text).toContain("i brev eller på telefon");
});

describe("The code of the pay box", () => {
  test("opens the payment page where there is one", () => {
    expect(viewLetter(NO_NOTICE, INGRID).pay.qrContent).toBe("https://betal.kvernelva.example/k/7KQ4M2XT");
  });

  test("is a payment that Swedish bank apps read", () => {
    const { qrContent, scan } = viewLetter(SE_REMINDER, BRUKSVALLEN).pay;
    expect(JSON.parse(qrContent)).toEqual({
      uqr: 1,
      tp: 1,
      nme: "Norrtorp Elmontage AB",
      cid: "559981-2301",
      iref: "33061201",
      idt: "20260413",
      ddt: "20260423",
      due: 12601.1,
      pt: "BG",
      acc: "991-2346",
    });
    expect(qrContent).toContain('"due":12601.10,');
    expect(scan).toContain("bankens app");
  });

  test("gives a Norwegian telephone the details to copy", () => {
    const { paymentPage: _, ...data } = NO_NOTICE;
    expect(viewLetter(data, INGRID).pay.qrContent.split("\n")).toEqual([
      "Kvernelva Rør AS",
      "Konto: 12345678903",
      "KID: 2048104828",
      "NOK 4560.19",
      "2026-05-29",
    ]);
  });
});

describe("The address", () => {
  test("abroad ends with the country", () => {
    expect(viewLetter(NO_NOTICE, BRUKSVALLEN).address.at(-1)).toBe("SWEDEN");
    expect(viewLetter(NO_NOTICE, INGRID).address.at(-1)).toBe("2409 ELVERUM");
  });
});

describe("A letter", () => {
  test("speaks to a person as du and to a business as dere", () => {
    expect(viewLetter(NO_NOTICE, INGRID).sections[2]?.heading).toBe("Hvis vi ikke hører fra deg");
    expect(viewLetter({ ...NO_NOTICE, audience: "business" }, INGRID).sections[2]?.heading).toBe(
      "Hvis vi ikke hører fra dere",
    );
  });

  test("about an assigned claim says whom paying no longer helps", () => {
    const data: LetterData = {
      ...SE_DEMAND,
      creditor: {
        ...SE_DEMAND.creditor,
        assignedFrom: { name: "Gamla Elverket AB", organisationNumber: "559900-1112" },
      },
    };
    expect(viewLetter(data, BRUKSVALLEN).notice).toContain("Betalning till Gamla Elverket AB befriar inte");
  });
});
