/** The lines that a debtor's coming and going leaves, and a case that was closed after too many wrong codes. */
import { type DebtorKnown, debtorOf } from "../door/come-in.ts";
import { type Pool, withOperator } from "../store/index.ts";
import { addAuditLine } from "./audit-lines.ts";

/** Whoever has just been given this token. */
export async function recordDebtorIn(pool: Pool, token: string, now: Date): Promise<void> {
  const known = await debtorOf(pool, token, now);
  if (known !== undefined) await record(pool, "debtor-signed-in", known, now);
}

export function recordDebtorOut(pool: Pool, known: DebtorKnown, now: Date): Promise<void> {
  return record(pool, "debtor-signed-out", known, now);
}

/** Single wrong codes leave no line: anybody may send as many as they like. */
export function recordDoorClosed(pool: Pool, now: Date): Promise<void> {
  const line = { actor: "nobody", act: "door-closed", subject: "nobody", creditorId: null };
  return withOperator(pool, (tx) => addAuditLine(tx, { ...line, details: { by: "letter" } }, now));
}

function record(
  pool: Pool,
  act: string,
  { creditorId, debtorId, level }: DebtorKnown,
  now: Date,
): Promise<void> {
  const line = { actor: "debtor", act, subject: `debtor:${debtorId}`, creditorId, details: { by: level } };
  return withOperator(pool, (tx) => addAuditLine(tx, line, now));
}
