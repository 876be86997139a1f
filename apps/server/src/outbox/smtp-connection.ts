/**
 * One connection to a mail server, and what a letter's answer means. What counts is the last dot: before it has been
 * written nobody has the letter, after it only the server's answer says whether it has.
 */
import { Readable } from "node:stream";
import { rootCertificates } from "node:tls";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import type { Answer } from "./carrier.ts";
import type { SmtpSettings } from "./smtp-settings.ts";
import { saidOf, whyDown } from "./why-down.ts";

export type Envelope = { readonly from: string; readonly to: string; readonly id: string };

/**
 * How often a server may be silent for the longest that it may while it takes one letter: before its answers to sender,
 * recipient, data and dot, and while it reads. One that says something all the time, and never says it all, is hung up on.
 */
const SILENCES = 5;

/** The server cannot be reached or will have nothing of us: no letter's fault. */
export class CarrierDown extends Error {
  override readonly name = "CarrierDown";
}

export class SmtpLink {
  readonly #connection: SMTPConnection;
  /** The first thing that went wrong outside of an answer. */
  #broken: SMTPConnection.SMTPError | null = null;
  readonly #mostMs: number;

  private constructor(settings: SmtpSettings) {
    const { host, port, isSecure, isLoopback, authority, timeoutMs } = settings;
    this.#mostMs = timeoutMs * SILENCES;
    // Nothing of what goes to this machine itself is seen by others; whoever names an authority wants it looked at.
    const isPlain = isLoopback && authority === null;
    this.#connection = new SMTPConnection({
      host,
      port,
      secure: isSecure,
      requireTLS: !isSecure && !isPlain,
      ignoreTLS: !isSecure && isPlain,
      connectionTimeout: Math.min(timeoutMs, 30_000),
      greetingTimeout: Math.min(timeoutMs, 30_000),
      socketTimeout: timeoutMs,
      tls: {
        rejectUnauthorized: !isPlain,
        minVersion: "TLSv1.2",
        ...(authority === null ? {} : { ca: [...rootCertificates, authority] }),
      },
    });
    this.#connection.on("error", (error) => {
      this.#broken ??= error;
    });
  }

  /** Connects and signs in. Throws `CarrierDown`. */
  static async open(settings: SmtpSettings): Promise<SmtpLink> {
    const link = new SmtpLink(settings);
    try {
      await link.#inTime<void>((resolve, reject) => {
        link.#connection.once("error", reject);
        link.#connection.connect((error) =>
          error === undefined || error === null ? resolve() : reject(error),
        );
      });
      const { user, password: pass } = settings;
      if (user !== null)
        await link.#inTime<void>((resolve, reject) => {
          link.#connection.once("error", reject);
          link.#connection.login({ user, pass }, (error) =>
            error === undefined || error === null ? resolve() : reject(error),
          );
        });
      return link;
    } catch (error) {
      link.close();
      throw new CarrierDown(
        `the mail server ${settings.host}:${settings.port} ${whyDown(asSmtp(error), settings)}`,
      );
    }
  }

  get isOpen(): boolean {
    return this.#broken === null && !this.#connection.destroyed;
  }

  /** Sends one letter. It never throws: whatever happens is an answer. */
  async send({ from, to, id }: Envelope, bytes: Buffer): Promise<Answer> {
    let isAllWritten = false;
    const source = Readable.from(chunksOf(bytes));
    source.once("end", () => {
      isAllWritten = true;
    });
    return this.#inTime<Answer>((resolve) => {
      this.#connection.send(
        { from, to, size: bytes.length, dsn: { ret: "HDRS", envid: id, notify: ["FAILURE", "DELAY"] } },
        source,
        (error, info) =>
          resolve(
            error === null || error === undefined
              ? { kind: "sent", detail: { response: shortened(info.response) } }
              : answerTo(error, isAllWritten),
          ),
      );
    }).catch((error: unknown) => answerTo(asSmtp(error), isAllWritten));
  }

  /** After an answer that was no yes, so that the next letter begins afresh. False where that failed. */
  reset(): Promise<boolean> {
    return this.#inTime<boolean>((resolve) => {
      if (!this.isOpen) return resolve(false);
      this.#connection.reset((error) => resolve(error === undefined || error === null));
    }).catch(() => false);
  }

  /** Hangs up and throws when it takes longer than any server needs. */
  #inTime<T>(work: (resolve: (value: T) => void, reject: (error: unknown) => void) => void): Promise<T> {
    return new Promise<T>((resolve, reject) => {
      const over = setTimeout(() => {
        this.#broken ??= new Error("the server did not come to an end");
        reject(this.#broken);
        this.#connection.close();
      }, this.#mostMs);
      work(
        (value) => {
          clearTimeout(over);
          resolve(value);
        },
        (error) => {
          clearTimeout(over);
          reject(error);
        },
      );
    });
  }

  close(): void {
    if (this.isOpen && this.#connection.stage === "connected") this.#connection.quit();
    else this.#connection.close();
  }
}

function* chunksOf(bytes: Buffer): Generator<Buffer> {
  for (let at = 0; at < bytes.length; at += 16_384) yield bytes.subarray(at, at + 16_384);
}

/** What an error means for the letter that was being sent. */
export function answerTo(error: SMTPConnection.SMTPError, isAllWritten: boolean): Answer {
  const { responseCode, command = "" } = error;
  const said = saidOf(error);
  const detail = { response: said };
  if (typeof responseCode !== "number" || responseCode < 400) {
    if (isAllWritten)
      return {
        kind: "unknown",
        problem:
          "the mail server did not say whether it took the e-mail: the connection ended after all of it was sent",
      };
    // The program itself refuses an address that no server would take.
    if (command === "API" && error.code === "EENVELOPE")
      return { kind: "refused", problem: "its e-mail address is none that mail can be sent to" };
    return {
      kind: "failed",
      problem: "the connection to the mail server was lost before the e-mail was sent",
    };
  }
  // Who we are and what we may is settled before the letter: it is the same for every letter.
  if (command === "MAIL FROM" && error.code !== "EMESSAGE")
    return { kind: "down", problem: `the mail server does not take mail from this sender: ${said}` };
  if (responseCode < 500)
    return { kind: "failed", problem: `the mail server did not take it now: ${said}`, detail };
  return { kind: "refused", problem: `the mail server refused it: ${said}`, detail };
}

/** Of what a server says on success, only what its own log knows the letter by. */
function shortened(response: string): string {
  return response.replaceAll(/[^\x20-\x7e]+/g, " ").slice(0, 200);
}

function asSmtp(error: unknown): SMTPConnection.SMTPError {
  return error instanceof Error ? error : new Error(String(error));
}
