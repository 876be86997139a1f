/**
 * E-mails about objections: to the creditor, who is asked and reminded, and to the debtor, who is told what becomes of
 * it. One that nobody knows to have left is sent again: rather twice than not at all.
 */
import path from "node:path";
import { type CalendarDate, formatMinor, type Uuid } from "@innfri/kernel";
import {
  type AmountText,
  composeObjectionMail,
  OBJECTION_MAILS,
  type ObjectionMail,
  type ObjectionMailKind,
  renderAnswerPdf,
} from "@innfri/letters";
import type { Clock } from "../clock.ts";
import { isContactHour } from "../engine/contact-limits.ts";
import type { CreditorSettings } from "../engine/creditor-settings.ts";
import type { Creditor } from "../engine/creditors.ts";
import type { ContactData } from "../engine/load-files.ts";
import { recipientOf } from "../engine/recipient.ts";
import type { Installation, Operator } from "../installation.ts";
import { LOCKS, sql, type Tx, withCreditor, withCreditorLock } from "../store/index.ts";
import { capture, outboxOf } from "./capture.ts";
import { type Env, waysOf } from "./carriers.ts";
import type { Mail } from "./eml.ts";
import { sendOrCapture } from "./send-or-capture.ts";

type Context = {
  readonly operator: Operator;
  readonly creditor: Creditor;
  readonly settings: CreditorSettings;
  readonly clock: Clock;
};

type Unsent = {
  readonly objectionId: Uuid;
  readonly stepNo: number;
  readonly kind: string;
  readonly mailTo: "creditor" | "debtor";
  readonly recordedAt: string;
  readonly dueOn: CalendarDate | null;
  readonly words: string | null;
  readonly objected: string | null;
  readonly amountMinor: bigint | null;
  readonly reference: string;
  readonly invoiceNumber: string;
  readonly currency: "NOK" | "SEK" | "DKK" | "EUR";
  readonly name: string | null;
  readonly email: string | null;
  /** Where there is an address for the post. */
  readonly contact: ContactData | null;
  /** What the creditor agrees with, where it is less than what is disputed. */
  readonly agreedAmount: string | null;
  /** How an objection was settled. */
  readonly outcome: string | null;
};

/** Most that leave at a time: others have their turn. */
const BATCH = 200;

/** Sends what waits, and returns how many left and why others did not. */
export async function deliverObjectionMails(
  installation: Pick<Installation, "pool" | "directory">,
  context: Context,
  { env = process.env }: { readonly env?: Env } = {},
): Promise<{ readonly sent: number; readonly problems: readonly string[] }> {
  const { pool, directory } = installation;
  const { creditor, settings, clock } = context;
  const { creditorId } = creditor;
  return withCreditorLock(pool, LOCKS.objectionMails, creditorId, async () => {
    // Debtors are written to in contact hours alone (B22).
    const toDebtors = isContactHour(settings, creditor, clock);
    const isPostCaptured = waysOf(creditor, settings).post === "capture";
    const unsent = await withCreditor(pool, creditorId, (tx) =>
      unsentMails(tx, creditorId, toDebtors, isPostCaptured),
    );
    let sent = 0;
    const problems: string[] = [];
    for (const one of unsent) {
      const problem = await (isByPost(one) ? post : send)(directory, context, env, one);
      if (problem === null) {
        await withCreditor(pool, creditorId, (tx) =>
          tx.run(sql`
            update objection_step set mailed_at = ${clock.nowAt}::timestamptz
            where creditor_id = ${creditorId}::uuid and objection_id = ${one.objectionId}::uuid
              and step_no = ${one.stepNo}::int and mailed_at is null`),
        );
        sent += 1;
      } else problems.push(problem);
    }
    return { sent, problems };
  });
}

/**
 * A debtor whom no e-mail reaches is written to by post, where letters for the post become files that somebody prints. Who
 * has no address either, or whose company has a print house, is told by a person: that waits in the inbox.
 */
function unsentMails(
  tx: Tx,
  creditorId: Uuid,
  toDebtors: boolean,
  isPostCaptured: boolean,
  /** All that was written to the debtor of this objection, whether it has left or not. */
  of: Uuid | null = null,
): Promise<Unsent[]> {
  return tx.many<Unsent>(sql`
    select s.objection_id as "objectionId", s.step_no as "stepNo", s.kind, s.mail_to as "mailTo",
      s.recorded_at as "recordedAt", s.due_on as "dueOn", t.body as words, ot.body as objected,
      o.amount_minor as "amountMinor", c.reference, i.number as "invoiceNumber", c.currency, k.name, k.email,
      k.contact,
      s.data ->> 'outcome' as outcome, s.data ->> 'amount' as "agreedAmount"
    from objection_step s
    join objection o on o.creditor_id = s.creditor_id and o.objection_id = s.objection_id
    join claim c on c.creditor_id = o.creditor_id and c.claim_id = o.claim_id
    join invoice i on i.creditor_id = c.creditor_id and i.invoice_id = c.invoice_id and i.version_no = 1
    left join free_text t on t.creditor_id = s.creditor_id and t.text_id = s.text_id
    left join free_text ot on ot.creditor_id = o.creditor_id and ot.text_id = o.text_id
    left join lateral (select data->>'name' as name,
        -- No e-mail goes again to where one did not arrive.
        case when not exists (select from unreached u where u.creditor_id = k.creditor_id
          and u.contact_id = k.contact_id and u.channel = 'email') then data->>'email' end as email,
        case when jsonb_array_length(data->'addressLines') > 0 and not exists (select from unreached u
          where u.creditor_id = k.creditor_id and u.contact_id = k.contact_id and u.channel = 'post')
          then data end as contact
      from contact k where k.creditor_id = o.creditor_id and k.debtor_id = o.debtor_id
      order by k.contact_id desc limit 1) k on true
    where s.creditor_id = ${creditorId}::uuid
      and case when ${of}::uuid is not null then s.objection_id = ${of}::uuid and s.mail_to = 'debtor'
        else s.mail_to is not null and s.mailed_at is null
          and (s.mail_to = 'creditor' or (${toDebtors}::boolean and k.email <> '')
            or (coalesce(k.email, '') = '' and k.contact is not null and ${isPostCaptured}::boolean)) end
    order by s.recorded_at, s.objection_id, s.step_no limit ${BATCH}::int`);
}

