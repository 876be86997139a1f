/** Facts that people record of a claim: on its chain, with what they change in the books of its file. */
import { type Account, accountOn, type FileFacts, type StoredEvent } from "@innfri/claims";
import { type CalendarDate, canonicalJson, type Json } from "@innfri/kernel";
import type { EventKind } from "../store/kinds.ts";
import type { ClaimDraft } from "./claim-draft.ts";
import { type FactsContext, factsOf, type LoadedClaim, type LoadedFile } from "./load-files.ts";
import { settleBooks, sumsOf } from "./settle-books.ts";

export type FileRecord = {
  readonly file: LoadedFile;
  readonly context: FactsContext;
  /** Of every claim of the file. */
  readonly drafts: ReadonlyMap<string, ClaimDraft>;
  readonly today: CalendarDate;
};

/** A fact for one chain. */
export type NewFact = {
  readonly draft: ClaimDraft;
  readonly kind: EventKind;
  readonly data: Json;
  /** Today when left out. */
  readonly on?: CalendarDate;
};

/**
 * The facts of the claims that count together with one: what is closed is settled, and of another currency is apart.
 * `known` decides which claims count.
 */
export function recordedFacts(
  { file, context, drafts }: FileRecord,
  of: LoadedClaim,
  more: readonly StoredEvent[] = [],
  known: readonly StoredEvent[] = more,
): FileFacts {
  const { claims: all, events } = file;
  const isClosed = ({ claimId }: LoadedClaim) => drafts.get(claimId)?.state === "closed";
  const claims = countedClaims({ claims: all, events: [...events, ...known] }, isClosed)
    .filter(({ currency }) => currency === of.currency)
    .map((claim) => asIs(claim, isClosed(claim)));
  // What a debtor is decides what may be charged: while that is not known nothing has been.
  const told = { ...file, kind: file.kind ?? "person", events: [...events, ...more] } as const;
  const facts = factsOf(told, context, claims);
  if (facts === null) throw new RangeError(`claim ${of.claimId} is not among those that count`);
  return facts;
}

/** A claim as it stands by now: the one that was read can have been closed or opened since. */
export function asIs(claim: LoadedClaim, isClosed: boolean): LoadedClaim {
  if (isClosed === (claim.state === "closed")) return claim;
  return { ...claim, state: isClosed ? "closed" : "open" };
}

/** A late-payment compensation is one amount for the file, so claims that are closed count with the open ones. */
export function countedClaims<C extends LoadedClaim>(
  file: { readonly claims: readonly C[]; readonly events: readonly StoredEvent[] },
  isClosed: (claim: C) => boolean,
): readonly C[] {
  if (file.events.some(({ kind }) => kind === "compensation")) return file.claims;
  return file.claims.filter((claim) => !isClosed(claim));
}

export function accountBefore(record: FileRecord, of: LoadedClaim): Account {
  return accountOn(recordedFacts(record, of), record.today);
}

/** Writes the facts on their chains and brings the books of the file to what they make of it. */
export function recordFacts(
  record: FileRecord,
  named: ClaimDraft,
  facts: readonly NewFact[],
  source: Json,
): void {
  const { drafts, today } = record;
  const stored = facts.map(({ draft, kind, data, on = today }): StoredEvent => {
    draft.event(kind, data, on);
    return { claim: draft.before.claimId, seq: draft.headSeq, kind, on, data: plain(data) };
  });
  // The first compensation makes the claims that are closed count: then they do before it, too.
  const before = sumsOf(accountOn(recordedFacts(record, named.before, [], stored), today), today);
  const after = sumsOf(accountOn(recordedFacts(record, named.before, stored), today), today);
  settleBooks(drafts, before, after, named, source);
}

/** As it will be read again. */
function plain(data: Json): StoredEvent["data"] {
  return JSON.parse(canonicalJson(data)) as StoredEvent["data"];
}
