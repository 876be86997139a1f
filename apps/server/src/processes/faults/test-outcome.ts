/** What a day leaves behind, and how it differs from what an undisturbed one leaves. */
import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import path from "node:path";
import { canonicalJson, type Json } from "@innfri/kernel";
import { withAdministrator } from "../../store/index.ts";
import type { Mail } from "./test-mail.ts";
import type { Printed } from "./test-print.ts";

type Row = Readonly<Record<string, Json>>;

export type Outcome = {
  readonly tables: Readonly<Record<string, readonly Row[]>>;
  readonly files: Readonly<Record<string, string>>;
  readonly mails: readonly Mail[];
  readonly printed: readonly Printed[];
};

/** How the work went and not what came of it: leases, batches, when to look again, how far it was sealed when. */
const NOT_COMPARED = new Set([
  "run_batch",
  "wake",
  "carrier_outage",
  "print_batch",
  "chain_growth",
  "sealed_chain",
  "daily_root",
  "operator_root",
  "verification",
  // Who was told what is held against the events themselves.
  "webhook_message",
  "webhook_attempt",
  "webhook_endpoint",
]);

/**
 * Instants of the day, which goes on while a fault is waited out, and the hashes over them: chains and roots are verified
 * for themselves.
 */
const COLUMN_NOT_COMPARED = /_at$|^send_after$|^send_before$|^hash$|^head_hash$/;

export async function outcomeOf(
  url: string,
  directory: string,
  mails: readonly Mail[],
  printed: readonly Printed[],
): Promise<Outcome> {
  const files = await filesIn(path.join(directory, "outbox"));
  return { tables: await tablesOf(url), files, mails, printed };
}

function tablesOf(url: string): Promise<Outcome["tables"]> {
  return withAdministrator(url, async (client) => {
    const { rows: names } = await client.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' order by 1",
    );
    const tables: Record<string, readonly Row[]> = {};
    for (const { name } of names) {
      if (NOT_COMPARED.has(name)) continue;
      const { rows } = await client.query<{ row: Row }>(
        COMPARED_AS[name] ?? `select to_jsonb(t) as row from ${name} t`,
      );
      tables[name] = rows.map(({ row }) =>
        Object.fromEntries(Object.entries(row).filter(([column]) => !COLUMN_NOT_COMPARED.test(column))),
      );
    }
    return tables;
  });
}

/** Of each message, how it ended; none may be left open. */
const LAST_ATTEMPTS = `
  select jsonb_build_object('creditor_id', creditor_id, 'message_id', message_id, 'carrier', carrier,
    'outcome', (array_agg(outcome order by attempt_no desc))[1],
    'left_open', count(*) filter (where ended_at is null or lease_until is not null)) as row
  from delivery_attempt group by creditor_id, message_id, carrier`;

/** Events that are not named exactly once, or named and not there; which were written together is left out. */
const MISNAMED_EVENTS = `
  select jsonb_build_object('creditor_id', creditor_id, 'claim_id', claim_id, 'seq', seq, 'named', n.times) as row
  from event e full join (
    select p.creditor_id, u.claim_id, u.seq, count(*) as times
    from event_page p cross join lateral unnest(p.claim_ids, p.seqs) u(claim_id, seq)
    group by p.creditor_id, u.claim_id, u.seq) n using (creditor_id, claim_id, seq)
  where e.kind is null or n.times is distinct from 1`;

/** What was answered names the version of then, which is a hash over instants. */
const ANSWERS = "select to_jsonb(t) #- '{response,version}' as row from idempotency_key t";

/** Where people have done something over HTTP, the run has looked in between or has not. */
const FILES = `
  select to_jsonb(f) - case when exists (
    select from event e join claim c using (creditor_id, claim_id)
    where e.creditor_id = f.creditor_id and c.debtor_id = f.debtor_id and e.actor like 'key:%')
    then 'version' else '' end as row
  from file f`;

const COMPARED_AS: Readonly<Record<string, string>> = {
  file: FILES,
  idempotency_key: ANSWERS,
  delivery_attempt: LAST_ATTEMPTS,
  event_page: MISNAMED_EVENTS,
};

