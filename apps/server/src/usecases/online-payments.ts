/** A debtor pays online: begun here, told of by the provider, and booked once (S89, S91–S93). */
import { derivedId, formatMinor, type Uuid } from "@innfri/kernel";
import { clockOf } from "../clock.ts";
import type { Creditor } from "../engine/creditors.ts";
import { readFiles } from "../engine/read-files.ts";
import type { Operator } from "../installation.ts";
import { bookOnline, type OnlinePayment } from "../payments/book-online.ts";
import type { Order, PaymentProvider, PaymentWay, ProviderSays } from "../payments/provider.ts";
import { sandboxProvider } from "../payments/sandbox-provider.ts";
import type { Keys } from "../secrets/keys.ts";
import { type Pool, sql, type Tx, wake, withCreditor } from "../store/index.ts";

type Deployed = {
  readonly pool: Pool;
  readonly enginePool: Pool;
  readonly operator: Operator;
  readonly keys: Keys | null;
};

/** The providers by which this company's debtors pay here. */
export function providersOf(
  { keys }: Pick<Deployed, "keys">,
  creditor: Creditor,
): readonly PaymentProvider[] {
  return keys === null ? [] : [sandboxProvider(keys)].filter((provider) => provider.serves(creditor));
}

export type OnlineState = "started" | "unknown" | "paid" | "refused";

export type OnlineRow = OnlinePayment & {
  readonly way: PaymentWay;
  readonly amountMinor: bigint;
  readonly currency: "NOK" | "SEK" | "DKK" | "EUR";
  readonly state: OnlineState;
  readonly begunAt: string;
};

export type Begun =
  | { readonly kind: "begun"; readonly onlinePaymentId: Uuid }
  | { readonly kind: "refused"; readonly reason: string };

export type Beginning = {
  readonly claimId: Uuid;
  readonly debtorId: Uuid;
  readonly way: PaymentWay;
  readonly amountMinor: bigint;
  readonly designation: "principal" | null;
  /** What makes this beginning itself when it is sent again. */
  readonly key: string;
};

export async function beginOnlinePayment(
  tx: Tx,
  deployed: Pick<Deployed, "keys">,
  creditor: Creditor,
  given: Beginning,
  owedMinor: bigint,
  now: Date,
): Promise<Begun> {
  const { creditorId } = creditor;
  const provider = providersOf(deployed, creditor).find(({ ways }) => ways.includes(given.way));
  if (provider === undefined)
    return { kind: "refused", reason: "this company takes no such payment here: pay by the bank" };
  const { claimId, debtorId, way, amountMinor, designation } = given;
  const [file] = await readFiles(tx, creditorId, [debtorId], { withClosed: true });
  const claim = file?.claims.find((one) => one.claimId === claimId);
  if (claim === undefined || claim.state === "closed")
    return { kind: "refused", reason: "nothing is owed on this claim any more" };
  if (amountMinor <= 0n || amountMinor > owedMinor)
    return { kind: "refused", reason: `an amount above nothing and up to ${formatMinor(owedMinor)} is paid` };
  const { currency } = claim;
  const { today, nowAt } = clockOf(creditor, now);
  const onlinePaymentId = derivedId(today, "online-payment", claimId, given.key);
  const order: Order = { onlinePaymentId, amountMinor, currency, way };
  const { reference, isKnown } = await provider.start(creditor, order);
  await tx.run(sql`
    insert into online_payment (creditor_id, online_payment_id, debtor_id, claim_id, provider, way, amount_minor,
      currency, designation, reference, state, begun_at)
    values (${creditorId}::uuid, ${onlinePaymentId}::uuid, ${debtorId}::uuid, ${claimId}::uuid, ${provider.name}, ${way},
      ${amountMinor}::bigint, ${currency}, ${designation}, ${reference}, ${isKnown ? "started" : "unknown"},
      ${nowAt}::timestamptz)`);
  return { kind: "begun", onlinePaymentId };
}

