import { instalmentOn, type PaymentPlanData } from "@innfri/claims";
import { formatMinor, minorFromDecimal } from "@innfri/kernel";
import { lawPack } from "@innfri/law";
import { comeIn, goOut } from "../../door/come-in.ts";
import { comeByLink, GOOD_DAYS, newLink } from "../../door/links.ts";
import { type Creditor, settingsOn } from "../../engine/creditors.ts";
import { paymentAccountOf } from "../../engine/payment-account.ts";
import { promiseOf } from "../../engine/promises.ts";
import { heldBy, stageOf } from "../../engine/stage.ts";
import { withCreditor } from "../../store/index.ts";
import { actInTransaction } from "../../usecases/act-on-claim.ts";
import { recordDebtorIn, recordDebtorOut, recordDoorClosed } from "../../usecases/debtor-door.ts";
import { explainClaim } from "../../usecases/explain-claim.ts";
import { type ClaimView, showClaim, showFile } from "../../usecases/show-claim.ts";
import type { Asked, Handlers } from "../handler.ts";
import { Refused, refusal } from "../problem.ts";
import { sentence } from "./claims.ts";
import { ownClaimOf } from "./own-claim.ts";

type DebtorOperation =
  | "debtorSignIn"
  | "debtorComesByLink"
  | "sendNewLink"
  | "debtorSignOut"
  | "listDebtorClaims"
  | "getDebtorClaim"
  | "objectAsDebtor";

export const DEBTOR_HANDLERS: Pick<Handlers, DebtorOperation> = {
  debtorSignIn: async ({ deployment, body, now }) => {
    const { pool, keys } = deployment;
    if (keys === null)
      return refusal("unavailable", "Nobody can come in by a letter here: the installation has no keys.");
    const came = await comeIn(pool, keys, body, now);
    switch (came.kind) {
      case "in":
        await recordDebtorIn(pool, came.token, now);
        return { body: { token: came.token, expiresAt: came.expiresAt } };
      case "wrong":
        if (came.isClosing) await recordDoorClosed(pool, now);
        return refusal(
          "not-signed-in",
          "This case number and code do not belong together, or a newer letter has come. Look at the newest letter.",
        );
      case "too-many":
        throw new Refused(
          refusal(
            "too-many",
            "There were too many wrong codes for this case. Wait a while, then try again.",
            {
              headers: { "Retry-After": String(came.secondsLeft) },
            },
          ),
        );
    }
  },

  debtorComesByLink: async ({ deployment, body, now }) => {
    const { pool, keys } = deployment;
    if (keys === null)
      return refusal("unavailable", "Nobody can come in by a link here: the installation has no keys.");
    const came = await comeByLink(pool, keys, body.link, now);
    switch (came.kind) {
      case "in": {
        const { token, expiresAt } = came.session;
        await recordDebtorIn(pool, token, now);
        return { body: { token, expiresAt, claimId: came.claimId } };
      }
      case "expired":
        return refusal(
          "not-signed-in",
          "This link has had its days. Ask for a new one, or use the case number and code of your newest letter.",
        );
      case "wrong":
        return refusal(
          "not-signed-in",
          "This link is not one of ours. Type the case number and code instead.",
        );
    }
  },

  sendNewLink: async ({ deployment, body, now }) => {
    const { pool, keys, mailer } = deployment;
    const address = mailer?.address ?? null;
    if (keys !== null && mailer !== undefined && address !== null) {
      // A sandbox's customers are nobody: nothing is sent to them.
      const isMailed = ({ isSandbox }: Creditor) => !(isSandbox && mailer.hasServer);
      const found = await newLink(pool, keys, body.link, now, isMailed);
      // Not waited for: how long it takes would tell that there is an address.
      if (found !== null) {
        const { language, token, ...to } = found;
        const mail = {
          kind: "debtor-link",
          language,
          url: `${address}/l/${token}`,
          days: GOOD_DAYS,
        } as const;
        void mailer.send(to, mail, now);
      }
    }
    return { body: { done: NEW_LINK } };
  },

  debtorSignOut: async ({ deployment, caller, now }) => {
    if (caller.debtor !== null) {
      await goOut(deployment.pool, caller.debtor.token, now);
      await recordDebtorOut(deployment.pool, caller.debtor, now);
    }
    return { body: undefined };
  },

  listDebtorClaims: async ({ deployment, creditor, caller, now }) => {
    const views = await showFile(deployment, creditor, caller.debtor.debtorId, now);
    const first = views[0];
    const open = views.filter(({ claim }) => claim.state !== "closed");
    const totals = open.map(({ amounts }) => (amounts.kind === "known" ? amounts.totalMinor : null));
    const isKnown = totals.every((total) => total !== null);
    const { operator } = deployment;
    return {
      body: {
        creditor: creditor.name,
        answeredBy: {
          name: operator.kind === "agency" ? operator.name : creditor.name,
          email: first?.answers.email ?? null,
          phone: first?.answers.phone ?? null,
        },
        debtor: first?.debtor.name ?? null,
        items: views.map(shortOf),
        total: isKnown ? formatMinor(totals.reduce<bigint>((sum, total) => sum + total!, 0n)) : null,
      },
    };
  },

  getDebtorClaim: async (asked) => {
    const { deployment, creditor, query } = asked;
    const view = await ownClaim(asked);
    const language = query.language ?? (creditor.country === "NO" ? "nb" : "sv");
    const explained = explainClaim(view, language, "debtor");
    const settings = await withCreditor(deployment.pool, creditor.creditorId, (tx) =>
      settingsOn(tx, creditor.creditorId, view.on),
    );
    const next = view.coming.find(({ decision }) => decision.kind === "take" || decision.kind === "ask");
    const amounts = view.amounts.kind === "known" ? view.amounts.lines : [];
    return {
      body: {
        ...shortOf(view),
        lines: explained.lines.map(({ item, explanation: { headline, reason, amount, ...why } }, at) => ({
          item,
          amount: amounts[at] === undefined ? null : formatMinor(amounts[at].minor),
          explanation: {
            ...{ headline, reason, amount, provision: why.provision, waiting: why.waiting },
            sum: [...why.sum],
            figures: [...why.figures],
            ifWrong: [...why.ifWrong],
          },
        })),
        pay:
          settings === undefined || view.claim.state === "closed"
            ? null
            : { account: paymentAccountOf(settings).display, reference: view.claim.reference },
        letters: view.events.flatMap(({ kind, on, data }) =>
          kind === "letter"
            ? [{ on, kind: String(data.letter), payBy: typeof data.payBy === "string" ? data.payBy : null }]
            : [],
        ),
        next:
          next === undefined
            ? null
            : { on: next.on, step: "step" in next.decision ? next.decision.step : null },
        rests: restsFor(view),
        promise: promiseBody(view),
        plan: runningPlan(view),
      },
    };
  },

  objectAsDebtor: async (tx, { deployment, creditor, caller, params, body, now }) => {
    const target = await ownClaimOf(tx, { creditor, caller, params });
    const act = {
      kind: "object",
      scope: body.disputed === "whole" ? "whole" : minorFromDecimal(body.disputed),
      // Nobody has judged it yet: until somebody does, it is one that deserves to be examined (norway.md 5.2).
      reasonable: true,
      note: body.reason,
      ...(body.kind === undefined ? {} : { reason: body.kind }),
      ...(body.invoiceLines === undefined ? {} : { invoiceLines: body.invoiceLines }),
    } as const;
    const [outcome] = await actInTransaction(
      tx,
      { creditor, ...deployment },
      [target],
      act,
      caller.actor,
      now,
    );
    return outcome!.kind === "done"
      ? { body: { done: outcome!.what } }
      : refusal("refused", `${sentence(outcome!.reason)} Nothing was done.`);
  },
};

