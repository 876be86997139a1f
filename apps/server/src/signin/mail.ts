/** E-mails to those who sign in, straight to the mail server: what they hold is good for minutes or days, and kept nowhere. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { uuidOf } from "@innfri/kernel";
import { composeSignInMail, type SignInMail } from "@innfri/letters";
import type { Installation, Operator } from "../installation.ts";
import { errorFields, log } from "../log/index.ts";
import { capture } from "../outbox/capture.ts";
import { emlOf, type Mail } from "../outbox/eml.ts";
import { sendMail } from "../outbox/smtp.ts";
import { smtpSettings } from "../outbox/smtp-settings.ts";
import { sql, withOperator } from "../store/index.ts";

type Env = Readonly<Record<string, string | undefined>>;
export type MailTo = { readonly name: string; readonly email: string };

export type Mailer = {
  /** There is a mail server: what is sent need not be shown to whoever has it sent. */
  readonly hasServer: boolean;
  /** Where links lead; null where nobody has said. */
  readonly address: string | null;
  /** Never throws: what cannot be sent is logged, and asked for again by whoever misses it. */
  send(to: MailTo, mail: SignInMail, now: Date): Promise<void>;
};

const TRIES = 3;
const BETWEEN_MS = 2_000;

export function mailerOf(
  { pool, directory }: Pick<Installation, "pool" | "directory">,
  operator: Operator,
  env: Env,
): Mailer {
  const address = env.INNFRI_ADDRESS?.trim().replace(/\/+$/, "") || null;
  const reading = smtpSettings(env);
  const fromHost = address === null ? "localhost" : new URL(address).hostname;
  const from =
    operator.kind === "agency"
      ? { name: operator.name, address: operator.licence.contact.email }
      : { name: operator.name, address: `innfri@${fromHost}` };
  const send = async (mail: Mail, shown: SignInMail["kind"]): Promise<boolean> => {
    if (reading.kind === "settings") {
      // What comes back belongs to no company's letters.
      const settings = { ...reading.settings, bounceAddress: null };
      for (let tries = 1; tries <= TRIES; tries += 1) {
        const { kind } = await sendMail(settings, operator.operatorId, mail);
        if (kind === "sent") return true;
        if (kind !== "failed" && kind !== "down") return false;
        await sleep(BETWEEN_MS);
      }
      return false;
    }
    // A demonstration has no mail server, and everybody may read what it would send.
    const real = await withOperator(pool, (tx) =>
      tx.many(sql`select from creditor where not is_sandbox limit 1`),
    );
    if (real.length > 0) return false;
    const name = `${mail.at.slice(0, 10)} ${shown} ${mail.id.slice(-12)}.eml`;
    await capture(path.join(directory, "outbox", "sign-in"), name, await emlOf(mail));
    return true;
  };
  return {
    hasServer: reading.kind === "settings",
    address,
    send: async ({ name, email }, given, now) => {
      try {
        const id = uuidOf(now.getTime(), randomBytes(10));
        const to = { name, address: email };
        const mail = { id, at: now.toISOString(), from, to, ...composeSignInMail(given) };
        if (!(await send(mail, given.kind))) log.warn("delivery-failed", { channel: "email" });
      } catch (error) {
        log.warn("delivery-failed", { channel: "email", ...errorFields(error) });
      }
    },
  };
}
