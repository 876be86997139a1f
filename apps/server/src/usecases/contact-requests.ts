/** People who ask to be contacted: kept, told to the operator by e-mail, and noted as answered. */
import { randomBytes } from "node:crypto";
import path from "node:path";
import { type Uuid, uuidOf } from "@innfri/kernel";
import type { Operator } from "../installation.ts";
import { capture } from "../outbox/capture.ts";
import type { Env } from "../outbox/carriers.ts";
import { emlOf, type Mail } from "../outbox/eml.ts";
import { sendMail } from "../outbox/smtp.ts";
import { smtpSettings } from "../outbox/smtp-settings.ts";
import { type Pool, sql, type Tx, withOperator } from "../store/index.ts";

export type ContactRequest = {
  readonly id: Uuid;
  readonly at: string;
  readonly kind: "interest" | "contact";
  readonly creditorId: Uuid | null;
  readonly by: string;
  readonly said: Readonly<Record<string, string>> | null;
  readonly isMailed: boolean;
  readonly answeredAt: string | null;
  readonly answeredBy: string | null;
};

export type Asking = {
  readonly creditorId: Uuid | null;
  readonly actor: string;
  /** What was given, by field; what was left out is undefined. */
  readonly said: Readonly<Record<string, string | undefined>>;
};

/** From outside, in an hour: more is somebody's program. */
const MOST_IN_AN_HOUR = 60;
const MOST_OF_AN_ADDRESS = 3;

/** Whether no more is taken from outside just now, or from this address. */
export async function isOverrun(tx: Tx, email: string, now: Date): Promise<boolean> {
  const { all, own } = await tx.one<{ all: number; own: number }>(sql`
    select count(*)::int as all, (count(*) filter (where lower(said ->> 'email') = lower(${email})))::int as own
    from contact_request
    where kind = 'interest' and at > ${now.toISOString()}::timestamptz - interval '1 hour'`);
  return all >= MOST_IN_AN_HOUR || own >= MOST_OF_AN_ADDRESS;
}

export async function keepRequest(tx: Tx, { creditorId, actor, said }: Asking, now: Date): Promise<Uuid> {
  const requestId = uuidOf(now.getTime(), randomBytes(10));
  const kind = creditorId === null ? "interest" : "contact";
  await tx.run(sql`
    insert into contact_request (request_id, at, kind, for_creditor_id, actor, said)
    values (${requestId}::uuid, ${now.toISOString()}::timestamptz, ${kind}, ${creditorId}::uuid, ${actor},
      ${JSON.stringify(said)}::jsonb)`);
  return requestId;
}

type Deployed = { readonly pool: Pool; readonly directory: string; readonly operator: Operator };

/** To the operator's own address, where it has one: by its mail server, else as a file in the outbox. */
export async function mailRequest(
  { pool, directory, operator }: Deployed,
  requestId: Uuid,
  { said }: Pick<Asking, "said">,
  now: Date,
  env: Env = process.env,
): Promise<void> {
  if (operator.licence === null) return;
  const { email } = operator.licence.contact;
  const own = { name: operator.name, address: email };
  const mail: Mail = { id: requestId, at: now.toISOString(), from: own, to: own, ...wordsOf(said) };
  const reading = smtpSettings(env);
  if (reading.kind === "settings") {
    if ((await sendMail(reading.settings, operator.operatorId, mail)).kind !== "sent") return;
  } else {
    const name = `${mail.at.slice(0, 10)} contact ${requestId.slice(-12)}.eml`;
    await capture(path.join(directory, "outbox", "operator"), name, await emlOf(mail));
  }
  await withOperator(pool, (tx) =>
    tx.run(sql`
      update contact_request set mailed_at = ${now.toISOString()}::timestamptz
      where request_id = ${requestId}::uuid`),
  );
}

/** What people wrote is marked line by line, so that none of it reads as ours. */
function wordsOf(said: Asking["said"]): Pick<Mail, "subject" | "text" | "html"> {
  const subject = "Somebody asks to be contacted";
  const lines = Object.entries(said)
    .filter(([, value]) => value !== undefined)
    .flatMap(([field, value]) => [`${field}:`, ...value!.split(/\r?\n/).map((line) => `> ${line}`)]);
  const end = "Note it as answered in Innfri once you have been in touch.";
  const text = `${[`${subject}.`, "", ...lines, "", end].join("\n")}\n`;
  return { subject, text, html: `<pre>${escaped(text)}</pre>` };
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}

type Row = Omit<ContactRequest, "isMailed"> & { readonly mailedAt: string | null };

export async function contactRequests(
  tx: Tx,
  {
    isAnswered,
    only,
    limit,
  }: { readonly isAnswered: boolean | null; readonly only: Uuid | null; readonly limit: number },
): Promise<ContactRequest[]> {
  const rows = await tx.many<Row>(sql`
    select request_id as id, at, kind, for_creditor_id as "creditorId", actor as "by", said, mailed_at as "mailedAt",
      answered_at as "answeredAt", answered_by as "answeredBy"
    from contact_request
    where (${isAnswered}::boolean is null or (answered_at is not null) = ${isAnswered}::boolean)
      and (${only}::uuid is null or request_id = ${only}::uuid)
    order by case when answered_at is null then at end, answered_at desc, request_id limit ${limit}::int`);
  return rows.map(({ mailedAt, ...row }) => ({
    ...row,
    at: new Date(row.at).toISOString(),
    answeredAt: row.answeredAt === null ? null : new Date(row.answeredAt).toISOString(),
    isMailed: mailedAt !== null,
  }));
}

/** False where somebody has done it before. */
export async function answerRequest(tx: Tx, requestId: Uuid, actor: string, now: Date): Promise<boolean> {
  const written = await tx.run(sql`
    update contact_request set answered_at = ${now.toISOString()}::timestamptz, answered_by = ${actor}
    where request_id = ${requestId}::uuid and answered_at is null`);
  return written === 1;
}

/** Within how many hours half of the last hundred were answered; null before there was one. */
export async function hoursToAnswer(tx: Tx): Promise<number | null> {
  const { hours } = await tx.one<{ hours: number | null }>(sql`
    select round((percentile_cont(0.5) within group (order by extract(epoch from answered_at - at)) / 3600)::numeric, 1)::float8
      as hours
    from (select at, answered_at from contact_request where answered_at is not null
      order by answered_at desc limit 100) last`);
  return hours;
}
