/** Files as the core wants them: everything a decision may depend on, read set-wise for many debtors at once. */
import {
  type Channel,
  type ClaimFacts,
  type DebtorKind,
  type DecisionFile,
  defaultLegalSettings,
  type FileFacts,
  fileEventsOf,
  type LegalSettings,
  legalKindOf,
  lettersTakenBack,
  type OpenHold,
  type OperatorKind,
  progressOf,
  type StoredEvent,
} from "@innfri/claims";
import type { CalendarDate, Currency, Uuid } from "@innfri/kernel";
import { lawInForce } from "@innfri/law";
import { sql, type Tx } from "../store/index.ts";
import type { ClaimStage } from "../store/kinds.ts";
import type { LockedFile } from "../store/page.ts";
import { contactedByHand, writtenOfObjections } from "./logged-contacts.ts";
import { type ProposalState, proposalOf } from "./proposal-of.ts";
import { reachedBy } from "./reach.ts";

/** Of what an invoice's row keeps, what the engine reads: the source's words and the terms its creditor had stated. */
export type InvoiceData = {
  readonly number: string;
  readonly issuedOn: CalendarDate;
  readonly dueOn: CalendarDate;
  readonly description: string | null;
  readonly department: string | null;
  readonly terms: {
    readonly dueDateAgreed: boolean;
    readonly agreedRateBasisPoints: number | null;
    readonly reminderFeeAgreed: boolean;
    readonly vatDeducted: boolean;
    readonly consumerCredit: boolean;
    /** How its creditor read the law when it came in, where that is not as the sheets do. */
    readonly dayCount?: LegalSettings["dayCount"];
    readonly firstInterestDay?: LegalSettings["firstInterestDay"];
    readonly allocation?: LegalSettings["allocation"];
  };
};

/** Who a debtor is and how a letter reaches it: of its contact, what the engine and the outbox read. */
export type ContactData = {
  readonly name: string;
  /** Street and town, as an envelope has them. */
  readonly addressLines: readonly string[];
  readonly country: string;
  readonly email: string | null;
  readonly phone: string | null;
  readonly organisationNumber: string | null;
};

export type LoadedClaim = {
  readonly claimId: Uuid;
  readonly debtorId: Uuid;
  readonly currency: Currency;
  readonly principalMinor: bigint;
  readonly dueOn: CalendarDate;
  readonly reference: string;
  readonly invoice: InvoiceData;
  readonly openPrincipalMinor: bigint;
  readonly openInterestMinor: bigint;
  readonly openCostsMinor: bigint;
  readonly headSeq: number;
  readonly headHash: Uint8Array;
  readonly stepCount: number;
  readonly entryCount: number;
  readonly state: "open" | "parked" | "closed";
  readonly stage: ClaimStage;
  /** Its chain, save of a claim that was only registered. */
  readonly history?: readonly StoredEvent[];
  readonly closedOn: CalendarDate | null;
  readonly caseId: Uuid | null;
};

export type LoadedFile = {
  readonly debtorId: Uuid;
  readonly version: number;
  readonly nextLookOn: CalendarDate | null;
  readonly customerNumber: string;
  readonly kind: DebtorKind | null;
  /** Null when the debtor's contact has been blanked or was never given. */
  readonly contact: {
    readonly contactId: Uuid;
    /** Without the addresses by which it was not reached. */
    readonly data: ContactData;
    readonly unreached: readonly ("email" | "post")[];
  } | null;
  /** The channel that was agreed with the debtor for reminders and what follows; null for none. */
  readonly prefers: Channel | null;
  /** Open and parked claims, and closed ones when they were asked for. */
  readonly claims: readonly LoadedClaim[];
  readonly events: readonly StoredEvent[];
  readonly holds: readonly (OpenHold & { readonly holdId: Uuid })[];
  /** The newest proposal of each claim that has one. */
  readonly proposals: ReadonlyMap<string, ProposalState>;
};

type ContactRow = {
  readonly debtorId: Uuid;
  readonly contactId: Uuid;
  readonly data: ContactData | null;
  readonly unreached: readonly ("email" | "post")[];
  readonly prefers: Channel | null;
};
type HoldRow = OpenHold & { readonly debtorId: Uuid; readonly holdId: Uuid };

