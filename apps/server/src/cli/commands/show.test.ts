import { addDays, type CalendarDate, date } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import { describe, expect, it } from "vitest";
import { EVENT_KINDS } from "../../store/kinds.ts";
import { listApprovals } from "../../usecases/list-approvals.ts";
import { setAside } from "../../usecases/set-aside.ts";
import { showClaim } from "../../usecases/show-claim.ts";
import { aSandbox, NOW, type Sandbox } from "../../usecases/test-sandbox.ts";
import { eventWords } from "../event-words.ts";
import { answerOf as listAnswer } from "./list.ts";
import { answerOf } from "./show.ts";

const database = await testDatabase();
const engine = await database.pool("innfri_engine");

const NUMBERS = ["10482", "10467", "10471"];

// Due on 30 April: notice on 15 May, list on 2 June, demand on 5 June. Two of the claims are one customer's.
function aNorwegianSandbox(): Promise<Sandbox> {
  return aSandbox(engine, {
    clockOn: "2026-05-01",
    settings: { automation: "approve" },
    claims: [
      { number: "10482", customer: "1001", dueOn: "2026-04-30" },
      { number: "10467", customer: "1001", dueOn: "2026-05-02" },
      { number: "10471", customer: "1002", dueOn: "2026-04-30", kind: "business", principalMinor: 326_000n },
    ],
  });
}

async function shown(sandbox: Sandbox, number: string, asOf: string | null = null) {
  const found = await sandbox.claim(number);
  const outcome = await showClaim(sandbox, found, asOf === null ? null : date(asOf), NOW);
  if (outcome.kind !== "shown") throw new Error(`not shown: ${outcome.kind}`);
  return { view: outcome.view, ...answerOf(outcome.view) };
}

/** What was shown, but for the line that says which day it really is. */
function untilToday(answer: { readonly json: unknown; readonly text: string }): unknown {
  const { today: _, ...json } = answer.json as { today: string };
  return { json, text: answer.text.replace(/^ {2}(today is|as it stood) .*$/m, "") };
}

describe("A claim as of a past day", () => {
  it("is shown as it was shown on that day, through lists, stops, releases and letters (B6)", async () => {
    const sandbox = await aNorwegianSandbox();
    const deeds: Readonly<Record<string, () => Promise<unknown>>> = {
      "2026-05-18": () => sandbox.act("10482", { kind: "approve", choice: null }),
      "2026-06-03": () => sandbox.act("10471", { kind: "stop", because: "stopped", note: "Ringer i morgen" }),
      "2026-06-15": () => sandbox.act("10471", { kind: "release" }),
      "2026-06-17": () => sandbox.act("10467", { kind: "postpone", until: date("2026-06-25") }),
      "2026-06-20": () => sandbox.act("10467", { kind: "release" }),
      "2026-07-01": () => sandbox.act("10482", { kind: "stop", because: "disputed" }),
    };
    const kept = new Map<string, unknown>();
    for (let day: CalendarDate = date("2026-05-01"); day <= "2026-08-20"; day = addDays(day, 1)) {
      await sandbox.run(day);
      await deeds[day]?.();
      for (const number of NUMBERS)
        if (deeds[day] !== undefined || day.endsWith("5"))
          kept.set(`${day} ${number}`, untilToday(await shown(sandbox, number)));
    }
    expect(kept.size).toBeGreaterThan(40);
    for (const [key, before] of kept) {
      const [day, number] = key.split(" ") as [string, string];
      expect({ key, was: untilToday(await shown(sandbox, number, day)) }).toEqual({ key, was: before });
    }
  });

  it("is not known before it was registered, nor on a day to come", async () => {
    const sandbox = await aNorwegianSandbox();
    const found = await sandbox.claim("10482");
    const before = await showClaim(sandbox, found, date("2026-01-10"), NOW);
    expect(before).toEqual({ kind: "before", registeredOn: "2026-04-16" });
    const later = await showClaim(sandbox, found, date("2026-05-02"), NOW);
    expect(later).toEqual({ kind: "not-yet", today: "2026-05-01" });
  });
});

