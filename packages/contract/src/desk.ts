/** The case handler's acts about a debtor: contacts, and what is the matter with one. */
import { z } from "zod";
import { inClaim, inCreditor } from "./claims.ts";
import { operation } from "./operation.ts";
import { because, day, id, instant, note, pageOf, pageQuery } from "./values.ts";

const TAG = "Case handling";
const inDebtor = { ...inCreditor, debtorId: id };

const stateKind = z
  .enum(["bankrupt", "debt-settlement", "deceased", "minor", "unknown-address"])
  .meta({ id: "DebtorStateKind" });

const stateSource = z.enum(["register", "authority", "debtor", "creditor", "returned-mail", "other"]);
export type StateSource = z.output<typeof stateSource>;

const debtorState = z
  .strictObject({
    id,
    kind: stateKind,
    since: day.meta({ description: "The day of the fact, as its source has it." }),
    source: stateSource,
    recordedOn: day,
    by: z.string(),
    note: z.string().nullable(),
    liftedOn: day.nullable().meta({ description: "Null while it holds the debtor's claims." }),
    effect: z.string(),
    because,
  })
  .meta({ id: "DebtorState" });

const missing = z.enum(["kind", "phone", "email", "address", "organisation-number", "national-number"]);

export const getDebtorStanding = operation({
  id: "getDebtorStanding",
  method: "get",
  path: "/v1/creditors/{creditorId}/debtors/{debtorId}/standing",
  tag: TAG,
  summary: "What is known of a debtor, what is missing and to be asked for, and what is the matter with it",
  needs: "claims:read",
  params: inDebtor,
  answer: z
    .strictObject({
      debtorId: id,
      customerNumber: z.string(),
      kind: z.enum(["person", "sole-trader", "business", "public"]).nullable(),
      name: z.string().nullable(),
      openClaims: z.int(),
      missing: z.array(missing).meta({ description: "To be asked for: empty where all of it is known." }),
      unreached: z
        .array(z.strictObject({ channel: z.string(), on: day, messageId: id, stillThere: z.boolean() }))
        .meta({
          description:
            "Letters that came back, the newest first. No letter goes to an address that is `stillThere`, and no deadline runs from one that came back.",
        }),
      states: z.array(debtorState),
    })
    .meta({ id: "DebtorStanding" }),
});

const changedState = z
  .strictObject({ stateId: id, claims: z.int().meta({ description: "Claims that it holds, or lets go." }) })
  .meta({ id: "ChangedDebtorState" });

export const recordDebtorState = operation({
  id: "recordDebtorState",
  method: "post",
  path: "/v1/creditors/{creditorId}/debtors/{debtorId}/states",
  tag: TAG,
  summary:
    "Record that a debtor is bankrupt, under debt settlement, dead, a minor or without a known address",
  description: "All its claims are held at once, and the chain of each says so.",
  needs: "cases:work",
  status: 201,
  params: inDebtor,
  body: z
    .strictObject({ kind: stateKind, since: day.optional(), source: stateSource, note: note.optional() })
    .meta({ id: "RecordDebtorState" }),
  answer: changedState,
  problems: ["refused"],
});

export const liftDebtorState = operation({
  id: "liftDebtorState",
  method: "post",
  path: "/v1/creditors/{creditorId}/debtors/{debtorId}/states/{stateId}/lift",
  tag: TAG,
  summary: "It is over, or never was: the debtor's claims go on from where they are",
  needs: "cases:work",
  params: { ...inDebtor, stateId: id },
  answer: changedState,
  problems: ["refused"],
});

const way = z.enum(["call", "email", "sms", "letter"]);
const outcome = z.enum(["reached", "not-reached", "message-left", "wrong-contact"]);

const contactEntry = z
  .strictObject({
    no: z.int(),
    way,
    direction: z.enum(["to-debtor", "from-debtor"]),
    outcome,
    on: day,
    recordedAt: instant,
    by: z.string(),
    note: z
      .string()
      .nullable()
      .meta({ description: "Null where nothing was written, or once it was blanked." }),
    nextOn: day.nullable().meta({ description: "When somebody calls back or looks again." }),
    isNextOpen: z.boolean(),
  })
  .meta({ id: "ContactEntry" });

export const listContacts = operation({
  id: "listContacts",
  method: "get",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/contacts",
  tag: TAG,
  summary: "Contacts with the debtor about a claim, the newest first, and whether there may be one now",
  needs: "claims:read",
  params: inClaim,
  query: pageQuery,
  answer: z
    .strictObject({
      items: z.array(contactEntry),
      nextCursor: z.string().nullable(),
      mayContact: z.array(
        z.strictObject({
          way,
          isPermitted: z.boolean(),
          whyNot: z.string().nullable(),
          opensAt: instant.nullable().meta({ description: "When it may be, at the earliest." }),
          because: because.nullable(),
        }),
      ),
    })
    .meta({ id: "ContactLog" }),
});

const logged = z.strictObject({ no: z.int() }).meta({ id: "LoggedContact" });

export const logContact = operation({
  id: "logContact",
  method: "post",
  path: "/v1/creditors/{creditorId}/claims/{claimId}/contacts",
  tag: TAG,
  summary: "Log a call, e-mail, text message or letter, with what came of it",
  description:
    "One to the debtor is refused outside contact hours and beyond the pressure limit: ask `mayContact` first. What the debtor does is always taken down.",
  needs: "cases:work",
  status: 201,
  params: inClaim,
  body: z
    .strictObject({
      way,
      direction: z.enum(["to-debtor", "from-debtor"]).default("to-debtor"),
      outcome,
      note: note.optional(),
      nextOn: day.optional().meta({ description: "When to call back or look again; after today." }),
    })
    .meta({ id: "LogContact" }),
  answer: logged,
  problems: ["refused"],
});

export const listDebtorStates = operation({
  id: "listDebtorStates",
  method: "get",
  path: "/v1/creditors/{creditorId}/debtor-states",
  tag: TAG,
  summary: "Debtors that something is the matter with, and how many claims that holds",
  needs: "claims:read",
  params: inCreditor,
  query: { ...pageQuery, kind: stateKind.optional() },
  answer: pageOf(
    z
      .strictObject({
        id,
        debtorId: id,
        customerNumber: z.string(),
        kind: stateKind,
        since: day,
        source: stateSource,
        recordedOn: day,
        openClaims: z.int(),
      })
      .meta({ id: "ListedDebtorState" }),
    "DebtorStatePage",
  ),
});
