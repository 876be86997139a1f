/** One PDF of a case for those who decide disputes: index, written dialogue, letters, deadlines and enclosures (S37, S38). */
import {
  type EvidenceEnclosure,
  type EvidenceEntry,
  type EvidenceSide,
  type LetterLanguage,
  renderEvidencePdf,
} from "@innfri/letters";
import type { FoundClaim } from "../engine/find-claim.ts";
import type { Installation, Operator } from "../installation.ts";
import { sql, type Tx, withCreditor } from "../store/index.ts";
import { enclosureContent, enclosuresOf } from "./enclosures.ts";
import { caseLetters, exportCase } from "./export-case.ts";
import { dialoguesOf, listObjections } from "./list-objections.ts";

/** Larger enclosures are listed by their checksum: a board's mailbox takes no more. */
const MOST_BYTES = 30 * 1024 * 1024;

export async function evidenceBundle(
  installation: Pick<Installation, "pool"> & { readonly operator: Operator },
  found: FoundClaim,
  language: LetterLanguage,
  now: Date,
): Promise<Uint8Array> {
  const exported = await exportCase(installation, found, language, now);
  const { creditorId } = found.creditor;
  const [dialogue, enclosures] = await withCreditor(installation.pool, creditorId, async (tx) => [
    await writtenDialogue(tx, found),
    await enclosed(tx, found),
  ]);
  return renderEvidencePdf({ exported, dialogue, enclosures, letters: caseLetters(exported) });
}

/** Who took each step; what deadlines bring about is the collector's doing. */
const BY: Readonly<Record<string, EvidenceSide>> = {
  objection: "debtor",
  wrote: "debtor",
  kept: "debtor",
  agreed: "creditor",
  rejected: "creditor",
  closed: "creditor",
  onward: "creditor",
};

async function writtenDialogue(tx: Tx, { creditor, claimId }: FoundClaim): Promise<EvidenceEntry[]> {
  const { creditorId, timeZone } = creditor;
  const dayOf = (instant: string) => new Date(instant).toLocaleDateString("sv-SE", { timeZone });
  const filter = { stage: null, claimId, objectionId: null };
  const objections = await listObjections(tx, creditorId, filter, null, 100);
  const seen = new Set<string>();
  const entries: EvidenceEntry[] = [];
  const ids = objections.map(({ objectionId }) => objectionId);
  const dialogues = await dialoguesOf(tx, creditorId, ids);
  for (const objectionId of ids) {
    for (const step of dialogues.get(objectionId) ?? []) {
      // Several objections are answered by one step.
      const same = `${step.kind} ${step.recordedAt ?? objectionId}`;
      if (seen.has(same)) continue;
      seen.add(same);
      entries.push({
        ...{ on: step.on, kind: step.kind, dueOn: step.dueOn, text: step.text },
        by: BY[step.kind] ?? "operator",
        sentOn: step.mailedAt === null ? null : dayOf(step.mailedAt),
      });
    }
  }
  const messages = await tx.many<{ at: string; by: EvidenceSide; text: string | null }>(sql`
    select m.sent_at as at, m.written_by as by, t.body as text
    from claim_message m left join free_text t on t.creditor_id = m.creditor_id and t.text_id = m.text_id
    where m.creditor_id = ${creditorId}::uuid and m.claim_id = ${claimId}::uuid
      -- What either side and the case handler write to each other is theirs; what was shared with the other side is not.
      and m.shared_no is not null
    order by m.sent_at, m.message_no`);
  const shared = messages.map(({ at, by, text }): EvidenceEntry => {
    const on = dayOf(at);
    return { on, kind: "message", by, dueOn: null, sentOn: null, text };
  });
  return [...entries, ...shared].sort((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0));
}

async function enclosed(tx: Tx, { creditor, claimId }: FoundClaim): Promise<EvidenceEnclosure[]> {
  const { creditorId, timeZone } = creditor;
  const rows = await enclosuresOf(tx, creditorId, claimId, "company");
  const enclosures: EvidenceEnclosure[] = [];
  let left = MOST_BYTES;
  for (const { id, name, type, sha256, addedAt, addedBy, bytes } of rows) {
    const isShown = bytes <= left;
    const content = isShown ? await enclosureContent(tx, creditorId, claimId, id, "company") : undefined;
    left -= content?.bytes.length ?? 0;
    enclosures.push({
      ...{ name, sha256, addedBy },
      type: isShown ? type : "too-large",
      addedOn: new Date(addedAt).toLocaleDateString("sv-SE", { timeZone }),
      bytes: content?.bytes ?? (isShown ? null : new Uint8Array()),
    });
  }
  return enclosures;
}
