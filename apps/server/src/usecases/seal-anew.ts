/**
 * Everything that is sealed with an older key is sealed anew with the newest, in batches of a transaction each. Killed
 * anywhere it goes on where it was: what it has done names the newest key, and is not looked at again.
 */
import { allCreditors } from "../engine/creditors.ts";
import { sealPersonsAnew } from "../persons/persons.ts";
import type { Keys } from "../secrets/keys.ts";
import { sealSecondFactorsAnew } from "../signin/seal-anew.ts";
import { type Pool, type Tx, withCreditor, withOperator } from "../store/index.ts";
import { sealWebhookSecretsAnew } from "../webhooks/secrets.ts";

export type SealedAnew = {
  readonly identityNumbers: number;
  readonly webhookSecrets: number;
  readonly secondFactors: number;
};

/** `engine` is the engine's, `api` that by which people sign in. Throws `KeyMissingError` where an older key is not here. */
export async function sealAnew(
  { engine, api }: { readonly engine: Pool; readonly api: Pool },
  keys: Keys,
  batch = 500,
): Promise<SealedAnew> {
  const identityNumbers = await all(
    (limit) => withOperator(engine, (tx) => sealPersonsAnew(tx, keys, limit)),
    batch,
  );
  let webhookSecrets = 0;
  for (const { creditorId } of await allCreditors(engine)) {
    const one = (tx: Tx, limit: number) => sealWebhookSecretsAnew(tx, keys, creditorId, limit);
    webhookSecrets += await all((limit) => withCreditor(engine, creditorId, (tx) => one(tx, limit)), batch);
  }
  const secondFactors = await all(
    (limit) => withOperator(api, (tx) => sealSecondFactorsAnew(tx, keys, limit)),
    batch,
  );
  return { identityNumbers, webhookSecrets, secondFactors };
}

async function all(some: (limit: number) => Promise<number>, batch: number): Promise<number> {
  let sum = 0;
  for (let done = batch; done === batch; sum += done) done = await some(batch);
  return sum;
}
