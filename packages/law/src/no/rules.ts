/** The Norwegian rules by id. Those under the 1988 Act say so in their citation's number. */
import { decision } from "../citation.ts";
import type { Rule } from "../rule.ts";
import {
  domstolloven,
  foreldelsesloven,
  forsinkelsesrenteloven,
  gjeldsbrevloven,
  gjeldsordningsloven,
  inkassoforskriften,
  inkassoloven,
  inkassoloven2026,
  lovavdelingen1999,
  rettsgebyrloven,
  rundskriv2018,
  tvangsfullbyrdelsesloven,
  tvisteloven,
} from "./acts.ts";

function rule(citation: Rule["citation"], title: string): Rule {
  return { citation, title, country: "NO" };
}

export const NO_RULES = {
  "no.regime.1988": rule(inkassoloven("§§ 3-30"), "The Debt Collection Act of 1988 applies"),
  "no.regime.2026": rule(
    inkassoloven2026("§§ 19-21"),
    "Under the new Act only a licensed collector sends notices and demands",
  ),
  "no.debt-settlement.stops": rule(
    gjeldsordningsloven("(gjeldsordning)"),
    "An opened debt settlement bars collection from the debtor",
  ),
  "no.good-practice": rule(inkassoloven("§ 8"), "Collection follows good collection practice"),
  "no.electronic-notice": rule(
    inkassoloven("§ 3 a"),
    "A notice may be electronic when it is sent in a reassuring way",
  ),
  "no.contact-hours": rule(
    inkassoloven2026("§ 15"),
    "Contact on weekdays from 8 to 21 and Saturdays from 9 to 15, never on holidays",
  ),

  "no.notice-fee.earliest": rule(
    inkassoforskriften("§ 1-2"),
    "A letter sent before 14 days after the due date bears no fee",
  ),
  "no.notice-fee.amount": rule(
    inkassoforskriften("§ 1-2"),
    "The fee is a fraction of the collection rate on the day the letter is sent",
  ),
  "no.notice-fee.count": rule(
    inkassoforskriften("§ 1-3"),
    "At most two fee-bearing reminders and notices, the first of two a reminder",
  ),
  "no.notice-fee.second": rule(
    inkassoforskriften("§ 1-3"),
    "The second fee needs a missed deadline of at least 14 days in the first letter",
  ),
  "no.notice-fee.restart": rule(
    inkassoforskriften("§ 1-3"),
    "Six months after the last fee-bearing letter the count starts again",
  ),
  "no.own-demand-fee": rule(
    inkassoforskriften("§ 1-3"),
    "A creditor's own demand bears one fee, after a missed deadline of at least 14 days",
  ),
  "no.fee.separate": rule(inkassoloven("§ 10"), "Fees and interest are shown apart from the principal"),

  "no.notice.deadline": rule(
    inkassoloven("§ 9"),
    "A collection notice is sent after the due date and gives at least 14 days",
  ),
  "no.demand.after-notice": rule(
    inkassoloven("§ 9"),
    "A demand is sent only after the deadline of a collection notice has passed unpaid",
  ),
  "no.demand.deadline": rule(inkassoloven("§ 10"), "A demand gives at least 14 days to pay or object"),
  "no.demand.validity": rule(
    inkassoloven("§ 11"),
    "A new demand is needed when no legal step followed within six months",
  ),
  "no.demand.channel": rule(
    decision("D8"),
    "A demand goes by post or to a digital mailbox that its recipient created",
  ),
  "no.demand.one-open": rule(
    rundskriv2018("1/2018"),
    "No further demand goes out while another one's deadline runs",
  ),
  "no.deadline.counted": rule(
    domstolloven("§ 148"),
    "The day of sending is not counted and the last day counts as a whole",
  ),
  "no.deadline.business-day": rule(
    gjeldsbrevloven("§ 5"),
    "A deadline that we set moves to the next business day",
  ),

  "no.recovery-costs.light": rule(
    inkassoforskriften("§ 2-2"),
    "Light recovery costs (lett salær) by the size of the claim",
  ),
  "no.recovery-costs.heavy": rule(
    inkassoforskriften("§ 2-3"),
    "Recovery costs double (tungt salær) 28 days after the demand's deadline",
  ),
  "no.recovery-costs.business": rule(
    inkassoforskriften("§ 2-1"),
    "Recovery costs are half as much again when the debtor is not a consumer",
  ),
  "no.recovery-costs.paid-in-time": rule(
    inkassoloven("§ 17"),
    "Who pays within the notice's deadline owes no recovery costs",
  ),
  "no.plan-fee": rule(
    inkassoforskriften("§ 2-4"),
    "A plan of more than four instalments costs one and a half times the collection rate",
  ),
  "no.costs.necessary": rule(inkassoloven("§ 17"), "Only necessary costs are owed, and never above the caps"),

  "no.compensation": rule(
    forsinkelsesrenteloven("§ 3 a"),
    "Late-payment compensation from a debtor that is not a consumer",
  ),
  "no.compensation.set-off": rule(
    inkassoforskriften("§§ 1-5, 2-6"),
    "Compensation and recovery costs are set off against each other",
  ),

  "no.interest.rate": rule(
    forsinkelsesrenteloven("§ 3"),
    "Late-payment interest at the rate of each half-year",
  ),
  "no.interest.start": rule(
    forsinkelsesrenteloven("§ 2"),
    "Interest runs from an agreed due date, else from 30 days after a demand",
  ),
  "no.interest.simple": rule(forsinkelsesrenteloven("§ 3"), "Simple interest: interest bears no interest"),
  "no.interest.agreed-rate": rule(
    forsinkelsesrenteloven("§ 4"),
    "A consumer never pays more than the statutory rate",
  ),
  "no.due-day.moved": rule(
    gjeldsbrevloven("§ 5"),
    "A due date on a non-business day counts as the next business day",
  ),

  "no.objection.stops": rule(inkassoloven("§ 8"), "Collection stops while an objection is open"),
  "no.objection.costs": rule(
    inkassoloven("§ 17"),
    "An objection worth examining ends the costs, those incurred before it too",
  ),
  "no.objection.fresh-deadline": rule(
    inkassoloven("§ 8"),
    "After an objection that fails the debtor has a fresh 14 days",
  ),
  "no.objection.partial": rule(
    inkassoloven("§ 8"),
    "Only the undisputed part goes on, in a corrected letter with a new deadline",
  ),

  "no.court.after-demand": rule(
    inkassoloven("§ 11"),
    "No legal step before the demand's deadline has passed unpaid",
  ),
  "no.court.notice": rule(inkassoloven("§ 11"), "Legal steps are announced with at least 14 days"),
  "no.court-fee.conciliation": rule(
    rettsgebyrloven("§ 7"),
    "Fee of a complaint to the conciliation board (forliksklage)",
  ),
  "no.court-fee.attachment": rule(rettsgebyrloven("§ 14"), "Fee of an application for attachment (utlegg)"),
  "no.court-fee.rounding": rule(rettsgebyrloven("§ 6 a"), "Court fees are rounded down to whole kroner"),
  "no.conciliation": rule(tvisteloven("§ 6-2"), "Most money claims start with the conciliation board"),
  "no.attachment": rule(
    tvangsfullbyrdelsesloven("§ 7-2 f"),
    "Attachment of an undisputed claim on the creditor's own written notice",
  ),
  "no.attachment.notice": rule(
    tvangsfullbyrdelsesloven("§ 4-18"),
    "Attachment is announced two weeks beforehand",
  ),

  "no.limitation": rule(
    foreldelsesloven("§§ 2-3"),
    "Three years from the day the creditor could first demand payment",
  ),
  "no.limitation.judgment": rule(
    foreldelsesloven("§ 21"),
    "Ten years after a judgment, settlement or attachment",
  ),
  "no.limitation.acknowledged": rule(
    foreldelsesloven("§ 14"),
    "An acknowledgement by the debtor starts limitation anew",
  ),

  "no.allocation.order": rule(
    lovavdelingen1999("19.08.1999"),
    "Money goes to legal costs, recovery costs, fees and compensation, interest, principal",
  ),
  "no.allocation.designation": rule(
    lovavdelingen1999("19.08.1999"),
    "A debtor who pays voluntarily may say what the payment is for",
  ),
  "no.consolidation": rule(
    rundskriv2018("1/2018"),
    "Claims of one creditor on one debtor that are ready together are one case with one set of costs",
  ),
  "no.collection-list": rule(
    decision("D3"),
    "The creditor gets the collection list on Tuesday and may stop a claim until Thursday morning",
  ),
  "no.payment.grace": rule(
    decision("D12"),
    "Money ordered on a deadline's last day has three banking days to arrive",
  ),
  "no.payment.in-time": rule(
    inkassoloven("§ 9"),
    "A payment is in time when the bank has the order on the last day",
  ),
} as const satisfies Record<string, Rule>;
