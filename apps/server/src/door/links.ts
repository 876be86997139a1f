/**
 * The link that an e-mail to a debtor has: to one claim, for a few days, signed by a key that is nowhere in the database.
 * Nothing is stored of it, so that the same letter made again has the same link.
 */
import { timingSafeEqual } from "node:crypto";
import { isUuid, type Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { type Creditor, creditorById } from "../engine/creditors.ts";
import type { Keys } from "../secrets/keys.ts";
import { type Pool, sql, withCreditor, withOperator } from "../store/index.ts";
import { type DebtorSession, debtorSessionFor } from "./come-in.ts";

export const GOOD_DAYS = 7;
const SIGNATURE_BYTES = 16;
const ID_BYTES = 16;
const TIME_BYTES = 4;

export type LinkTo = { readonly creditorId: Uuid; readonly caseNumber: string };

/** `at`: the instant of the message, from which the link's days count. */
export function linkToken(keys: Keys, { creditorId, caseNumber }: LinkTo, at: string): string {
  const until = Buffer.alloc(TIME_BYTES);
  until.writeUInt32BE(Math.floor(Date.parse(at) / 60_000) + GOOD_DAYS * 24 * 60);
  const plain = Buffer.concat([
    Buffer.from(creditorId.replaceAll("-", ""), "hex"),
    until,
    Buffer.from(caseNumber, "ascii"),
  ]);
  return Buffer.concat([signature(keys, plain, keys.newest), plain]).toString("base64url");
}

function signature(keys: Keys, plain: Buffer, keyId: string): Buffer {
  return keys.keyedHash("debtor-link", plain.toString("base64"), keyId).subarray(0, SIGNATURE_BYTES);
}

type ReadLink = LinkTo & { readonly untilAt: string };

/** Undefined for what no key of ours has signed. */
function readLink(keys: Keys, token: string): ReadLink | undefined {
  const bytes = Buffer.from(token, "base64url");
  const [given, plain] = [bytes.subarray(0, SIGNATURE_BYTES), bytes.subarray(SIGNATURE_BYTES)];
  if (plain.length <= ID_BYTES + TIME_BYTES) return undefined;
  if (!keys.ids.some((keyId) => timingSafeEqual(given, signature(keys, plain, keyId)))) return undefined;
  const hex = plain.subarray(0, ID_BYTES).toString("hex");
  const creditorId = hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
  if (!isUuid(creditorId)) return undefined;
  return {
    creditorId,
    caseNumber: plain.subarray(ID_BYTES + TIME_BYTES).toString("ascii"),
    untilAt: new Date(plain.readUInt32BE(ID_BYTES) * 60_000).toISOString(),
  };
}

export type CameByLink =
  | { readonly kind: "in"; readonly session: DebtorSession; readonly claimId: Uuid }
  | { readonly kind: "expired" }
  /** Not ours, or of a claim that there is not: which of them is not told. */
  | { readonly kind: "wrong" };

export async function comeByLink(pool: Pool, keys: Keys, token: string, now: Date): Promise<CameByLink> {
  const link = readLink(keys, token);
  const creditor = link === undefined ? undefined : await creditorById(pool, link.creditorId);
  if (link === undefined || creditor === undefined) return { kind: "wrong" };
  // A sandbox's days are its own.
  if (clockOf(creditor, now).nowAt >= link.untilAt) return { kind: "expired" };
  const { creditorId } = creditor;
  const claim = await withCreditor(pool, creditorId, (tx) =>
    tx.maybe<{ claimId: Uuid; debtorId: Uuid }>(sql`
      select claim_id as "claimId", debtor_id as "debtorId" from claim
      where creditor_id = ${creditorId}::uuid and reference = ${link.caseNumber}`),
  );
  if (claim === undefined) return { kind: "wrong" };
  const { claimId, debtorId } = claim;
  const session = await withOperator(pool, (tx) =>
    debtorSessionFor(tx, { creditorId, debtorId, claimId }, "link", now),
  );
  return { kind: "in", session, claimId };
}

/** To whom a new link goes. */
export type NewLink = {
  readonly token: string;
  readonly language: "nb" | "sv";
  readonly name: string;
  readonly email: string;
};

const AGAIN_MINUTES = 60;

/**
 * A new link for whoever holds one of ours, also one that has had its days: to the address that is known, which is not
 * told. Null for a link of nobody's, where there is no address, and within an hour of the last.
 */
export async function newLink(
  pool: Pool,
  keys: Keys,
  token: string,
  now: Date,
  isMailed: (creditor: Creditor) => boolean,
): Promise<NewLink | null> {
  const link = readLink(keys, token);
  const creditor = link === undefined ? undefined : await creditorById(pool, link.creditorId);
  if (link === undefined || creditor === undefined || !isMailed(creditor)) return null;
  const { creditorId } = creditor;
  const contact = await withCreditor(pool, creditorId, (tx) =>
    tx.maybe<{ name: string | null; email: string | null }>(sql`
      select k.data ->> 'name' as name, k.data ->> 'email' as email
      from claim c cross join lateral (select data from contact
        where creditor_id = ${creditorId}::uuid and debtor_id = c.debtor_id
        order by valid_from_on desc, contact_id desc limit 1) k
      where c.creditor_id = ${creditorId}::uuid and c.reference = ${link.caseNumber}`),
  );
  if (contact === undefined || contact.email === null || contact.email === "") return null;
  const caseHash = keys.keyedHash("debtor-link", `mail ${creditorId} ${link.caseNumber}`);
  const isFirst = await withOperator(pool, (tx) =>
    tx.maybe(sql`
      insert into door_try as t (case_hash, failed, first_at)
      values (${caseHash}::bytea, 0, ${now.toISOString()}::timestamptz)
      on conflict (case_hash) do update set failed = 0, first_at = excluded.first_at
        where t.first_at + ${AGAIN_MINUTES}::int * interval '1 minute' <= excluded.first_at
      returning 1 as one`),
  );
  if (isFirst === undefined) return null;
  return {
    token: linkToken(keys, link, clockOf(creditor, now).nowAt),
    language: creditor.country === "NO" ? "nb" : "sv",
    name: contact.name ?? "",
    email: contact.email,
  };
}
