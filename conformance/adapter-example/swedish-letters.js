/**
 * An example of a system: it knows what one Swedish invoice comes to after at most one reminder and one demand, and when
 * it is too old. It takes its figures from `@innfri/law`; yours takes them from wherever it has them. What it does not
 * know it does not answer.
 */
import {
  calendarSE,
  date,
  endOfTerm,
  formatMinor,
  minorFromDecimal,
  movedDueDay,
  OutsideCoverage,
  se,
} from "@innfri/law";

/** Gives the answer to one question, or null for a question that is beyond this system. */
export function answer(question) {
  if (question.country !== "SE" || (question.currency ?? "SEK") !== "SEK") return null;
  if (question.given.claims.length !== 1) return null;
  const [claim] = question.given.claims;
  try {
    if (question.kind === "limitation") return limitation(question, claim);
    if (question.kind === "amounts") return amounts(question, claim);
    return null;
  } catch (error) {
    if (error instanceof OutsideCoverage) return { refused: "outside-coverage" };
    throw error;
  }
}

function limitation({ given }, claim) {
  if ((given.events ?? []).length > 0) return null; // what interrupts it is beyond this system
  const isConsumer = given.debtor.kind === "consumer";
  return { limitation: se.limitationOn({ runsFrom: date(claim.issuedOn), isConsumer }) };
}

function amounts({ given, settings, on }, claim) {
  const isSimple =
    claim.dueOn !== null && (claim.type ?? "sale") === "sale" && claim.agreedRate === undefined &&
    claim.interestBeforeDue === undefined && Object.keys(settings).length === 0;
  const events = (given.events ?? []).filter((event) => event.on <= on);
  const reminders = events.filter((event) => event.do === "reminder");
  const demands = events.filter((event) => event.do === "demand");
  const knowsEvents = events.every((event) => letterIsPlain(event, claim, reminders, demands));
  if (!isSimple || !knowsEvents || reminders.length > 1 || demands.length > 1) return null;

  const principalMinor = minorFromDecimal(claim.principal);
  const countedFrom = movedDueDay(date(claim.dueOn), calendarSE);
  const interest = se.interestBetween({ principalMinor, countedFrom, through: date(on) }).minor;
  const noticeFee = reminders
    .filter((event) => (claim.reminderFeeAgreed ?? true) && event.fee !== "none")
    .reduce((sum, event) => sum + se.charge("REMINDER", date(event.on)).minor, 0n);
  const recoveryCosts = demands.reduce((sum, event) => sum + se.charge("DEMAND", date(event.on)).minor, 0n);
  const total = principalMinor + interest + noticeFee + recoveryCosts;
  return {
    principal: claim.principal,
    interest: formatMinor(interest),
    "notice-fee": formatMinor(noticeFee),
    "recovery-costs": formatMinor(recoveryCosts),
    total: formatMinor(total),
  };
}

/** A letter after the due day, the reminder before the demand, the demand with its eight days: what breaks no rule. */
function letterIsPlain(event, claim, reminders, demands) {
  if (event.on <= movedDueDay(date(claim.dueOn), calendarSE)) return false;
  if (event.do === "reminder") return demands.every((demand) => event.on < demand.on);
  if (event.do !== "demand") return false;
  const shortest = endOfTerm(date(event.on), se.DEMAND_MIN_DAYS);
  return event.payBy >= shortest && reminders.every((reminder) => reminder.on < event.on);
}
