import type { Uuid } from "@innfri/kernel";
import type { Tx } from "../../store/index.ts";
import type { Asked } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";
import { claimOf } from "./claims.ts";

/** The debtor's own claim. Another's is answered as one that there is not. */
export async function ownClaimOf(
  tx: Tx,
  { creditor, caller, params }: Pick<Asked<"agreeToPlan">, "creditor" | "caller" | "params">,
): Promise<{ readonly claimId: Uuid; readonly debtorId: Uuid }> {
  const found = await claimOf(tx, creditor.creditorId, params.claimId);
  const { debtorId, claimId } = caller.debtor;
  // Whoever came by a link is known for one claim.
  if (found.debtorId === debtorId && (claimId === null || claimId === found.claimId)) return found;
  throw new Refused(refusal("not-found", "There is no such claim of yours here."));
}
