/** What is to be done about one file on a day: the plan's and the law's judgement, and what only the engine knows. */
import {
  type Because,
  type CreditorRules,
  type DecisionFile,
  type Detail,
  decide,
  type Judgement,
  unconfirmedChannel,
  unconfirmedReason,
} from "@innfri/claims";
import type { Clock } from "../clock.ts";
import type { Operator } from "../installation.ts";
import type { Creditor } from "./creditors.ts";
import { decisionFileOf, type LoadedFile } from "./load-files.ts";
import { preferring, reachedBy, reaches } from "./reach.ts";

export type JudgeContext = {
  readonly operator: Operator;
  readonly creditor: Creditor;
  readonly clock: Clock;
};

/** A file is looked at again on the same day only when a step follows at once; more often is a defect. */
export const MOST_LOOKS_PER_DAY = 12;

/** The judgement of one file on the clock's day, after what only the engine knows: whom no channel reaches. */
export function judgeFile(file: LoadedFile, context: JudgeContext, rules: CreditorRules): Judgement {
  const { creditor, operator } = context;
  const asked = decisionFileOf(file, { country: creditor.country, operator: operator.kind });
  return asked === null ? { decisions: [], nextLookOn: null } : judgeAsked(asked, file, context, rules);
}

/** The same for a file whose facts are given: as they are, or as they would be. */
export function judgeAsked(
  asked: DecisionFile,
  file: LoadedFile,
  { clock }: { readonly clock: Pick<Clock, "today"> },
  rules: CreditorRules,
  detail: Detail = "full",
): Judgement {
  const wished = file.prefers === null ? rules : { ...rules, plan: preferring(rules.plan, file.prefers) };
  const judgement = decide({ ...asked, reachedBy: reachedBy(file) }, wished, clock.today, detail);
  const unreachable = judgement.decisions.some(
    (decision) =>
      decision.kind === "take" &&
      decision.letter !== null &&
      !decision.channels.some((channel) => reaches(file, channel)),
  );
  if (!unreachable) return judgement;
  return {
    decisions: judgement.decisions.flatMap((decision) => {
      if (decision.kind !== "take") return [decision];
      const because = whyUnreached(file, decision, rules);
      return decision.claims.map((claim) => ({ kind: "park" as const, claim, because }));
    }),
    nextLookOn: judgement.nextLookOn,
  };
}

/** An address is missing, or the one that is there may not be used before somebody has confirmed that it may (D11). */
function whyUnreached(file: LoadedFile, { step }: { readonly step: string }, rules: CreditorRules): Because {
  const channels = rules.plan.steps.find((one) => one.step === step)?.channels ?? [];
  const waiting = channels
    .filter((channel) => reaches(file, channel))
    .flatMap((channel) => unconfirmedChannel(rules.unconfirmed, channel));
  if (waiting.length > 0) return unconfirmedReason(waiting);
  return {
    rule: "plan.channel",
    text:
      (file.contact?.unreached ?? []).length === 0
        ? "no channel of the plan reaches the debtor: an address is missing"
        : "no channel of the plan reaches the debtor: letters to an address of it did not arrive",
  };
}
