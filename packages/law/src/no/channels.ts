/** Which letter may go by which channel (norway.md 2.6; project decision D8). */
import type { Confidence } from "../effective.ts";
import type { RuleId } from "../rules.ts";

/**
 * What is sent: a reminder (purring); a collection notice (inkassovarsel); a demand (betalingsoppfordring);
 * a notice of legal steps; or the demand that makes interest run where no due date was agreed.
 */
export type Document = "reminder" | "notice" | "demand" | "legal-notice" | "interest-demand";

/** How it is sent. `e-invoice` is eFaktura; `digital-mailbox` is Digipost or e-Boks; `sms` is a text and nothing else. */
export type Channel = "post" | "digital-mailbox" | "portal" | "e-mail" | "e-invoice" | "sms";

/** What the sender has to know before a channel is safe. Each is a fact about this debtor. */
export const CHANNEL_CONDITIONS = {
  "own-mailbox":
    "The recipient created the mailbox and can get notice of new post by e-mail or SMS free of charge",
  "used-portal":
    "The sender normally uses the portal with this person, who has accepted it, is used to it and gets an alert",
  "used-address": "The debtor recently used the address with the sender, and it looks like the debtor's own",
  "express-acceptance": "The debtor has expressly accepted to get this demand electronically",
} as const;

/** The name of a condition in `CHANNEL_CONDITIONS`. */
export type ChannelCondition = keyof typeof CHANNEL_CONDITIONS;

/** What the law says of a document and a channel, and how well that is supported. */
export type ChannelAnswer =
  | { readonly kind: "allowed"; readonly rule: RuleId; readonly confidence: Confidence }
  | {
      readonly kind: "allowed-if";
      readonly rule: RuleId;
      readonly confidence: Confidence;
      readonly condition: ChannelCondition;
      /** The open point that a lawyer has to confirm first, as `lawPack("NO").signOffs` names it; null for none. */
      readonly signOff: string | null;
    }
  | { readonly kind: "not-allowed"; readonly rule: RuleId; readonly confidence: Confidence };

const GUIDANCE = "confirmed by 4 sources (the rule); ministry's guidance (the condition)";
const ELECTRONIC = { rule: "no.electronic-notice", confidence: GUIDANCE } as const;
const SINGLE = { rule: "no.electronic-notice", confidence: "single source" } as const;

/**
 * May this document go by this channel in Norway (inkassoloven § 3 a)? Paper always may. Written notices may be
 * electronic when they are sent in a reassuring way: delivery, not encryption, is the test. A demand goes by post or to a
 * digital mailbox (project decision D8). A demand that starts interest is electronic only when the debtor expressly
 * accepted it (forsinkelsesrenteloven § 2). Where no source speaks of a pair, the answer is no. Whatever the channel, a
 * notice counts when it in fact came to the debtor's knowledge.
 *
 * The answer holds under the Act of 1988; the Act of 2026 asks for a safe way of sending as well (§§ 14-19). Sweden has
 * no such function: its binding rules (FFFS 2025:2) have not been read.
 */
export function channelFor(document: Document, channel: Channel): ChannelAnswer {
  if (channel === "post") return { kind: "allowed", rule: "no.electronic-notice", confidence: GUIDANCE };
  if (document === "interest-demand") {
    const { rule, confidence } = { rule: "no.interest.start", confidence: "confirmed by 2 sources" } as const;
    if (channel === "sms") return { kind: "not-allowed", rule, confidence };
    return { kind: "allowed-if", rule, confidence, condition: "express-acceptance", signOff: null };
  }
  if (document === "demand" && channel !== "digital-mailbox")
    return { kind: "not-allowed", rule: "no.demand.channel", confidence: "derived" };
  switch (channel) {
    case "digital-mailbox":
      return { kind: "allowed-if", ...ELECTRONIC, condition: "own-mailbox", signOff: null };
    case "portal":
      return { kind: "allowed-if", ...ELECTRONIC, condition: "used-portal", signOff: null };
    case "e-mail":
      return { kind: "allowed-if", ...ELECTRONIC, condition: "used-address", signOff: "no.sign-off.e-mail" };
    case "e-invoice":
      // The complaints board has accepted an inkassovarsel so (FinKN 2023-845); nothing was found on the others.
      return { kind: document === "notice" ? "allowed" : "not-allowed", ...SINGLE };
    case "sms":
      // Not safe even for an invoice without agreement (FinKN 2017-492): an alert beside a letter, and no channel.
      return { kind: "not-allowed", ...SINGLE };
  }
}
