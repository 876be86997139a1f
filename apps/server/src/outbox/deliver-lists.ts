/** The collection list to the creditor (S27): every list that has been opened gets its e-mail, once. */

import { accountOn, rulesOf, statementOn } from "@innfri/claims";
import { addDays, type CalendarDate, formatMinor, sha256, type Uuid } from "@innfri/kernel";
import type { SignOffItem } from "@innfri/law";
import { composeCollectionList } from "@innfri/letters";
import type { Clock } from "../clock.ts";
import { ClaimDraft, emptyRows } from "../engine/claim-draft.ts";
import { type CreditorSettings, rulesFor } from "../engine/creditor-settings.ts";
import type { Creditor } from "../engine/creditors.ts";
import { demandToCome } from "../engine/demand-to-come.ts";
import { decisionFileOf, factsOf, type LoadedFile } from "../engine/load-files.ts";
import { readFiles } from "../engine/read-files.ts";
import { SENT_KEY, WRITTEN_KEY } from "../engine/sent-lists.ts";
import { gateOf } from "../engine/sign-offs.ts";
import { at } from "../faults/points.ts";
import type { Installation, Operator } from "../installation.ts";
import {
  LOCKS,
  lockFiles,
  type Pool,
  sql,
  type Tx,
  withCreditor,
  withCreditorLock,
  writePage,
} from "../store/index.ts";
import type { Env } from "./carriers.ts";
import type { Mail } from "./eml.ts";
import { sendOrCapture } from "./send-or-capture.ts";

type OpenList = {
  readonly approvalId: Uuid;
  readonly openedAt: string;
  readonly decideAt: string;
  readonly openedOn: CalendarDate;
  readonly closesOn: CalendarDate;
};

type Context = {
  readonly operator: Operator;
  readonly creditor: Creditor;
  readonly settings: CreditorSettings;
  readonly clock: Clock;
};

type ListContext = Context & { readonly unconfirmed: readonly SignOffItem[] };

export type ListsDelivered = {
  readonly sent: number;
  /** Why lists did not leave; they are tried again today, and undone tomorrow. */
  readonly problems: readonly string[];
};

/**
 * Sends the e-mail of every open list that has not been sent yet. A list of a day whose run is not done, because it was
 * broken off, is not complete and waits for it. One whose sending was interrupted is sent again: the company rather gets
 * it twice than is taken to have agreed to what it never saw.
 */
export async function deliverLists(
  installation: Pick<Installation, "pool" | "directory">,
  context: Context,
  { isDayDone, env = process.env }: { readonly isDayDone: boolean; readonly env?: Env },
): Promise<ListsDelivered> {
  const { pool, directory } = installation;
  const { creditorId } = context.creditor;
  // One process at a time, so that none is sent twice; nothing else waits while a mail server thinks.
  return withCreditorLock(pool, LOCKS.lists, creditorId, async () => {
    await lapseUnsent(pool, context);
    const unsent = isDayDone
      ? await withCreditor(pool, creditorId, (tx) => unsentLists(tx, context.creditor))
      : [];
    let sent = 0;
    const problems: string[] = [];
    for (const list of unsent.filter(({ openedOn }) => openedOn >= context.clock.today)) {
      const mail = await withCreditor(pool, creditorId, (tx) => writtenMail(tx, context, list));
      const name = `${list.openedOn} collection list ${list.approvalId.slice(-12)}.eml`;
      const problem = await sendOrCapture({ directory, ...context }, env, mail, { folder: "lists", name });
      if (problem !== null) {
        problems.push(problem);
        continue;
      }
      await at("list-handed-over");
      await withCreditor(pool, creditorId, (tx) => note(tx, context, `${SENT_KEY}${list.approvalId}`, mail));
      sent += 1;
    }
    return { sent, problems };
  });
}

/** The e-mail of a list, to which nothing is added from now on. */
async function writtenMail(tx: Tx, context: Context, list: OpenList): Promise<Mail> {
  const { creditorId } = context.creditor;
  await tx.run(sql`
    select from approval where creditor_id = ${creditorId}::uuid and approval_id = ${list.approvalId}::uuid for update`);
  const unconfirmed = await gateOf(tx, context.creditor);
  const mail = await listEmail(tx, { ...context, unconfirmed }, list);
  await note(tx, context, `${WRITTEN_KEY}${list.approvalId}`, mail);
  return mail;
}

async function note(tx: Tx, { creditor, clock }: Context, key: string, mail: Mail): Promise<void> {
  await tx.run(sql`
    insert into idempotency_key (creditor_id, key, request_hash, created_at)
    values (${creditor.creditorId}::uuid, ${key}, ${sha256(JSON.stringify(mail))}::bytea, ${clock.nowAt}::timestamptz)
    on conflict do nothing`);
}

/**
 * Nobody has seen a list that did not go on its day: silence about it agrees to nothing, and it is asked again. Files are
 * locked before the list, as by everybody who decides an item, or two would wait for each other.
 */
async function lapseUnsent(pool: Pool, { creditor, clock }: Context): Promise<void> {
  const isOld = ({ openedOn }: OpenList) => openedOn < clock.today;
  const unsent = await withCreditor(pool, creditor.creditorId, (tx) => unsentLists(tx, creditor));
  for (const { approvalId } of unsent.filter(isOld))
    await withCreditor(pool, creditor.creditorId, async (tx) => {
      const listed = await filesOf(tx, creditor.creditorId, approvalId);
      await lockFiles(
        tx,
        creditor.creditorId,
        listed.map(({ file }) => file.debtorId),
      );
      // Somebody may send it at this moment, or have taken it back.
      const still = await unsentLists(tx, creditor);
      if (still.some((list) => list.approvalId === approvalId))
        await lapseList(tx, creditor.creditorId, approvalId, clock);
    });
}

