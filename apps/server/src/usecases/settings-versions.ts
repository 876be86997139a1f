/** What a company's rules have been: each version with what it changed. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import { sql, type Tx } from "../store/index.ts";

export type SettingsVersion = {
  readonly version: number;
  readonly validFrom: CalendarDate;
  readonly recordedAt: string;
  /** Null where the version was made before such things were kept, or with the company itself. */
  readonly by: string | null;
  /** The fields that differ from the version before; all of them in the first. */
  readonly changed: readonly string[];
};

/** The newest first. */
export async function settingsVersions(
  tx: Tx,
  creditorId: Uuid,
  limit: number,
): Promise<readonly SettingsVersion[]> {
  return tx.many<SettingsVersion>(sql`
    select s.version_no as version, s.valid_from_on as "validFrom", s.recorded_at as "recordedAt", a.actor as by,
      array(select k from jsonb_object_keys(s.data || coalesce(b.data, '{}')) k
        where s.data -> k is distinct from b.data -> k order by k) as changed
    from creditor_settings s
    left join creditor_settings b on b.creditor_id = s.creditor_id and b.version_no = s.version_no - 1
    left join lateral (select actor from audit_line
      where for_creditor_id = s.creditor_id and act = 'settings-changed' and subject = 'settings:' || s.version_no
      limit 1) a on true
    where s.creditor_id = ${creditorId}::uuid
    order by s.version_no desc limit ${limit}::int`);
}
