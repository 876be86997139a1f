/** Turns judgements into rows: steps, documents, messages, postings and events, all with ids that follow from the facts. */
import {
  accountOn,
  type Because,
  type Decision,
  type FileEvent,
  type FileFacts,
  type Item,
  type Judgement,
  owed,
  type Posting,
  receivableOf,
  type StatementLine,
  type StoredEvent,
  takenEvent,
  WAIVED,
} from "@innfri/claims";
import {
  type CalendarDate,
  canonicalJson,
  derivedId,
  formatMinor,
  type Json,
  type Uuid,
} from "@innfri/kernel";
import type { LetterData } from "@innfri/letters";
import type { Clock } from "../clock.ts";
import type * as Row from "../store/rows.ts";
import { storedAmounts } from "./act-outcome.ts";
import { ClaimDraft, type Rows } from "./claim-draft.ts";
import { sendWindow } from "./contact-limits.ts";
import { type LetterContext, letterDataOf } from "./letter-of.ts";
import { factsOf, type LoadedFile } from "./load-files.ts";
import { reaches } from "./reach.ts";
import { disagreement } from "./second-mind.ts";
import { changesBetween, post, sumsOf } from "./settle-books.ts";
import { storedLetter } from "./stored-letter.ts";
import { agreeBySilence, ask, lapse } from "./write-approvals.ts";

export type WriteContext = LetterContext & {
  readonly clock: Clock;
  readonly actor: string;
  /** Collection lists that are on their way already: what is asked now goes on another. None where it is left out. */
  readonly sentLists?: ReadonlySet<Uuid>;
};

/** What a batch did, for the run's report. */
export type Done = {
  readonly kind: string;
  readonly step: string | null;
  readonly claims: number;
  /** Why a letter that was decided was not written: the second mind does not agree with it. */
  readonly refused?: { readonly debtorId: Uuid; readonly message: string };
};

/** Adds the rows of one file's judgement. */
export function writeJudgement(
  rows: Rows,
  context: WriteContext,
  file: LoadedFile,
  judgement: Judgement,
): Done[] {
  const drafts = new Map(
    file.claims.map((claim) => [claim.claimId as string, new ClaimDraft(claim, rows, context)]),
  );
  const eventsBefore = rows.events.length;
  const done: Done[] = [];
  const known = new KnownFacts(context, file);
  for (const decision of judgement.decisions) {
    switch (decision.kind) {
      case "take": {
        const letter = letterFor(context, file, decision);
        const refused =
          letter === null
            ? null
            : disagreement(context, file, known.facts(), {
                letter,
                covered: decision.claims,
                step: decision.step,
                channels: decision.channels,
              });
        if (refused === null) {
          take(rows, context, file, drafts, decision, letter);
          known.add(decision);
          done.push({ kind: "take", step: decision.step, claims: decision.claims.length });
          break;
        }
        for (const ref of decision.claims) {
          lapse(rows, file, drafts.get(ref)!);
          park(drafts.get(ref)!, refused);
        }
        const { debtorId } = file;
        const claims = decision.claims.length;
        done.push({ kind: "park", step: null, claims, refused: { debtorId, message: refused.text } });
        break;
      }
      case "ask":
        ask(rows, context, file, drafts, decision);
        done.push({ kind: "ask", step: decision.step, claims: decision.claims.length });
        break;
      case "close":
        lapse(rows, file, drafts.get(decision.claim)!);
        close(drafts.get(decision.claim)!, decision, context.clock.today);
        done.push({ kind: "close", step: null, claims: 1 });
        break;
      case "park":
        lapse(rows, file, drafts.get(decision.claim)!);
        park(drafts.get(decision.claim)!, decision.because);
        done.push({ kind: "park", step: null, claims: 1 });
        break;
      case "wait":
      case "held":
        break;
    }
  }
  if (file.events.some(({ kind }) => kind === "compensation"))
    setOffCompensation(rows.events.slice(eventsBefore), context, file, drafts, judgement);
  for (const draft of drafts.values()) if (draft.isChanged) rows.claims.push(draft.row());
  const waitsForFeed = judgement.decisions.some((one) => one.kind === "held" && one.by === "stale-data");
  const { debtorId, version } = file;
  rows.files.push({ debtorId, version, nextLookOn: judgement.nextLookOn, waitsForFeed });
  return done;
}