const NEW_LINK =
  "If this is a link of ours and an e-mail address is known for its case, a new link is on its way there. Else the case number and code of the newest letter open it.";

async function ownClaim({
  deployment,
  creditor,
  caller,
  params,
  now,
}: Asked<"getDebtorClaim">): Promise<ClaimView> {
  const found = await withCreditor(deployment.pool, creditor.creditorId, (tx) =>
    ownClaimOf(tx, { creditor, caller, params }),
  );
  const outcome = await showClaim(deployment, { creditor, ...found, invoiceNumber: "" }, null, now);
  if (outcome.kind !== "shown") throw new Error(`a claim of today is ${outcome.kind}`);
  return outcome.view;
}

function promiseBody({ claim, events, on }: ClaimView) {
  const given = promiseOf(events, claim.claimId, claim.state === "closed", on);
  if (given === null) return null;
  const { payOn, amountMinor, paidMinor, state } = given;
  return { payOn, state, amount: formatMinor(amountMinor), paid: formatMinor(paidMinor) };
}

/** A debtor is told of its own doings, and of no more than that something else holds the claim. */
function restsFor({ claim, events, holds, on, amounts }: ClaimView) {
  const { state, dueOn } = claim;
  if (state === "closed") return null;
  const reached = stageOf(events);
  const kind = heldBy({ state: "open", dueOn, reached, holds }, on);
  if (kind === "disputed") return "objection";
  if (state === "parked") return "other";
  switch (kind) {
    case "payment-plan":
      return amounts.kind === "known" && amounts.plan.rests ? "objection" : kind;
    case null:
    case "promise":
      return kind;
    default:
      return "other";
  }
}

/** The payment plan that holds the claim, with its days. */
function runningPlan({ claim, events, holds, creditor, amounts }: ClaimView) {
  const agreed = events.findLast(({ kind }) => kind === "payment-plan");
  if (agreed === undefined || !holds.some(({ kind }) => kind === "payment-plan")) return null;
  const { instalments, firstOn, instalment, total } = agreed.data as unknown as PaymentPlanData;
  const { calendar } = lawPack(creditor.country);
  const dueOn =
    firstOn === undefined
      ? []
      : Array.from({ length: instalments }, (_, i) => instalmentOn(calendar, firstOn, i));
  const parked = events.findLast(({ kind }) => kind === "parked");
  const { rests, next } = amounts.kind === "known" ? amounts.plan : { rests: false, next: null };
  return {
    ...{ agreedOn: agreed.on, instalments, dueOn, rests },
    ...{ instalment: instalment ?? null, total: total ?? null },
    isBroken: claim.state === "parked" && parked?.data.rule === "plan.broken",
    next: next?.dueOn ?? null,
    nextAmount: next === null ? null : formatMinor(next.minor),
  };
}

function shortOf({ claim, amounts, on }: ClaimView) {
  const { invoice } = claim;
  const isKnown = amounts.kind === "known";
  return {
    id: claim.claimId,
    invoiceNumber: invoice.number,
    description: invoice.description,
    issuedOn: invoice.issuedOn,
    dueOn: claim.dueOn,
    currency: claim.currency,
    principal: formatMinor(claim.principalMinor),
    state: claim.state,
    on,
    total: isKnown ? formatMinor(amounts.totalMinor) : null,
    perDay: isKnown && amounts.perDayMinor !== null ? formatMinor(amounts.perDayMinor) : null,
    disputed: !isKnown
      ? null
      : amounts.disputed === "whole"
        ? ("whole" as const)
        : amounts.disputed === 0n
          ? null
          : formatMinor(amounts.disputed),
  };
}
