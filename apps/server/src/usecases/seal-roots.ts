/** The day's roots: each creditor's own, then the operator's over them. */
import type { Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import { creditorById } from "../engine/creditors.ts";
import type { Installation, Operator } from "../installation.ts";
import { type Sealed, sealDay } from "../roots/seal-day.ts";
import { type OperatorSealed, sealOperator } from "../roots/seal-operator.ts";

export type SealedAll = {
  readonly creditors: readonly {
    readonly creditorId: Uuid;
    readonly name: string;
    readonly sealed: Sealed;
  }[];
  /** Null where it was not asked for. */
  readonly operator: OperatorSealed | null;
};

export async function sealRoots(
  installation: Pick<Installation, "pool"> & { readonly operator: Operator },
  creditorIds: readonly Uuid[],
  now: Date,
  options: { readonly withOperator: boolean },
): Promise<SealedAll> {
  const creditors: SealedAll["creditors"][number][] = [];
  for (const creditorId of creditorIds) {
    const creditor = await creditorById(installation.pool, creditorId);
    if (creditor === undefined) throw new Error(`there is no creditor ${creditorId}`);
    const sealed = await sealDay(installation, creditor, clockOf(creditor, now));
    creditors.push({ creditorId, name: creditor.name, sealed });
  }
  return { creditors, operator: options.withOperator ? await sealOperator(installation, now) : null };
}
