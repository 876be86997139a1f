import { date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { explainClaim } from "../usecases/explain-claim.ts";
import { showClaim } from "../usecases/show-claim.ts";
import { aSandbox, NOW, type Sandbox } from "../usecases/test-sandbox.ts";
import { explainedAnswer } from "./commands/show.ts";

const database = await testDatabase();
const engine = await database.pool("innfri_engine");

async function viewOf(sandbox: Sandbox, number: string) {
  const outcome = await showClaim(sandbox, await sandbox.claim(number), null, NOW);
  if (outcome.kind !== "shown") throw new Error(`not shown: ${outcome.kind}`);
  return outcome.view;
}

/** Due on 30 April: notice on 15 May, demand on 5 June, heavy costs from 20 July. */
async function aNorwegianClaim(through: string, kind: "person" | "business" = "person") {
  const sandbox = await aSandbox(engine, {
    clockOn: "2026-05-01",
    settings: { automation: "automatic" },
    claims: [{ number: "10482", customer: "1001", dueOn: "2026-04-30", kind }],
  });
  await sandbox.runThrough(through);
  return viewOf(sandbox, "10482");
}

describe("innfri show --explain", () => {
  it("tells the debtor each amount, what a day more costs and by when to object (B1)", async () => {
    const view = await aNorwegianClaim("2026-05-18");
    const { json, text } = explainedAnswer(view, "nb", "debtor");
    expect(text).toMatch(/^Faktura 10482 · .* · til .+\n {2}kundenummer 1001 · KID \d+\n\n/);
    expect(text).toMatch(/^Skyldig per 18\. mai 2026 {2,}4 564,63 kr$/m);
    expect(text).not.toMatch(/\b(owed|today|claim|customer)\b/i);
    expect(text).toMatch(/^Purregebyr {2,}38,00 kr$/m);
    expect(text).toContain("      Avrundet til nærmeste hele krone: 38,00");
    expect(text).toContain("Si fra innen 29. mai 2026 på e-post til svar@tindervik.example.");
    expect(text).toMatch(/Hver dag til øker renten med 1,48 kr\./);
    expect(text).toContain("https://lovdata.no/dokument/SF/forskrift/1989-07-14-562");
    expect(text).not.toContain("What has happened");
    expect(json).toMatchObject({
      amounts: { total: "4564.63" },
      explained: {
        language: "nb",
        reader: "debtor",
        lines: [
          { item: "principal", explanation: { headline: "Hovedkrav, faktura 10482", provision: null } },
          { item: "notice-fee", explanation: { rule: "no.notice-fee.amount", language: "nb" } },
          { item: "interest", explanation: { rule: "no.interest.rate" } },
        ],
      },
    });
    for (const line of text.split("\n"))
      if (!line.includes("https://")) expect([...line].length, line).toBeLessThanOrEqual(100);
  });

  it("has all amounts in one column, in every language", async () => {
    const view = await aNorwegianClaim("2026-06-22");
    for (const language of ["nb", "sv", "en"] as const) {
      const { text } = explainedAnswer(view, language, "debtor");
      const amounts = text
        .split("\n")
        .filter((line) => /^(\S.* {2,}| {20,})\S.*\d[,.]\d\d( kr| NOK)?$/.test(line));
      const ends = amounts.map((line) => line.length);
      expect(ends.length).toBeGreaterThan(4);
      expect(new Set(ends)).toEqual(new Set([60]));
    }
  });

  it("says what is disputed and not asked for now, of a part and of all of it", async () => {
    const view = await aNorwegianClaim("2026-05-18");
    if (view.amounts.kind !== "known") throw new Error("the claim is covered");
    const disputing = (disputed: "whole" | bigint) =>
      ({ ...view, amounts: { ...view.amounts, disputed } }) as typeof view;
    const textOf = (...[disputed, ...of]: ["whole" | bigint, "nb" | "sv" | "en", "debtor" | "creditor"]) =>
      explainedAnswer(disputing(disputed), ...of).text;
    expect(textOf(50_000n, "nb", "debtor")).toContain(
      "4 564,63 kr\n  Du er uenig i 500,00 kr av fakturaen. Det venter til du har fått svar.\n",
    );
    expect(textOf("whole", "nb", "debtor")).toContain("\n  Du er uenig i hele kravet. Det venter til");
    expect(textOf("whole", "sv", "creditor")).toContain(
      "\n  Hela kravet är bestritt och krävs inte så länge",
    );
    expect(textOf(50_000n, "en", "creditor")).toContain("\n  NOK 500.00 of the principal is disputed");
    expect(textOf(0n, "en", "creditor")).not.toContain("disputed");
  });

  it("shows no sum for what the law fixes, and tells a page where a figure was read from who set it", async () => {
    const sandbox = await aSandbox(engine, {
      country: "SE",
      clockOn: "2026-05-01",
      settings: { automation: "automatic" },
      claims: [{ number: "10482", customer: "1001", dueOn: "2026-04-30" }],
    });
    await sandbox.runThrough("2026-05-28");
    const { text } = explainedAnswer(await viewOf(sandbox, "10482"), "sv", "debtor");
    expect(text).toMatch(/^Inkassokostnad {2,}180,00 kr$/m);
    expect(text).not.toMatch(/^ +180,00$/m);
    expect(text).toMatch(/Referensräntan: 2,00 %, från 1 januari 2026\. Läst på \S+/);
  });

  it("says that there is nothing to pay where nothing is owed", async () => {
    const view = await aNorwegianClaim("2026-05-18");
    if (view.amounts.kind !== "known") throw new Error("the claim is covered");
    const paid = { ...view, amounts: { ...view.amounts, lines: [], totalMinor: 0n } };
    expect(explainedAnswer(paid, "nb", "debtor").text).toMatch(/ 0,00 kr\n {2}Det er ingenting å betale\.$/m);
    expect(explainedAnswer(view, "nb", "debtor").text).not.toContain("ingenting å betale");
  });

  it("does not say of an invoice that it fell due before it has", async () => {
    const view = await aNorwegianClaim("2026-05-02");
    const claim = { ...view.claim, dueOn: date("2026-05-20") };
    expect(explainedAnswer({ ...view, claim }, "nb", "debtor").text).toContain("og forfaller 20. mai 2026.");
  });

  it("adds up: the amounts explained are the total, through fees, heavy costs and interest", async () => {
    for (const through of ["2026-05-18", "2026-06-08", "2026-07-25"]) {
      const view = await aNorwegianClaim(through, "business");
      if (view.amounts.kind !== "known") throw new Error("the claim is covered");
      for (const language of ["nb", "sv", "en"] as const) {
        const { lines } = explainClaim(view, language, "creditor");
        const amounts = lines.map(({ explanation }) =>
          BigInt((explanation.amount ?? "").replaceAll(/[^\d]/g, "")),
        );
        expect(amounts.reduce((sum, minor) => sum + minor, 0n)).toBe(view.amounts.totalMinor);
      }
    }
  });

  it("tells the case handler rule, rows, inputs and rounding, and what the claim waits for", async () => {
    const { text } = explainedAnswer(await aNorwegianClaim("2026-05-18"), "en", "case-handler");
    expect(text).toContain("  · Rule: no.notice-fee.amount");
    expect(text).toContain("  · Table: no.collection-rate 2026-01-01: 750.00");
    expect(text).toContain("  · Letter: collection notice");
    expect(text).toContain("  · Rounding: Rounded to the nearest whole krone");
    expect(text).toContain("  · Spans: 1 May–18 May 2026");
    expect(text).not.toContain("Do you think something is wrong?");
  });

  it("explains the rule of the law that a claim waits for, in the reader's words", async () => {
    const sandbox = await aSandbox(engine, {
      clockOn: "2026-05-01",
      settings: { automation: "automatic" },
      claims: [{ number: "10482", customer: "1001", dueOn: "2026-04-30" }],
    });
    await sandbox.runThrough("2026-05-18");
    const view = await viewOf(sandbox, "10482");
    const rule = "no.demand.after-notice";
    const waiting = { ...view, now: { ...view.now!, because: { rule, text: "" } } } as typeof view;
    expect(explainClaim(waiting, "nb", "debtor").now?.reason).toBe(
      "Vi venter til fristen i varselet er ute. Betaler du innen da, går saken ikke videre.",
    );
    const planned = {
      ...view,
      now: { ...view.now!, because: { rule: "plan.wait", text: "" } },
    } as typeof view;
    expect(explainClaim(planned, "nb", "debtor").now).toBeNull();
  });

  it("explains nothing but the invoice where no amount can be vouched for", async () => {
    const view = await aNorwegianClaim("2026-05-02");
    const amounts = { kind: "unknown", because: "no figure for that day", principalMinor: 450_000n } as const;
    const { text } = explainedAnswer({ ...view, amounts }, "sv", "creditor");
    expect(text).toContain("Lagtabellerna täcker inte den här dagen.");
    expect(text).toContain("(no figure for that day)");
    expect(explainedAnswer({ ...view, amounts }, "sv", "debtor").text).not.toContain("no figure");
    expect(text).toMatch(/^Kapital, faktura 10482 {2,}4 500,00 NOK$/m);
  });
});
