/**
 * A mail that came back, as RFC 3464 says: which of our messages it is about, and what became of it. What comes in by
 * mail is anybody's: nothing of it is kept but a message's id and a status of digits.
 */
import { isUuid, type Uuid } from "@innfri/kernel";
import PostalMime, { type Attachment, type Email } from "postal-mime";
import { type BounceOf, readBounceAddress } from "./bounce-address.ts";

export type Bounce = {
  /** The message that it names; null where only `of` says it. */
  readonly messageId: Uuid;
  /** The end of its creditor's id, where the address that it came to says so. */
  readonly creditorEnd: string | null;
  readonly action: "failed" | "delayed" | "delivered";
  /** `5.1.1`; null where none is given. */
  readonly status: string | null;
};

export type BounceReading =
  | { readonly kind: "bounce"; readonly bounce: Bounce }
  | { readonly kind: "unreadable"; readonly reason: string };

/** Headers that say to whom a mail was brought. */
const ADDRESSED = new Set([
  "to",
  "delivered-to",
  "x-original-to",
  "envelope-to",
  "x-envelope-to",
  "resent-to",
]);
const ACTIONS: Readonly<Record<string, Bounce["action"]>> = {
  failed: "failed",
  delayed: "delayed",
  delivered: "delivered",
  // It was handed on to where no more is said of it: nothing speaks against it.
  relayed: "delivered",
  expanded: "delivered",
};

/** Taking a mail apart takes longer with the square of its lines; a bounce with all of our letter has far fewer. */
const MOST_LINES = 30_000;
const NEWLINE = 0x0a;

export async function readBounce(bytes: Uint8Array): Promise<BounceReading> {
  let lines = 0;
  for (let at = bytes.indexOf(NEWLINE); at >= 0 && lines <= MOST_LINES; at = bytes.indexOf(NEWLINE, at + 1))
    lines += 1;
  if (lines > MOST_LINES) return unreadable(`it has more than ${MOST_LINES} lines`);
  let mail: Email;
  try {
    mail = await PostalMime.parse(bytes, {
      forceRfc822Attachments: true,
      maxNestingDepth: 10,
      maxHeadersSize: 256 * 1024,
    });
  } catch {
    return unreadable("it is no mail that can be taken apart");
  }
  const part = mail.attachments.find(({ mimeType }) => mimeType.toLowerCase() === "message/delivery-status");
  if (part === undefined) return unreadable("it has no part that says what became of a mail");
  const status = fieldsOf(textOf(part));
  const action = ACTIONS[status.get("action")?.toLowerCase() ?? ""];
  if (action === undefined) return unreadable("its part about the delivery says no action that there is");
  const of = addressOf(mail) ?? originalOf(mail, status);
  if (of === null) return unreadable("it names none of our messages");
  const [code = null] = /\b[245]\.\d{1,3}\.\d{1,3}\b/.exec(status.get("status") ?? "") ?? [];
  return { kind: "bounce", bounce: { ...of, action, status: code } };
}

function addressOf(mail: Email): BounceOf | null {
  for (const { key, value } of mail.headers) {
    if (!ADDRESSED.has(key)) continue;
    const of = readBounceAddress(value.slice(0, 10_000));
    if (of !== null) return of;
  }
  return null;
}

/** By our own id for it: what we called the envelope, or the message that is sent back with it. */
function originalOf(
  mail: Email,
  status: ReadonlyMap<string, string>,
): { readonly messageId: Uuid; readonly creditorEnd: null } | null {
  const envelope = status.get("original-envelope-id")?.trim().toLowerCase();
  if (isUuid(envelope)) return { messageId: envelope, creditorEnd: null };
  for (const part of mail.attachments) {
    if (!/^(message\/rfc822|text\/rfc822-headers)/i.test(part.mimeType)) continue;
    const [, id] = /^message-id:\s*<([0-9a-f-]{36})@/im.exec(textOf(part)) ?? [];
    if (isUuid(id?.toLowerCase())) return { messageId: id!.toLowerCase() as Uuid, creditorEnd: null };
  }
  return null;
}

/** Fields of all groups of a delivery status; the first of a name counts, one that goes on over lines is joined. */
function fieldsOf(text: string): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (const line of text.replaceAll(/\r?\n[ \t]+/g, " ").split(/\r?\n/)) {
    const at = line.indexOf(":");
    if (at <= 0) continue;
    const name = line.slice(0, at).trim().toLowerCase();
    if (!fields.has(name)) fields.set(name, line.slice(at + 1).trim());
  }
  return fields;
}

function textOf({ content }: Attachment): string {
  const text = typeof content === "string" ? content : Buffer.from(content as Uint8Array).toString("latin1");
  return text.slice(0, 65_536);
}

function unreadable(reason: string): BounceReading {
  return { kind: "unreadable", reason };
}