describe("What innfri show tells of a Norwegian claim on its list", () => {
  it("is every amount with its arithmetic and its place in the law", async () => {
    const sandbox = await aNorwegianSandbox();
    await sandbox.act("10467", { kind: "stop", because: "stopped" });
    await sandbox.runThrough("2026-05-18");
    await sandbox.act("10482", { kind: "approve", choice: null });
    await sandbox.runThrough("2026-06-02");
    const { json, text } = await shown(sandbox, "10482");
    expect(json).toMatchObject({
      amounts: {
        lines: [
          { item: "principal", amount: "4500.00" },
          { item: "notice-fee", amount: "38.00", why: { rule: "no.notice-fee.amount" } },
          { item: "interest", amount: "48.82", why: { citation: { section: "§ 3" } } },
        ],
        total: "4586.82",
        interestPerDay: "1.48",
      },
      others: [{ invoiceNumber: "10467" }],
      limitationOn: "2029-04-30",
    });
    expect(text).toContain("4500.00 × 12.00 % × 33/365 = 48.82");
    expect(text).toContain("forsinkelsesrenteloven § 3; 12.00 since 2026-01-01 by FOR-");
    expect(text).toContain(
      "put on the collection list of Tuesday 2026-06-02 at 07:00, which closes Thursday\n",
    );
    expect(text).toContain("innfri stop 10482");
  });

  it("is what comes, on which day, at which sum, and what needs a yes (S58)", async () => {
    const sandbox = await aNorwegianSandbox();
    await sandbox.runThrough("2026-05-15");
    const { json } = await shown(sandbox, "10471");
    expect((json as { next: { coming: unknown[] } }).next.coming).toMatchObject([
      { on: "2026-05-20", step: "notice", kind: "take", payBy: "2026-06-03", needsYes: false },
      { on: "2026-06-09", step: "collection-list", kind: "ask", closesOn: "2026-06-11" },
      { on: "2026-06-12", step: "demand", kind: "take", payBy: "2026-06-26" },
      { on: "2026-06-29", step: "follow-up" },
      { on: "2026-07-25", step: "heavy" },
      { on: "2026-07-25", step: "legal", kind: "ask", closesOn: null },
      { on: "2026-07-25", step: "legal", kind: "take", needsYes: true },
    ]);
  });

  it("is what then really happens", async () => {
    const sandbox = await aNorwegianSandbox();
    await sandbox.runThrough("2026-05-15");
    const foretold = (await shown(sandbox, "10471")).view.coming;
    await sandbox.runThrough("2026-07-25");
    const events = (await shown(sandbox, "10471")).view.events;
    const happened = events.filter(
      ({ kind, on }) => on > "2026-05-15" && ["letter", "step", "proposed"].includes(kind),
    );
    const steps = happened.map(({ on, data }) => `${on} ${data.letter ?? data.step} ${data.total ?? ""}`);
    const told = foretold
      .filter(({ needsYes }) => !needsYes)
      .map(({ on, decision }) => {
        const letter =
          decision.kind === "take" && decision.letter !== null ? decision.statement.totalMinor : null;
        const total = letter === null ? "" : (Number(letter) / 100).toFixed(2);
        return `${on} ${"step" in decision ? decision.step : decision.kind} ${total}`;
      });
    expect(steps).toEqual(told);
  });
});

describe("What a terminal of 100 columns gets", () => {
  it("fits, line by line, for a claim at every stage and for the list", async () => {
    const sandbox = await aNorwegianSandbox();
    for (const day of ["2026-05-15", "2026-06-02", "2026-06-09", "2026-06-20", "2026-08-01"]) {
      await sandbox.runThrough(day);
      const request = { creditorIds: [sandbox.creditorId], limit: 100 };
      const texts = [listAnswer(await listApprovals(sandbox, request, NOW)).text];
      for (const number of NUMBERS) texts.push((await shown(sandbox, number)).text);
      for (const line of texts.join("\n").split("\n"))
        expect([...line].length, line).toBeLessThanOrEqual(100);
    }
  });
});

