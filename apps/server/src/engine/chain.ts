/**
 * A claim's chain of events: each link is the hash of the one before and of the event. What is written behind its
 * back breaks it.
 */
import { type CalendarDate, canonicalJson, type Json, sha256, type Uuid } from "@innfri/kernel";
import type { EventKind } from "../store/kinds.ts";
import type { EventRow } from "../store/rows.ts";

/** The first link's predecessor: the claim's own immutable row and the hash of its invoice. */
export function chainRoot(claim: {
  readonly claimId: Uuid;
  readonly principalMinor: bigint;
  readonly currency: string;
  readonly dueOn: CalendarDate;
  readonly reference: string;
  readonly invoiceHash: Uint8Array;
}): Buffer {
  return sha256(
    canonicalJson({
      claim: claim.claimId,
      principal: claim.principalMinor.toString(),
      currency: claim.currency,
      dueOn: claim.dueOn,
      reference: claim.reference,
      invoice: Buffer.from(claim.invoiceHash).toString("hex"),
    }),
  );
}

export type NewEvent = {
  readonly kind: EventKind;
  readonly happenedOn: CalendarDate;
  readonly recordedAt: string;
  readonly actor: string;
  readonly data: Json;
};

/** One more link. The data is given as JSON; its canonical form is what is hashed and stored. */
export function link(
  head: { readonly claimId: Uuid; readonly headSeq: number; readonly headHash: Uint8Array },
  event: NewEvent,
): EventRow {
  const seq = head.headSeq + 1;
  const dataJson = canonicalJson(event.data);
  return {
    claimId: head.claimId,
    seq,
    kind: event.kind,
    happenedOn: event.happenedOn,
    recordedAt: event.recordedAt,
    actor: event.actor,
    dataJson,
    hash: linkHash(head.headHash, { ...event, claimId: head.claimId, seq, dataJson }),
  };
}

/** The hash of an event after `previous`: for writing and for checking alike. `dataJson` is canonical. */
export function linkHash(
  previous: Uint8Array,
  event: {
    readonly claimId: string;
    readonly seq: number;
    readonly kind: string;
    readonly happenedOn: string;
    readonly recordedAt: string;
    readonly actor: string;
    readonly dataJson: string;
  },
): Buffer {
  const { claimId, seq, kind, happenedOn, recordedAt, actor, dataJson } = event;
  const head = canonicalJson([claimId, seq, kind, happenedOn, recordedAt, actor]);
  return sha256(previous, head, "\n", dataJson);
}
