/** What people sign in with besides their password, sealed anew with the newest key. */
import { symmetricDecrypt, symmetricEncrypt } from "better-auth/crypto";
import type { Keys } from "../secrets/keys.ts";
import { sql, type Tx } from "../store/index.ts";
import { secretVersion, signInSecrets } from "./auth.ts";

type Row = { readonly id: string; readonly secret: string; readonly backupCodes: string };

/** Up to so many secrets of one-time codes, with the recovery codes beside them; 0 where all have the newest key. */
export async function sealSecondFactorsAnew(tx: Tx, keys: Keys, limit: number): Promise<number> {
  const version = secretVersion(keys.newest);
  const sealedBy = `$ba$${version}$%`;
  const rows = await tx.many<Row>(sql`
    select id, secret, backup_codes as "backupCodes" from signin_second_factor
    where secret not like ${sealedBy} or backup_codes not like ${sealedBy} order by id limit ${limit}::int for update`);
  const { secret: legacySecret, secrets } = signInSecrets(keys);
  const key = {
    keys: new Map(secrets.map((one) => [one.version, one.value])),
    currentVersion: version,
    legacySecret,
  };
  const anew = async (data: string) => symmetricEncrypt({ key, data: await symmetricDecrypt({ key, data }) });
  for (const { id, secret, backupCodes } of rows)
    await tx.run(sql`
      update signin_second_factor set secret = ${await anew(secret)}, backup_codes = ${await anew(backupCodes)}
      where id = ${id}`);
  return rows.length;
}
