import { describe, expect, it } from "vitest";
import { act, citationText } from "./citation.ts";
import * as no from "./no/index.ts";
import type { Rule } from "./rule.ts";
import { isRuleId, RULES } from "./rules.ts";
import * as se from "./se/index.ts";
import type { Term } from "./term.ts";

const rules: [string, Rule][] = Object.entries(RULES);

function termsOf(country: Record<string, unknown>): [string, Term][] {
  return Object.entries(country).filter(
    (entry): entry is [string, Term] =>
      typeof entry[1] === "object" && entry[1] !== null && "rule" in entry[1] && "unit" in entry[1],
  );
}

describe("the rules by id", () => {
  it("say where each of them stands, in one line", () => {
    for (const [id, rule] of rules) {
      expect(rule.title, id).toMatch(/^[A-Z].*[^.]$/);
      expect(citationText(rule.citation), id).toMatch(/\S \S/);
      expect(rule.citation.number, id).not.toBe("");
    }
  });

  it("are said with a dash where they are a range, and as they are where a section is a chapter's", () => {
    const said = (section: string) => citationText(act("lagen", "1")(section));
    expect(["3-4 §§", "§§ 3-30", "55-56 §§", "2 a-2 c §§"].map(said)).toEqual(
      ["3–4 §§", "§§ 3–30", "55–56 §§", "2 a–2 c §§"].map((text) => `lagen ${text}`),
    );
    for (const section of ["§ 2-4", "§ 7-2 f", "§§ 1-5, 2-6", "§§ 2-1 to 2-3", "3 och 4 §§"])
      expect(said(section)).toBe(`lagen ${section}`);
    for (const [id, { citation }] of rules) {
      const text = citationText(citation).replace(/§§ 1-5, 2-6$/, "");
      if (text.includes("§§")) expect(text, id).not.toMatch(/\d-\d/);
    }
  });

  it("link to Lovdata by the number of an act in force, and to no page that nobody has seen", () => {
    for (const [id, { citation, country }] of rules) {
      const { number, url } = citation;
      if (country !== "NO" || !/^(LOV|FOR)-/.test(number) || number === "LOV-2026-05-22-19")
        expect(url ?? "", id).toMatch(/^(https:\/\/www\.regjeringen\.no\/.*)?$/);
      else
        expect(url, id).toMatch(
          new RegExp(`^https://lovdata.no/dokument/(NL/lov|SF/forskrift)/${number.slice(4)}$`),
        );
    }
    expect(RULES["no.notice-fee.amount"].citation.url).toBe(
      "https://lovdata.no/dokument/SF/forskrift/1989-07-14-562",
    );
    expect(RULES["no.interest.rate"].citation.url).toBe("https://lovdata.no/dokument/NL/lov/1976-12-17-100");
  });

  it("leave the link out where there is none, so that none is stored", () => {
    expect(act("an act", "1/2026")("§ 2")).toStrictEqual({ act: "an act", number: "1/2026", section: "§ 2" });
  });

  it("start with the country they belong to", () => {
    for (const [id, { country }] of rules) {
      expect(id).toMatch(/^[a-z0-9]+([.-][a-z0-9]+)*$/);
      expect(id.startsWith("no."), id).toBe(country === "NO");
      expect(id.startsWith("se."), id).toBe(country === "SE");
    }
  });

  it("are known by name and by nothing else", () => {
    expect(isRuleId("no.notice-fee.amount")).toBe(true);
    expect(isRuleId("toString")).toBe(false);
  });

  it("stand behind every length the law fixes, in the same country", () => {
    expect(termsOf(no).length).toBeGreaterThan(10);
    expect(termsOf(se).length).toBeGreaterThan(10);
    for (const [name, term] of termsOf(no)) expect(RULES[term.rule].country, name).toBe("NO");
    for (const [name, term] of termsOf(se)) expect(RULES[term.rule].country, name).toBe("SE");
  });

  it("name what the project decided itself", () => {
    expect(citationText(RULES.coverage.citation)).toBe("Innfri decision D10");
    expect(citationText(RULES["residual.waived"].citation)).toBe("Innfri decision D13");
    expect(citationText(RULES["no.collection-list"].citation)).toBe("Innfri decision D3");
    expect(citationText(RULES["no.payment.grace"].citation)).toBe("Innfri decision D12");
  });
});
