/** A company whose webhook was turned off is written to, once: its systems do not hear of it by themselves. */
import type { Uuid } from "@innfri/kernel";
import { composeWebhookMail, type WebhookMail } from "@innfri/letters";
import type { Clock } from "../clock.ts";
import type { CreditorSettings } from "../engine/creditor-settings.ts";
import type { Creditor } from "../engine/creditors.ts";
import type { Installation, Operator } from "../installation.ts";
import { log } from "../log/index.ts";
import type { Mail } from "../outbox/eml.ts";
import { sendOrCapture } from "../outbox/send-or-capture.ts";
import { sql, withCreditor } from "../store/index.ts";
import { newMessageId } from "./make-messages.ts";

/** A company that can be written to, as whoever works for it has it ready. */
type ReadyCreditor = {
  readonly creditor: Creditor;
  readonly settings: CreditorSettings;
  readonly clock: Clock;
};

type Off = {
  readonly endpointId: Uuid;
  readonly url: string;
  readonly outcome: WebhookMail["lastTry"]["kind"];
  readonly status: number | null;
};

/** Returns whether every notice that was due has left; the rest is tried again. */
export async function noticeDisabled(
  { pool, directory }: Pick<Installation, "pool" | "directory">,
  operator: Operator,
  ready: ReadyCreditor,
): Promise<boolean> {
  const { creditorId } = ready.creditor;
  const off = await withCreditor(pool, creditorId, (tx) =>
    tx.many<Off>(sql`
      select e.endpoint_id as "endpointId", e.url, coalesce(a.outcome, 'failed') as outcome, a.status
      from webhook_endpoint e
      left join lateral (select a.outcome, a.status from webhook_message m join webhook_attempt a using (creditor_id, message_id)
        where m.creditor_id = e.creditor_id and m.endpoint_id = e.endpoint_id
          and a.outcome in ('refused', 'failed', 'not-allowed')
        order by a.ended_at desc, a.message_id, a.attempt_no desc limit 1) a on true
      where e.creditor_id = ${creditorId}::uuid and e.state = 'disabled' and e.failing_since is not null
        and e.noticed_at is null
      order by e.endpoint_id`),
  );
  let areAll = true;
  for (const one of off) {
    const mail = mailOf(operator, ready, one);
    const name = `${mail.at.slice(0, 10)} webhook ${mail.id.slice(-12)}.eml`;
    const problem = await sendOrCapture({ directory, ...ready }, process.env, mail, {
      folder: "notices",
      name,
    });
    if (problem !== null) {
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
  const { outcome, status, url } = off;
  const mail = composeWebhookMail({
    language: creditor.country === "NO" ? "nb" : "sv",
    url,
    lastTry: outcome === "refused" ? { kind: outcome, status: status ?? 0 } : { kind: outcome },
  });
  return { id: newMessageId(), at: clock.nowAt, from, to, ...mail };
}
