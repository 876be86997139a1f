/**
 * The link that an e-mail to a debtor has: to one claim, for a few days, signed by a key that is nowhere in the database.
 * Nothing is stored of it, so that the same letter made again has the same link.
 */
import { timingSafeEqual } from "node:crypto";
import { isUuid, type Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { creditorById } from "../engine/creditors.ts";
import type { Keys } from "../secrets/keys.ts";
import { type Pool, sql, withCreditor, withOperator } from "../store/index.ts";
import { type DebtorSession, debtorSessionFor } from "./come-in.ts";

const GOOD_DAYS = 7;
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
