/** A company whose webhook was turned off is written to, once: its systems do not hear of it by themselves. */
import path from "node:path";
import type { Uuid } from "@innfri/kernel";
import type { Clock } from "../clock.ts";
import type { CreditorSettings } from "../engine/creditor-settings.ts";
import type { Creditor } from "../engine/creditors.ts";
import type { Installation, Operator } from "../installation.ts";
import { log } from "../log/index.ts";
import { capture, outboxOf } from "../outbox/capture.ts";
import { waysOf } from "../outbox/carriers.ts";
import { emlOf, type Mail } from "../outbox/eml.ts";
import { sendMail } from "../outbox/smtp.ts";
import { smtpSettings } from "../outbox/smtp-settings.ts";
import { sql, withCreditor } from "../store/index.ts";
import { newMessageId } from "./make-messages.ts";

/** A company that can be written to, as whoever works for it has it ready. */
type ReadyCreditor = {
  readonly creditor: Creditor;
  readonly settings: CreditorSettings;
  readonly clock: Clock;
};

type Off = { readonly endpointId: Uuid; readonly url: string; readonly because: string };

/** Returns whether every notice that was due has left; the rest is tried again. */
export async function noticeDisabled(
  { pool, directory }: Pick<Installation, "pool" | "directory">,
  operator: Operator,
  ready: ReadyCreditor,
): Promise<boolean> {
  const { creditorId } = ready.creditor;
  const off = await withCreditor(pool, creditorId, (tx) =>
    tx.many<Off>(sql`
      select endpoint_id as "endpointId", url, because from webhook_endpoint
      where creditor_id = ${creditorId}::uuid and state = 'disabled' and failing_since is not null and noticed_at is null
      order by endpoint_id`),
  );
  let areAll = true;
  for (const one of off) {
    if (!(await send(directory, ready, mailOf(operator, ready, one)))) {
      areAll = false;
      log.warn("delivery-failed", { creditor: creditorId });
      continue;
    }
    await withCreditor(pool, creditorId, (tx) =>
      tx.run(sql`
        update webhook_endpoint set noticed_at = clock_timestamp()
        where creditor_id = ${creditorId}::uuid and endpoint_id = ${one.endpointId}::uuid`),
    );
  }
  return areAll;
}

function mailOf(operator: Operator, { creditor, settings, clock }: ReadyCreditor, off: Off): Mail {
  const to = { name: settings.name, address: settings.email ?? "" };
  const from =
    operator.kind === "self" ? to : { name: operator.name, address: operator.licence.contact.email };
  const { host } = new URL(off.url);
  const { subject, lines } = creditor.country === "SE" ? swedish(host, off) : norwegian(host, off);
  return {
    ...{ id: newMessageId(), at: clock.nowAt, from, to, subject },
    text: `${lines.join("\n\n")}\n`,
    html: lines.map((line) => `<p>${escaped(line)}</p>`).join("\n"),
  };
}

function norwegian(host: string, { url, because }: Off) {
  return {
    subject: `Webhook slått av: ${host}`,
    lines: [
      `Vi får ikke lenger levert hendelser til ${url}, og har slått webhooken av.`,
      `Grunn: ${because}.`,
      "Ingen hendelser er gått tapt. Rett mottakeren og slå webhooken på igjen, så leveres det som har skjedd i mellomtiden. Meldinger som ble gitt opp, kan sendes på nytt.",
    ],
  };
}

function swedish(host: string, { url, because }: Off) {
  return {
    subject: `Webhook avstängd: ${host}`,
    lines: [
      `Vi kan inte längre leverera händelser till ${url} och har stängt av webhooken.`,
      `Orsak: ${because}.`,
      "Inga händelser har gått förlorade. Rätta mottagaren och slå på webhooken igen, så levereras det som har hänt under tiden. Meddelanden som gavs upp kan skickas på nytt.",
    ],
  };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

/** By the company's mail server where it has one, else as a file. */
async function send(directory: string, { creditor, settings }: ReadyCreditor, mail: Mail): Promise<boolean> {
  if (waysOf(creditor, settings).email === "capture") {
    const folder = path.join(outboxOf(directory, creditor), "notices");
    await capture(folder, `${mail.at.slice(0, 10)} webhook ${mail.id.slice(-12)}.eml`, await emlOf(mail));
    return true;
  }
  const reading = smtpSettings(process.env);
  if (reading.kind !== "settings") return false;
  return (await sendMail(reading.settings, creditor.creditorId, mail)).kind === "sent";
}
