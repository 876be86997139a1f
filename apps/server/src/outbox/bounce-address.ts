/**
 * The address that mail which cannot be delivered comes back to, one for each message (VERP): it names the message, so
 * that a bounce is understood however little else is in it.
 */
import { isUuid, type Uuid } from "@innfri/kernel";

/** A message, and the end of its creditor's id. */
export type BounceOf = { readonly messageId: Uuid; readonly creditorEnd: string };

/** `bounce+<message>.<end of the creditor's id>@firma.example`. */
export function bounceAddressOf(
  address: string,
  { messageId, creditorId }: { readonly messageId: Uuid; readonly creditorId: Uuid },
): string {
  const at = address.lastIndexOf("@");
  return `${address.slice(0, at)}+${messageId.replaceAll("-", "")}.${creditorId.slice(-12)}${address.slice(at)}`;
}

/** What an address names, whatever server has changed its case; null where it is none of ours. */
export function readBounceAddress(text: string): BounceOf | null {
  const [, hex, creditorEnd] = /\+([0-9a-f]{32})\.([0-9a-f]{12})@/.exec(text.toLowerCase()) ?? [];
  if (hex === undefined || creditorEnd === undefined) return null;
  const messageId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  return isUuid(messageId) ? { messageId, creditorEnd } : null;
}
