import { canonicalJson, sha256Hex } from "@innfri/kernel";
import { type CaseExport, caseJson, casePage, checkCase, toldKinds } from "@innfri/letters";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { findClaim } from "../engine/find-claim.ts";
import { anInstallation, aWorld } from "../payments/test-world.ts";
import { EVENT_KINDS } from "../store/index.ts";
import { caseLetters, exportCase } from "./export-case.ts";
import { aCase } from "./test-case.ts";

const database = await testDatabase();
const installation = await anInstallation(database);

const whole = await aCase(installation);
const letters = caseLetters(whole);
const outcomes = (given: unknown, published?: string) =>
  Object.fromEntries(checkCase(given, published).map(({ check, outcome }) => [check, outcome]));

describe("An exported case", () => {
  it("has everything that happened, and its letters as PDF", () => {
    const exported = whole;
    expect(exported.events.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(["registered", "letter", "payment"]),
    );
    expect(letters.map(({ file }) => file)).toEqual(exported.documents.map(({ file }) => file));
    for (const { pdf } of letters) expect(Buffer.from(pdf.subarray(0, 5)).toString()).toBe("%PDF-");
    expect(exported.told.lines.length).toBeGreaterThan(1);
    expect(exported.messages).toHaveLength(exported.documents.length);
    expect(exported.payments).toMatchObject([{ amount: "300000" }]);
    expect(exported.law.openPoints.length).toBeGreaterThan(3);
    expect(caseJson(exported)).not.toContain("excludedCustomers");
  });

  it("stands to every check, with a root that was published or without", () => {
    const { proof } = whole;
    const all = outcomes(whole, proof!.operator!.root);
    expect(new Set(Object.values(all))).toEqual(new Set(["holds"]));
    expect(outcomes(whole)).toEqual({ ...all, published: "untold" });
    expect(outcomes(whole, proof!.day.root.toUpperCase()).published).toBe("holds");
    expect(outcomes(whole, "ab".repeat(32)).published).toBe("broken");
  });

  it("has words for everything that can happen", () => {
    for (const language of ["nb", "sv", "en"] as const)
      expect([...toldKinds(language)].sort()).toEqual([...EVENT_KINDS].sort());
  });

  it("says how many events are younger than its root", () => {
    const root = checkCase(whole).find(({ check }) => check === "root");
    expect(root!.count).toBe(whole.events.length - whole.proof!.chain.seq);
    expect(root!.count).toBeGreaterThan(0);
  });

  it("is broken by any change of what is covered, and says by which check", () => {
    type Loose = { [key: string]: Loose };
    const listed = (value: Loose | undefined) => value as unknown as unknown[];
    const broken = (change: (copy: Loose) => void) => {
      const copy = structuredClone(whole) as unknown as Loose;
      change(copy);
      return checkCase(copy)
        .filter(({ outcome }) => outcome === "broken")
        .map(({ check }) => check);
    };
    /** One value of the export is another: `events.2.actor`. */
    const set = (path: string, value: unknown) =>
      broken((copy) => {
        const names = path.split(".");
        const last = names.pop()!;
        const holder = names.reduce((at, name) => at[name]!, copy);
        expect(holder[last]).not.toEqual(value);
        holder[last] = value as Loose;
      });
    expect(set("events.2.actor", "somebody")).toEqual(["chain"]);
    expect(set("events.0.happenedOn", "2026-01-01")).toEqual(["claim"]);
    expect(broken((copy) => listed(copy.events).splice(2, 1))).toContain("chain");
    expect(broken((copy) => listed(copy.events).pop())).toContain("head");
    expect(set("claim.principal", "1200001")).toEqual(["claim"]);
    expect(set("claim.dueOn", "2026-05-30")).toEqual(["claim"]);
    expect(set("invoices.0.data.description", "x")).toEqual(["invoices"]);
    expect(set("documents.0.data.total", "1.00")).toEqual(["letters", "letter-sums"]);
    expect(set("documents.0.derivations", [])).toEqual(["letters"]);
    expect(
      broken((copy) => {
        Object.values(copy.parts!)[0]!.rule = "another" as never;
      }),
    ).toEqual(["letters"]);
    expect(broken((copy) => Reflect.deleteProperty(copy.parts!, Object.keys(copy.parts!)[0]!))).toEqual([
      "letters",
    ]);
    expect(broken((copy) => listed(copy.documents).pop())).toContain("letters");
    expect(set("steps.0.ordinal", 9)).toEqual(["steps"]);
    expect(set("entries.0.postings.0.amount", "1")).toContain("entries");
    expect(broken((copy) => listed(copy.entries).pop())).toContain("open");
    expect(set("now.openCosts", "0")).toEqual(["open"]);
    expect(set("payments.0.allocations.0.amount", "1")).toEqual(["payments"]);
    expect(set("proof.chain.hash", "ab".repeat(32))).toEqual(["root"]);
    expect(set("proof.day.events", 1)).toEqual(["root"]);
    expect(set("proof.day.root", "ab".repeat(32))).toEqual(["root", "operator-root"]);
    expect(set("proof.operator.on", "2026-01-01")).toEqual(["operator-root"]);
    expect(set("format", "innfri-case/2")).toEqual(["format"]);
    expect(set("events", null)).toContain("chain");
    expect(new Set(checkCase(null).map(({ outcome }) => outcome))).toContain("broken");
  });

  it("is broken by any one character of its chain", () => {
    const text = canonicalJson(whole.events as never);
    for (let at = 0; at < text.length; at += 7) {
      const other = text[at] === "1" ? "2" : "1";
      let events: unknown;
      try {
        events = JSON.parse(text.slice(0, at) + other + text.slice(at + 1));
      } catch {
        continue;
      }
      const all = Object.values(outcomes({ ...whole, events }));
      expect(all, `${at}: ${text.slice(at - 20, at + 20)}`).toContain("broken");
    }
  });

  it("holds nothing of a case that has no root yet to be wrong", async () => {
    const world = await aWorld(installation, { startsOn: "2026-04-06" });
    await world.owe([{ number: "young", amount: "700.00", dueOn: "2026-04-30" }]);
    const found = await findClaim(installation.pool, "young", world.creditorId);
    const exported = await exportCase(
      installation,
      (found as Extract<typeof found, { kind: "found" }>).claim,
      "sv",
      new Date(),
    );
    expect(outcomes(exported)).toMatchObject({ root: "untold", letters: "untold", chain: "holds" });
    expect(Object.values(outcomes(exported))).not.toContain("broken");
  });
});

describe("The page of a case", () => {
  it("cannot be broken out of by what the case says", () => {
    const hostile = structuredClone(whole) as { creditor: { name: string } };
    hostile.creditor.name = `</script><script>alert(1)</script><!-- <img src=x onerror=alert(1)> "' 🧨 $& \u2028`;
    const page = casePage(hostile as CaseExport);
    expect(page.match(/<script/g)).toHaveLength(2);
    expect(page).not.toContain("<img");
    const json = /<script type="application\/json" id="case">(.*?)<\/script>/s.exec(page)![1]!;
    expect(JSON.parse(json)).toEqual(hostile);
  });

  it("has a script and a style that its policy knows by their hashes", () => {
    const page = casePage(whole);
    for (const [kind, text] of [
      ["script", /<script>(.*?)<\/script>/s.exec(page)![1]!],
      ["style", /<style>(.*?)<\/style>/s.exec(page)![1]!],
    ] as const) {
      const hash = Buffer.from(sha256Hex(text), "hex").toString("base64");
      expect(page).toContain(`${kind}-src 'sha256-${hash}'`);
    }
  });
});
