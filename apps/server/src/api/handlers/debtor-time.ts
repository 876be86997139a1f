import { addDays, type CalendarDate, date, formatMinor, minorFromDecimal } from "@innfri/kernel";
import { RULES } from "@innfri/law";
import { clockOf } from "../../clock.ts";
import type { Act } from "../../engine/act.ts";
import { NOTHING_FOR_DEBTORS } from "../../engine/creditor-settings.ts";
import { settingsOn } from "../../engine/creditors.ts";
import { sql, withCreditor } from "../../store/index.ts";
import { type ActOutcome, actInTransaction } from "../../usecases/act-on-claim.ts";
import { writeMessage } from "../../usecases/messages.ts";
import { agreeToChoice, type PlanChoice, planChoices } from "../../usecases/plan-choices.ts";
import type { Asked, Handlers } from "../handler.ts";
import { type Refusal, refusal } from "../problem.ts";
import { sentence } from "./claims.ts";
import { ownClaimOf } from "./own-claim.ts";

type TimeOperation = "listPlanChoices" | "agreeToPlan" | "promiseToPay" | "askForTime";

export const DEBTOR_TIME_HANDLERS: Pick<Handlers, TimeOperation> = {
  listPlanChoices: ({ deployment, creditor, caller, params, query, now }) =>
    withCreditor(deployment.pool, creditor.creditorId, async (tx) => {
      const own = await ownClaimOf(tx, { creditor, caller, params });
      const asked = { ...own, isForAll: query.all === "true", firstOn: dayOf(query.firstOn) };
      const found = await planChoices(tx, { creditor, ...deployment }, asked, now);
      const { decides } = found.bounds;
      const { currency } = await tx.one<{ currency: "NOK" | "SEK" }>(sql`
        select currency from claim where creditor_id = ${creditor.creditorId}::uuid
          and claim_id = ${own.claimId}::uuid`);
      return {
        body: {
          ...{ on: found.on, currency, claimIds: [...found.claimIds], decides },
          promise: found.promiseBy === null ? null : { latestOn: found.promiseBy },
          whyNone: found.whyNone === null ? null : sentence(found.whyNone),
          choices: found.choices.map(choiceBody),
          fee: feeOf(found.choices, creditor.country),
        },
      };
    }),

  agreeToPlan: async (tx, { deployment, creditor, caller, params, body, now }) => {
    const own = await ownClaimOf(tx, { creditor, caller, params });
    const asked = {
      ...{ ...own, isForAll: body.all, firstOn: dayOf(body.firstOn), choiceId: body.choice },
    };
    return told(await agreeToChoice(tx, { creditor, ...deployment }, asked, caller.actor, now));
  },

  promiseToPay: async (tx, { deployment, creditor, caller, params, body, now }) => {
    const own = await ownClaimOf(tx, { creditor, caller, params });
    const { today } = clockOf(creditor, now);
    const settings = await settingsOn(tx, creditor.creditorId, today);
    const { mostDelayDays } = settings?.forDebtors ?? NOTHING_FOR_DEBTORS;
    if (mostDelayDays === 0)
      return refusal(
        "refused",
        "This company agrees on a new day with each customer. Nothing was done: ask for time, and a person answers.",
      );
    const act: Act = {
      kind: "promise",
      payOn: date(body.payOn),
      within: { latestOn: addDays(today, mostDelayDays) },
      ...(body.note === undefined ? {} : { note: body.note }),
    };
    const [outcome] = await actInTransaction(tx, { creditor, ...deployment }, [own], act, caller.actor, now);
    return told(outcome!);
  },

  askForTime: async (tx, { creditor, caller, params, body, now }) => {
    const own = await ownClaimOf(tx, { creditor, caller, params });
    if (Object.values(body).every((field) => field === undefined))
      return refusal(
        "refused",
        "Say what you wish: a day, instalments, or in your own words. Nothing was sent.",
      );
    const settings = await settingsOn(tx, creditor.creditorId, clockOf(creditor, now).today);
    const { decides } = settings?.forDebtors ?? NOTHING_FOR_DEBTORS;
    const message = { ...own, writtenBy: "debtor", actor: caller.actor, text: wishText(body) } as const;
    const no = await writeMessage(tx, creditor, { ...message, thread: "debtor" }, now);
    // Whoever decides has it before them: the creditor does not see what debtor and case handler write otherwise.
    if (decides === "creditor")
      await writeMessage(tx, creditor, { ...message, thread: "creditor", sharedNo: no }, now);
    return { body: { message: no } };
  },
};

function told(outcome: ActOutcome): { readonly body: { readonly done: string } } | Refusal {
  return outcome.kind === "done"
    ? { body: { done: outcome.what } }
    : refusal("refused", `${sentence(outcome.reason)} Nothing was done.`);
}

function dayOf(given: string | undefined): CalendarDate | null {
  return given === undefined ? null : date(given);
}

function choiceBody(choice: PlanChoice) {
  return {
    ...{ choice: choice.choiceId, instalments: choice.instalments, dueOn: [...choice.dueOn] },
    instalment: formatMinor(choice.instalmentMinor),
    last: formatMinor(choice.lastMinor),
    cost: {
      principal: formatMinor(choice.principalMinor),
      fees: formatMinor(choice.costsMinor),
      interest: formatMinor(choice.interestMinor),
      comingInterest: formatMinor(choice.comingInterestMinor),
      planFee: formatMinor(choice.feeMinor),
      total: formatMinor(choice.totalMinor),
    },
  };
}

/** The law behind a plan's own fee, and how to go without it. */
function feeOf(choices: readonly PlanChoice[], country: "NO" | "SE") {
  if (choices.every(({ feeMinor }) => feeMinor === 0n)) return null;
  const free = choices.findLast(({ feeMinor }) => feeMinor === 0n);
  const { title, citation } = RULES[country === "NO" ? "no.plan-fee" : "se.plan-fee"];
  return { mostWithout: free?.instalments ?? null, because: { text: title, citation } };
}

/** A person reads it among the claim's messages. */
function wishText(body: Asked<"askForTime">["body"]): string {
  const { payOn, instalments, firstOn, monthly, text } = body;
  return [
    "The debtor asks for more time.",
    ...(payOn === undefined ? [] : [`All of it on ${payOn}.`]),
    ...(instalments === undefined ? [] : [`In ${instalments} instalments.`]),
    ...(firstOn === undefined ? [] : [`The first on ${firstOn}.`]),
    ...(monthly === undefined ? [] : [`${formatMinor(minorFromDecimal(monthly))} a month.`]),
    ...(text === undefined ? [] : ["", text]),
  ].join("\n");
}
