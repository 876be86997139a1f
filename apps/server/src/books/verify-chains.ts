/** Walks every claim's chain from its first link: each event must hash to what it says, and none may be missing. */
import { type CalendarDate, canonicalJson, type Json, type Uuid } from "@innfri/kernel";
import { chainRoot, linkHash } from "../engine/chain.ts";
import { sql, type Tx } from "../store/index.ts";
import { fetched } from "./cursor.ts";
import type { Report } from "./finding.ts";
import type { Scope } from "./scope.ts";

type ClaimRow = {
  readonly claimId: Uuid;
  readonly principalMinor: bigint;
  readonly currency: string;
  readonly dueOn: CalendarDate;
  readonly reference: string;
  readonly invoiceHash: Buffer | null;
  readonly headSeq: number | null;
  readonly headHash: Buffer | null;
};

type EventRow = {
  readonly claimId: Uuid;
  readonly seq: number;
  readonly kind: string;
  readonly happenedOn: CalendarDate;
  readonly recordedAt: string;
  readonly actor: string;
  readonly data: Json;
  readonly hash: Buffer;
};

export type Walked = { readonly claims: number; readonly events: number };

/** Reads claims and events side by side, both by claim, in flat memory. */
export async function verifyChains(tx: Tx, creditorId: Uuid, scope: Scope, report: Report): Promise<Walked> {
  await declareCursors(tx, creditorId, scope?.claimIds ?? null);
  const events = fetched<EventRow>(tx, "chain_event");
  let event = await events.next();
  const walked = { claims: 0, events: 0 };
  // A function, so that the compiler does not take what it saw of `event` for what it is now.
  const current = () => (event.done === true ? null : event.value);
  const advance = async () => {
    walked.events++;
    event = await events.next();
  };
  for await (const claim of fetched<ClaimRow>(tx, "chain_claim")) {
    walked.claims++;
    for (let stray = current(); stray !== null && stray.claimId < claim.claimId; stray = current()) {
      reportStray(stray, report);
      await advance();
    }
    const walk = new ChainWalk(claim, report);
    for (let own = current(); own !== null && own.claimId === claim.claimId; own = current()) {
      walk.step(own);
      await advance();
    }
    walk.end();
  }
  for (let stray = current(); stray !== null; stray = current()) {
    reportStray(stray, report);
    await advance();
  }
  return walked;
}

/** Each claim's rows by their keys: left to choose, the planner walks every invoice for the few claims that have grown. */
async function declareCursors(tx: Tx, creditorId: Uuid, only: readonly Uuid[] | null): Promise<void> {
  await tx.run(sql`
    declare chain_claim no scroll cursor for
    select c.claim_id as "claimId", c.principal_minor as "principalMinor", c.currency, c.due_on as "dueOn",
      c.reference, i.hash as "invoiceHash", n.head_seq as "headSeq", n.head_hash as "headHash"
    from (
      select own.* from unnest(${only}::uuid[]) wanted(id)
      cross join lateral (select * from claim
        where creditor_id = ${creditorId}::uuid and claim_id = wanted.id offset 0) own
      union all
      select * from claim where creditor_id = ${creditorId}::uuid and ${only}::uuid[] is null) c
    left join lateral (select hash from invoice
      where creditor_id = ${creditorId}::uuid and invoice_id = c.invoice_id and version_no = 1 offset 0) i on true
    left join lateral (select head_seq, head_hash from claim_now
      where creditor_id = ${creditorId}::uuid and claim_id = c.claim_id offset 0) n on true
    order by c.claim_id`);
  await tx.run(sql`
    declare chain_event no scroll cursor for
    select claim_id as "claimId", seq, kind, happened_on as "happenedOn", recorded_at as "recordedAt", actor, data, hash
    from event where creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or claim_id = any(${only}::uuid[]))
    order by claim_id, seq`);
}

function reportStray({ claimId, seq }: EventRow, report: Report): void {
  report({
    claimId,
    place: `event ${seq}`,
    what: "the event has no claim: the claim was removed, or the event added",
  });
}

class ChainWalk {
  readonly #claim: ClaimRow;
  readonly #report: Report;
  #seq = 0;
  #hash: Buffer | null;

  constructor(claim: ClaimRow, report: Report) {
    this.#claim = claim;
    this.#report = report;
    const { invoiceHash } = claim;
    this.#hash = invoiceHash === null ? null : chainRoot({ ...claim, invoiceHash });
    if (invoiceHash === null) this.#find("claim", "its invoice is missing");
  }

  step(event: EventRow): void {
    const { seq } = event;
    const isNext = seq === this.#seq + 1;
    if (!isNext)
      this.#find(
        `event ${this.#seq + 1}`,
        seq === this.#seq + 2 ? "the event is missing" : `the events to ${seq - 1} are missing`,
      );
    // After a gap nothing can be said of the next link; its own hash is where the walk goes on.
    else if (this.#hash !== null && !hashOf(this.#hash, event).equals(event.hash))
      this.#find(
        `event ${seq}`,
        seq === 1
          ? "the claim's own row, its invoice's hash or its first event is not what was recorded"
          : "the event is not what was recorded, or not in its place",
      );
    this.#seq = seq;
    this.#hash = event.hash;
  }

  end(): void {
    const { headSeq, headHash } = this.#claim;
    if (this.#seq === 0) this.#find("event 1", "the claim has no events");
    if (headSeq === null) this.#find("claim_now", "what the claim has come to is missing");
    else if (headSeq !== this.#seq)
      this.#find(
        "claim_now",
        `its last event is said to be ${headSeq}, and the chain ends with ${this.#seq}`,
      );
    else if (headHash === null || this.#hash === null || !headHash.equals(this.#hash))
      this.#find("claim_now", "the hash of its last event is not that of the chain");
  }

  #find(place: string, what: string): void {
    this.#report({ claimId: this.#claim.claimId, place, what });
  }
}

function hashOf(previous: Buffer, event: EventRow): Buffer {
  return linkHash(previous, { ...event, dataJson: canonicalJson(event.data) });
}