/** What was charged is set off against a late-payment compensation (INKF §§ 1-5, 2-6; IkostL 5 §). */
function setOffCompensation(
  events: readonly Row.EventRow[],
  { creditor, operator, clock }: WriteContext,
  file: LoadedFile,
  drafts: ReadonlyMap<string, ClaimDraft>,
  judgement: Judgement,
): void {
  const charges = judgement.decisions.flatMap((decision) =>
    decision.kind === "take" ? decision.charges : [],
  );
  if (charges.length === 0) return;
  const told = events
    .filter(({ kind }) => kind === "letter" || kind === "step")
    .map(
      ({ claimId, seq, kind, happenedOn, dataJson }): StoredEvent => ({
        claim: claimId,
        seq,
        kind,
        on: happenedOn,
        data: JSON.parse(dataJson),
      }),
    );
  const context = { country: creditor.country, operator: operator.kind };
  const sums = (more: readonly StoredEvent[]) => {
    const facts = factsOf({ ...file, events: [...file.events, ...more] }, context);
    return facts === null
      ? { items: [], refundMinor: 0n }
      : sumsOf(accountOn(facts, clock.today), clock.today);
  };
  for (const change of changesBetween(sums([]), sums(told))) {
    const { claim, item } = change;
    if (item === "principal" || item === "interest") continue;
    const posted = charges
      .filter((charge) => charge.claim === claim && charge.item === item)
      .reduce((sum, { minor }) => sum + minor, 0n);
    const rest = { claim, item, owed: change.owed - posted, open: change.open - posted };
    if (rest.owed !== 0n || rest.open !== 0n) post(drafts.get(claim)!, rest, { setOff: "compensation" });
  }
}

type Take = Decision & { kind: "take" };

function take(
  rows: Rows,
  context: WriteContext,
  file: LoadedFile,
  drafts: ReadonlyMap<string, ClaimDraft>,
  decision: Take,
  data: LetterData | null,
): void {
  const lead = drafts.get(decision.claims[0]!)!;
  const sent = data === null ? null : writeLetter(rows, context, file, lead, data);
  // A corrected demand is of the case that there is.
  const opensCase = decision.step === "demand" && decision.corrects.length === 0;
  const caseId = opensCase ? openCase(rows, context, file, lead) : null;
  for (const ref of decision.claims) {
    const draft = drafts.get(ref)!;
    agreeBySilence(rows, file, draft, decision);
    const charges = decision.charges.filter(({ claim }) => claim === ref);
    const entry = accrue(draft, decision.statement.lines, charges, sent?.documentId ?? null);
    draft.stepCount += 1;
    if (caseId !== null) draft.caseId = caseId;
    const posted = storedAmounts(charges);
    const corrected = decision.corrects.find(({ claim }) => claim === ref);
    const choice = file.proposals.get(ref)?.choice;
    draft.event(
      decision.letter === null ? "step" : "letter",
      decision.letter === null
        ? {
            step: decision.step,
            ordinal: draft.stepCount,
            charges: posted,
            entry,
            ...(choice == null ? {} : { choice }),
          }
        : {
            letter: decision.letter,
            ordinal: draft.stepCount,
            document: sent!.documentId,
            documentHash: sent!.hash.toString("hex"),
            payBy: decision.payBy!,
            fee: charges.length === 0 ? "none" : "standard",
            ...(decision.postedOn === null ? {} : { postedOn: decision.postedOn }),
            ...(corrected === undefined ? {} : { corrects: corrected.on }),
            charges: posted,
            total: formatMinor(decision.asks.totalMinor),
            entry,
          },
    );
    rows.steps.push({
      claimId: draft.before.claimId,
      ordinal: draft.stepCount,
      kind: decision.step as Row.StepRow["kind"],
      takenOn: context.clock.today,
      deadlineOn: decision.payBy,
      documentId: sent?.documentId ?? null,
      caseId: draft.caseId,
      becauseJson: canonicalJson(decision.because),
    });
  }
}

/** Brings the books up to what the statement says is owed: new charges, and the interest since it was last posted. */
function accrue(
  draft: ClaimDraft,
  lines: readonly StatementLine[],
  charges: Take["charges"],
  document: string | null,
): number | null {
  const interest = sumOf(draft, lines, ["interest"]);
  const postings = [
    ...owed("interest", interest - draft.openInterestMinor),
    ...charges.flatMap(({ item, minor }) => owed(item, minor)),
  ];
  draft.openInterestMinor = interest;
  draft.openCostsMinor += charges.reduce((sum, { minor }) => sum + minor, 0n);
  return draft.post(
    charges.length === 0 ? "interest" : "charge",
    postings,
    document === null ? {} : { document },
  );
}

function sumOf(draft: ClaimDraft, lines: readonly StatementLine[], items: readonly Item[]): bigint {
  return lines
    .filter(({ claim, item }) => claim === draft.before.claimId && items.includes(item))
    .reduce((sum, { minor }) => sum + minor, 0n);
}

/** What the letter of a step says; null for a step without one. */
function letterFor(context: WriteContext, file: LoadedFile, decision: Take): LetterData | null {
  const { letter, payBy } = decision;
  if (letter === null || payBy === null) return null;
  return letterDataOf(context, file, { ...decision, payBy }, channelOf(file, decision));
}

