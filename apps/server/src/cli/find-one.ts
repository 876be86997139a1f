/** The claim that a command names, or the sentence on why it is none or more than one. */
import type { Uuid } from "@innfri/kernel";
import { type FoundClaim, findClaim } from "../engine/find-claim.ts";
import type { Installation } from "../installation.ts";
import { table, UsageError } from "./output.ts";

/** Finds by id, payment reference or invoice number. Throws `UsageError`. */
export async function findOne(
  { pool }: Pick<Installation, "pool">,
  named: string,
  creditorId: Uuid | undefined,
): Promise<FoundClaim> {
  const finding = await findClaim(pool, named.trim(), creditorId);
  switch (finding.kind) {
    case "found":
      return finding.claim;
    case "unknown":
      throw new UsageError(
        `There is no claim ${named}${creditorId === undefined ? "" : " of this creditor"}. A claim is named by its ` +
          "id, its payment reference or its invoice's number. Nothing was done.",
      );
    case "ambiguous": {
      const rows = finding.claims.map(({ claimId, invoiceNumber, creditor }) => [
        claimId,
        `invoice ${invoiceNumber}`,
        creditor.name,
      ]);
      throw new UsageError(
        `${named} is the name of ${rows.length} claims. Nothing was done. Name one by its id, or the company by --creditor:\n\n` +
          table(rows).replaceAll(/^/gm, "  "),
      );
    }
  }
}
