/**
 * What a run would do on a day, with the facts as they are now: the same judgement, and nothing is written. Every open
 * claim is in it, also those that are left alone, with the reason (B5).
 */
import {
  afterDecision,
  type Because,
  type CreditorRules,
  type Decision,
  type StatementLine,
  unconfirmedFor,
} from "@innfri/claims";
import type { CalendarDate, Currency, Uuid } from "@innfri/kernel";
import type { SignOffItem } from "@innfri/law";
import { clockOf, clockOnDay } from "../clock.ts";
import { type MissingRule, missingRules, rulesCache } from "../engine/creditor-settings.ts";
import { type Creditor, settingsOn } from "../engine/creditors.ts";
import { type JudgeContext, judgeAsked, MOST_LOOKS_PER_DAY } from "../engine/judge-file.ts";
import { decisionFileOf, type LoadedClaim, type LoadedFile } from "../engine/load-files.ts";
import { momentOf } from "../engine/moment.ts";
import { BEFORE_ALL, filePages, readFilesAfter } from "../engine/read-files.ts";
import { unconfirmedLaw } from "../engine/sign-offs.ts";
import { closingInstant } from "../engine/write-approvals.ts";
import type { Installation, Operator } from "../installation.ts";
import { sql, type Tx, withCreditor } from "../store/index.ts";

export type PreviewedClaim = { readonly claimId: Uuid; readonly invoiceNumber: string };

type About = {
  readonly customerNumber: string;
  readonly name: string | null;
  readonly currency: Currency;
  readonly claims: readonly PreviewedClaim[];
  readonly because: { readonly rule: string; readonly text: string };
};

export type PreviewEntry = About &
  (
    | {
        readonly kind: "take";
        readonly step: string;
        readonly letter: string | null;
        readonly payBy: CalendarDate | null;
        readonly addsMinor: bigint;
        readonly lines: readonly StatementLine[];
        readonly totalMinor: bigint;
        /** What the step rests on and nobody has confirmed: a real company would wait with it (D11). */
        readonly unconfirmed: readonly string[];
      }
    | { readonly kind: "ask"; readonly step: string; readonly closesAt: string | null }
    | { readonly kind: "close"; readonly reason: "paid" | "waived"; readonly waivedMinor: bigint }
    | { readonly kind: "park" }
    | { readonly kind: "wait"; readonly until: CalendarDate | null; readonly next: string | null }
    | { readonly kind: "held"; readonly by: string; readonly until: CalendarDate | null }
    /** Waits for a person already, since an earlier day. */
    | { readonly kind: "parked" }
  );

export type Preview =
  | { readonly kind: "not-ready"; readonly missing: readonly MissingRule[] }
  /** The day lies before the creditor's today. */
  | { readonly kind: "past"; readonly today: CalendarDate }
  | {
      readonly kind: "preview";
      readonly today: CalendarDate;
      /** Customer by customer; read in pages while it is walked. */
      readonly entries: AsyncIterable<PreviewEntry>;
    };

export type PreviewOptions = {
  readonly pageSize?: number;
  readonly onPage?: (files: number) => void;
  /** Only so many customers, from after one; all of them when left out. */
  readonly only?: { readonly after: Uuid | null; readonly limit: number };
};

export async function previewDay(
  installation: Pick<Installation, "pool"> & { readonly operator: Operator },
  creditor: Creditor,
  on: CalendarDate,
  now: Date,
  options: PreviewOptions = {},
): Promise<Preview> {
  const clock = clockOf(creditor, now);
  if (on < clock.today) return { kind: "past", today: clock.today };
  const { settings, open, moment } = await withCreditor(
    installation.pool,
    creditor.creditorId,
    async (tx) => {
      const settings = await settingsOn(tx, creditor.creditorId, on);
      const open = await unconfirmedLaw(tx, creditor.country);
      return { settings, open, moment: await momentOf(tx, creditor, settings ?? {}, clock) };
    },
  );
  const missing = settings === undefined ? [] : missingRules(settings, creditor.country);
  if (settings === undefined || missing.length > 0) return { kind: "not-ready", missing };
  const rulesOf = rulesCache(settings, creditor.isSandbox ? [] : open, moment);
  const context = { creditor, operator: installation.operator, clock: clockOnDay(clock, on) };
  const { pool } = installation;
  const { creditorId } = creditor;
  const { only } = options;
  async function* entries(): AsyncGenerator<PreviewEntry> {
    const pages =
      only === undefined
        ? filePages(pool, creditorId, options.pageSize ?? 1000)
        : [
            await withCreditor(pool, creditorId, (tx) =>
              readFilesAfter(tx, creditorId, only.after ?? BEFORE_ALL, only.limit),
            ),
          ];
    for await (const files of pages) {
      for (const file of files) {
        for (const decision of decisionsOn(file, context, rulesOf(file.customerNumber)))
          yield entryOf(file, decision, creditor, open);
        for (const claim of file.claims) if (claim.state === "parked") yield parkedEntry(file, claim);
      }
      options.onPage?.(files.length);
    }
  }
  return { kind: "preview", today: clock.today, entries: entries() };
}

