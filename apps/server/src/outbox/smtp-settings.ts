/**
 * How a mail server is reached, from the environment: passwords stand neither in the database nor on a command line.
 * `INNFRI_SMTP_URL` names it, `INNFRI_SMTP_FROM` the sender where it is not whoever signs the letter, and
 * `INNFRI_BOUNCE_ADDRESS` where mail that cannot be delivered comes back to, and `INNFRI_SMTP_CA` a file with the
 * certificate of an authority of one's own.
 */
import { readFileSync } from "node:fs";
import { isEmailAddress } from "@innfri/formats";

export type SmtpSettings = {
  readonly host: string;
  readonly port: number;
  /** TLS from the first byte; else it is asked for by STARTTLS. */
  readonly isSecure: boolean;
  /** A server on this machine needs no TLS, any other does. */
  readonly isLoopback: boolean;
  /** An authority that counts beside those that everybody knows. */
  readonly authority: string | null;
  readonly user: string | null;
  readonly password: string;
  readonly connections: number;
  /** The most letters a minute of one process; null for as many as there are. */
  readonly perMinute: number | null;
  /** How long the server may be silent. After the last dot it is waited for: giving up sooner only makes unknowns. */
  readonly timeoutMs: number;
  readonly from: string | null;
  readonly bounceAddress: string | null;
};

type Env = Readonly<Record<string, string | undefined>>;

export type SmtpReading =
  | { readonly kind: "none" }
  | { readonly kind: "settings"; readonly settings: SmtpSettings }
  | { readonly kind: "wrong"; readonly problem: string };

export function smtpSettings(env: Env): SmtpReading {
  const given = env.INNFRI_SMTP_URL?.trim() ?? "";
  if (given === "") return { kind: "none" };
  const url = URL.canParse(given) ? new URL(given) : null;
  if (url === null || !/^smtps?:$/.test(url.protocol) || url.hostname === "")
    return wrong(
      "INNFRI_SMTP_URL is no address of a mail server, such as smtps://user:password@mail.example:465",
    );
  const connections = numberOf(url, "connections", 2, 20);
  const perMinute = url.searchParams.has("perMinute") ? numberOf(url, "perMinute", 1, 100_000) : null;
  const timeout = numberOf(url, "timeout", 300, 3_600);
  if (connections === undefined || perMinute === undefined || timeout === undefined)
    return wrong("INNFRI_SMTP_URL takes connections=2, perMinute=600 and timeout=300 (seconds) after a ?");
  const from = env.INNFRI_SMTP_FROM?.trim() || null;
  const bounceAddress = env.INNFRI_BOUNCE_ADDRESS?.trim() || null;
  if (from !== null && !isEmailAddress(from)) return wrong("INNFRI_SMTP_FROM is no e-mail address");
  if (bounceAddress !== null && !isEmailAddress(bounceAddress))
    return wrong("INNFRI_BOUNCE_ADDRESS is no e-mail address");
  const authority = authorityOf(env.INNFRI_SMTP_CA?.trim() ?? "");
  if (authority === undefined)
    return wrong("INNFRI_SMTP_CA names no file with a certificate (PEM) that can be read");
  const isSecure = url.protocol === "smtps:";
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  return {
    kind: "settings",
    settings: {
      host,
      port: url.port === "" ? (isSecure ? 465 : 587) : Number(url.port),
      isSecure,
      isLoopback: host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host),
      authority,
      user: url.username === "" ? null : decodeURIComponent(url.username),
      password: decodeURIComponent(url.password),
      connections,
      perMinute,
      timeoutMs: timeout * 1000,
      from,
      bounceAddress,
    },
  };
}

/** A whole number among the address's parameters, or the one that counts without; undefined where it is none. */
function numberOf(url: URL, name: string, otherwise: number, most: number): number | undefined {
  const text = url.searchParams.get(name);
  if (text === null) return otherwise;
  return /^\d{1,6}$/.test(text) && Number(text) >= 1 && Number(text) <= most ? Number(text) : undefined;
}

/** The text of the file; null where none is named, undefined where it holds no certificate. */
function authorityOf(file: string): string | null | undefined {
  if (file === "") return null;
  try {
    const text = readFileSync(file, "utf8");
    return /-----BEGIN CERTIFICATE-----/.test(text) ? text : undefined;
  } catch {
    return undefined;
  }
}

function wrong(problem: string): SmtpReading {
  return { kind: "wrong", problem };
}
