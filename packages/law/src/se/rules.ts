/** The Swedish rules by id. */
import { decision } from "../citation.ts";
import type { Rule } from "../rule.ts";
import {
  avgiftsforordningen,
  betalningsforelaggandelagen,
  finansinspektionen2025,
  handelsbalken,
  inkassokostnadslagen,
  inkassolagen,
  konkurslagen,
  konsumentkreditlagen,
  lagtidslagen,
  preskriptionslagen,
  rantelagen,
  skuldebrevslagen,
  skuldsaneringslagen,
} from "./acts.ts";

function rule(citation: Rule["citation"], title: string): Rule {
  return { citation, title, country: "SE" };
}

export const SE_RULES = {
  "se.good-practice": rule(inkassolagen("4 §"), "Collection follows good collection practice"),
  "se.bankruptcy.stops": rule(
    konkurslagen("3 kap. 7 §"),
    "A bankruptcy stops collection from the debtor alone; the claim is filed with the administrator",
  ),
  "se.debt-relief.stops": rule(
    skuldsaneringslagen("19, 42 §§"),
    "An opened debt relief stops collection; the claim is filed within one month of its publication",
  ),
  "se.signoff.fffs-2025-2": rule(
    finansinspektionen2025("1 kap."),
    "No demand to a real debtor before somebody has reviewed FFFS 2025:2 and signed for it",
  ),
  "se.consumer-credit.human": rule(
    konsumentkreditlagen("(den lag som ska ersätta den, från 2026-11-20)"),
    "A consumer credit waits for a person until the new act has been reviewed",
  ),
  "se.consumer-credit.no-fee": rule(
    konsumentkreditlagen("19 a §"),
    "A consumer credit bears no late charge besides interest from 1 March 2025",
  ),
  "se.consumer-credit.cap": rule(
    konsumentkreditlagen("19 a §"),
    "Interest on a consumer credit is at most the reference rate and 20 percentage points",
  ),

  "se.reminder-fee.agreed": rule(
    inkassokostnadslagen("2 §"),
    "A reminder bears a fee only when it was agreed no later than when the debt arose",
  ),
  "se.reminder-fee.amount": rule(
    inkassokostnadslagen("4 §"),
    "A reminder costs at most the statutory amount",
  ),
  "se.reminder-fee.once": rule(inkassokostnadslagen("4 §"), "One reminder fee for a claim"),
  "se.demand-fee": rule(inkassokostnadslagen("3-4 §§"), "A demand costs at most the statutory amount"),
  "se.demand-fee.booking-day": rule(
    inkassokostnadslagen("3 §"),
    "The demand's fee is owed when it was sent no later than the day the payment was booked",
  ),
  "se.plan-fee": rule(
    inkassokostnadslagen("3-4 §§"),
    "A written plan for the whole remaining debt costs at most the statutory amount",
  ),
  "se.costs.closed-list": rule(
    inkassokostnadslagen("5-6 §§"),
    "Nothing but the listed costs may be charged, whatever was agreed",
  ),

  "se.demand.content": rule(inkassolagen("5 §"), "What a demand states"),
  "se.demand.deadline": rule(
    inkassolagen("5-6 §§"),
    "A demand gives at least 8 days from the day it is sent",
  ),
  "se.demand.once": rule(inkassokostnadslagen("4 §"), "One demand for a claim"),
  "se.demand.joined": rule(
    inkassolagen("4 §"),
    "Claims of one creditor on one debtor are joined in one demand; demands of one day count as one",
  ),
  "se.deadline.business-day": rule(
    lagtidslagen("2 §"),
    "A deadline on a non-business day moves to the next business day",
  ),
  "se.due-day.moved": rule(
    skuldebrevslagen("5 §"),
    "A due date on a non-business day counts as the next business day",
  ),

  "se.compensation": rule(
    inkassokostnadslagen("4 a §"),
    "Late-payment compensation from a business or an authority",
  ),
  "se.compensation.set-off": rule(
    inkassokostnadslagen("5 §"),
    "Other collection costs are owed only as far as they exceed the compensation",
  ),

  "se.interest.rate": rule(
    rantelagen("6 §"),
    "Late-payment interest is the reference rate and 8 percentage points",
  ),
  "se.interest.reference-rate": rule(
    rantelagen("9 §"),
    "Riksbanken sets the reference rate for each half-year",
  ),
  "se.interest.start": rule(
    rantelagen("3-4 §§"),
    "Interest runs from an agreed due date, else from 30 days after the demand, never before it arrived",
  ),
  "se.interest.stated": rule(
    rantelagen("4 §"),
    "Without an agreed due date a consumer owes interest only when the demand says so",
  ),
  "se.interest.authority-rate": rule(
    rantelagen("6 §"),
    "An agreed rate below the statutory one is void for an authority",
  ),
  "se.interest.hardship": rule(
    rantelagen("8 §"),
    "Interest may be reduced for illness, unemployment and the like",
  ),

  "se.objection.stops": rule(inkassolagen("4 §"), "Collection stops while an objection is open"),
  "se.objection.fresh-deadline": rule(
    inkassolagen("4 §"),
    "After an objection that fails the debtor has a fresh 14 days",
  ),

  "se.court.after-demand": rule(
    inkassolagen("6 §"),
    "No legal step before the demand was sent and its deadline has passed",
  ),
  "se.court.application-fee": rule(avgiftsforordningen("1 §"), "Application fee of a payment order"),
  "se.court.agent-cost": rule(
    betalningsforelaggandelagen("48 §"),
    "Cost of the applicant's own work or agent in a payment-order case",
  ),
  "se.payment-term.business": rule(
    rantelagen("2 a §"),
    "Traders pay within 30 days unless more is agreed expressly",
  ),
  "se.payment-order.answer": rule(
    betalningsforelaggandelagen("25 §"),
    "A payment order is answered within two weeks at most from its service",
  ),
  "se.payment-order.court-request": rule(
    betalningsforelaggandelagen("34 §"),
    "A contested payment order goes to court when asked for within four weeks",
  ),
  "se.payment-order.reopen": rule(
    betalningsforelaggandelagen("53 §"),
    "A debtor can have the decision reopened within a month",
  ),
  "se.payment-order.withdrawn": rule(
    betalningsforelaggandelagen("22 §"),
    "An application that ends without a decision awards no costs",
  ),
  "se.payment-order.appeal": rule(
    betalningsforelaggandelagen("55-56 §§"),
    "An applicant can appeal within three weeks",
  ),
  "se.enforcement-fee": rule(avgiftsforordningen("5-6 §§"), "Basic fee of enforcement, each title and year"),

  "se.limitation": rule(preskriptionslagen("2 §"), "Ten years; three for a trader's claim on a consumer"),
  "se.limitation.interrupted": rule(
    preskriptionslagen("5-7 §§"),
    "An acknowledgement, a written reminder that arrives or a legal step starts limitation anew",
  ),

  "se.allocation.order": rule(
    handelsbalken("9 kap. 5 §"),
    "Money goes to costs, then interest, then principal; a debtor may choose the debt",
  ),
  "se.payment.grace": rule(
    decision("D12"),
    "Money ordered on a deadline's last day has three banking days to arrive",
  ),
} as const satisfies Record<string, Rule>;
