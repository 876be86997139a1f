import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { type AuditOutcome, auditCases, auditTable } from "./audit-cases.ts";

const fixture = (name: string) => new URL(`../../../../fixtures/audit/${name}`, import.meta.url);
const bytes = (text: string) => new TextEncoder().encode(text);

const HEADER =
  "case;country;operator;debtor;what;claim;principal;issued;due;on;pay-by;amount;scope;reasonable;notice-fee";
const CLAIM = "1;NO;agency;consumer;claim;A;4500,00;2026-04-16;2026-04-30;;;;;;";

async function refusal(...rows: string[]): Promise<string> {
  const outcome = await auditTable(bytes([HEADER, ...rows].join("\n")));
  return outcome.kind === "invalid" ? `${outcome.at}: ${outcome.message}` : "audited";
}

function findingsOf(outcome: AuditOutcome) {
  if (outcome.kind === "invalid") throw new Error(`${outcome.at}: ${outcome.message}`);
  return outcome.cases;
}

describe("Cases in a table", () => {
  it.each(["lawful", "too-soon-and-too-much"])("come to what the same in JSON does: %s", async (name) => {
    const json = auditCases(JSON.parse(readFileSync(fixture(`${name}.json`), "utf8")));
    const table = await auditTable(readFileSync(fixture(`${name}.csv`)));
    expect(findingsOf(table)).toEqual(findingsOf(json));
  });

  it("may have a byte-order mark before them, be of Windows, and have empty lines between them", async () => {
    const text = readFileSync(fixture("lawful.csv"), "utf8").replaceAll("\n", "\r\n\r\n");
    const outcome = await auditTable(bytes(`\uFEFF${text}`));
    expect(findingsOf(outcome).map(({ findings }) => findings)).toEqual([[], []]);
  });

  it("say what a debtor paid, objected to and was told", async () => {
    const notice = "1;;;;notice;;;;;2026-05-15;2026-05-29;;;;38";
    const objection = "1;;;;objection;A;;;;2026-05-18;;;whole;yes;";
    const again = "1;;;;notice;;;;;2026-06-08;2026-06-22;;;;38";
    const outcome = await auditTable(bytes([HEADER, CLAIM, notice, objection, again].join("\n")));
    expect(findingsOf(outcome)[0]!.findings.map(({ on, kind }) => `${on} ${kind}`)).toEqual([
      "2026-06-08 letter-not-allowed",
      "2026-06-08 charge-too-high",
    ]);
    const paid = "1;;;;payment;A;;;;2026-05-18;;4538,00;;;";
    const late = await auditTable(bytes([HEADER, CLAIM, notice, paid].join("\n")));
    expect(findingsOf(late)[0]!.findings).toEqual([]);
  });
});

describe("A table that cannot be audited", () => {
  it("says the line and the column", async () => {
    expect(await refusal(CLAIM, "1;;;;notice;;;;;2026-05-15;29.05.2026;;;;")).toMatch(
      /^line 3, column pay-by: /,
    );
    expect(await refusal(CLAIM, "1;;;;notice;;;;;15.05.2026;;;;;")).toMatch(/^line 3, column on: /);
    expect(await refusal(CLAIM, "1;;;;letter;;;;;2026-05-15;;;;;")).toMatch(
      /^line 3, column what: unknown event/,
    );
    expect(await refusal(CLAIM, "1;;;;notice;B;;;;2026-05-15;2026-05-29;;;;")).toMatch(
      /^line 3, column claim: there is no claim B/,
    );
    expect(await refusal(CLAIM, "1;;;;notice;;;;;2026-05-15;2026-05-29;;;;3 8 kr")).toMatch(
      /^line 3, column notice-fee: /,
    );
    expect(await refusal(CLAIM.replace("4500,00", "4 500,-"))).toMatch(/^line 2, column principal: /);
    expect(await refusal(CLAIM.replace("NO;", "FR;"))).toMatch(/^line 2: there is no law pack/);
    expect(await refusal(CLAIM.replace("agency", "bank"))).toMatch(/^line 2, column operator: /);
  });

  it("keeps to the file's own lines, in whatever order its days stand", async () => {
    const later = "1;;;;notice;;;;;2026-06-15;2026-06-29;;;;";
    const earlier = "1;;;;notice;;;;;2026-05-15;soon;;;;";
    expect(await refusal(CLAIM, later, earlier)).toMatch(/^line 4, column pay-by: /);
  });

  it("is told what a row does not say, says twice or says in the wrong place", async () => {
    expect(await refusal(";NO;agency;consumer;claim;A;1,00;2026-04-16;;;;;;;")).toBe(
      "line 2: the column case is empty",
    );
    expect(await refusal("1;NO;;;;A;1,00;2026-04-16;;;;;;;")).toMatch(/^line 2: the column what is empty/);
    expect(await refusal(CLAIM, "1;SE;;;notice;;;;;2026-05-15;2026-05-29;;;;")).toBe(
      'line 3: country of case "1" is SE here and something else in line 2',
    );
    expect(await refusal(CLAIM.replace(/;+$/, ";2026-05-15;;;;;"))).toBe(
      "line 2: the column on says nothing of a claim",
    );
    expect(await refusal(`${CLAIM};one more`)).toBe('line 2: "one more" stands in no column of the header');
    expect(await refusal(CLAIM, '1;;;;"notice')).toMatch(/^line 3: a quotation mark/);
  });

  it("is told about a header that is none", async () => {
    const told = async (text: string) => auditTable(bytes(text));
    expect(await told("")).toMatchObject({ at: "line 1", message: "the file has no header" });
    expect(await told("case;what;fee\n")).toMatchObject({ message: 'there is no column "fee"' });
    expect(await told("case;what;case\n")).toMatchObject({ message: "the column case stands twice" });
    expect(await told("case;what\n")).toMatchObject({ kind: "invalid" });
  });
});
