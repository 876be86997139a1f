/**
 * Says what a customer is, where the import did not: a person, a sole trader, a business or a public body. Claims
 * that waited for this go on.
 */
import type { DebtorKind } from "@innfri/claims";
import type { Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { creditorById } from "../engine/creditors.ts";
import { takeUp } from "../engine/take-up.ts";
import type { Installation } from "../installation.ts";
import { lockFiles, sql, wake, withCreditor } from "../store/index.ts";

export type KindOutcome =
  | { readonly kind: "set"; readonly customerKind: DebtorKind; readonly unparked: number }
  | { readonly kind: "refused"; readonly reason: string };

export async function setCustomerKind(
  { pool }: Installation,
  creditorId: Uuid,
  { customer, kind }: { readonly customer: string; readonly kind: DebtorKind },
  now: Date,
): Promise<KindOutcome> {
  const creditor = await creditorById(pool, creditorId);
  if (creditor === undefined) return { kind: "refused", reason: `There is no creditor ${creditorId}.` };
  const clock = clockOf(creditor, now);
  return withCreditor(pool, creditorId, async (tx): Promise<KindOutcome> => {
    const found = await tx.maybe<{ debtorId: Uuid }>(sql`
      select debtor_id as "debtorId" from debtor
      where creditor_id = ${creditorId}::uuid and customer_number = ${customer}`);
    const [debtor] = found === undefined ? [] : await lockFiles(tx, creditorId, [found.debtorId]);
    if (debtor === undefined) return { kind: "refused", reason: `There is no customer ${customer}.` };
    // What was charged and sent rests on the kind. A change after that is a correction for a person to make.
    if (debtor.kind !== null && debtor.kind !== kind)
      return { kind: "refused", reason: `Customer ${customer} is a ${debtor.kind} by what was imported.` };
    const learned = { debtorId: debtor.debtorId, kind, hasNewContact: false };
    const unparked = await takeUp(tx, creditorId, [learned], { clock, actor: "person" });
    await wake(tx, creditorId, "run");
    return { kind: "set", customerKind: kind, unparked };
  });
}