/** One of a claim's own; undefined where there is none such. */
export function onlinePaymentOf(
  tx: Tx,
  creditorId: Uuid,
  of: { readonly claimId: Uuid; readonly onlinePaymentId: Uuid } | { readonly reference: string },
): Promise<OnlineRow | undefined> {
  const [claimId, id] = "claimId" in of ? [of.claimId, of.onlinePaymentId] : [null, null];
  const reference = "reference" in of ? of.reference : null;
  return tx.maybe<OnlineRow>(sql`
    select o.online_payment_id as "onlinePaymentId", o.debtor_id as "debtorId", o.claim_id as "claimId",
      c.reference as "claimReference", o.provider, o.way, o.amount_minor as "amountMinor", o.currency, o.designation,
      o.reference, o.state, o.begun_at as "begunAt"
    from online_payment o join claim c on c.creditor_id = o.creditor_id and c.claim_id = o.claim_id
    where o.creditor_id = ${creditorId}::uuid
      and (o.claim_id = ${claimId}::uuid and o.online_payment_id = ${id}::uuid or o.reference = ${reference})`);
}

/** Does what follows from what a provider says, once. Nothing follows from its not knowing. */
async function settleOnline(
  deployed: Deployed,
  creditor: Creditor,
  payment: OnlineRow,
  says: ProviderSays,
  now: Date,
): Promise<void> {
  if (says.kind === "open" || says.kind === "unknown") return;
  const bankLineId = says.kind === "paid" ? await bookOnline(deployed, creditor, payment, says, now) : null;
  const { creditorId } = creditor;
  await withCreditor(deployed.pool, creditorId, async (tx) => {
    // What was paid stays paid, whatever is said of it afterwards.
    await tx.run(sql`
      update online_payment set state = ${says.kind}, settled_at = ${clockOf(creditor, now).nowAt}::timestamptz,
        bank_line_id = ${bankLineId}::uuid
      where creditor_id = ${creditorId}::uuid and online_payment_id = ${payment.onlinePaymentId}::uuid
        and state <> 'paid' and (state <> 'refused' or ${says.kind} = 'paid')`);
    if (bankLineId !== null) await wake(tx, creditorId, "run");
  });
}

/** What a provider tells of itself. False for what it has not signed, or of a payment that there is not. */
export async function takeCallback(
  deployed: Deployed,
  creditor: Creditor,
  name: string,
  told: { readonly body: Buffer; readonly signature: string | null },
  now: Date,
): Promise<boolean> {
  const provider = providersOf(deployed, creditor).find((one) => one.name === name);
  const read = provider?.readCallback(creditor, told.body, told.signature);
  if (read?.kind !== "told") return false;
  const payment = await withCreditor(deployed.pool, creditor.creditorId, (tx) =>
    onlinePaymentOf(tx, creditor.creditorId, { reference: read.reference }),
  );
  if (payment === undefined) return false;
  await settleOnline(deployed, creditor, payment, read.says, now);
  return true;
}

/** Asks the provider what came of a payment that is not settled, whose word may have been lost, or not booked yet. */
export async function askProvider(
  deployed: Deployed,
  creditor: Creditor,
  payment: OnlineRow,
  now: Date,
): Promise<void> {
  if (
    payment.state === "refused" ||
    (payment.state === "paid" && !(await isWaiting(deployed, creditor, payment)))
  )
    return;
  const provider = providersOf(deployed, creditor).find(({ name }) => name === payment.provider);
  if (provider === undefined) return;
  const says = await provider.statusOf(deployed.pool, creditor, payment.reference);
  await settleOnline(deployed, creditor, payment, says, now);
}

/** Whether what was paid could not be booked so far. By the engine's role: a line is nobody's until it is matched. */
function isWaiting(
  { enginePool }: Deployed,
  { creditorId }: Creditor,
  { onlinePaymentId }: OnlineRow,
): Promise<boolean> {
  return withCreditor(enginePool, creditorId, async (tx) => {
    const line = await tx.maybe(sql`
      select from online_payment o join bank_line l on l.bank_line_id = o.bank_line_id
      where o.creditor_id = ${creditorId}::uuid and o.online_payment_id = ${onlinePaymentId}::uuid
        and l.matched_at is null`);
    return line !== undefined;
  });
}