async function lapseList(tx: Tx, creditorId: Uuid, approvalId: Uuid, clock: Clock): Promise<void> {
  const rows = emptyRows();
  for (const { file, claimIds } of await filesOf(tx, creditorId, approvalId)) {
    for (const claim of file.claims) {
      if (!claimIds.has(claim.claimId)) continue;
      const draft = new ClaimDraft(claim, rows, { clock, actor: "outbox" });
      draft.event("released", { approval: null, reason: "the collection list was not sent on its day" });
      rows.claims.push(draft.row());
      rows.approvalItemsDecided.push(draft.itemDecided(approvalId, "lapsed"));
    }
    rows.files.push({ debtorId: file.debtorId, version: file.version, nextLookOn: clock.today });
  }
  await writePage(tx, creditorId, { ...rows, approvalsDecided: [{ approvalId }] });
}

function unsentLists(tx: Tx, { creditorId, timeZone }: Creditor): Promise<OpenList[]> {
  return tx.many<OpenList>(sql`
    select approval_id as "approvalId", opened_at as "openedAt", decide_at as "decideAt",
      (opened_at at time zone ${timeZone})::date as "openedOn", (decide_at at time zone ${timeZone})::date as "closesOn"
    from approval a where creditor_id = ${creditorId}::uuid and kind = 'collection-list' and state = 'open'
      and not exists (select from idempotency_key k where k.creditor_id = ${creditorId}::uuid
        and k.key = ${SENT_KEY}::text || a.approval_id::text)
    order by opened_at, approval_id`);
}

async function listEmail(tx: Tx, context: ListContext, list: OpenList): Promise<Mail> {
  const { creditor, settings, operator } = context;
  const files = await filesOf(tx, creditor.creditorId, list.approvalId);
  const rows = files.flatMap(({ file, claimIds }) => rowsOf(context, file, claimIds, list.openedOn));
  const { calendar } = rulesOf(creditor.country);
  // A creditor that collects its own claims writes the list to itself, under its own name.
  const to = { name: settings.name, address: settings.email ?? "" };
  const from =
    operator.kind === "self" ? to : { name: operator.name, address: operator.licence.contact.email };
  const { subject, text, html } = composeCollectionList({
    language: creditor.country === "NO" ? "nb" : "sv",
    creditor: { name: settings.name },
    operator: { name: from.name, kind: operator.kind },
    currency: creditor.country === "NO" ? "NOK" : "SEK",
    timeZone: creditor.timeZone,
    sentAt: list.openedAt,
    decideBy: list.decideAt,
    demandOn: calendar.nextBusinessDay(addDays(list.closesOn, 1)),
    rows,
  });
  return { id: list.approvalId, at: list.openedAt, from, to, subject, text, html };
}

type ListedFile = { readonly file: LoadedFile; readonly claimIds: ReadonlySet<string> };

async function filesOf(tx: Tx, creditorId: Uuid, approvalId: Uuid): Promise<ListedFile[]> {
  const items = await tx.many<{ claimId: Uuid; debtorId: Uuid }>(sql`
    select i.claim_id as "claimId", c.debtor_id as "debtorId"
    from approval_item i join claim c on c.creditor_id = i.creditor_id and c.claim_id = i.claim_id
    where i.creditor_id = ${creditorId}::uuid and i.approval_id = ${approvalId}::uuid and i.state = 'open'
    order by c.due_on, c.claim_id`);
  const claimsOf = Map.groupBy(items, ({ debtorId }) => debtorId);
  const files = await readFiles(tx, creditorId, [...claimsOf.keys()], { withClosed: true });
  return files.map((file) => ({
    file,
    claimIds: new Set<string>((claimsOf.get(file.debtorId) ?? []).map(({ claimId }) => claimId)),
  }));
}

function rowsOf(
  { creditor, operator, settings, unconfirmed }: ListContext,
  file: LoadedFile,
  claimIds: ReadonlySet<string>,
  on: CalendarDate,
): Parameters<typeof composeCollectionList>[0]["rows"] {
  const context = { country: creditor.country, operator: operator.kind };
  const facts = factsOf(file, context);
  const asked = decisionFileOf(file, context);
  if (facts === null || asked === null) return [];
  const account = accountOn(facts, on);
  const listed = file.claims.filter(({ claimId }) => claimIds.has(claimId));
  const refs = listed.map(({ claimId }) => claimId);
  const statement = statementOn(account, refs, on);
  const deadlines = refs.flatMap((ref) => account.claim(ref).letters.map(({ payBy }) => payBy)).sort();
  const demand = demandToCome(asked, rulesFor(settings, file.customerNumber, unconfirmed), on);
  const toCome = refs.reduce((sum, ref) => sum + (demand?.adds.get(ref) ?? 0n), 0n);
  return [
    {
      caseNumber: listed[0]!.reference,
      customer: file.contact?.data.name ?? file.customerNumber,
      invoiceNumbers: listed.map(({ invoice }) => invoice.number),
      noticeDeadline: deadlines.at(-1) ?? on,
      total: formatMinor(statement.totalMinor),
      composition: statement.lines.map(({ item, minor }) => ({ item, amount: formatMinor(minor) })),
      costsToCome: formatMinor(toCome),
    },
  ];
}
