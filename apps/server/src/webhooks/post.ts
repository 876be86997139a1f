/** One try: a POST to an address that was looked at, with limits on time and size, and following nobody anywhere else. */
import http from "node:http";
import https from "node:https";
import type { LookupFunction } from "node:net";
import { PROGRAM_VERSION } from "../program-version.ts";
import { type Networks, targetOf, unfit } from "./addresses.ts";

export type Answer =
  | { readonly kind: "answered"; readonly status: number }
  | { readonly kind: "not-allowed"; readonly detail: string }
  | { readonly kind: "failed"; readonly detail: string };

export type Limits = { readonly networks: Networks; readonly withinMs: number };

const HEADERS_MOST_BYTES = 16 * 1024;
const LONGEST_DETAIL = 200;

export async function post(
  text: string,
  headers: Readonly<Record<string, string>>,
  body: string,
  { networks, withinMs }: Limits,
): Promise<Answer> {
  const reason = unfit(text, networks);
  if (reason !== null) return { kind: "not-allowed", detail: reason };
  const signal = AbortSignal.timeout(withinMs);
  try {
    const url = new URL(text);
    const target = await withinSignal(targetOf(url, networks), signal);
    if (target.kind === "refused") return { kind: "not-allowed", detail: target.because };
    return { kind: "answered", status: await send(url, target, headers, body, signal) };
  } catch (error) {
    const detail = signal.aborted ? `no answer within ${withinMs / 1000} s` : wordsOf(error);
    return { kind: "failed", detail: detail.slice(0, LONGEST_DETAIL) };
  }
}

function send(
  url: URL,
  { address, family }: { readonly address: string; readonly family: 4 | 6 },
  headers: Readonly<Record<string, string>>,
  body: string,
  signal: AbortSignal,
): Promise<number> {
  // Whatever the name leads to by now: the connection goes to the address that was looked at.
  const lookup: LookupFunction = (_, options, callback) =>
    options.all === true ? callback(null, [{ address, family }]) : callback(null, address, family);
  return new Promise((done, failed) => {
    const request = (url.protocol === "https:" ? https : http).request(
      url,
      {
        method: "POST",
        agent: false,
        lookup,
        signal,
        maxHeaderSize: HEADERS_MOST_BYTES,
        headers: {
          ...headers,
          "Content-Type": "application/json",
          "Content-Length": Buffer.byteLength(body),
          "User-Agent": `Innfri/${PROGRAM_VERSION}`,
        },
      },
      (response) => {
        // The status is the answer; a body is read by nobody, however long it is.
        done(response.statusCode ?? 0);
        response.on("error", () => undefined);
        response.destroy();
      },
    );
    request.on("error", failed);
    request.end(body);
  });
}

function withinSignal<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  return new Promise((done, failed) => {
    signal.addEventListener("abort", () => failed(new Error("aborted")), { once: true });
    work.then(done, failed);
  });
}

/** Node's codes say enough, and nothing of what was sent. */
function wordsOf(error: unknown): string {
  const { code } = error as NodeJS.ErrnoException;
  return code === undefined ? "the connection failed" : `the connection failed: ${code}`;
}
