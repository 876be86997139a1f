import { formatMinor, isUuid, minorFromDecimal } from "@innfri/kernel";
import { clockOf } from "../../clock.ts";
import { settingsOn } from "../../engine/creditors.ts";
import { paymentAccountOf } from "../../engine/payment-account.ts";
import { readFiles } from "../../engine/read-files.ts";
import type { Operator } from "../../installation.ts";
import { decideInSandbox, sandboxCallback } from "../../payments/sandbox-provider.ts";
import { type Tx, withCreditor } from "../../store/index.ts";
import { type ClaimPayment, claimPayments } from "../../usecases/claim-payments.ts";
import {
  askProvider,
  beginOnlinePayment,
  type OnlineRow,
  onlinePaymentOf,
  providersOf,
  takeCallback,
} from "../../usecases/online-payments.ts";
import { type OwedToday, owedToday } from "../../usecases/owed-today.ts";
import type { Asked, Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";
import { sentence } from "./claims.ts";
import { ownClaimOf } from "./own-claim.ts";

type PaymentOperation =
  | "listWaysToPay"
  | "beginPayment"
  | "getOnlinePayment"
  | "checkOnlinePayment"
  | "decideSandboxPayment"
  | "listReceipts"
  | "getReceipt";

export const DEBTOR_PAYMENT_HANDLERS: Pick<Handlers, PaymentOperation> = {
  listWaysToPay: ({ deployment, creditor, caller, params, now }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const own = await ownClaimOf(tx, { creditor, caller, params });
      const { today } = clockOf(creditor, now);
      const [file] = await readFiles(tx, creditor.creditorId, [own.debtorId], { withClosed: true });
      const claim = file!.claims.find(({ claimId }) => claimId === own.claimId)!;
      const settings = await settingsOn(tx, creditor.creditorId, today);
      const owed = await owedToday(tx, { creditor, ...deployment }, own, now);
      const isClosed = claim.state === "closed";
      const letter = file!.events.findLast((event) => event.claim === own.claimId && event.kind === "letter");
      const account = settings === undefined || isClosed ? null : paymentAccountOf(settings);
      const online = isClosed ? [] : providersOf(deployment, creditor).flatMap(({ ways }) => ways);
      return {
        body: {
          on: today,
          sender: creditor.name,
          collectedBy: collectorOf(deployment.operator),
          invoiceNumber: claim.invoice.number,
          issuedOn: claim.invoice.issuedOn,
          dueOn: claim.dueOn,
          payBy: payBy(owed, letter === undefined ? null : String(letter.data.payBy)),
          currency: claim.currency,
          amount: owed === null ? null : formatMinor(firstMinor(owed)),
          instalment: owed?.plan?.next?.number ?? null,
          whole: owed === null ? null : formatMinor(owed.askedMinor),
          total: owed === null ? null : formatMinor(owed.totalMinor),
          planRests: owed?.plan?.rests ?? false,
          isClosed,
          bank:
            account === null
              ? null
              : {
                  ...{ account: account.display, scheme: account.scheme, reference: claim.reference },
                  referenceKind: creditor.country === "NO" ? "KID" : "OCR",
                },
          online: [...new Set(online)],
        },
      };
    }),

  beginPayment: async (tx, { deployment, creditor, caller, params, body, now, idempotencyKey }) => {
    const own = await ownClaimOf(tx, { creditor, caller, params });
    const owed = await owedToday(tx, { creditor, ...deployment }, own, now);
    if (owed === null)
      return refusal(
        "refused",
        "Nothing is owed on this claim, or it is not known how much. Nothing was begun.",
      );
    const wanted = body.amount === undefined ? firstMinor(owed) : minorFromDecimal(body.amount);
    if (wanted === 0n && body.amount === undefined)
      return refusal(
        "refused",
        "Nothing is asked for while the claim is disputed. Nothing was begun: say an amount, if you wish to pay all the same.",
      );
    const given = {
      ...{ ...own, way: body.way, amountMinor: wanted, designation: body.designation ?? null },
      key: `${caller.id} ${idempotencyKey}`,
    };
    // An instalment may be of several claims: its money goes on to the others as any other that is paid on one.
    const mostMinor = owed.totalMinor > firstMinor(owed) ? owed.totalMinor : firstMinor(owed);
    const begun = await beginOnlinePayment(tx, deployment, creditor, given, mostMinor, now);
    if (begun.kind === "refused") return refusal("refused", `${sentence(begun.reason)} Nothing was begun.`);
    const row = await onlinePaymentOf(tx, creditor.creditorId, { ...own, ...begun });
    return { body: onlineBody(row!) };
  },

  getOnlinePayment: ({ deployment, creditor, caller, params }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => ({
      body: onlineBody(await ownPayment(tx, { creditor, caller, params })),
    })),

  checkOnlinePayment: async ({ deployment, creditor, caller, params, now }) => {
    const find = () =>
      withCreditor(deployment.pool, creditor.creditorId, (tx) =>
        ownPayment(tx, { creditor, caller, params }),
      );
    await askProvider(deployment, creditor, await find(), now);
    return { body: onlineBody(await find()) };
  },

  decideSandboxPayment: async (tx, { deployment, creditor, caller, params, body, now }) => {
    const payment = await ownPayment(tx, { creditor, caller, params });
    const { keys } = deployment;
    if (payment.provider !== "sandbox" || keys === null)
      return refusal("refused", "This payment is a real provider's. Nothing was done.");
    const { today } = clockOf(creditor, now);
    await decideInSandbox(tx, creditor.creditorId, payment, body.outcome, today);
    if (body.isSilent) return { body: undefined };
    const told = await sandboxCallback(keys, tx, creditor, payment.reference);
    return {
      body: undefined,
      afterwards: async () => {
        if (told !== null) await takeCallback(deployment, creditor, "sandbox", told, now);
      },
    };
  },

  listReceipts: ({ deployment, creditor, caller, params }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { claimId } = await ownClaimOf(tx, { creditor, caller, params });
      const payments = await claimPayments(tx, creditor.creditorId, claimId);
      return { body: { items: payments.map(receiptBody) } };
    }),

  getReceipt: ({ deployment, creditor, caller, params, now }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const own = await ownClaimOf(tx, { creditor, caller, params });
      const payments = await claimPayments(tx, creditor.creditorId, own.claimId);
      const payment = payments.find(({ id }) => id === params.paymentId);
      if (payment === undefined) return refusal("not-found", "There is no such payment on this claim.");
      const { today } = clockOf(creditor, now);
      const [file] = await readFiles(tx, creditor.creditorId, [own.debtorId], { withClosed: true });
      const claim = file!.claims.find(({ claimId }) => claimId === own.claimId)!;
      const settings = await settingsOn(tx, creditor.creditorId, today);
      const owed = await owedToday(tx, { creditor, ...deployment }, own, now);
      const left = claim.state === "closed" ? 0n : owed?.totalMinor;
      return {
        body: {
          ...receiptBody(payment),
          receiver: creditor.name,
          receiverOrganisationNumber: settings?.organisationNumber ?? "",
          collectedBy: collectorOf(deployment.operator),
          payer: file!.contact?.data.name ?? null,
          invoiceNumber: claim.invoice.number,
          reference: claim.reference,
          leftOn: today,
          left: left === undefined ? null : formatMinor(left),
        },
      };
    }),
};

