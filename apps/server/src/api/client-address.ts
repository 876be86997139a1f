/**
 * Where a request comes from, for limits and tries. What stands in `X-Forwarded-For` anybody can write: it is believed
 * where the connection comes from a proxy that the operator has named, and only as far back as such proxies wrote it.
 */
import { isIP, isIPv6 } from "node:net";
import type { Context } from "hono";
import { type Networks, networkList } from "../networks.ts";

export type AddressOf = (c: Context) => string;

/** `INNFRI_TRUSTED_PROXIES`: networks of the proxies in front, `127.0.0.0/8,10.20.0.0/16`; without it none. */
export function clientAddress(environment: {
  readonly INNFRI_TRUSTED_PROXIES?: string | undefined;
}): AddressOf {
  const proxies = networkList(environment.INNFRI_TRUSTED_PROXIES, "INNFRI_TRUSTED_PROXIES");
  return (c) => counted(addressBehind(connectedFrom(c), c.req.header("X-Forwarded-For"), proxies));
}

/** Loopback and private networks. */
const INSIDE = "127.0.0.0/8 ::1/128 10.0.0.0/8 172.16.0.0/12 192.168.0.0/16 fc00::/7 fe80::/10";

/** What a proxy writes that nobody has named: behind it may be anybody. */
const OF_PROXIES = ["X-Forwarded-For", "Forwarded", "Via", "X-Real-IP"];

/** `INNFRI_METRICS_FROM`: the networks that a process tells everything about itself; loopback and private ones without it. */
export function fromInside(environment: {
  readonly INNFRI_METRICS_FROM?: string | undefined;
  readonly INNFRI_TRUSTED_PROXIES?: string | undefined;
}): (c: Context) => boolean {
  const inside = networkList(environment.INNFRI_METRICS_FROM?.trim() || INSIDE, "INNFRI_METRICS_FROM");
  const proxies = networkList(environment.INNFRI_TRUSTED_PROXIES, "INNFRI_TRUSTED_PROXIES");
  return (c) => {
    const connected = connectedFrom(c);
    if (!proxies.has(connected) && OF_PROXIES.some((name) => c.req.header(name) !== undefined)) return false;
    return inside.has(addressBehind(connected, c.req.header("X-Forwarded-For"), proxies));
  };
}

/** The nearest address that is no proxy of ours. */
function addressBehind(connected: string, forwarded: string | undefined, proxies: Networks): string {
  let nearest = connected;
  const named = (forwarded ?? "")
    .split(",")
    .map((one) => plain(one.trim()))
    .reverse();
  for (const address of named) {
    if (!proxies.has(nearest) || isIP(address) === 0) return nearest;
    nearest = address;
  }
  return nearest;
}

/** One customer of an IPv6 network has a whole /64 of addresses, and counts once. */
function counted(address: string): string {
  if (!isIPv6(address)) return address;
  const [head = "", tail] = address.split("%")[0]!.split("::");
  const left = head === "" ? [] : head.split(":");
  const right = tail === undefined || tail === "" ? [] : tail.split(":");
  const zeros = tail === undefined ? 0 : Math.max(0, 8 - left.length - right.length);
  const groups = [...left, ...Array<string>(zeros).fill("0"), ...right];
  return `${groups
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(":")}::/64`;
}

function connectedFrom(c: Context): string {
  const { incoming } = (c.env ?? {}) as {
    readonly incoming?: { readonly socket?: { readonly remoteAddress?: string } };
  };
  return plain(incoming?.socket?.remoteAddress ?? "here");
}

/** An IPv4 address as IPv6 writes it, an IPv6 address in brackets and a port behind either are that address. */
function plain(text: string): string {
  const address = /^\[([^\]]+)\](?::\d+)?$/.exec(text)?.[1] ?? /^([\d.]+):\d+$/.exec(text)?.[1] ?? text;
  return /^::ffff:(\d+\.\d+\.\d+\.\d+)$/i.exec(address)?.[1] ?? address;
}
