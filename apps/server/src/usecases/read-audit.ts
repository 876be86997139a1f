/** The audit log as people read it, newest first. In a transaction that names no company. */
import type { Json, Uuid } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";

export type AuditFilter = {
  readonly act: string | null;
  readonly actor: string | null;
  readonly subject: string | null;
  readonly since: string | null;
  readonly before: string | null;
  /** Lines of this company, and what its users did to get in; null for every line. */
  readonly creditorId: Uuid | null;
};

export type ReadLine = {
  readonly lineId: Uuid;
  readonly at: string;
  readonly actor: string;
  readonly act: string;
  readonly subject: string;
  readonly creditorId: Uuid | null;
  readonly details: Readonly<Record<string, Json>>;
};

/** How somebody signs in, which a company sees of its users: what they are at the operator is the operator's own. */
const OF_ANY_USER = [
  ...["signed-in", "sign-in-failed", "signed-out", "session-ended", "other-sessions-ended"],
  ...["password-changed", "reset-asked-for", "password-reset", "recovery-codes-made"],
  ...["second-factor-begun", "second-factor-added", "second-factor-removed", "second-factor-reset"],
  ...["passkey-added", "passkey-removed", "identity-linked", "email-change-asked", "email-changed"],
];

export async function readAudit(
  tx: Tx,
  filter: AuditFilter,
  page: { readonly after: Uuid | null; readonly limit: number },
): Promise<ReadLine[]> {
  const { act, actor, subject, since, before, creditorId } = filter;
  const lines = await tx.many<ReadLine>(sql`
    select line_id as "lineId", at, actor, act, subject, for_creditor_id as "creditorId", details
    from audit_line l
    where (${page.after}::uuid is null or line_id < ${page.after}::uuid)
      and (${creditorId}::uuid is null or for_creditor_id = ${creditorId}::uuid
        or (for_creditor_id is null and act = any(${OF_ANY_USER}::text[]) and subject in (select 'user:' || user_id from membership
          where for_creditor_id = ${creditorId}::uuid and ended_at is null)))
      and (${act}::text is null or act = ${act}) and (${actor}::text is null or actor = ${actor})
      and (${subject}::text is null or subject = ${subject})
      and (${since}::timestamptz is null or at >= ${since}::timestamptz)
      and (${before}::timestamptz is null or at < ${before}::timestamptz)
    order by line_id desc limit ${page.limit}::int`);
  return lines.map((line) => ({ ...line, at: new Date(line.at).toISOString() }));
}
