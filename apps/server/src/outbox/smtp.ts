/**
 * E-mail by a mail server. A letter that has been handed to it once is never handed to it again unless it is known not
 * to have taken it, so this carrier says of each letter that it starts, and tells what came of each at once.
 */
import { setTimeout as sleep } from "node:timers/promises";
import type { Uuid } from "@innfri/kernel";
import { bounceAddressOf } from "./bounce-address.ts";
import type { Answer, Carrier, MadeLetter } from "./carrier.ts";
import { emlOf, type Mail } from "./eml.ts";
import { letterEmail } from "./letter-email.ts";
import { CarrierDown, SmtpLink } from "./smtp-connection.ts";
import type { SmtpSettings } from "./smtp-settings.ts";

/** So many letters in a row, each without a yes before it, are not the letters' fault. */
const REFUSED_IN_A_ROW = 10;
const LOST_IN_A_ROW = 3;
/** A person has to find out about each of them, so there are not to be many. */
const UNKNOWN_IN_A_ROW = 3;

export function smtpCarrier(settings: SmtpSettings, creditorId: Uuid): Carrier {
  const pool = new SmtpPool(settings, creditorId);
  return {
    name: "smtp",
    batchSize: 50,
    isBatched: false,
    canRepeat: false,
    send: (letters, start, tell) => pool.send(letters, start, tell),
    found: async () => new Map(),
    close: async () => pool.close(),
  };
}

/** One e-mail that is no letter to a debtor. */
export async function sendMail(settings: SmtpSettings, creditorId: Uuid, mail: Mail): Promise<Answer> {
  const { from } = settings;
  const bytes = await emlOf(
    from === null
      ? mail
      : { ...mail, from: { ...mail.from, address: from }, replyTo: mail.replyTo ?? mail.from },
  );
  try {
    const link = await SmtpLink.open(settings);
    const sender = envelopeFrom(settings, { messageId: mail.id as Uuid, creditorId }, mail.from.address);
    const answer = await link.send({ from: sender, to: mail.to.address, id: mail.id }, bytes);
    link.close();
    return answer;
  } catch (error) {
    if (error instanceof CarrierDown) return { kind: "down", problem: error.message };
    throw error;
  }
}

function envelopeFrom(
  { bounceAddress, from }: SmtpSettings,
  of: { readonly messageId: Uuid; readonly creditorId: Uuid },
  signs: string,
): string {
  return bounceAddress === null ? (from ?? signs) : bounceAddressOf(bounceAddress, of);
}

type Send = Parameters<Carrier["send"]>;

class SmtpPool {
  readonly #settings: SmtpSettings;
  readonly #creditorId: Uuid;
  readonly #links: (SmtpLink | null)[];
  #refused = 0;
  #lost = 0;
  #unknown = 0;
  #nextAt = 0;

  constructor(settings: SmtpSettings, creditorId: Uuid) {
    this.#settings = settings;
    this.#creditorId = creditorId;
    this.#links = Array.from({ length: settings.connections }, () => null);
  }

  async send(letters: Send[0], start: Send[1], tell: Send[2]): Promise<void> {
    const waiting = [...letters];
    let isDown = false;
    const lane = async (at: number): Promise<void> => {
      for (let letter = waiting.shift(); letter !== undefined && !isDown; letter = waiting.shift()) {
        const answer = await this.#sendOne(at, letter, start);
        if (answer === null) continue;
        isDown ||= answer.kind === "down";
        await tell(letter, answer);
      }
    };
    const lanes = await Promise.allSettled(this.#links.map((_, at) => lane(at)));
    for (const ended of lanes) if (ended.status === "rejected") throw ended.reason;
  }

  close(): void {
    for (const link of this.#links) link?.close();
  }

  /** Null where the letter is not ours to send any more. */
  async #sendOne(at: number, letter: MadeLetter, start: Send[1]): Promise<Answer | null> {
    if (this.#unknown >= UNKNOWN_IN_A_ROW)
      return {
        kind: "down",
        problem: `of the last ${this.#unknown} letters the mail server did not say whether it took them`,
      };
    const bytes = await letterEmail(letter, this.#settings.from);
    await this.#turn();
    let link: SmtpLink;
    try {
      link = await this.#linkAt(at);
    } catch (error) {
      if (error instanceof CarrierDown) return { kind: "down", problem: error.message };
      throw error;
    }
    if (!(await start([letter]))) return null;
    const answer = await link.send(this.#envelopeOf(letter), bytes);
    if (answer.kind !== "sent" && !(await link.reset())) {
      link.close();
      this.#links[at] = null;
    }
    return this.#judged(answer);
  }

  async #linkAt(at: number): Promise<SmtpLink> {
    const known = this.#links[at];
    if (known?.isOpen === true) return known;
    const link = await SmtpLink.open(this.#settings);
    this.#links[at] = link;
    return link;
  }

  #envelopeOf({ messageId, contact, data }: MadeLetter) {
    const of = { messageId, creditorId: this.#creditorId };
    return {
      from: envelopeFrom(this.#settings, of, data.operator.email),
      to: contact.email ?? "",
      id: messageId,
    };
  }

  /** Where every letter fares alike it is the server, and they are not given up one by one. */
  #judged(answer: Answer): Answer {
    this.#refused = answer.kind === "refused" ? this.#refused + 1 : 0;
    const isLost = answer.kind === "failed" && answer.detail === undefined;
    this.#lost = isLost ? this.#lost + 1 : 0;
    this.#unknown = answer.kind === "unknown" ? this.#unknown + 1 : 0;
    if (this.#refused < REFUSED_IN_A_ROW && this.#lost < LOST_IN_A_ROW) return answer;
    if (answer.kind !== "refused" && answer.kind !== "failed") return answer;
    return { kind: "down", problem: `every letter fares alike: ${answer.problem}` };
  }

  /** Waits for this letter's turn under the limit of letters a minute. */
  async #turn(): Promise<void> {
    const { perMinute } = this.#settings;
    if (perMinute === null) return;
    const nowMs = performance.now();
    const atMs = Math.max(nowMs, this.#nextAt);
    this.#nextAt = atMs + 60_000 / perMinute;
    if (atMs > nowMs) await sleep(atMs - nowMs);
  }
}
