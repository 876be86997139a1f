/** Contacts with a debtor by hand: calls, e-mails, text messages and letters, each logged with what came of it (S98). */
import { fileEventsOf, hoursOn, lettersTakenBack, rulesOf } from "@innfri/claims";
import { addDays, type CalendarDate, date, derivedId, type Uuid } from "@innfri/kernel";
import type { RuleId } from "@innfri/law";
import { type Clock, clockOf, instantIn, shownInstant } from "../clock.ts";
import { emptyActRows } from "../engine/act.ts";
import { refused, type WhyNot } from "../engine/act-outcome.ts";
import { textOf } from "../engine/act-text.ts";
import { noContactBecause } from "../engine/barred.ts";
import { contactHoursOf, isContactHour, pressureOf } from "../engine/contact-limits.ts";
import type { CreditorSettings } from "../engine/creditor-settings.ts";
import { type Creditor, settingsOn } from "../engine/creditors.ts";
import type { LoadedFile } from "../engine/load-files.ts";
import {
  CONTACT_WAYS,
  type ContactWay,
  contactedByHand,
  writtenOfObjections,
} from "../engine/logged-contacts.ts";
import { readFiles } from "../engine/read-files.ts";
import { sql, type Tx, wake } from "../store/index.ts";
import { draftsOf, fileUnderLock, writeActs } from "./act-on-claim.ts";

type Direction = "to-debtor" | "from-debtor";
type Outcome = "reached" | "not-reached" | "message-left" | "wrong-contact";

export type ContactRow = {
  readonly no: number;
  readonly way: ContactWay;
  readonly direction: Direction;
  readonly outcome: Outcome;
  readonly on: CalendarDate;
  readonly recordedAt: string;
  readonly by: string;
  readonly note: string | null;
  readonly nextOn: CalendarDate | null;
  readonly isNextOpen: boolean;
};

/** The newest first, before a number. */
export function contactsOf(
  tx: Tx,
  creditorId: Uuid,
  claimId: Uuid,
  before: number | null,
  limit: number,
): Promise<ContactRow[]> {
  return tx.many<ContactRow>(sql`
    select e.entry_no as no, e.way, e.direction, e.outcome, e.happened_on as "on", e.recorded_at as "recordedAt",
      e.actor as by, t.body as note, e.next_on as "nextOn",
      e.next_on is not null and e.next_looked_at is null as "isNextOpen"
    from contact_entry e left join free_text t on t.creditor_id = e.creditor_id and t.text_id = e.text_id
    where e.creditor_id = ${creditorId}::uuid and e.claim_id = ${claimId}::uuid
      and (${before}::int is null or e.entry_no < ${before}::int)
    order by e.entry_no desc limit ${limit}::int`);
}

export type ContactLimit = {
  readonly way: ContactWay;
  /** Null where the debtor may be contacted now. */
  readonly whyNot: (WhyNot & { readonly opensAt: string | null }) | null;
};

/** For each way, whether the debtor may be contacted about the claim now. */
export async function contactLimits(
  tx: Tx,
  creditor: Creditor,
  { claimId, debtorId }: { readonly claimId: Uuid; readonly debtorId: Uuid },
  now: Date,
): Promise<readonly ContactLimit[]> {
  const clock = clockOf(creditor, now);
  const [file] = await readFiles(tx, creditor.creditorId, [debtorId], { withClosed: true });
  const settings = await settingsOn(tx, creditor.creditorId, clock.today);
  if (file === undefined || settings === undefined) return [];
  const standing = { creditor, settings, clock, claimId };
  return CONTACT_WAYS.map((way) => ({ way, whyNot: whyNotNow(file, way, standing) }));
}

type Standing = {
  readonly creditor: Creditor;
  readonly settings: CreditorSettings;
  readonly clock: Clock;
  readonly claimId: Uuid;
};

/** A letter in the post is read when somebody opens it: it has no hours, and counts all the same. */
function whyNotNow(file: LoadedFile, way: ContactWay, standing: Standing): ContactLimit["whyNot"] {
  const { creditor, claimId } = standing;
  const never = noContactBecause({ file, context: creditor }, claimId, way);
  if (never !== null) return { ...never, opensAt: null };
  return tooOften(file, way, standing) ?? (way === "letter" ? null : outsideHours(standing));
}

function tooOften(file: LoadedFile, way: ContactWay, standing: Standing): ContactLimit["whyNot"] {
  const { settings, clock } = standing;
  const { contacts, days } = pressureOf(settings);
  const letters = fileEventsOf(file.events).flatMap(({ kind, on }) => (kind === "letter" ? [on] : []));
  const recent = [
    ...letters,
    ...lettersTakenBack(file.events),
    ...contactedByHand(file.events),
    ...writtenOfObjections(file.events),
  ]
    .filter((on) => on > addDays(clock.today, -days))
    .toSorted();
  const leaves = recent.at(-contacts);
  if (recent.length < contacts || leaves === undefined) return null;
  const from = addDays(leaves, days);
  const opensAt = way === "letter" ? midnight(standing, from) : nextHour(standing, from);
  const many = recent.length === 1 ? "once" : `${recent.length} times`;
  return {
    reason: `the debtor was contacted ${many} since ${recent[0]}, and at most ${contacts} in ${days} days is allowed: not before ${shown(standing, opensAt)}`,
    opensAt,
  };
}

