/**
 * Where a message may go. A company names the address, so it must not lead into the operator's own network: a name is
 * resolved, every address it has must be one of the open internet, and the connection goes to one that was looked at.
 */
import { lookup as resolve } from "node:dns/promises";
import { BlockList, isIP, isIPv4 } from "node:net";
import { networkList } from "../networks.ts";

export type Networks = {
  /** Beside the open internet, as the operator's setting says. */
  readonly allows: (address: string) => boolean;
};

export type Target =
  | { readonly kind: "target"; readonly address: string; readonly family: 4 | 6 }
  | { readonly kind: "refused"; readonly because: string };

const PRIVATE_4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.0.2.0", 24],
  ["192.88.99.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["198.51.100.0", 24],
  ["203.0.113.0", 24],
  ["224.0.0.0", 4],
  ["240.0.0.0", 4],
] as const;

/** Within the global addresses: what is not one host's own, or holds another address. */
const PRIVATE_6 = [
  ["2001::", 23],
  ["2001:db8::", 32],
  ["2002::", 16],
  ["3fff::", 20],
] as const;

const closed = new BlockList();
for (const [net, bits] of PRIVATE_4) closed.addSubnet(net, bits, "ipv4");
for (const [net, bits] of PRIVATE_6) closed.addSubnet(net, bits, "ipv6");
const global6 = new BlockList();
// All that has been given out; mapped, translated, local and link-local addresses are outside of it.
global6.addSubnet("2000::", 3, "ipv6");

export function isPublic(address: string): boolean {
  if (isIPv4(address)) return !closed.check(address, "ipv4");
  return isIP(address) === 6 && global6.check(address, "ipv6") && !closed.check(address, "ipv6");
}

/** `INNFRI_WEBHOOK_NETWORKS`: networks that may be told besides the open internet, `127.0.0.0/8,10.20.0.0/16`. */
export function networksOf(environment: { readonly INNFRI_WEBHOOK_NETWORKS?: string | undefined }): Networks {
  const list = networkList(environment.INNFRI_WEBHOOK_NETWORKS, "INNFRI_WEBHOOK_NETWORKS");
  return { allows: list.has };
}

const LONGEST_URL = 2000;

/** Why an address cannot be an endpoint's, before any name is resolved; null when it can. */
export function unfit(text: string, networks: Networks): string | null {
  if (text.length > LONGEST_URL || !URL.canParse(text)) return "this is no address of the web";
  const url = new URL(text);
  const host = hostOf(url);
  if (url.username !== "" || url.password !== "") return "an address with a name or password is not taken";
  if (url.hash !== "") return "an address with a # is not taken";
  if (isIP(host) !== 0 && !isPublic(host) && !networks.allows(host))
    return "this address is not one of the open internet";
  if (url.protocol === "https:") return null;
  const isOwn = host === "localhost" ? networks.allows("127.0.0.1") : isIP(host) !== 0 && isLoopback(host);
  return url.protocol === "http:" && isOwn ? null : "only https is taken";
}

/** The address to connect to. What does not resolve throws, and is tried again. */
export async function targetOf(url: URL, networks: Networks): Promise<Target> {
  const host = hostOf(url);
  const found =
    isIP(host) === 0 ? await resolve(host, { all: true }) : [{ address: host, family: isIP(host) }];
  const closedOne = found.find(({ address }) => !isPublic(address) && !networks.allows(address));
  const first = found[0];
  if (closedOne !== undefined || first === undefined)
    return { kind: "refused", because: "the name leads to an address that is not one of the open internet" };
  if (url.protocol !== "https:" && !isLoopback(first.address))
    return { kind: "refused", because: "only https is taken" };
  return { kind: "target", address: first.address, family: first.family as 4 | 6 };
}

/** `[::1]` is written without its brackets. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[|\]$/g, "");
}

function isLoopback(address: string): boolean {
  return address.startsWith("127.") || address === "::1";
}
