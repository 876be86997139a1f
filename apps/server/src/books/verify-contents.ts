/** Documents, invoices and enclosures hash to what they say. */
import { canonicalJson, type Json, sha256, type Uuid } from "@innfri/kernel";
import {
  documentHash,
  partsNamed,
  type StoredData,
  type StoredDerivations,
} from "../engine/stored-letter.ts";
import { allDocumentParts, sql, type Tx } from "../store/index.ts";
import { fetched } from "./cursor.ts";
import type { Report } from "./finding.ts";
import type { Scope } from "./scope.ts";

type DocumentRow = {
  readonly documentId: Uuid;
  readonly data: StoredData;
  readonly derivations: StoredDerivations;
  readonly hash: Buffer;
};

export async function verifyDocuments(
  tx: Tx,
  creditorId: Uuid,
  scope: Scope,
  report: Report,
): Promise<number> {
  const only = scope?.documentIds ?? null;
  await tx.run(sql`
    declare content_document no scroll cursor for
    select document_id as "documentId", data, derivations, hash from document
    where creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or document_id = any(${only}::uuid[]))
    order by document_id`);
  const parts = new Set(
    (await allDocumentParts(tx, creditorId))
      .filter(({ name, data }) => sha256(canonicalJson(data)).toString("hex") === name)
      .map(({ name }) => name),
  );
  let documents = 0;
  for await (const { documentId, data, derivations, hash } of fetched<DocumentRow>(tx, "content_document")) {
    documents++;
    if (
      hashOf(data, derivations).equals(hash) &&
      partsNamed(data, derivations).every((one) => parts.has(one))
    )
      continue;
    report({
      claimId: null,
      place: `document ${documentId}`,
      what: "what it says, or why, is not what was sent",
    });
  }
  return documents;
}

function hashOf(data: StoredData, derivations: StoredDerivations): Buffer {
  return documentHash(canonicalJson(data as unknown as Json), canonicalJson(derivations as unknown as Json));
}

type InvoiceRow = {
  readonly number: string;
  readonly versionNo: number;
  readonly claimId: Uuid | null;
  readonly data: Json;
  readonly hash: Buffer;
  /** Null when the contact has been blanked: then the hash can no longer be tried. */
  readonly salt: Buffer | null;
};

export async function verifyInvoices(tx: Tx, creditorId: Uuid, scope: Scope, report: Report): Promise<void> {
  const only = scope?.invoiceIds ?? null;
  await tx.run(sql`
    declare content_invoice no scroll cursor for
    select i.number, i.version_no as "versionNo", c.claim_id as "claimId", i.data, i.hash, k.salt
    from (
      -- By their keys where only some are wanted: left to choose, the planner walks them all.
      select own.* from unnest(${only}::uuid[]) wanted(id)
      cross join lateral (select * from invoice
        where creditor_id = ${creditorId}::uuid and invoice_id = wanted.id offset 0) own
      union all
      select * from invoice where creditor_id = ${creditorId}::uuid and ${only}::uuid[] is null) i
    left join lateral (select salt from contact
      where creditor_id = ${creditorId}::uuid and contact_id = (i.data ->> 'contact')::uuid offset 0) k on true
    left join lateral (select claim_id from claim
      where creditor_id = ${creditorId}::uuid and invoice_id = i.invoice_id and instalment_no = 1 offset 0) c on true
    order by i.invoice_id, i.version_no`);
  for await (const row of fetched<InvoiceRow>(tx, "content_invoice")) {
    const { number, versionNo, claimId, data, hash, salt } = row;
    if (salt === null || sha256(salt, canonicalJson(data)).equals(hash)) continue;
    report({
      claimId,
      place: `invoice ${number}, version ${versionNo}`,
      what: "its data are not what was imported",
    });
  }
}

type EnclosureRow = { readonly claimId: Uuid; readonly no: number; readonly isThere: boolean };

/** An enclosure's content is what was added, and is there until its time is over. The hashes are made by the database. */
export async function verifyEnclosures(
  tx: Tx,
  creditorId: Uuid,
  scope: Scope,
  report: Report,
): Promise<void> {
  const only = scope?.claimIds ?? null;
  await tx.run(sql`
    declare content_enclosure no scroll cursor for
    select e.claim_id as "claimId", e.enclosure_no as no, c.bytes is not null as "isThere"
    from enclosure e left join enclosure_content c on c.creditor_id = e.creditor_id and c.hash = e.hash
    where e.creditor_id = ${creditorId}::uuid and (${only}::uuid[] is null or e.claim_id = any(${only}::uuid[]))
      and case when c.bytes is null then e.blanked_at is null else sha256(c.bytes) <> e.hash end
    order by e.claim_id, e.enclosure_no`);
  for await (const { claimId, no, isThere } of fetched<EnclosureRow>(tx, "content_enclosure"))
    report({
      claimId,
      place: `enclosure ${no}`,
      what: isThere ? "its content is not what was added" : "its content is gone, and nobody has blanked it",
    });
}