/** Loads these locked files with their claims, contacts, holds and events. */
export async function loadFiles(
  tx: Tx,
  creditorId: Uuid,
  locked: readonly LockedFile[],
  options: { readonly withClosed: boolean } = { withClosed: false },
): Promise<LoadedFile[]> {
  const debtorIds = locked.map(({ debtorId }) => debtorId);
  const [claims, contacts, holds] = await Promise.all([
    // Each debtor's rows by their keys, one after the other: after a large import the planner has no statistics yet,
    // and left to choose it walks every invoice of the creditor for each batch (600 ms instead of 20 for a thousand).
    tx.many<LoadedClaim>(sql`
      select c.claim_id as "claimId", c.debtor_id as "debtorId", c.currency, c.principal_minor as "principalMinor",
        c.due_on as "dueOn", c.reference, i.data as invoice, n.open_principal_minor as "openPrincipalMinor",
        n.open_interest_minor as "openInterestMinor", n.open_costs_minor as "openCostsMinor",
        n.head_seq as "headSeq", n.head_hash as "headHash", n.step_count as "stepCount",
        n.entry_count as "entryCount", n.state, n.stage, n.closed_on as "closedOn", n.case_id as "caseId"
      from unnest(${debtorIds}::uuid[]) d(debtor_id)
      cross join lateral (select * from claim
        where creditor_id = ${creditorId}::uuid and debtor_id = d.debtor_id offset 0) c
      cross join lateral (select * from claim_now
        where creditor_id = ${creditorId}::uuid and claim_id = c.claim_id offset 0) n
      cross join lateral (select data from invoice
        where creditor_id = ${creditorId}::uuid and invoice_id = c.invoice_id and version_no = 1 offset 0) i
      where n.state <> 'closed' or ${options.withClosed}::boolean
      order by c.due_on, c.claim_id`),
    tx.many<ContactRow>(sql`
      select d.debtor_id as "debtorId", k.contact_id as "contactId", k.data,
        array(select u.channel
          from (select channel, contact_id from unreached
            where creditor_id = ${creditorId}::uuid and debtor_id = d.debtor_id offset 0) u
          cross join lateral (select data from contact
            where creditor_id = ${creditorId}::uuid and contact_id = u.contact_id offset 0) c
          where case u.channel when 'email' then c.data -> 'email' = k.data -> 'email'
              when 'post' then c.data -> 'addressLines' = k.data -> 'addressLines' end) as unreached,
        (select reminders from contact_preference
          where creditor_id = ${creditorId}::uuid and debtor_id = d.debtor_id
          order by preference_no desc limit 1) as prefers
      from unnest(${debtorIds}::uuid[]) d(debtor_id)
      cross join lateral (select contact_id, data from contact
        where creditor_id = ${creditorId}::uuid and debtor_id = d.debtor_id
        order by valid_from_on desc, contact_id desc limit 1) k`),
    tx.many<HoldRow>(sql`
      select debtor_id as "debtorId", hold_id as "holdId", claim_id as claim, kind, from_on as "fromOn",
        until_on as "untilOn"
      from hold where creditor_id = ${creditorId}::uuid and debtor_id = any(${debtorIds}::uuid[])
        and ended_on is null
      order by from_on, hold_id`),
  ]);
  // A claim that was only registered has nothing in its chain that its own row does not say.
  const withHistory = claims.filter(({ headSeq }) => headSeq > 1).map(({ claimId }) => claimId);
  const events = withHistory.length === 0 ? [] : await eventsOf(tx, creditorId, withHistory);
  const eventsByClaim = Map.groupBy(events, ({ claim }) => claim);
  const told = claims.map((claim): LoadedClaim => {
    const history = eventsByClaim.get(claim.claimId);
    return history === undefined ? claim : { ...claim, history };
  });
  const claimsByDebtor = Map.groupBy(told, ({ debtorId }) => debtorId);
  const contactOf = new Map(contacts.map((contact) => [contact.debtorId, contact]));
  const holdsByDebtor = Map.groupBy(holds, ({ debtorId }) => debtorId);
  return locked.map((file): LoadedFile => {
    const own = claimsByDebtor.get(file.debtorId) ?? [];
    const contact = contactOf.get(file.debtorId);
    const ownEvents = own.flatMap(({ claimId }) => eventsByClaim.get(claimId) ?? []);
    return {
      debtorId: file.debtorId,
      version: file.version,
      nextLookOn: file.nextLookOn,
      customerNumber: file.customerNumber,
      kind: file.kind,
      contact: contact?.data ? reachable({ ...contact, data: contact.data }) : null,
      prefers: contact?.prefers ?? null,
      claims: own,
      events: ownEvents,
      holds: holdsByDebtor.get(file.debtorId) ?? [],
      proposals: new Map(
        own.flatMap(({ claimId }) => {
          const proposal = proposalOf(eventsByClaim.get(claimId) ?? []);
          return proposal === null ? [] : [[claimId, proposal]];
        }),
      ),
    };
  });
}

function reachable({
  contactId,
  data,
  unreached,
}: ContactRow & { readonly data: ContactData }): NonNullable<LoadedFile["contact"]> {
  if (unreached.length === 0) return { contactId, data, unreached };
  return {
    contactId,
    data: {
      ...data,
      email: unreached.includes("email") ? null : data.email,
      addressLines: unreached.includes("post") ? [] : data.addressLines,
    },
    unreached,
  };
}