export async function filesIn(folder: string): Promise<Record<string, string>> {
  const names = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  const files: Record<string, string> = {};
  for (const entry of names) {
    // A kill can leave a partial file beside the outbox's own; it is never taken for a letter.
    if (!entry.isFile() || entry.name.startsWith(".")) continue;
    const file = path.join(entry.parentPath, entry.name);
    files[path.relative(folder, file)] = createHash("sha256")
      .update(await readFile(file))
      .digest("hex");
  }
  return files;
}

export type UnknownMessage = {
  readonly messageId: string;
  readonly reason: string;
  readonly accepted: number;
};

export type Difference = {
  /** Rows, files and mails that an undisturbed day leaves and this one did not. */
  readonly lost: readonly string[];
  /** Those that this one left beyond. */
  readonly doubled: readonly string[];
  readonly unknown: readonly UnknownMessage[];
  /** Messages that were given to a person, until the process that had sent them told that they had left. */
  readonly knownLater: number;
  /** Collection lists that went to their company twice: better than one that it never saw. */
  readonly listsAgain: number;
};

/** What differs, but for messages of which nobody knows whether they left: these wait for a person, and went out at most once. */
export function differenceOf(whole: Outcome, disturbed: Outcome): Difference {
  const unknown = unknownIn(disturbed);
  const ids = new Set(unknown.map(({ messageId }) => messageId));
  const affected = affectedBy(disturbed, ids);
  const elsewhere = goneOnElsewhere(whole, disturbed, ids);
  const lost: string[] = [];
  const doubled: string[] = [];
  for (const table of Object.keys({ ...whole.tables, ...disturbed.tables })) {
    const plain = (outcome: Outcome) =>
      (outcome.tables[table] ?? [])
        .filter((row) => !elsewhere.some((id) => canonicalJson(row).includes(id)))
        .flatMap((row) => withoutUnknown(table, row, affected));
    compare(table, plain(whole), plain(disturbed), lost, doubled);
  }
  for (const name of Object.keys({ ...whole.files, ...disturbed.files }))
    if (whole.files[name] !== disturbed.files[name] && !elsewhere.some((id) => name.includes(id)))
      (disturbed.files[name] === undefined ? lost : doubled).push(`file ${name}`);
  const lists = new Set((whole.tables.approval ?? []).map((row) => String(row.approval_id)));
  let listsAgain = 0;
  const counted = (mails: readonly Mail[]) => Map.groupBy(mails, ({ messageId }) => messageId);
  const [expected, sent] = [counted(whole.mails), counted(disturbed.mails)];
  for (const messageId of new Set([...expected.keys(), ...sent.keys()])) {
    const [before, now] = [expected.get(messageId) ?? [], sent.get(messageId) ?? []];
    if (now.length > before.length && lists.has(messageId)) listsAgain += now.length - before.length;
    else if (now.length > before.length) doubled.push(`mail ${messageId} went out ${now.length} times`);
    if (now.length < before.length && !ids.has(messageId)) lost.push(`mail ${messageId}`);
    if (before[0] !== undefined && now.some(({ hash }) => hash !== before[0]!.hash))
      doubled.push(`mail ${messageId} says something else`);
  }
  const copies = (outcome: Outcome) => Map.groupBy(outcome.printed, ({ letterId }) => letterId);
  const [toPrint, printed] = [copies(whole), copies(disturbed)];
  for (const letterId of new Set([...toPrint.keys(), ...printed.keys()])) {
    const [before, now] = [toPrint.get(letterId) ?? [], printed.get(letterId) ?? []];
    if (now.length > before.length) doubled.push(`letter ${letterId} was printed ${now.length} times`);
    if (now.length < before.length && !ids.has(letterId) && !elsewhere.includes(letterId))
      lost.push(`letter ${letterId} was not printed`);
    if (before[0] !== undefined && now.some(({ hash }) => hash !== before[0]!.hash))
      doubled.push(`letter ${letterId} says something else in print`);
  }
  return { lost, doubled, unknown, knownLater: affected.messages.size - ids.size, listsAgain };
}

function compare(
  table: string,
  whole: readonly Row[],
  rows: readonly Row[],
  lost: string[],
  doubled: string[],
): void {
  const left = new Map<string, number>();
  for (const row of rows) {
    const text = canonicalJson(row);
    left.set(text, (left.get(text) ?? 0) + 1);
  }
  for (const row of whole) {
    const text = canonicalJson(row);
    const count = left.get(text) ?? 0;
    if (count === 0) lost.push(`${table} ${text}`);
    else left.set(text, count - 1);
  }
  for (const [text, count] of left) for (let i = 0; i < count; i++) doubled.push(`${table} ${text}`);
}

