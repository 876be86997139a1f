import { isUuid, type Uuid } from "@innfri/kernel";
import { citationText } from "@innfri/law";
import { heldInWords } from "@innfri/letters";
import { clockOf } from "../../clock.ts";
import { type Creditor, creditorById } from "../../engine/creditors.ts";
import { debtorsOfPerson } from "../../persons/persons.ts";
import { retentionRule } from "../../retention/rules.ts";
import { sql, withCreditor, withOperator } from "../../store/index.ts";
import { contactVersions, correctContact } from "../../usecases/correct-contact.ts";
import { type ExportAsked, type PersonalData, personalDataOf } from "../../usecases/export-personal-data.ts";
import type { Asked, Deployment, Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";

type DataOperation =
  | "exportPersonalData"
  | "exportOwnData"
  | "readOwnData"
  | "correctContact"
  | "listContactVersions";

export const PERSONAL_DATA_HANDLERS: Pick<Handlers, DataOperation> = {
  exportPersonalData: async ({ deployment, creditor: { creditorId }, params, caller, now }) => {
    const debtorId = debtorOf(params.debtorId);
    const by = caller.creditorId === null ? "operator" : "creditor";
    const data = await exported(deployment, creditorId, { debtorId, by, isNumberShown: true });
    return data === undefined ? NO_SUCH_CUSTOMER : { body: { madeAt: now.toISOString(), companies: [data] } };
  },

  exportOwnData: async ({ deployment, caller, now }) => {
    const companies = (await ownData(deployment, caller)).map(({ data }) => data);
    return { body: { madeAt: now.toISOString(), companies } };
  },

  readOwnData: async ({ deployment, caller, query, now }) => {
    const { operator, pool } = deployment;
    const told: string[] = [];
    for (const { data, creditor } of await ownData(deployment, caller)) {
      const { years, from, citation } = await withCreditor(pool, creditor.creditorId, (tx) =>
        retentionRule(tx, creditor, operator),
      );
      const held = {
        ...data,
        ...{ company: creditor.name, country: creditor.country, madeOn: clockOf(creditor, now).today },
        collectedBy: operator.kind === "agency" ? operator.name : null,
        kept: { years, isFromDay: from === "day", citation: citationText(citation) },
      };
      told.push(heldInWords(held, query.language ?? (creditor.country === "NO" ? "nb" : "sv")));
    }
    const bytes = Buffer.from(told.join("\n\n"), "utf8");
    return { body: { type: "text/plain; charset=utf-8", name: "innfri.txt", bytes } };
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

/** At the company where the debtor is in, or wherever the same person is known to be. */
async function ownData(
  deployment: Deployment,
  { debtor }: Asked<"exportOwnData">["caller"],
): Promise<readonly { readonly creditor: Creditor; readonly data: PersonalData }[]> {
  if (debtor === null) throw new Refused(refusal("not-allowed", "This is for a debtor who is in."));
  const isSure = debtor.level === "identity";
  const places = isSure ? await samePerson(deployment, debtor) : [debtor];
  const found: { creditor: Creditor; data: PersonalData }[] = [];
  for (const { creditorId, debtorId } of places) {
    const creditor = await creditorById(deployment.pool, creditorId);
    const data = await exported(deployment, creditorId, { debtorId, by: "debtor", isNumberShown: isSure });
    if (creditor !== undefined && data !== undefined) found.push({ creditor, data });
  }
  return found;
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
