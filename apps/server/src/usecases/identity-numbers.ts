/** A customer's national identity number: kept sealed, shown masked, and in full to whoever may ask for it. */
import { maskedIdentityNumber } from "@innfri/formats";
import type { Uuid } from "@innfri/kernel";
import { endDebtorSessions } from "../door/come-in.ts";
import { loosenPerson, numberOfPerson, personOfNumber, personsOf } from "../persons/persons.ts";
import type { Keys } from "../secrets/keys.ts";
import { sql, type Tx } from "../store/index.ts";
import { addAuditLine } from "./audit-lines.ts";

type Kind = "person" | "sole-trader" | "business" | "public" | null;
type DebtorRow = { readonly kind: Kind; readonly personId: Uuid | null };

/** `of` in full or masked; null where none is known. Undefined where there is no such customer. */
export async function readIdentityNumber(
  tx: Tx,
  keys: Keys,
  { creditorId, debtorId, isMasked }: { creditorId: Uuid; debtorId: Uuid; isMasked: boolean },
): Promise<string | null | undefined> {
  const debtor = await debtorRow(tx, creditorId, debtorId);
  if (debtor === undefined) return undefined;
  if (debtor.personId === null) return null;
  const number = await numberOfPerson(tx, keys, debtor.personId);
  return number === null || !isMasked ? number : maskedIdentityNumber(number);
}

export type NumberSet =
  | { readonly kind: "set"; readonly masked: string | null }
  | { readonly kind: "unknown-customer" }
  | { readonly kind: "refused"; readonly reason: string };

/** States, corrects or takes away a customer's number. `number` is in the form that it is kept in; null takes it away. */
export async function setIdentityNumber(
  tx: Tx,
  keys: Keys,
  given: { creditorId: Uuid; debtorId: Uuid; number: string | null; actor: string },
  now: Date,
): Promise<NumberSet> {
  const { creditorId, debtorId, number, actor } = given;
  const debtor = await debtorRow(tx, creditorId, debtorId);
  if (debtor === undefined) return { kind: "unknown-customer" };
  if (number !== null && (debtor.kind === "business" || debtor.kind === "public"))
    return {
      kind: "refused",
      reason: "A national identity number is a person's, and this customer is none. Nothing was done.",
    };
  const personId = number === null ? null : (await personsOf(tx, keys, [number], now)).get(number)!;
  if (personId !== debtor.personId) {
    if (debtor.personId !== null) {
      await loosenPerson(tx, debtor.personId, now);
      await endDebtorSessions(tx, creditorId, debtorId, now.toISOString());
    }
    await tx.run(sql`
      update debtor set person_id = ${personId}::uuid
      where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid`);
    const act =
      personId === null
        ? "identity-number-removed"
        : debtor.personId === null
          ? "identity-number-added"
          : "identity-number-changed";
    await addAuditLine(tx, { actor, act, subject: `debtor:${debtorId}`, creditorId }, now);
  }
  return { kind: "set", masked: number === null ? null : maskedIdentityNumber(number) };
}

/** The creditor's own customers with this number, in the form that it is kept in. */
export async function customersWithNumber(
  tx: Tx,
  keys: Keys,
  { creditorId, number }: { creditorId: Uuid; number: string },
): Promise<{ debtorId: Uuid; customerNumber: string }[]> {
  const personId = await personOfNumber(tx, keys, number);
  if (personId === undefined) return [];
  return tx.many(sql`
    select debtor_id as "debtorId", customer_number as "customerNumber" from debtor
    where creditor_id = ${creditorId}::uuid and person_id = ${personId}::uuid order by debtor_id limit 200`);
}

function debtorRow(tx: Tx, creditorId: Uuid, debtorId: Uuid): Promise<DebtorRow | undefined> {
  return tx.maybe<DebtorRow>(sql`
    select kind, person_id as "personId" from debtor
    where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid`);
}
