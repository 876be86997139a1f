/** A payment provider that there is not: it takes no money, serves sandboxes alone, and tells as a real one would. */
import { timingSafeEqual } from "node:crypto";
import { type CalendarDate, formatMinor, isDate, parseMinor, type Uuid } from "@innfri/kernel";
import type { Creditor } from "../engine/creditors.ts";
import type { Keys } from "../secrets/keys.ts";
import { sql, type Tx, withCreditor } from "../store/index.ts";
import { PAYMENT_WAYS, type PaymentProvider, type ProviderSays } from "./provider.ts";

export type SandboxOutcome = "paid" | "refused";

export function sandboxProvider(keys: Keys): PaymentProvider {
  return {
    name: "sandbox",
    ways: PAYMENT_WAYS,
    serves: ({ isSandbox }) => isSandbox,
    start: async (_, { onlinePaymentId }) => ({ reference: referenceOf(onlinePaymentId), isKnown: true }),
    statusOf: (pool, { creditorId }, reference) =>
      withCreditor(pool, creditorId, async (tx) => {
        const row = await decisionOf(tx, creditorId, reference);
        return row === undefined ? { kind: "open" } : saysOf(row);
      }),
    readCallback: (creditor, body, signature) => {
      if (signature === null || !isSigned(keys, creditor, body, signature)) return { kind: "not-genuine" };
      const { reference, outcome, amount, currency, on } = JSON.parse(body.toString("utf8")) as Told;
      const amountMinor = parseMinor(amount);
      if (amountMinor === undefined || !isDate(on)) return { kind: "not-genuine" };
      return { kind: "told", reference, says: saysOf({ outcome, amountMinor, currency, decidedOn: on }) };
    },
  };
}

type Told = {
  readonly reference: string;
  readonly outcome: SandboxOutcome;
  readonly amount: string;
  readonly currency: string;
  readonly on: string;
};

type Decision = {
  readonly outcome: SandboxOutcome;
  readonly amountMinor: bigint;
  readonly currency: string;
  readonly decidedOn: CalendarDate;
};

function saysOf({ outcome, amountMinor, currency, decidedOn }: Decision): ProviderSays {
  return outcome === "refused"
    ? { kind: "refused" }
    : { kind: "paid", amountMinor, currency, paidOn: decidedOn };
}

function referenceOf(onlinePaymentId: Uuid): string {
  return `sandbox-${onlinePaymentId}`;
}

function decisionOf(tx: Tx, creditorId: Uuid, reference: string): Promise<Decision | undefined> {
  return tx.maybe<Decision>(sql`
    select outcome, amount_minor as "amountMinor", currency, decided_on as "decidedOn" from sandbox_payment
    where creditor_id = ${creditorId}::uuid and reference = ${reference}`);
}

/** The payer pays or declines, once; what is decided already stays. */
export async function decideInSandbox(
  tx: Tx,
  creditorId: Uuid,
  order: { readonly reference: string; readonly amountMinor: bigint; readonly currency: string },
  outcome: SandboxOutcome,
  on: CalendarDate,
): Promise<void> {
  await tx.run(sql`
    insert into sandbox_payment (creditor_id, reference, outcome, amount_minor, currency, decided_on)
    values (${creditorId}::uuid, ${order.reference}, ${outcome}, ${order.amountMinor}::bigint, ${order.currency},
      ${on}::date)
    on conflict do nothing`);
}

/** What the provider sends once its payer has decided: signed, and as often as it likes. */
export async function sandboxCallback(
  keys: Keys,
  tx: Tx,
  creditor: Creditor,
  reference: string,
): Promise<{ readonly body: Buffer; readonly signature: string } | null> {
  const decision = await decisionOf(tx, creditor.creditorId, reference);
  if (decision === undefined) return null;
  const { outcome, amountMinor, currency, decidedOn: on } = decision;
  const told: Told = { reference, outcome, amount: formatMinor(amountMinor), currency, on };
  const body = Buffer.from(JSON.stringify(told));
  return { body, signature: signatureOf(keys, keys.newest, creditor, body) };
}

function signatureOf(keys: Keys, keyId: string, { creditorId }: Creditor, body: Buffer): string {
  return keys
    .keyedHash("payment-callback", `${creditorId} ${body.toString("base64")}`, keyId)
    .toString("hex");
}

function isSigned(keys: Keys, creditor: Creditor, body: Buffer, signature: string): boolean {
  const given = Buffer.from(signature);
  return keys.ids.some((keyId) => {
    const expected = Buffer.from(signatureOf(keys, keyId, creditor, body));
    return given.length === expected.length && timingSafeEqual(given, expected);
  });
}