/** What is asked for first: a plan's next instalment, else all that is not disputed. */
function firstMinor({ plan, askedMinor }: OwedToday): bigint {
  return plan?.next?.minor ?? askedMinor;
}

/** A plan takes the place of the letter's deadline, and what is disputed is to be paid by no day. */
function payBy(owed: OwedToday | null, letterPayBy: string | null): string | null {
  if (owed?.plan != null) return owed.plan.next?.dueOn ?? null;
  return owed?.askedMinor === 0n ? null : letterPayBy;
}

function collectorOf(operator: Operator): string | null {
  return operator.kind === "agency" ? operator.name : null;
}

async function ownPayment(
  tx: Tx,
  { creditor, caller, params }: Pick<Asked<"getOnlinePayment">, "creditor" | "caller" | "params">,
): Promise<OnlineRow> {
  const { claimId } = await ownClaimOf(tx, { creditor, caller, params });
  const { onlinePaymentId } = params;
  const row = isUuid(onlinePaymentId)
    ? await onlinePaymentOf(tx, creditor.creditorId, { claimId, onlinePaymentId })
    : undefined;
  if (row !== undefined) return row;
  throw new Refused(refusal("not-found", "There is no such payment of yours here."));
}

function onlineBody({
  onlinePaymentId: id,
  way,
  amountMinor,
  currency,
  designation,
  state,
  begunAt,
}: OnlineRow) {
  const amount = formatMinor(amountMinor);
  return { id, way, amount, currency, designation, state, begunAt: new Date(begunAt).toISOString() };
}

function receiptBody({ id, bookedOn, valueOn, amountMinor, currency, closed }: ClaimPayment) {
  return {
    ...{ id, paidOn: bookedOn, countsFrom: valueOn, amount: formatMinor(amountMinor), currency },
    closed: closed.map(({ amountMinor: minor, ...one }) => ({ ...one, amount: formatMinor(minor) })),
  };
}