describe("innfri list", () => {
  it("tells of each item what is owed, what the demand will add and when the list closes (S28)", async () => {
    const sandbox = await aNorwegianSandbox();
    await sandbox.runThrough("2026-06-09");
    const request = { creditorIds: [sandbox.creditorId], limit: 100 };
    const answer = listAnswer(await listApprovals(sandbox, request, NOW));
    const items = (answer.json as { lists: { items: { id: string }[] }[] }).lists[0]!.items;
    expect(answer.json).toMatchObject({
      proposals: [],
      lists: [
        {
          kind: "collection-list",
          openedOn: "2026-06-09",
          closesAt: "2026-06-11T06:00:00.000Z",
          count: 3,
          items: [
            { invoiceNumber: "10471", principal: "3260.00", total: "3340.87", demandAdds: "900.00" },
            { invoiceNumber: "10482", customerNumber: "1001", name: "Kunde 1001", deadline: "2026-06-03" },
            { invoiceNumber: "10467" },
          ],
        },
      ],
    });
    expect(items.map(({ id }) => id)).toContain((await sandbox.claim("10482")).claimId);
    expect(answer.text).toContain("closes Thursday 2026-06-11 at 08:00");
    const short = await listApprovals(sandbox, { ...request, limit: 1 }, NOW);
    expect(short[0]).toMatchObject({ count: 3, items: [{ invoiceNumber: "10471" }] });
    expect(listAnswer(short).text).toContain("and 2 more: --limit 3");
  });

  it("does not say that nothing waits while claims are set aside for a person", async () => {
    const sandbox = await aSandbox(engine, {
      clockOn: "2026-05-01",
      claims: [{ number: "10492", dueOn: "2026-04-30", kind: null }],
    });
    await sandbox.runThrough("2026-05-18");
    const answer = listAnswer([], await setAside(sandbox, [sandbox.creditorId], NOW));
    expect(answer.json).toMatchObject({ setAside: [{ claims: 1 }] });
    expect(answer.text).toMatch(/1 claim set aside for a person.*innfri preview --on 2026-05-18/s);
    expect(listAnswer([], []).text).toBe("No claim waits for anybody.");
  });
});

describe("Amounts in the terminal", () => {
  it("stand in one column, and the doubled costs are told as what they add", async () => {
    const sandbox = await aSandbox(engine, {
      clockOn: "2026-05-01",
      settings: { automation: "automatic" },
      claims: [{ number: "10490", dueOn: "2026-04-30" }],
    });
    await sandbox.runThrough("2026-08-01");
    const { text } = await shown(sandbox, "10490");
    expect(text).toMatch(/0\.8 × 750\.00 × 2 = 1200\.00 \(down to øre\), less 600\.00 charged before/);
    expect(text.match(/less .* charged before/g)).toHaveLength(1);

    const own = await aSandbox(engine, {
      clockOn: "2026-05-01",
      operator: "self",
      settings: { automation: "automatic" },
      claims: [{ number: "10491", dueOn: "2026-04-30" }],
    });
    await own.runThrough("2026-06-10");
    const lines = (await shown(own, "10491")).text.split("\n");
    const fee = lines.findIndex((line) => line.includes("fee of the creditor's own demand"));
    expect(lines[fee + 1]).toBe("113.00".padStart(lines.find((line) => /^ {2}total/.test(line))!.length));
  });

  it("are rounded to öre in Sweden", async () => {
    const sandbox = await aSandbox(engine, {
      country: "SE",
      clockOn: "2026-05-01",
      claims: [{ number: "50490", dueOn: "2026-04-30" }],
    });
    await sandbox.runThrough("2026-05-05");
    const { text } = await shown(sandbox, "50490");
    expect(text).toContain("half up to öre");
    expect(text).not.toContain("øre");
  });
});

describe("The words for what happens", () => {
  it("are there for every kind of event, also when its data says nothing", async () => {
    const sandbox = await aNorwegianSandbox();
    const { view } = await shown(sandbox, "10482");
    for (const kind of EVENT_KINDS) expect(eventWords({ kind, data: {} }, view), kind).toMatch(/^\S.*\S$/);
  });

  it("tell charges of one kind together, and of several one after the other", async () => {
    const { view } = await shown(await aNorwegianSandbox(), "10482");
    const wordsOf = (...charges: readonly (readonly [item: string, amount: string])[]) =>
      eventWords(
        { kind: "application", data: { charges: charges.map(([item, amount]) => ({ item, amount })) } },
        view,
      );
    expect(wordsOf(["legal-costs", "300.00"], ["legal-costs", "380.00"])).toBe(
      "an application was filed, with legal costs of 300.00 and 380.00",
    );
    expect(wordsOf(["notice-fee", "38.00"], ["recovery-costs", "600.00"])).toMatch(
      /, with fee of 38\.00 and recovery costs of 600\.00$/,
    );
    expect(wordsOf()).toBe("an application was filed");
  });

  it("tell what doubled costs add, and name their figures in plain words", async () => {
    const sandbox = await aSandbox(engine, {
      clockOn: "2026-05-01",
      operator: "agency",
      settings: { automation: "automatic" },
      claims: [{ number: "10492", dueOn: "2026-04-30" }],
    });
    await sandbox.runThrough("2026-07-20");
    const { text } = await shown(sandbox, "10492");
    expect(text).toContain("2026-07-18  doubled recovery costs: 600.00 more\n");
    const onOneLine = text.replaceAll(/\s+/g, " ");
    expect(onOneLine).toContain("; heavy 2 since 2010-01-01");
    expect(onOneLine).toContain("; half up to whole kroner since 2026-01-01, read at https://");
  });
});
