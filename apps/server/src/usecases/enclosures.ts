/** Files that are attached to claims: taken by what is in them, scanned, kept by their hash, and blanked. */
import { randomBytes } from "node:crypto";
import { type Uuid, uuidOf } from "@innfri/kernel";
import { cleanName, type MediaType, mediaTypeOf } from "../enclosures/file-type.ts";
import type { Scanned } from "../enclosures/scan.ts";
import { sql, type Tx } from "../store/index.ts";
import { addAuditLine } from "./audit-lines.ts";

export type EnclosureKind = "invoice" | "order-confirmation" | "photo" | "other";

export type EnclosureRow = {
  readonly id: Uuid;
  /** Its number among those of the claim. */
  readonly no: number;
  readonly kind: EnclosureKind;
  readonly objectionId: Uuid | null;
  readonly name: string | null;
  readonly type: MediaType;
  readonly bytes: number;
  readonly sha256: string;
  readonly addedBy: "creditor" | "operator" | "debtor";
  readonly addedAt: string;
  readonly scan: "clean" | "unscanned";
  readonly isShared: boolean;
};

export type NewEnclosure = {
  readonly claimId: Uuid;
  readonly debtorId: Uuid;
  readonly objectionId: string | null;
  readonly kind: EnclosureKind;
  readonly name: string;
  readonly hash: string;
  readonly bytes: Buffer;
  readonly addedBy: "creditor" | "operator" | "debtor";
  readonly actor: string;
  readonly isShared: boolean;
};

export type Enclosed =
  | { readonly kind: "attached"; readonly enclosureId: Uuid }
  | { readonly kind: "no-such-objection" | "unknown-type" | "malware" }
  | { readonly kind: "too-many"; readonly most: number };

/** What somebody who means no good could fill. */
const MOST_OF_CLAIM = { creditor: 100, operator: 100, debtor: 20 } as const;

export async function addEnclosure(
  tx: Tx,
  creditorId: Uuid,
  given: NewEnclosure,
  /** Null where there is nobody to look. */
  scanned: Exclude<Scanned, { kind: "failed" }> | null,
  now: Date,
): Promise<Enclosed> {
  const { claimId, debtorId, objectionId, addedBy, actor, hash, bytes } = given;
  if (objectionId !== null && !(await isObjectionTo(tx, creditorId, claimId, objectionId)))
    return { kind: "no-such-objection" };
  const type = mediaTypeOf(bytes);
  if (type === null) return { kind: "unknown-type" };
  if (scanned?.kind === "found") {
    await addAuditLine(
      tx,
      {
        actor,
        act: "enclosure-refused",
        subject: `claim:${claimId}`,
        creditorId,
        details: { sha256: hash, malware: scanned.what },
      },
      now,
    );
    return { kind: "malware" };
  }
  const most = MOST_OF_CLAIM[addedBy];
  // One file after the other, so that no two have one number or get past the limit together.
  await tx.run(sql`
    select from file where creditor_id = ${creditorId}::uuid and debtor_id = ${debtorId}::uuid for no key update`);
  // Taken already: sent again by somebody who did not hear so.
  const before = await tx.maybe<{ id: Uuid }>(sql`
    select enclosure_id as id from enclosure
    where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid and actor = ${actor} and kind = ${given.kind}
      and hash = ${Buffer.from(hash, "hex")}::bytea and file_name = ${cleanName(given.name, type)}
      and objection_id is not distinct from ${objectionId}::uuid`);
  if (before !== undefined) return { kind: "attached", enclosureId: before.id };
  const { count, no } = await tx.one<{ count: number; no: number }>(sql`
    select (count(*) filter (where written_by = ${addedBy}))::int as count,
      coalesce(max(enclosure_no), 0)::int + 1 as no from enclosure
    where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid`);
  if (count >= most) return { kind: "too-many", most };
  const enclosureId = uuidOf(now.getTime(), randomBytes(10));
  await tx.run(sql`
    insert into enclosure_content as c (creditor_id, hash, bytes)
    values (${creditorId}::uuid, ${Buffer.from(hash, "hex")}::bytea, ${bytes}::bytea)
    on conflict (creditor_id, hash) do update set bytes = excluded.bytes where c.bytes is null`);
  await tx.run(sql`
    insert into enclosure (creditor_id, enclosure_id, claim_id, enclosure_no, debtor_id, objection_id, kind, file_name, media_type,
      size_bytes, hash, written_by, actor, added_at, scan, is_shared)
    values (${creditorId}::uuid, ${enclosureId}::uuid, ${claimId}::uuid, ${no}::int, ${debtorId}::uuid, ${objectionId}::uuid,
      ${given.kind}, ${cleanName(given.name, type)}, ${type}, ${bytes.byteLength}::int,
      ${Buffer.from(hash, "hex")}::bytea, ${addedBy}, ${actor}, ${now.toISOString()}::timestamptz,
      ${scanned === null ? "unscanned" : "clean"}, ${given.isShared}::boolean)`);
  return { kind: "attached", enclosureId };
}

