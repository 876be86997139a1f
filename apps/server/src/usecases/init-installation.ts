/** Says who runs this installation: a creditor itself, or a licensed agency. Said once. */
import { canonicalJson, date, derivedId, type Json } from "@innfri/kernel";
import { type Installation, type Operator, type OperatorIs, readOperator } from "../installation.ts";
import { LOCKS, sql, withOperator } from "../store/index.ts";

/** `exists` leaves what was there as it was; `isSame` tells whether the input says the same. */
export type InitOutcome =
  | { readonly kind: "created"; readonly operator: Operator }
  | { readonly kind: "exists"; readonly operator: Operator; readonly isSame: boolean };

// An operator has no day of its own, and its id is the same however often the installation is made.
const NO_DAY = date("2026-01-01");

/** Creates the operator unless there is one. */
export async function initInstallation({ pool }: Installation, input: OperatorIs): Promise<InitOutcome> {
  const operatorId = derivedId(NO_DAY, "operator", input.kind, input.name);
  return withOperator(pool, async (tx) => {
    // Two that start at once: the second waits here and then finds the first's operator.
    await tx.run(sql`select pg_advisory_xact_lock(${LOCKS.operator}::bigint)`);
    const existing = await readOperator(tx);
    if (existing !== undefined)
      return { kind: "exists", operator: existing, isSame: isSame(existing, input) };
    const licence = input.licence === null ? null : JSON.stringify(input.licence);
    await tx.run(sql`
      insert into operator (operator_id, name, kind, licence)
      values (${operatorId}::uuid, ${input.name}, ${input.kind}, ${licence}::jsonb)`);
    return { kind: "created", operator: { operatorId, ...input } };
  });
}

function isSame(existing: Operator, input: OperatorIs): boolean {
  const comparable = ({ kind, name, licence }: OperatorIs) =>
    canonicalJson({ kind, name, licence: licence as Json });
  return comparable(existing) === comparable(input);
}
