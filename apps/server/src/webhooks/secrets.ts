/** An endpoint's secrets, sealed where they lie. */
import { randomBytes } from "node:crypto";
import { type Uuid, uuidOf } from "@innfri/kernel";
import { machineTime } from "../machine-time.ts";
import type { Keys } from "../secrets/keys.ts";
import { sql, type Tx } from "../store/index.ts";
import { newSecret } from "./signature.ts";

const PURPOSE = "webhook-secret";

/** Those that count now, the newest first. */
export async function openSecrets(
  tx: Tx,
  keys: Keys,
  creditorId: Uuid,
  endpointId: Uuid,
): Promise<readonly string[]> {
  const sealed = await tx.many<{ secretId: Uuid; keyId: string; sealed: Buffer }>(sql`
    select secret_id as "secretId", key_id as "keyId", sealed from webhook_secret
    where creditor_id = ${creditorId}::uuid and endpoint_id = ${endpointId}::uuid
      and (ends_at is null or ends_at > clock_timestamp())
    order by ends_at desc nulls first, made_at desc`);
  return sealed.map(({ secretId, keyId, sealed: bytes }) =>
    keys.open(PURPOSE, { keyId, bytes }, aboutOf(creditorId, secretId)).toString("utf8"),
  );
}

/** Makes one that counts from now on; those before it count for so many hours more. */
export async function addSecret(
  tx: Tx,
  keys: Keys,
  creditorId: Uuid,
  endpointId: Uuid,
  oldOnesHours: number,
): Promise<string> {
  await tx.run(sql`
    update webhook_secret
    set ends_at = least(ends_at, clock_timestamp() + make_interval(hours => ${oldOnesHours}::int))
    where creditor_id = ${creditorId}::uuid and endpoint_id = ${endpointId}::uuid`);
  const secretId = uuidOf(machineTime.now().getTime(), randomBytes(10));
  const secret = newSecret();
  const { keyId, bytes } = keys.seal(PURPOSE, Buffer.from(secret), aboutOf(creditorId, secretId));
  await tx.run(sql`
    insert into webhook_secret (creditor_id, secret_id, endpoint_id, key_id, sealed)
    values (${creditorId}::uuid, ${secretId}::uuid, ${endpointId}::uuid, ${keyId}, ${bytes}::bytea)`);
  return secret;
}

function aboutOf(creditorId: Uuid, secretId: Uuid): string {
  return `webhook_secret ${creditorId} ${secretId}`;
}

/** Up to so many of a creditor's, sealed anew with the newest key; 0 where all are. */
export async function sealWebhookSecretsAnew(
  tx: Tx,
  keys: Keys,
  creditorId: Uuid,
  limit: number,
): Promise<number> {
  const rows = await tx.many<{ secretId: Uuid; keyId: string; sealed: Buffer }>(sql`
    select secret_id as "secretId", key_id as "keyId", sealed from webhook_secret
    where creditor_id = ${creditorId}::uuid and key_id <> ${keys.newest} order by secret_id limit ${limit}::int for update`);
  const anew = rows.map(({ secretId, keyId, sealed: bytes }) => {
    const about = aboutOf(creditorId, secretId);
    return keys.seal(PURPOSE, keys.open(PURPOSE, { keyId, bytes }, about), about).bytes;
  });
  return tx.run(sql`
    update webhook_secret s set key_id = ${keys.newest}, sealed = n.sealed
    from unnest(${rows.map(({ secretId }) => secretId)}::uuid[], ${anew}::bytea[]) n(secret_id, sealed)
    where s.creditor_id = ${creditorId}::uuid and s.secret_id = n.secret_id`);
}