/** The last customer of a page, where another comes after it; null on the last page. */
export async function endOfPage(
  tx: Tx,
  creditorId: Uuid,
  { after, limit }: NonNullable<PreviewOptions["only"]>,
): Promise<Uuid | null> {
  const rows = await tx.many<{ debtorId: Uuid }>(sql`
    select debtor_id as "debtorId" from file
    where creditor_id = ${creditorId}::uuid and debtor_id > ${after ?? BEFORE_ALL}::uuid
    order by debtor_id offset ${limit - 1}::int limit 2`);
  return rows.length === 2 ? rows[0]!.debtorId : null;
}

/** A step can make the next one due on the same day: a run then looks again, and so does this. */
function decisionsOn(file: LoadedFile, context: JudgeContext, rules: CreditorRules): Decision[] {
  const { creditor, operator, clock } = context;
  const done: Decision[] = [];
  let state = decisionFileOf(file, { country: creditor.country, operator: operator.kind });
  for (let look = 0; state !== null && look < MOST_LOOKS_PER_DAY; look += 1) {
    const { decisions, nextLookOn } = judgeAsked(state, file, context, rules);
    done.push(...decisions);
    if (nextLookOn === null || nextLookOn > clock.today) break;
    for (const decision of decisions)
      if (decision.kind !== "wait" && decision.kind !== "held")
        state = afterDecision(state, decision, clock.today);
  }
  const acted = new Set(done.flatMap((decision) => ("claims" in decision ? decision.claims : [])));
  const last = new Map(
    done.flatMap((decision) => ("claims" in decision ? [] : [[decision.claim, decision]])),
  );
  return done.filter((one) => "claims" in one || (!acted.has(one.claim) && last.get(one.claim) === one));
}

function entryOf(
  file: LoadedFile,
  decision: Decision,
  creditor: Creditor,
  open: readonly SignOffItem[],
): PreviewEntry {
  const refs = "claims" in decision ? decision.claims : [decision.claim];
  const about = aboutOf(file, refs, decision.because);
  switch (decision.kind) {
    case "take": {
      const { step, letter, payBy, charges, asks: statement } = decision;
      const addsMinor = charges.reduce((sum, { minor }) => sum + minor, 0n);
      const { lines, totalMinor } = statement;
      const unconfirmed = unconfirmedFor(open, step).map(({ id }) => id);
      return { ...about, kind: "take", step, letter, payBy, addsMinor, lines, totalMinor, unconfirmed };
    }
    case "ask": {
      const closesAt = closingInstant(creditor.timeZone, decision);
      return { ...about, kind: "ask", step: decision.step, closesAt };
    }
    case "close":
      return { ...about, kind: "close", reason: decision.reason, waivedMinor: decision.waivedMinor };
    case "park":
      return { ...about, kind: "park" };
    case "wait":
      return { ...about, kind: "wait", until: decision.until, next: decision.next };
    case "held":
      return { ...about, kind: "held", by: decision.by, until: decision.until };
  }
}

function parkedEntry(file: LoadedFile, claim: LoadedClaim): PreviewEntry {
  const parked = file.events.findLast((event) => event.claim === claim.claimId && event.kind === "parked");
  const { rule, text } = (parked?.data ?? {}) as { readonly rule?: string; readonly text?: string };
  const because = { rule: rule ?? "debtor.kind", text: text ?? "waits for a person" };
  return { ...aboutOf(file, [claim.claimId], because), kind: "parked" };
}

function aboutOf(file: LoadedFile, refs: readonly string[], because: Because | About["because"]): About {
  const claims = file.claims.filter(({ claimId }) => refs.includes(claimId));
  return {
    customerNumber: file.customerNumber,
    name: file.contact?.data.name ?? null,
    currency: claims[0]!.currency,
    claims: claims.map(({ claimId, invoice }) => ({ claimId, invoiceNumber: invoice.number })),
    because,
  };
}