async function isObjectionTo(tx: Tx, creditorId: Uuid, claimId: Uuid, objectionId: string): Promise<boolean> {
  const found = await tx.maybe(sql`
    select from objection where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid
      and objection_id::text = ${objectionId}`);
  return found !== undefined;
}

/** Who looks: a debtor sees what it sent and what is shared with it. */
export type Viewer = "company" | "debtor";

export function enclosuresOf(
  tx: Tx,
  creditorId: Uuid,
  claimId: Uuid,
  viewer: Viewer,
  enclosureId: Uuid | null = null,
): Promise<EnclosureRow[]> {
  return tx.many<EnclosureRow>(sql`
    select enclosure_id as id, enclosure_no as no, kind, objection_id as "objectionId", file_name as name, media_type as type,
      size_bytes as bytes, encode(hash, 'hex') as sha256, written_by as "addedBy", added_at as "addedAt", scan,
      is_shared as "isShared"
    from enclosure where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid
      and (${viewer} = 'company' or is_shared or written_by = 'debtor')
      and (${enclosureId}::uuid is null or enclosure_id = ${enclosureId}::uuid)
    order by enclosure_no`);
}

/** The content of one; undefined where there is none, or no longer. */
export async function enclosureContent(
  tx: Tx,
  creditorId: Uuid,
  claimId: Uuid,
  enclosureId: Uuid,
  viewer: Viewer,
): Promise<{ readonly name: string; readonly type: MediaType; readonly bytes: Buffer } | undefined> {
  const [row] = await enclosuresOf(tx, creditorId, claimId, viewer, enclosureId);
  if (row === undefined || row.name === null) return undefined;
  const found = await tx.maybe<{ bytes: Buffer | null }>(sql`
    select bytes from enclosure_content
    where creditor_id = ${creditorId}::uuid and hash = ${Buffer.from(row.sha256, "hex")}::bytea`);
  return found?.bytes == null ? undefined : { name: row.name, type: row.type, bytes: found.bytes };
}

/** The debtor sees it from now on. */
export async function shareEnclosure(
  tx: Tx,
  creditorId: Uuid,
  claimId: Uuid,
  enclosureId: Uuid,
): Promise<void> {
  await tx.run(sql`
    update enclosure set is_shared = true where creditor_id = ${creditorId}::uuid and claim_id = ${claimId}::uuid
      and enclosure_id = ${enclosureId}::uuid and not is_shared`);
}

/** Names and contents of these claims' files are gone; that there were such files, and their hashes, stays. */
export async function blankEnclosures(
  tx: Tx,
  creditorId: Uuid,
  claimIds: readonly Uuid[],
  now: Date,
): Promise<number> {
  const blanked = await tx.run(sql`
    update enclosure set file_name = null, blanked_at = ${now.toISOString()}::timestamptz
    where creditor_id = ${creditorId}::uuid and claim_id = any(${claimIds}::uuid[]) and blanked_at is null`);
  await tx.run(sql`
    update enclosure_content c set bytes = null
    where c.creditor_id = ${creditorId}::uuid and c.bytes is not null
      and exists (select from enclosure a where a.creditor_id = c.creditor_id and a.hash = c.hash
        and a.claim_id = any(${claimIds}::uuid[]))
      and not exists (select from enclosure a where a.creditor_id = c.creditor_id and a.hash = c.hash
        and a.blanked_at is null)`);
  return blanked;
}
