/** When a file needs its next look. */
import { addDays, type CalendarDate, earliest, latest } from "@innfri/kernel";
import type { Account } from "./account.ts";
import type { ClaimProgress, CreditorRules, Decision, DecisionFile } from "./decision.ts";
import { anchorsOf, remaining, withoutAfterDemand } from "./plan-walk.ts";
import { dueDay } from "./schedule.ts";

export function nextLook(
  account: Account,
  file: DecisionFile,
  rules: CreditorRules,
  decisions: readonly Decision[],
  today: CalendarDate,
): CalendarDate | null {
  const days: CalendarDate[] = [];
  for (const decision of decisions) {
    switch (decision.kind) {
      case "wait":
      case "held":
        if (decision.until !== null) days.push(decision.until);
        break;
      case "ask":
        if (decision.closesOn !== null) days.push(addDays(decision.closesOn, 1));
        break;
      case "take":
        days.push(...lookAfter(account, file, rules, decision, today));
        break;
      case "close":
      case "park":
        break;
    }
  }
  const [first, ...rest] = days;
  return first === undefined ? null : earliest(first, ...rest);
}

/** After a step the file is looked at when the plan's next one is due, today at the earliest. */
function lookAfter(
  account: Account,
  file: DecisionFile,
  rules: CreditorRules,
  taken: Decision & { kind: "take" },
  today: CalendarDate,
): CalendarDate[] {
  return taken.claims.flatMap((ref): CalendarDate[] => {
    const claim = file.claims.find((one) => one.ref === ref)!;
    // What had followed a demand that is corrected is done again.
    const isCorrected = taken.corrects.some((one) => one.claim === ref);
    const before = isCorrected ? withoutAfterDemand(claim.taken) : claim.taken;
    const after: ClaimProgress = {
      ...claim,
      taken: [...before, { step: taken.step, on: today, payBy: taken.payBy }],
    };
    const next = remaining(account, after, rules)[0];
    const countedFrom = account.claim(ref).countedFrom;
    if (next === undefined || countedFrom === null) return [];
    const due = dueDay(next, anchorsOf(after, countedFrom, null), account.rules.calendar);
    return due === null ? [] : [latest(due, today)];
  });
}
