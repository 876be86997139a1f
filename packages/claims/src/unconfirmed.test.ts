import { lawPack, type SignOffItem } from "@innfri/law";
import { aClaim, aFile } from "@innfri/testing/claims";
import { describe, expect, it } from "vitest";
import type { CreditorRules } from "./decision.ts";
import { noStandard, withChanges } from "./plan.ts";
import { Story } from "./test-driver.ts";

const NO = lawPack("NO").signOffs;
const SE = lawPack("SE").signOffs;
const item = (id: string): SignOffItem => [...NO, ...SE].find((one) => one.id === id)!;

function norwegian(unconfirmed: readonly SignOffItem[], more: Partial<CreditorRules> = {}) {
  return new Story(aFile(), { rules: { unconfirmed, ...more } }).run("2026-04-16", "2026-12-31");
}

function swedish(unconfirmed: readonly SignOffItem[]) {
  const claims = [aClaim({ principal: "12500.00", issuedOn: "2026-03-02", dueOn: "2026-04-01" })];
  const file = aFile({ country: "SE", debtorKind: "business", claims });
  return new Story(file, { rules: { unconfirmed } }).run("2026-03-02", "2026-12-31");
}

// Notice 15 May, list 2 June, demand 5 June, heavy 18 July, a legal step from then on.
describe("A real Norwegian company, while nobody has confirmed what its letters rest on (D11)", () => {
  it("sends nothing: the claim waits on the notice's day, with the items, the rule and the provision", () => {
    const story = norwegian(NO);
    expect(story.steps).toEqual([]);
    expect(story.last()).toMatchObject({
      on: "2026-05-15",
      decision: {
        kind: "park",
        because: {
          rule: "no.notice-fee.amount",
          signOffs: ["no.sign-off.primary-text", "no.sign-off.day-count", "no.sign-off.due-day"],
          text: expect.stringMatching(
            /: no\.sign-off\.primary-text \(inkassoforskriften § 1-2\), no\.sign-off\.day-count \(/,
          ),
        },
      },
    });
  });

  it("waits only with the steps that rest on an item", () => {
    expect(norwegian([item("no.sign-off.compensation-day"), item("no.sign-off.retention")]).steps).toEqual(
      norwegian([]).steps,
    );
    const story = norwegian([item("no.sign-off.court-fees")]);
    expect(story.steps).toEqual(norwegian([]).steps);
    expect(story.last()).toMatchObject({
      on: "2026-07-18",
      decision: { kind: "park", because: { signOffs: ["no.sign-off.court-fees"] } },
    });
  });

  it("is not asked for a demand that cannot go: the collection list waits with it", () => {
    const story = norwegian([item("no.sign-off.band-after-payment")]);
    expect(story.steps).toEqual(["2026-05-15 notice A by 2026-05-29: 4560.19"]);
    expect(story.last()).toMatchObject({
      on: "2026-06-02",
      decision: { kind: "park", because: { signOffs: ["no.sign-off.band-after-payment"] } },
    });
    expect(story.told.some(({ decision }) => decision.kind === "ask")).toBe(false);
  });

  it("waits no sooner than the law lets it send: what is too early, paid or disputed says so itself", () => {
    const story = new Story(aFile(), { rules: { unconfirmed: NO } }).run("2026-04-16", "2026-05-14");
    expect(story.last()?.decision).toMatchObject({ kind: "wait", until: "2026-05-15" });
  });

  it("sends by post where e-mail waits and the plan has both", () => {
    const story = norwegian([item("no.sign-off.e-mail")]);
    expect(story.steps).toEqual(norwegian([]).steps);
    expect(story.takes[0]?.decision.channels).toEqual(["post"]);
    expect(norwegian([]).takes[0]?.decision.channels).toEqual(["email", "post"]);
  });

  it("waits where the plan has e-mail alone", () => {
    const plan = withChanges(noStandard, { channels: { notice: ["email"] } });
    const story = norwegian([item("no.sign-off.e-mail")], { plan });
    expect(story.last()).toMatchObject({
      on: "2026-05-15",
      decision: { kind: "park", because: { rule: "no.electronic-notice", signOffs: ["no.sign-off.e-mail"] } },
    });
  });
});

describe("A real Swedish company (D11)", () => {
  it("sends its reminder, and its demand waits for somebody who has read FFFS 2025:2", () => {
    const story = swedish([item("se.sign-off.fffs-2025-2")]);
    expect(story.steps).toEqual(["2026-04-13 reminder A by 2026-04-23: 12601.10"]);
    expect(story.last()).toMatchObject({
      on: "2026-04-28",
      decision: { kind: "park", because: { rule: "se.signoff.fffs-2025-2" } },
    });
  });

  it("sends nothing while the point about reminders is open too", () => {
    const story = swedish(SE);
    expect(story.steps).toEqual([]);
    expect(story.last()).toMatchObject({
      on: "2026-04-13",
      decision: { kind: "park", because: { signOffs: ["se.sign-off.consumer-credit-act"] } },
    });
  });
});

describe("Where everything is confirmed, or in a sandbox", () => {
  it("the letters go on their days", () => {
    expect(norwegian([]).steps).toHaveLength(4);
    expect(swedish([]).steps).toHaveLength(2);
  });
});
