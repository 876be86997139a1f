import { isUuid, type Uuid } from "@innfri/kernel";
import { creditorById } from "../../engine/creditors.ts";
import { debtorsOfPerson } from "../../persons/persons.ts";
import { sql, withCreditor, withOperator } from "../../store/index.ts";
import { contactVersions, correctContact } from "../../usecases/correct-contact.ts";
import { type ExportAsked, type PersonalData, personalDataOf } from "../../usecases/export-personal-data.ts";
import type { Deployment, Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";

type DataOperation = "exportPersonalData" | "exportOwnData" | "correctContact" | "listContactVersions";

export const PERSONAL_DATA_HANDLERS: Pick<Handlers, DataOperation> = {
  exportPersonalData: async ({ deployment, creditor: { creditorId }, params, caller, now }) => {
    const debtorId = debtorOf(params.debtorId);
    const by = caller.creditorId === null ? "operator" : "creditor";
    const data = await exported(deployment, creditorId, { debtorId, by, isNumberShown: true });
    return data === undefined ? NO_SUCH_CUSTOMER : { body: { madeAt: now.toISOString(), companies: [data] } };
  },

  exportOwnData: async ({ deployment, caller: { debtor }, now }) => {
    if (debtor === null) throw new Refused(refusal("not-allowed", "This is for a debtor who is in."));
    const isSure = debtor.level === "identity";
    const others = isSure ? await samePerson(deployment, debtor) : [debtor];
    const companies: PersonalData[] = [];
    for (const { creditorId, debtorId } of others) {
      const data = await exported(deployment, creditorId, { debtorId, by: "debtor", isNumberShown: isSure });
      if (data !== undefined) companies.push(data);
    }
    return { body: { madeAt: now.toISOString(), companies } };
  },

  correctContact: async (tx, { creditor, params, body, caller, now }) => {
    const of = { debtorId: debtorOf(params.debtorId), correction: body, actor: caller.actor };
    const outcome = await correctContact(tx, creditor, of, now);
    switch (outcome.kind) {
      case "corrected":
        return { body: { contactId: outcome.contactId, since: outcome.since, changed: outcome.changed } };
      case "refused":
        return refusal("refused", outcome.reason);
      case "unknown-customer":
        return NO_SUCH_CUSTOMER;
    }
  },

  listContactVersions: async ({ deployment, creditor: { creditorId }, params }) => {
    const debtorId = debtorOf(params.debtorId);
    const versions = await withCreditor(deployment.pool, creditorId, (tx) =>
      contactVersions(tx, creditorId, debtorId),
    );
    if (versions === undefined) return NO_SUCH_CUSTOMER;
    const items = versions.map(({ id, since, data, reason }) => ({
      ...{ id, since, reason, isBlanked: data === null },
      ...{ name: data?.name ?? null, addressLines: [...(data?.addressLines ?? [])] },
      ...{ email: data?.email ?? null, phone: data?.phone ?? null },
    }));
    return { body: { items } };
  },
};

const NO_SUCH_CUSTOMER = refusal("not-found", "There is no such customer at this company.");

function debtorOf(id: string): Uuid {
  if (isUuid(id)) return id;
  throw new Refused(NO_SUCH_CUSTOMER);
}

type At = { readonly creditorId: Uuid; readonly debtorId: Uuid };

/** The companies that have the same person; the debtor's own alone where it is not known who that is. */
async function samePerson({ pool }: Deployment, { creditorId, debtorId }: At): Promise<readonly At[]> {
  const row = await withCreditor(pool, creditorId, (tx) =>
    tx.maybe<{ personId: Uuid | null }>(sql`
      select person_id as "personId" from debtor
      where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid`),
  );
  const personId = row?.personId ?? null;
  if (personId === null) return [{ creditorId, debtorId }];
  return withOperator(pool, (tx) => debtorsOfPerson(tx, personId));
}

async function exported(
  { pool, operator, keys }: Deployment,
  creditorId: Uuid,
  asked: ExportAsked,
): Promise<PersonalData | undefined> {
  const creditor = await creditorById(pool, creditorId);
  if (creditor === undefined) return undefined;
  return withCreditor(pool, creditorId, (tx) => personalDataOf(tx, { creditor, operator, keys }, asked));
}
