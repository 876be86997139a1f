import { isUuid, type Uuid } from "@innfri/kernel";
import { effectOf, RULES } from "@innfri/law";
import type { Creditor } from "../../engine/creditors.ts";
import { sql, type Tx, withCreditor } from "../../store/index.ts";
import { contactLimits, contactsOf, logContact } from "../../usecases/contact-log.ts";
import {
  cameBack,
  debtorData,
  liftState,
  listStates,
  missingOf,
  recordState,
  type StateOutcome,
  type StateRow,
  statesOf,
} from "../../usecases/debtor-states.ts";
import { isOrdinal, pageIn } from "../cursor.ts";
import type { Answered, Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";
import { becauseIn, becauseOf, claimOf, sentence } from "./claims.ts";

type DeskOperation =
  | "listDebtorStates"
  | "getDebtorStanding"
  | "recordDebtorState"
  | "liftDebtorState"
  | "listContacts"
  | "logContact";

export const DESK_HANDLERS: Pick<Handlers, DeskOperation> = {
  getDebtorStanding: ({ deployment, creditor, params }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { creditorId } = creditor;
      const debtorId = await debtorOf(tx, creditorId, params.debtorId);
      const data = (await debtorData(tx, creditorId, debtorId))!;
      const { customerNumber, kind, name, openClaims } = data;
      return {
        body: {
          ...{ debtorId, customerNumber, kind, name, openClaims },
          missing: missingOf(data),
          unreached: await cameBack(tx, creditorId, debtorId),
          states: (await statesOf(tx, creditorId, debtorId)).map((state) => stateBody(state, creditor)),
        },
      };
    }),

  listDebtorStates: ({ deployment, creditor, query }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const page = pageIn("debtor-states", (value) => /^[a-z-]{1,40}$/.test(value), query);
      const rows = await listStates(tx, creditor.creditorId, query.kind ?? null, page.after, page.rows);
      return {
        body: page.of(
          rows,
          ({ kind, debtorId }) => ({ value: kind, id: debtorId }),
          ({ stateId, sinceOn, ...state }) => ({ id: stateId, since: sinceOn, ...state }),
        ),
      };
    }),

  recordDebtorState: async (tx, { deployment, creditor, params, body, caller, now }) => {
    const debtorId = await debtorOf(tx, creditor.creditorId, params.debtorId);
    const given = { kind: body.kind, since: body.since, source: body.source, note: body.note };
    return changed(await recordState(tx, { creditor, ...deployment }, debtorId, given, caller.actor, now));
  },

  liftDebtorState: async (tx, { deployment, creditor, params, caller, now }) => {
    const debtorId = await debtorOf(tx, creditor.creditorId, params.debtorId);
    const stateId = isUuid(params.stateId) ? params.stateId : null;
    const outcome =
      stateId === null
        ? undefined
        : await liftState(tx, { creditor, ...deployment }, { debtorId, stateId }, caller.actor, now);
    if (outcome === undefined) return refusal("not-found", "Nothing of the sort is recorded of this debtor.");
    return changed(outcome);
  },

  listContacts: ({ deployment, creditor, params, query, now }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { creditorId } = creditor;
      const { claimId, debtorId } = await claimOf(tx, creditorId, params.claimId);
      const page = pageIn("contacts", isOrdinal, query);
      const before = page.after === null ? null : Number(page.after.value);
      const rows = await contactsOf(tx, creditorId, claimId, before, page.rows);
      const limits = await contactLimits(tx, creditor, { claimId, debtorId }, now);
      return {
        body: {
          ...page.of(
            rows,
            ({ no }) => ({ value: String(no), id: claimId }),
            (row) => ({ ...row, recordedAt: new Date(row.recordedAt).toISOString() }),
          ),
          mayContact: limits.map(({ way, whyNot }) => ({
            way,
            isPermitted: whyNot === null,
            whyNot: whyNot === null ? null : sentence(whyNot.reason),
            opensAt: whyNot?.opensAt ?? null,
            because: whyNot === null ? null : (becauseOf(whyNot) ?? null),
          })),
        },
      };
    }),

  logContact: async (tx, { creditor, params, body, caller, now }) => {
    const found = await claimOf(tx, creditor.creditorId, params.claimId);
    const { way, direction, outcome, note, nextOn } = body;
    const given = { way, direction, outcome, note, nextOn };
    const done = await logContact(tx, creditor, found, given, caller.actor, now);
    if (done.kind === "refused")
      return refusal("refused", `${sentence(done.reason)} Nothing was logged.`, becauseIn(done));
    return { body: { no: done.no } };
  },
};

async function debtorOf(tx: Tx, creditorId: Uuid, id: string): Promise<Uuid> {
  const found = isUuid(id)
    ? await tx.maybe(sql`
        select from debtor where creditor_id = ${creditorId}::uuid and debtor_id = ${id}::uuid`)
    : undefined;
  if (found === undefined)
    throw new Refused(refusal("not-found", "There is no such debtor at this company."));
  return id as Uuid;
}

function stateBody({ stateId, sinceOn, endedOn, ...state }: StateRow, { country }: Creditor) {
  const { effect, rule } = effectOf(state.kind, country);
  const { title, citation } = RULES[rule];
  return {
    ...{ id: stateId, since: sinceOn, liftedOn: endedOn, effect },
    ...state,
    because: { text: title, citation },
  };
}

function changed(outcome: StateOutcome): Answered<"recordDebtorState"> {
  if (outcome.kind === "refused")
    return refusal("refused", `${sentence(outcome.reason)} Nothing was done.`, becauseIn(outcome));
  return { body: { stateId: outcome.stateId, claims: outcome.claims } };
}
