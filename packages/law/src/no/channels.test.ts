import { describe, expect, it } from "vitest";
import { lawPack } from "../law-pack.ts";
import { RULES } from "../rules.ts";
import { CHANNEL_CONDITIONS, type Channel, channelFor, type Document } from "./channels.ts";

const DOCUMENTS: readonly Document[] = ["reminder", "notice", "demand", "legal-notice", "interest-demand"];
const CHANNELS: readonly Channel[] = ["post", "digital-mailbox", "portal", "e-mail", "e-invoice", "sms"];
const pairs = DOCUMENTS.flatMap((document) => CHANNELS.map((channel) => [document, channel] as const));

describe("Which letter may go by which channel in Norway (norway.md 2.6)", () => {
  it("is answered for every pair, with a rule, a known condition and a known open point", () => {
    const signOffs = lawPack("NO").signOffs.map(({ id }) => id);
    for (const [document, channel] of pairs) {
      const answer = channelFor(document, channel);
      expect(RULES[answer.rule].country, `${document} ${channel}`).toBe("NO");
      if (answer.kind !== "allowed-if") continue;
      expect(CHANNEL_CONDITIONS[answer.condition]).toMatch(/^The /);
      if (answer.signOff !== null) expect(signOffs).toContain(answer.signOff);
    }
  });

  it("is paper for everything", () => {
    for (const document of DOCUMENTS) expect(channelFor(document, "post").kind).toBe("allowed");
  });

  it("is post or a digital mailbox for the demand (D8)", () => {
    const open = CHANNELS.filter((channel) => channelFor("demand", channel).kind !== "not-allowed");
    expect(open).toEqual(["post", "digital-mailbox"]);
    expect(channelFor("demand", "e-mail")).toMatchObject({ rule: "no.demand.channel" });
  });

  it("is e-mail for a notice only to an address in use, and only once a lawyer has said so", () => {
    expect(channelFor("notice", "e-mail")).toMatchObject({
      kind: "allowed-if",
      rule: "no.electronic-notice",
      condition: "used-address",
      signOff: "no.sign-off.e-mail",
    });
  });

  it("is SMS for nothing, and an e-invoice for the notice that was accepted so", () => {
    const openOf = (channel: Channel) =>
      DOCUMENTS.filter((document) => channelFor(document, channel).kind === "allowed");
    expect(openOf("sms")).toEqual([]);
    expect(openOf("e-invoice")).toEqual(["notice"]);
  });

  it("is a mailbox of the recipient's own, or a portal in use, for a reminder, a notice and a legal notice", () => {
    for (const document of ["reminder", "notice", "legal-notice"] as const) {
      expect(channelFor(document, "digital-mailbox")).toMatchObject({
        kind: "allowed-if",
        condition: "own-mailbox",
        signOff: null,
      });
      expect(channelFor(document, "portal")).toMatchObject({
        kind: "allowed-if",
        condition: "used-portal",
        signOff: null,
      });
    }
    expect(channelFor("demand", "digital-mailbox")).toMatchObject({ condition: "own-mailbox" });
  });

  it("is refused where no source speaks of the pair, and for every SMS", () => {
    const refused = pairs.filter(
      ([document, channel]) => channelFor(document, channel).kind === "not-allowed",
    );
    expect(refused.map((pair) => pair.join(" by "))).toEqual([
      "reminder by e-invoice",
      "reminder by sms",
      "notice by sms",
      "demand by portal",
      "demand by e-mail",
      "demand by e-invoice",
      "demand by sms",
      "legal-notice by e-invoice",
      "legal-notice by sms",
      "interest-demand by sms",
    ]);
  });

  it("says how well each answer is supported", () => {
    for (const [document, channel] of pairs)
      expect(channelFor(document, channel).confidence, `${document} ${channel}`).toMatch(/\w/);
  });

  it("is electronic for the demand that starts interest only with express acceptance", () => {
    for (const channel of ["digital-mailbox", "portal", "e-mail", "e-invoice"] as const)
      expect(channelFor("interest-demand", channel)).toMatchObject({
        kind: "allowed-if",
        rule: "no.interest.start",
        condition: "express-acceptance",
      });
  });
});