function unknownIn({ tables, mails, printed }: Outcome): UnknownMessage[] {
  const parked = (tables.event ?? []).filter(({ kind }) => kind === "parked");
  return (tables.message ?? [])
    .filter(({ state }) => state === "unknown")
    .map(({ message_id, document_id }) => {
      const given = parked.find(({ data }) => (data as Row).document === document_id);
      return {
        messageId: String(message_id),
        reason: given === undefined ? "NOT GIVEN TO A PERSON" : String((given.data as Row).text),
        accepted:
          mails.filter(({ messageId }) => messageId === message_id).length +
          printed.filter(({ letterId }) => letterId === message_id).length,
      };
    });
}

/**
 * What concerns debtors whose letter would not have left: its channel refused it, and it went by another one. Where nobody
 * knows that, nothing more happens to them; these are ids, and the references in names of files.
 */
function goneOnElsewhere(whole: Outcome, disturbed: Outcome, unknown: ReadonlySet<string>): string[] {
  const left = (whole.tables.message ?? []).filter(
    ({ message_id, state }) => unknown.has(String(message_id)) && state !== "sent",
  );
  const debtors = new Set(left.map(({ debtor_id }) => String(debtor_id)));
  const of = (outcome: Outcome, table: string, ...columns: string[]) =>
    (outcome.tables[table] ?? [])
      .filter(({ debtor_id }) => debtors.has(String(debtor_id)))
      .flatMap((row) => columns.map((column) => String(row[column])));
  return [
    ...debtors,
    ...of(whole, "claim", "claim_id", "reference"),
    ...[whole, disturbed].flatMap((one) => [
      ...of(one, "message", "message_id"),
      ...of(one, "document", "document_id"),
    ]),
  ];
}

type Affected = {
  readonly unknown: ReadonlySet<string>;
  readonly messages: ReadonlySet<string>;
  readonly documents: ReadonlySet<string>;
  readonly claims: ReadonlySet<string>;
  readonly debtors: ReadonlySet<string>;
};

/** Also those of which somebody knew later: whoever had been thought dead has told. */
function affectedBy({ tables }: Outcome, unknown: ReadonlySet<string>): Affected {
  const asked = new Set(
    (tables.event ?? [])
      .filter(({ kind, data }) => kind === "parked" && (data as Row).rule === "outbox.unknown")
      .map(({ data }) => String((data as Row).document)),
  );
  const those = (tables.message ?? []).filter(
    ({ message_id, document_id }) => unknown.has(String(message_id)) || asked.has(String(document_id)),
  );
  const messages = new Set(those.map(({ message_id }) => String(message_id)));
  const documents = new Set(those.map(({ document_id }) => String(document_id)));
  const parked = (tables.event ?? []).filter((event) => isUnknownPark(event, documents));
  return {
    unknown,
    messages,
    documents,
    claims: new Set(parked.map(({ claim_id }) => String(claim_id))),
    debtors: new Set(those.map(({ debtor_id }) => String(debtor_id))),
  };
}

function isUnknownPark({ kind, data }: Row, documents: ReadonlySet<string>): boolean {
  return (kind === "parked" || kind === "unparked") && documents.has(String((data as Row).document));
}

/** A row as it would be had the message left: what it was given to a person for is taken out, and nothing else. */
function withoutUnknown(
  table: string,
  row: Row,
  { unknown, messages, documents, claims, debtors }: Affected,
): Row[] {
  const without = (...columns: string[]) => [
    Object.fromEntries(Object.entries(row).filter(([column]) => !columns.includes(column))),
  ];
  if (table === "message" && unknown.has(String(row.message_id))) return without("state");
  if (table === "delivery_attempt" && messages.has(String(row.message_id))) return without("outcome");
  if (table === "event" && isUnknownPark(row, documents)) return [];
  if (table === "event" && claims.has(String(row.claim_id))) return without("seq");
  if (table === "claim_now" && claims.has(String(row.claim_id)))
    return without("state", "head_seq", "head_hash");
  if (table === "file" && debtors.has(String(row.debtor_id))) return without("version", "next_look_on");
  return [row];
}
