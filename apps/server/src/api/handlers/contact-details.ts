import { isUuid, type Uuid } from "@innfri/kernel";
import { withCreditor } from "../../store/index.ts";
import { type Preference, preferencesOf, recordPreference } from "../../usecases/contact-preferences.ts";
import { contactVersions, correctContact } from "../../usecases/correct-contact.ts";
import type { Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";

type ContactOperation = "getOwnContact" | "changeOwnContact" | "listPreferences" | "recordPreference";

export const CONTACT_HANDLERS: Pick<Handlers, ContactOperation> = {
  getOwnContact: ({ deployment, creditor, caller }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { debtorId } = caller.debtor;
      const [newest] = known(await contactVersions(tx, creditor.creditorId, debtorId));
      const [wish] = known(await preferencesOf(tx, creditor.creditorId, debtorId));
      const data = newest?.data ?? null;
      return {
        body: {
          ...{ name: data?.name ?? null, addressLines: [...(data?.addressLines ?? [])] },
          ...{ email: data?.email ?? null, phone: data?.phone ?? null, since: newest?.since ?? null },
          preference: wish === undefined ? null : wishBody(wish),
          note: NOTE,
        },
      };
    }),

  changeOwnContact: async (tx, { creditor, caller, body, now }) => {
    const { invoices, reminders, ...contact } = body;
    const { actor, debtor } = caller;
    const { debtorId } = debtor;
    const changed: string[] = [];
    if (Object.values(contact).some((field) => field !== undefined)) {
      const correction = { ...contact, reason: "The debtor changed it." };
      const outcome = await correctContact(tx, creditor, { debtorId, correction, actor }, now);
      if (outcome.kind === "refused") return refusal("refused", outcome.reason);
      if (outcome.kind === "unknown-customer") throw unknown();
      changed.push(...outcome.changed);
    }
    const of = { debtorId, actor, saidBy: "debtor" as const };
    const wished = known(await recordPreference(tx, creditor, of, { invoices, reminders }, now));
    return { body: { changed: [...changed, ...wished] } };
  },

  listPreferences: ({ deployment, creditor, params }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const items = known(await preferencesOf(tx, creditor.creditorId, idOf(params.debtorId)));
      return {
        body: {
          items: items.map((one) => ({
            ...{ ...wishBody(one), by: one.by },
            recordedAt: new Date(one.recordedAt).toISOString(),
          })),
        },
      };
    }),

  recordPreference: async (tx, { creditor, caller, params, body, now }) => {
    const saidBy = caller.creditorId === null ? ("operator" as const) : ("creditor" as const);
    const of = { debtorId: idOf(params.debtorId), actor: caller.actor, saidBy };
    return { body: { changed: [...known(await recordPreference(tx, creditor, of, body, now))] } };
  },
};

function idOf(debtorId: string): Uuid {
  if (isUuid(debtorId)) return debtorId;
  throw unknown();
}

function known<T>(found: T | undefined): T {
  if (found === undefined) throw unknown();
  return found;
}

function unknown(): Refused {
  return new Refused(refusal("not-found", "There is no such customer at this company."));
}

const NOTE =
  "A letter goes by the channel that is wished for where the company's plan and the law allow it for that letter; " +
  "what the law sends by post still comes by post.";

function wishBody({ invoices, reminders, agreedOn, saidBy }: Preference) {
  return { invoices, reminders, agreedOn, saidBy };
}