function isByPost({ mailTo, email }: Unsent): boolean {
  return mailTo === "debtor" && (email ?? "") === "";
}

function mailOf(
  { creditor, settings, operator }: Pick<Context, "creditor" | "settings" | "operator">,
  one: Unsent,
  kind: ObjectionMailKind,
): ObjectionMail {
  return {
    kind,
    to: one.mailTo,
    language: creditor.country === "NO" ? "nb" : "sv",
    creditor: settings.name,
    operator: { name: operator.kind === "self" ? settings.name : operator.name, kind: operator.kind },
    caseNumber: one.reference,
    invoiceNumber: one.invoiceNumber,
    currency: one.currency,
    amount: one.amountMinor === null ? null : formatMinor(one.amountMinor),
    words: one.mailTo === "creditor" ? one.objected : one.words,
    dueOn: one.dueOn,
    outcome: one.outcome,
    agreedAmount: one.agreedAmount as AmountText | null,
  };
}

/** What was written last to the debtor, as a letter to be printed; undefined where there is nothing, or no address. */
export async function lastAnswerLetter(
  tx: Tx,
  context: Context,
  objectionId: Uuid,
): Promise<Uint8Array | undefined> {
  const written = await unsentMails(tx, context.creditor.creditorId, true, true, objectionId);
  const last = written.at(-1);
  return last === undefined ? undefined : letterOf(context, last);
}

function letterOf({ creditor, settings, operator, clock }: Context, one: Unsent): Uint8Array | undefined {
  if (!isMail(one.kind) || one.contact === null) return undefined;
  const own = { addressLines: settings.addressLines, email: settings.email, phone: settings.phone };
  const from = operator.kind === "self" ? own : operator.licence.contact;
  return renderAnswerPdf({
    mail: mailOf({ creditor, settings, operator }, one, one.kind),
    recipient: recipientOf(one.contact, creditor.country),
    senderLines: [...from.addressLines, from.email ?? "", from.phone ?? ""].filter((line) => line !== ""),
    datedOn: clock.today,
  });
}

/** A letter that lies with the others for the post, for somebody to print. */
async function post(directory: string, context: Context, _: Env, one: Unsent): Promise<string | null> {
  const { creditor, clock } = context;
  const pdf = letterOf(context, one);
  if (pdf === undefined) return `an objection's step ${one.kind} has no letter`;
  const folder = path.join(outboxOf(directory, creditor), "post");
  await capture(folder, `${clock.today} objection ${one.kind} ${one.reference} ${one.stepNo}.pdf`, pdf);
  return null;
}

async function send(
  directory: string,
  { creditor, settings, operator }: Context,
  env: Env,
  one: Unsent,
): Promise<string | null> {
  if (!isMail(one.kind)) return `an objection's step ${one.kind} has no e-mail`;
  const company = { name: settings.name, address: settings.email ?? "" };
  const signs =
    operator.kind === "self" ? company : { name: operator.name, address: operator.licence.contact.email };
  // The company knows who works for it; its debtors meet the name that it has chosen.
  const sender = one.mailTo === "debtor" ? { ...signs, name: settings.brand ?? signs.name } : signs;
  const { subject, text, html } = composeObjectionMail(
    mailOf({ creditor, settings, operator }, one, one.kind),
  );
  const to = one.mailTo === "creditor" ? company : { name: one.name ?? "", address: one.email ?? "" };
  if (to.address === "") return "the company has no e-mail address to be asked at";
  const id = `${one.objectionId}.${one.stepNo}`;
  const at = new Date(one.recordedAt).toISOString();
  const mail: Mail = { id, at, from: sender, to, subject, text, html };
  const name = `${at.slice(0, 10)} ${one.kind} ${one.mailTo} ${one.reference} ${one.stepNo}.eml`;
  return sendOrCapture({ directory, creditor, settings }, env, mail, { folder: "objections", name });
}

/** Whether an e-mail about an objection waits: for contact hours, or for a mail server. */
export async function objectionMailsWait(tx: Tx, creditorId: Uuid): Promise<boolean> {
  return (await unsentMails(tx, creditorId, true, false)).length > 0;
}

function isMail(kind: string): kind is ObjectionMailKind {
  return (OBJECTION_MAILS as readonly string[]).includes(kind);
}
