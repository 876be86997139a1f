import { date } from "@innfri/kernel";
import { lawPack } from "@innfri/law";
import { clockOf } from "../../clock.ts";
import { withCreditor } from "../../store/index.ts";
import {
  addAgreement,
  agreedPrice,
  agreementsOf,
  holdingOn,
  priceText,
  unseenPrice,
} from "../../usecases/agreed-prices.ts";
import { permittedActs } from "../../usecases/permitted-acts.ts";
import type { Handlers } from "../handler.ts";
import { refusal } from "../problem.ts";
import { act, claimOf, headOf, sentence, versionOf } from "./claims.ts";

type AgreementOperation = "getAgreement" | "addAgreement" | "getWithdrawal" | "withdrawClaim";

export const AGREEMENT_HANDLERS: Pick<Handlers, AgreementOperation> = {
  getAgreement: ({ deployment, creditor, now }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const items = await agreementsOf(tx, creditor.creditorId);
      const { currency } = lawPack(creditor.country);
      return { body: { currency, holds: holdingOn(items, clockOf(creditor, now).today), items } };
    }),

  addAgreement: async (tx, { creditor, body, caller, now }) => {
    const { validFrom, prices } = body;
    const added = await addAgreement(tx, creditor, { validFrom: date(validFrom), prices }, caller.actor, now);
    if (typeof added === "string") return refusal("refused", `${sentence(added)} Nothing was recorded.`);
    return { body: added };
  },

  getWithdrawal: ({ deployment, creditor, params, now }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const { creditorId, country } = creditor;
      const context = { creditor, operator: deployment.operator };
      const target = await claimOf(tx, creditorId, params.claimId);
      const { headSeq } = await headOf(tx, creditorId, target.claimId);
      const priced = { what: "withdrawal", claimId: target.claimId } as const;
      const price = await agreedPrice(tx, context, priced, now);
      const acts = await permittedActs(tx, context, target, now);
      const whyNot = acts?.find((one) => one.act === "withdraw")?.whyNot ?? null;
      return {
        body: {
          price: priceText(price),
          currency: lawPack(country).currency,
          agreement: price?.agreementNo ?? null,
          isPermitted: whyNot === null,
          whyNot: whyNot === null ? null : sentence(whyNot.reason),
        },
        version: versionOf(headSeq),
      };
    }),

  withdrawClaim: async (tx, asked) => {
    const { creditor, deployment, params, body, now } = asked;
    const { claimId } = await claimOf(tx, creditor.creditorId, params.claimId);
    const context = { creditor, operator: deployment.operator };
    const price = await agreedPrice(tx, context, { what: "withdrawal", claimId }, now);
    const unseen = unseenPrice(price, body.priceSeen);
    return act(tx, asked, { kind: "withdraw", reason: "withdrawn", price }, unseen);
  },
};