/** The facts before each letter of a judgement: those of the file, and what was taken before it the same day. */
class KnownFacts {
  readonly #context: WriteContext;
  readonly #file: LoadedFile;
  readonly #taken: FileEvent[] = [];

  constructor(context: WriteContext, file: LoadedFile) {
    this.#context = context;
    this.#file = file;
  }

  facts(): FileFacts {
    const { creditor, operator } = this.#context;
    const facts = factsOf(this.#file, { country: creditor.country, operator: operator.kind });
    if (facts === null) throw new Error("a letter was decided for a debtor whose kind is not known");
    return { ...facts, events: [...facts.events, ...this.#taken] };
  }

  add(decision: Take): void {
    const event = takenEvent(decision, this.#context.clock.today);
    if (event !== null) this.#taken.push(event);
  }
}

function writeLetter(
  rows: Rows,
  context: WriteContext,
  file: LoadedFile,
  lead: ClaimDraft,
  data: LetterData,
): { readonly documentId: Uuid; readonly hash: Buffer } {
  const channel = data.channel as "email" | "post";
  const { dataJson, derivationsJson, hash, parts } = storedLetter(data);
  for (const part of parts) if (!rows.documentParts.includes(part)) rows.documentParts.push(part);
  const { today } = context.clock;
  const ordinal = String(lead.before.stepCount + 1);
  const documentId = derivedId(today, "document", context.creditor.creditorId, lead.before.claimId, ordinal);
  rows.documents.push({
    documentId,
    debtorId: file.debtorId,
    kind: data.kind.slice(3) as Row.DocumentRow["kind"],
    template: `${data.kind}/1`,
    language: data.language,
    datedOn: today,
    dataJson,
    derivationsJson,
    hash,
  });
  rows.messages.push({
    messageId: derivedId(today, "message", documentId, channel),
    documentId,
    debtorId: file.debtorId,
    contactId: file.contact!.contactId,
    channel,
    state: "queued",
    ...sendWindow(context.settings, context.creditor, context.clock, channel),
  });
  return { documentId, hash };
}

/** The first of the step's channels that reaches this debtor. */
export function channelOf(file: LoadedFile, decision: Take): "email" | "post" {
  const found = decision.channels.find((channel) => reaches(file, channel));
  if (found === undefined) throw new Error("a letter was decided for a debtor that no channel reaches");
  return found;
}

function openCase(rows: Rows, context: WriteContext, file: LoadedFile, lead: ClaimDraft): Uuid {
  const { creditor, clock } = context;
  // The ordinal tells a demand from one of the same day that was taken back.
  const ordinal = String(lead.stepCount + 1);
  const caseId = derivedId(clock.today, "case", creditor.creditorId, lead.before.claimId, ordinal);
  rows.cases.push({ caseId, debtorId: file.debtorId, openedOn: clock.today });
  return caseId;
}

function park(draft: ClaimDraft, { rule, text, signOffs }: Because): void {
  draft.state = "parked";
  draft.event("parked", { rule, text, ...(signOffs === undefined ? {} : { signOffs }) });
}

/** Ends a claim that is paid, waived or withdrawn: the books then say that nothing is owed. */
export function close(
  draft: ClaimDraft,
  ending: {
    readonly reason: "paid" | "waived" | "withdrawn" | "no-response";
    readonly lines: readonly StatementLine[];
    readonly because: { readonly rule: string; readonly text: string };
    /** What else the chain says of it. */
    readonly told?: Readonly<Record<string, Json>>;
  },
  today: CalendarDate,
): void {
  if (ending.reason !== "paid") {
    const own = ending.lines.filter(({ claim }) => claim === draft.before.claimId);
    const interest = sumOf(draft, ending.lines, ["interest"]);
    draft.post("interest", owed("interest", interest - draft.openInterestMinor), {}, today);
    const total = own.reduce((sum, { minor }) => sum + minor, 0n);
    // Of a claim that the debtor was right about nothing is left to waive.
    const postings: Posting[] =
      total === 0n
        ? []
        : [
            { account: WAIVED, minor: total },
            ...itemTotals(own).map(([item, minor]) => ({ account: receivableOf(item), minor: -minor })),
          ];
    const entry = draft.post("waiver", postings, { rule: ending.because.rule }, today);
    draft.event(
      "waiver",
      { amount: formatMinor(total), rule: ending.because.rule, text: ending.because.text, entry },
      today,
    );
  }
  draft.openPrincipalMinor = 0n;
  draft.openInterestMinor = 0n;
  draft.openCostsMinor = 0n;
  draft.state = "closed";
  draft.closedOn = today;
  draft.event("closed", { reason: ending.reason, ...ending.told }, today);
}

function itemTotals(lines: readonly StatementLine[]): [Item, bigint][] {
  const totals = new Map<Item, bigint>();
  for (const { item, minor } of lines) totals.set(item, (totals.get(item) ?? 0n) + minor);
  return [...totals].filter(([, minor]) => minor !== 0n);
}
