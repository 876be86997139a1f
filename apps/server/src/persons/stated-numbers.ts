/** Identity numbers as people and files state them: what may be kept, and of whom. */
import { isRegisteredNorwegianNumber, normalizeNationalIdentityNumber } from "@innfri/formats";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import type { Keys } from "../secrets/keys.ts";
import { sql, type Tx } from "../store/index.ts";
import { personsOf } from "./persons.ts";

/** A number in the form that it is kept in, or why it is none that may be kept here. */
export function identityNumberOf(
  text: string,
  { country, isSandbox }: { readonly country: "NO" | "SE"; readonly isSandbox: boolean },
  today: CalendarDate,
): { readonly kind: "number"; readonly number: string } | { readonly kind: "wrong"; readonly why: string } {
  const number = normalizeNationalIdentityNumber(text, country, today);
  if (number === null)
    return {
      kind: "wrong",
      why: "its form or its control digits are not those of a national identity number",
    };
  if (country === "NO" && !isSandbox && !isRegisteredNorwegianNumber(number))
    return { kind: "wrong", why: "it is a help number or of a test population, and stands for nobody" };
  return { kind: "number", number };
}

/** Numbers that a file states of customers that have none; one that is known already stays. */
export async function learnIdentityNumbers(
  tx: Tx,
  keys: Keys,
  creditorId: Uuid,
  stated: ReadonlyMap<Uuid, string>,
  now: Date,
): Promise<number> {
  if (stated.size === 0) return 0;
  const persons = await personsOf(tx, keys, [...stated.values()], now);
  return tx.run(sql`
    update debtor d set person_id = n.person_id
    from unnest(${[...stated.keys()]}::uuid[],
      ${[...stated.values()].map((number) => persons.get(number)!)}::uuid[]) n(debtor_id, person_id)
    where d.creditor_id = ${creditorId}::uuid and d.debtor_id = n.debtor_id and d.person_id is null
      and (d.kind is null or d.kind in ('person', 'sole-trader'))`);
}
