import { isUuid, type Uuid } from "@innfri/kernel";
import { withCreditor } from "../../store/index.ts";
import { type ApiKey, apiKeys, makeApiKey, revokeApiKey } from "../../usecases/api-keys.ts";
import type { Handlers } from "../handler.ts";
import { refusal } from "../problem.ts";
import { sentence } from "./claims.ts";

export const KEY_HANDLERS: Pick<Handlers, "listKeys" | "makeKey" | "revokeKey"> = {
  listKeys: async ({ deployment, creditor: { creditorId } }) => {
    const keys = await withCreditor(deployment.pool, creditorId, (tx) => apiKeys(tx, creditorId));
    return { body: { items: keys.map(keyBody) } };
  },

  makeKey: async (tx, { creditor: { creditorId }, body, caller, now }) => {
    const { name, scopes } = body;
    const expiresOn = body.expiresOn as ApiKey["expiresOn"];
    const made = await makeApiKey(
      tx,
      { creditorId, name, scopes, expiresOn, createdBy: caller.actor },
      caller.permissions,
      now,
    );
    if (made.kind === "refused") return refusal("refused", `${sentence(made.reason)} No key was made.`);
    return { body: { key: keyBody(made.key), secret: null }, shownOnce: { secret: made.secret } };
  },

  revokeKey: async (tx, { creditor: { creditorId }, params, caller, now }) => {
    const key = isUuid(params.keyId)
      ? await revokeApiKey(tx, { creditorId, keyId: params.keyId as Uuid }, caller.actor, now)
      : undefined;
    if (key === undefined) return refusal("not-found", "There is no such key at this company.");
    return { body: keyBody(key) };
  },
};

function keyBody({ keyId, creditorId: _, ...rest }: ApiKey) {
  return { id: keyId, ...rest, scopes: [...rest.scopes] };
}
