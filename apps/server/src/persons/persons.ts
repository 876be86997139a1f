/**
 * The same human across creditors. A national identity number is kept once, in the operator's `person`, sealed with a key
 * that is in no database and found by its keyed hash; a creditor's debtor points to it. A transaction reaches the persons
 * that it names, and names those whose number or debtor it has.
 */
import { randomBytes } from "node:crypto";
import { type Uuid, uuidOf } from "@innfri/kernel";
import type { Keys } from "../secrets/keys.ts";
import { sql, type Tx } from "../store/index.ts";

const PURPOSE = "national-number";

/** What the sealed number is bound to: in another row it opens no more. */
function aboutPerson(personId: Uuid): string {
  return `person ${personId}`;
}

/** Under every key there is: one that was kept before a key was changed is found as well. */
function hashesOf(keys: Keys, number: string): Buffer[] {
  return keys.ids.map((keyId) => keys.keyedHash(PURPOSE, number, keyId));
}

/** Opens the door to these persons, by id or hash, and shuts it again. */
export async function namingPersons<T>(
  tx: Tx,
  named: readonly (Uuid | Buffer)[],
  work: () => Promise<T>,
): Promise<T> {
  const list = named.map((one) => (typeof one === "string" ? one : one.toString("hex"))).join(",");
  await tx.run(sql`select set_config('innfri.persons', ${list}, true)`);
  const result = await work();
  await tx.run(sql`select set_config('innfri.persons', '', true)`);
  return result;
}

/** The person of each number, made where there is none yet. Numbers are in the form they are kept in. */
export async function personsOf(
  tx: Tx,
  keys: Keys,
  numbers: readonly string[],
  now: Date,
): Promise<ReadonlyMap<string, Uuid>> {
  const wanted = [...new Set(numbers)];
  const hashed = new Map(wanted.map((number) => [number, hashesOf(keys, number)]));
  const numberOf = new Map(
    [...hashed].flatMap(([number, hashes]) => hashes.map((hash) => [hash.toString("hex"), number] as const)),
  );
  const made = wanted.map((number) => {
    const personId = uuidOf(now.getTime(), randomBytes(10));
    const { keyId, bytes } = keys.seal(PURPOSE, Buffer.from(number), aboutPerson(personId));
    return { number, personId, keyId, bytes, hash: keys.keyedHash(PURPOSE, number) };
  });
  const all = [...hashed.values()].flat();
  return namingPersons(tx, all, async () => {
    const known = await found(tx, all, numberOf);
    const fresh = made.filter(({ number }) => !known.has(number));
    if (fresh.length === 0) return known;
    // Somebody may keep the same number at this moment: then theirs is found.
    await tx.run(sql`
      insert into person (person_id, number_key, number_sealed, key_id, made_at)
      select p.*, ${now.toISOString()}::timestamptz from unnest(${fresh.map(({ personId }) => personId)}::uuid[],
        ${fresh.map(({ hash }) => hash)}::bytea[], ${fresh.map(({ bytes }) => bytes)}::bytea[],
        ${fresh.map(({ keyId }) => keyId)}::text[]) p
      on conflict (number_key) do nothing`);
    return found(tx, all, numberOf);
  });
}

async function found(
  tx: Tx,
  hashes: readonly Buffer[],
  numberOf: ReadonlyMap<string, string>,
): Promise<Map<string, Uuid>> {
  const rows = await tx.many<{ personId: Uuid; hash: Buffer }>(sql`
    select person_id as "personId", number_key as hash from person where number_key = any(${hashes}::bytea[])
    order by made_at, person_id`);
  return new Map(rows.map(({ personId, hash }) => [numberOf.get(hash.toString("hex"))!, personId]));
}

/** The person who has this number; undefined for one that nobody has. */
export function personOfNumber(tx: Tx, keys: Keys, number: string): Promise<Uuid | undefined> {
  const hashes = hashesOf(keys, number);
  return namingPersons(tx, hashes, async () => {
    const row = await tx.maybe<{ personId: Uuid }>(sql`
      select person_id as "personId" from person where number_key = any(${hashes}::bytea[])
      order by made_at, person_id limit 1`);
    return row?.personId;
  });
}

/** The number of a person; null once it has been blanked. Throws `KeyMissingError` where its key is not here. */
export function numberOfPerson(tx: Tx, keys: Keys, personId: Uuid): Promise<string | null> {
  return namingPersons(tx, [personId], async () => {
    const row = await tx.maybe<{ keyId: string | null; sealed: Buffer | null }>(sql`
      select key_id as "keyId", number_sealed as sealed from person where person_id = ${personId}::uuid`);
    if (row === undefined || row.keyId === null || row.sealed === null) return null;
    const sealed = { keyId: row.keyId, bytes: row.sealed };
    return keys.open(PURPOSE, sealed, aboutPerson(personId)).toString("utf8");
  });
}

export type DebtorAt = { readonly creditorId: Uuid; readonly debtorId: Uuid };

/** What every creditor has on a person: for whoever has signed in as that person, and for nobody else. */
export function debtorsOfPerson(tx: Tx, personId: Uuid): Promise<DebtorAt[]> {
  return namingPersons(tx, [personId], () =>
    tx.many<DebtorAt>(sql`
      select creditor_id as "creditorId", debtor_id as "debtorId" from debtor where person_id = ${personId}::uuid
      order by creditor_id, debtor_id`),
  );
}

/** Somebody points to the person no more: the next run looks whether anybody else does. */
export function loosenPerson(tx: Tx, personId: Uuid, now: Date): Promise<number> {
  return namingPersons(tx, [personId], () =>
    tx.run(sql`
      update person set loosened_at = ${now.toISOString()}::timestamptz where person_id = ${personId}::uuid`),
  );
}

/** Seals up to so many anew with the newest key, in the transaction of an engine that names no creditor. */
export async function sealPersonsAnew(tx: Tx, keys: Keys, limit: number): Promise<number> {
  const rows = await tx.many<{ personId: Uuid; keyId: string; sealed: Buffer }>(sql`
    select person_id as "personId", key_id as "keyId", number_sealed as sealed from person
    where blanked_at is null and key_id <> ${keys.newest} order by person_id limit ${limit}::int for update`);
  if (rows.length === 0) return 0;
  const anew = rows.map(({ personId, keyId, sealed: bytes }) => {
    const about = aboutPerson(personId);
    const plain = keys.open(PURPOSE, { keyId, bytes }, about);
    const hash = keys.keyedHash(PURPOSE, plain.toString("utf8"));
    return { personId, hash, sealed: keys.seal(PURPOSE, plain, about).bytes };
  });
  return tx.run(sql`
    update person p set number_key = n.hash, number_sealed = n.sealed, key_id = ${keys.newest}
    from unnest(${anew.map(({ personId }) => personId)}::uuid[], ${anew.map(({ hash }) => hash)}::bytea[],
      ${anew.map(({ sealed }) => sealed)}::bytea[]) n(person_id, hash, sealed)
    where p.person_id = n.person_id`);
}
