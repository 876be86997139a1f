/** What those outside are told an event of a claim's chain is. */
import type { EventType } from "@innfri/contract";
import type { EventKind } from "../store/index.ts";

/** Null is for the house: a note, a call, the blanking of what was personal. */
export const TYPE_OF: Readonly<Record<EventKind, EventType | null>> = {
  registered: "claim.registered",
  "invoice-changed": "claim.changed",
  credit: "claim.credited",
  closed: "claim.closed",
  reopened: "claim.reopened",
  parked: "claim.parked",
  unparked: "claim.unparked",
  proposed: "list.proposed",
  approved: "list.approved",
  stopped: "claim.stopped",
  postponed: "claim.postponed",
  held: "claim.held",
  released: "claim.released",
  letter: "document.made",
  step: "claim.step-taken",
  undone: "claim.step-undone",
  compensation: "claim.charged",
  waiver: "claim.waived",
  payment: "payment.received",
  "payment-reversed": "payment.reversed",
  "payment-plan": "payment.plan-agreed",
  promise: "payment.promised",
  objection: "objection.received",
  "objection-answered": "objection.answered",
  "objection-resolved": "objection.settled",
  application: "claim.legal-step",
  "attachment-application": "claim.legal-step",
  decision: "claim.legal-step",
  enforcement: "claim.legal-step",
  "payment-order": "claim.legal-step",
  surveillance: "claim.legal-step",
  "case-opened": "claim.joined-case",
  "case-closed": "claim.joined-case",
  sent: "document.sent",
  delivered: "document.delivered",
  bounced: "document.bounced",
  returned: "document.returned",
  "given-up": "document.given-up",
  contact: null,
  note: null,
  blanked: null,
};

/** The kinds that are told. */
export const TOLD_KINDS: readonly EventKind[] = (Object.keys(TYPE_OF) as EventKind[]).filter(
  (kind) => TYPE_OF[kind] !== null,
);
