import { type SignOffItem, signOffsOf } from "../sign-off.ts";

const item = signOffsOf("NO");

/** The open points of the Norwegian law sheet. */
export const NO_SIGN_OFFS: readonly SignOffItem[] = [
  item(
    "primary-text",
    ["reminder", "notice", "demand", "plan"],
    ["no.notice-fee.amount", "no.notice-fee.restart", "no.recovery-costs.light", "no.plan-fee"],
    "The amendments of 2026 and inkassoforskriften §§ 1-3, 2-4 to 2-6 as now in force were read through secondary sources",
    "The collection rate 750, whole kroner and the six months as the secondary sources agree",
  ),
  item(
    "new-act",
    [],
    ["no.regime.2026"],
    "The first day of the Act of 2026, its regulation's amounts and what happens to running cases",
    "The Act of 1988 applies until the operator enters a day; creditor-signed letters stop from it",
  ),
  item(
    "day-count",
    ["notice", "demand", "court"],
    ["no.interest.rate", "no.interest.start"],
    "Whether a year of interest has 365 days or those of the calendar year, and which day is the first",
    "365, or 366 in a leap year, from the day after the due date",
  ),
  item(
    "due-day",
    ["reminder", "notice", "demand"],
    ["no.due-day.moved", "no.limitation"],
    "Whether gjeldsbrevloven § 5 moves the due date of an ordinary invoice, and what limitation runs from",
    "Interest and fees count from the moved day, limitation from the printed one",
  ),
  item(
    "compensation-day",
    ["compensation"],
    ["no.compensation"],
    "Which day fixes the compensation, whether it is owed for each invoice, and six half-years' amounts",
    "The lower amount of the due day and the day it is claimed; none for the first half of 2021",
  ),
  item(
    "band-after-payment",
    ["demand"],
    ["no.recovery-costs.light", "no.recovery-costs.heavy"],
    "The band of recovery costs when part of the principal was paid before the demand",
    "The undisputed principal still unpaid when the demand is sent",
  ),
  item(
    "plan-fee",
    ["plan"],
    ["no.plan-fee"],
    "Whether the plan fee is half as much again for a business debtor, whether a further plan of a claim bears one or one agreed before the demand, and what § 2-5 says",
    "It is not, and neither a further plan of a claim nor one agreed before the demand bears one",
  ),
  item(
    "interest-on-costs",
    [],
    ["no.interest.simple"],
    "Whether fees and recovery costs bear interest",
    "They bear none",
  ),
  item(
    "court-fees",
    ["court"],
    ["no.court-fee.conciliation", "no.court-fee.attachment"],
    "The first days of the multiples 1.54 and 0.69, and 0.69 itself, which one calculator alone has",
    "1.54 from 1 July 2024, 0.69 from 1 January 2025",
  ),
  item(
    "e-mail",
    ["e-mail"],
    ["no.electronic-notice"],
    "Whether e-mail without consent is a reassuring way of sending",
    "An address the debtor recently used with the creditor",
  ),
  item(
    "old-own-demand",
    ["demand"],
    ["no.own-demand-fee"],
    "The fee of a creditor's own demand in 2026 for a claim due before October 2020",
    "3/10 of the collection rate, 225 kroner",
  ),
  item(
    "retention",
    [],
    ["no.good-practice"],
    "How long a closed case's personal data may be kept, and that no anti-money-laundering duty applies",
    "Five years after the end of the year of closing",
  ),
  item(
    "contact-hours",
    [],
    ["no.contact-hours"],
    "Contact hours of creditors that collect their own claims, and calls on Saturdays before the new Act",
    "The new Act's hours now, without Saturdays",
  ),
];
