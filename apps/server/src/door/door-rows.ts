/** What letters that are about to leave print for their readers, and what finds them again. */
import type { Uuid } from "@innfri/kernel";
import type { LetterData } from "@innfri/letters";
import { type Keys, openKeys } from "../secrets/keys.ts";
import { type Pool, sql, withCreditor } from "../store/index.ts";
import { doorHash, letterCode } from "./letter-code.ts";
import { type LinkTo, linkToken } from "./links.ts";

export type DoorEnv = {
  /** Where debtors find the portal: `https://svar.example`. Letters name no door where it is not set. */
  readonly INNFRI_ADDRESS?: string | undefined;
  readonly INNFRI_KEYS?: string | undefined;
  readonly DATABASE_URL?: string | undefined;
};

export type Door = { readonly url: string; readonly keys: Keys };

class AddressError extends Error {
  override readonly name = "AddressError";
}

/** Null where this installation has no address. Throws `AddressError`, or what `openKeys` does. */
export async function openDoor(directory: string, env: DoorEnv): Promise<Door | null> {
  const address = env.INNFRI_ADDRESS?.trim();
  if (!address) return null;
  if (!URL.canParse(address) || !/^https?:$/.test(new URL(address).protocol))
    throw new AddressError("INNFRI_ADDRESS is no address such as https://svar.example. No letter was sent.");
  return { url: address.replace(/\/+$/, ""), keys: await openKeys(directory, env) };
}

export type DoorLetter = {
  readonly documentId: Uuid;
  readonly debtorId: Uuid;
  readonly caseNumber: string;
};

/** Keeps what leads to these letters, once however often they are made. Who came in by the code of an older one is out. */
export async function writeDoors(
  pool: Pool,
  creditorId: Uuid,
  { keys }: Door,
  letters: readonly DoorLetter[],
  now: string,
): Promise<void> {
  if (letters.length === 0) return;
  const hashes = letters.map(({ documentId, caseNumber }) =>
    doorHash(keys, caseNumber, letterCode(keys, documentId)),
  );
  await withCreditor(pool, creditorId, (tx) =>
    tx.run(sql`
      with made as (
        insert into letter_door (door_hash, for_creditor_id, for_debtor_id, for_document_id, made_at)
        select hash, ${creditorId}::uuid, debtor_id, document_id, ${now}::timestamptz
        from unnest(${hashes}::bytea[], ${letters.map(({ debtorId }) => debtorId)}::uuid[],
          ${letters.map(({ documentId }) => documentId)}::uuid[]) l(hash, debtor_id, document_id)
        on conflict do nothing returning for_debtor_id)
      update debtor_session set ended_at = ${now}::timestamptz
      where for_creditor_id = ${creditorId}::uuid and for_debtor_id in (select for_debtor_id from made)
        and level = 'letter' and ended_at is null`),
  );
}

/** What a letter says of it: where the page is, and its reader's own code there. */
export function doorOf(
  { url, keys }: Door,
  documentId: Uuid,
): Pick<LetterData, "paymentPage" | "debtorCode"> {
  const display = url.replace(/^https?:\/\//, "");
  return { paymentPage: { url, display }, debtorCode: letterCode(keys, documentId) };
}

/** Where the reader of an e-mail pays its case. The paper of the same letter names the page alone. */
export function linkOf({ url, keys }: Door, to: LinkTo, at: string): string {
  return `${url}/l/${linkToken(keys, to, at)}`;
}