function eventsOf(tx: Tx, creditorId: Uuid, claimIds: readonly Uuid[]): Promise<StoredEvent[]> {
  return tx.many<StoredEvent>(sql`
    select e.claim_id as claim, e.seq, e.kind, e.happened_on as on, e.data
    from unnest(${claimIds}::uuid[]) c(claim_id)
    cross join lateral (select claim_id, seq, kind, happened_on, data from event
      where creditor_id = ${creditorId}::uuid and claim_id = c.claim_id offset 0) e
    order by e.claim_id, e.seq`);
}

/** What the operator and the creditor's country add to a file's facts. */
export type FactsContext = { readonly country: "NO" | "SE"; readonly operator: OperatorKind };

/**
 * The facts of a loaded file, for judging it and for allocating money to it. Null when the kind of the debtor is not
 * known: then nothing can be computed. `claims` limits the facts to some of the file's claims.
 */
export function factsOf(
  file: LoadedFile,
  context: FactsContext,
  claims: readonly LoadedClaim[] = file.claims,
): FileFacts | null {
  const first = claims[0];
  if (file.kind === null || first === undefined) return null;
  const refs = new Set<string>(claims.map(({ claimId }) => claimId));
  return {
    country: context.country,
    currency: first.currency,
    operator: context.operator,
    vatDeductible: first.invoice.terms.vatDeducted,
    debtorKind: legalKindOf(file.kind),
    settings: {
      ...defaultLegalSettings(context.country),
      allocation: allocationOf(file),
      residualLimitMinor: 0n,
      newActFrom: context.country === "NO" ? lawInForce().newActFrom : null,
    },
    claims: claims.map((claim) => claimFactsOf(claim, context.country)),
    events: fileEventsOf(file.events.filter(({ claim }) => refs.has(claim))),
  };
}

/** One order for the money of a file: the debtor's better one where its claims came in under both. */
function allocationOf({ claims }: LoadedFile): LegalSettings["allocation"] {
  const isLenient = claims.some(({ invoice }) => invoice.terms.allocation === "principal-first");
  return isLenient ? "principal-first" : "costs-first";
}

function interestReadingsOf({ dayCount, firstInterestDay }: InvoiceData["terms"]): Partial<ClaimFacts> {
  if (dayCount === undefined && firstInterestDay === undefined) return {};
  const readings = {
    ...(dayCount === undefined ? {} : { dayCount }),
    ...(firstInterestDay === undefined ? {} : { firstInterestDay }),
  };
  return { interestReadings: readings };
}

/** What never changes about a claim, as the core wants it. */
export function claimFactsOf(claim: LoadedClaim, country: "NO" | "SE"): ClaimFacts {
  const { issuedOn, terms } = claim.invoice;
  return {
    ref: claim.claimId,
    principalMinor: claim.principalMinor,
    issuedOn,
    dueOn: terms.dueDateAgreed ? claim.dueOn : null,
    // In Sweden the invoice is the demand that starts the thirty days (räntelagen 4 §). The Norwegian sheet does not
    // say that an invoice is, so there nothing is known and the claim waits for a person.
    demandedOn: terms.dueDateAgreed || country === "NO" ? null : issuedOn,
    type: terms.consumerCredit ? "consumer-credit" : "sale",
    interestStated: false,
    interestBeforeDueMinor: 0n,
    agreedRateBasisPoints: terms.agreedRateBasisPoints,
    reminderFeeAgreed: terms.reminderFeeAgreed,
    ...(claim.state === "closed" ? { closed: true } : {}),
    ...interestReadingsOf(terms),
  };
}

/**
 * The file as `decide` wants it: questions about its open claims, and the facts of all of them, since what a closed or
 * parked claim has cost its case counts against the caps of the rest. Null when no claim is open.
 */
export function decisionFileOf(file: LoadedFile, context: FactsContext): DecisionFile | null {
  const open = file.claims.filter(({ state }) => state === "open");
  if (open.length === 0) return null;
  // Without a kind the facts are never read: the file is parked before.
  const facts = factsOf({ ...file, kind: file.kind ?? "person" }, context);
  if (facts === null) return null;
  const progress = progressOf(file.events);
  return {
    facts,
    debtorKind: file.kind,
    holds: file.holds,
    reachedBy: reachedBy(file),
    contactedOn: [
      ...lettersTakenBack(file.events),
      ...contactedByHand(file.events),
      ...writtenOfObjections(file.events),
    ],
    claims: open.map((claim) => {
      const done = progress.get(claim.claimId);
      return {
        ref: claim.claimId,
        invoiceNumber: claim.invoice.number,
        taken: done?.taken ?? [],
        proposal: file.proposals.get(claim.claimId) ?? null,
        lastLetterTotalMinor: done?.lastLetterTotalMinor ?? null,
        paidSinceLetterInTimeMinor: done?.paidSinceLetterInTimeMinor ?? 0n,
        isParked: false,
      };
    }),
  };
}
