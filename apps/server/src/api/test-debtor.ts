/** Somebody who has come in as a debtor, for tests of what a debtor sees and does. */
import { randomBytes } from "node:crypto";
import { sha256, type Uuid } from "@innfri/kernel";
import type { TestDatabase } from "@innfri/testing";
import { DEBTOR_PREFIX } from "../door/come-in.ts";
import { NOW } from "../payments/test-world.ts";
import { withAdministrator } from "../store/index.ts";

/** The token of a session of this claim's debtor. */
export async function aDebtorsToken(
  database: TestDatabase,
  claimId: Uuid,
  level: "letter" | "link" | "identity" = "letter",
): Promise<string> {
  const token = `${DEBTOR_PREFIX}${randomBytes(32).toString("base64url")}`;
  await withAdministrator(database.url, (client) =>
    client.query(
      `insert into debtor_session (token_hash, for_creditor_id, for_debtor_id, for_claim_id, level, began_at,
         expires_at)
       select $1, creditor_id, debtor_id, case when $2 = 'link' then claim_id end, $2, $3, $3::timestamptz + interval '1 hour' from claim where claim_id = $4`,
      [sha256(token), level, NOW, claimId],
    ),
  );
  return token;
}