function outsideHours(standing: Standing): ContactLimit["whyNot"] {
  const { settings, creditor, clock } = standing;
  if (isContactHour(settings, creditor, clock)) return null;
  const today = hoursOn(contactHoursOf(settings), clock.today, rulesOf(creditor.country).calendar);
  const opens = today === null ? null : instantIn(creditor.timeZone, clock.today, today.from);
  const isBefore = opens !== null && clock.nowAt < opens;
  const opensAt = isBefore ? opens : nextHour(standing, addDays(clock.today, 1));
  const rule: { readonly rule?: RuleId } = creditor.country === "NO" ? { rule: "no.contact-hours" } : {};
  return {
    reason: `nobody is contacted at this hour: not before ${shown(standing, opensAt)}`,
    opensAt,
    ...rule,
  };
}

/** No run of days off is longer. */
const FARTHEST_DAYS = 60;

/** The first instant of contact hours from a day on; null where no weekday has any. */
function nextHour({ creditor, settings }: Standing, from: CalendarDate): string | null {
  const { calendar } = rulesOf(creditor.country);
  for (let ahead = 0; ahead <= FARTHEST_DAYS; ahead += 1) {
    const day = addDays(from, ahead);
    const hours = hoursOn(contactHoursOf(settings), day, calendar);
    if (hours !== null) return instantIn(creditor.timeZone, day, hours.from);
  }
  return null;
}

function midnight({ creditor }: Standing, day: CalendarDate): string {
  return instantIn(creditor.timeZone, day, "00:00");
}

function shown({ creditor }: Standing, instant: string | null): string {
  return instant === null ? "contact hours are set" : shownInstant(creditor.timeZone, instant);
}

export type NewContact = {
  readonly way: ContactWay;
  readonly direction: Direction;
  readonly outcome: Outcome;
  readonly note: string | undefined;
  readonly nextOn: string | undefined;
};

export type LogOutcome =
  | { readonly kind: "logged"; readonly no: number }
  | ({ readonly kind: "refused" } & WhyNot);

/** Longer ahead nobody plans to call back. */
const FARTHEST_NEXT_DAYS = 366;

/** Writes the contact on the claim's chain and in its log. A `GuardFailed` is worth another try. */
export async function logContact(
  tx: Tx,
  creditor: Creditor,
  { claimId, debtorId }: { readonly claimId: Uuid; readonly debtorId: Uuid },
  given: NewContact,
  actor: string,
  now: Date,
): Promise<LogOutcome> {
  const { creditorId } = creditor;
  const { file, clock } = await fileUnderLock(tx, creditor, debtorId, clockOf(creditor, now));
  const { today } = clock;
  const nextOn = given.nextOn === undefined ? null : date(given.nextOn);
  if (nextOn !== null && (nextOn <= today || nextOn > addDays(today, FARTHEST_NEXT_DAYS)))
    return no(`the next look is on a day after today, ${today}, and within a year, not on ${nextOn}`);
  const rows = emptyActRows();
  const draft = draftsOf(file, rows, { clock, actor }).get(claimId)!;
  if (given.direction === "to-debtor") {
    if (draft.state === "closed") return no("the claim is closed: the debtor is asked for nothing any more");
    const settings = await settingsOn(tx, creditorId, today);
    const standing = settings === undefined ? null : { creditor, settings, clock, claimId };
    const whyNot = standing === null ? null : whyNotNow(file, given.way, standing);
    if (whyNot !== null) return { kind: "refused", ...whyNot };
  }
  const { no: entryNo } = await tx.one<{ no: number }>(sql`
    select coalesce(max(entry_no), 0)::int + 1 as no from contact_entry
    where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid`);
  const of = derivedId(today, "contact", claimId, String(entryNo));
  // What is noted of a contact the debtor does not read.
  const text = given.note === undefined ? null : textOf(given.note, { of, claimId, debtorId: null, today });
  const { way, direction, outcome } = given;
  draft.event("contact", {
    ...{ entry: entryNo, way, direction, outcome },
    ...(nextOn === null ? {} : { next: nextOn }),
    ...(text === null ? {} : { text: text.row.textId, textHash: text.hash }),
  });
  rows.claims.push(draft.row());
  rows.files.push({ debtorId, version: file.version, nextLookOn: today });
  if (text !== null) rows.texts.push(text.row);
  await writeActs(tx, creditorId, rows, { clock, actor });
  // Whoever was to be called back has been: the next day stands with the newest contact.
  await tx.run(sql`
    update contact_entry set next_looked_at = ${clock.nowAt}::timestamptz
    where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid and next_on is not null
      and next_looked_at is null`);
  await tx.run(sql`
    insert into contact_entry (creditor_id, claim_id, entry_no, debtor_id, way, direction, outcome, happened_on,
      recorded_at, actor, text_id, next_on)
    values (${creditorId}::uuid, ${claimId}::uuid, ${entryNo}::int, ${debtorId}::uuid, ${way}, ${direction}, ${outcome},
      ${today}::date, ${clock.nowAt}::timestamptz, ${actor}, ${text?.row.textId ?? null}::uuid, ${nextOn}::date)`);
  await wake(tx, creditorId, "run");
  return { kind: "logged", no: entryNo };
}

function no(reason: string): Extract<LogOutcome, { kind: "refused" }> {
  return refused(reason) as Extract<LogOutcome, { kind: "refused" }>;
}
