import { type SignOffItem, signOffsOf } from "../sign-off.ts";

const item = signOffsOf("SE");

/** The open points of the Swedish law sheet. */
export const SE_SIGN_OFFS: readonly SignOffItem[] = [
  item(
    "fffs-2025-2",
    ["demand", "plan", "court"],
    ["se.signoff.fffs-2025-2", "se.demand.deadline", "se.demand.content", "se.demand.joined"],
    "FFFS 2025:2 on demand periods, content, joining, contacts and complaints, of which only the opening was read",
    "At least 8 days, one joined demand; no demand to a real debtor before somebody has signed",
  ),
  item(
    "consumer-credit-act",
    ["reminder", "demand"],
    ["se.consumer-credit.human", "se.consumer-credit.cap"],
    "Whether the new consumer credit act applies from 20 November 2026 and what it says of deferred invoices",
    "A consumer credit waits for a person from that day",
  ),
  item(
    "allocation-and-limitation",
    [],
    ["se.allocation.order", "se.limitation"],
    "What came of Dir. 2025:37 on the order of allocation and an absolute limitation for consumers",
    "Costs before interest before principal; no absolute limit",
  ),
  item(
    "interest-on-costs",
    [],
    ["se.interest.start"],
    "Whether collection costs bear interest (RH 2010:18)",
    "They bear none",
  ),
  item(
    "day-count",
    ["demand", "court"],
    ["se.interest.rate"],
    "Kronofogden's day count in leap years, and whether it rounds to whole kronor",
    "366 days in a leap year, which is the lower result, rounded to öre",
  ),
  item(
    "consumer-credit-demand",
    ["demand"],
    ["se.consumer-credit.no-fee"],
    "Whether a demand for a consumer credit may bear a fee since 1 March 2025",
    "It may while interest and costs come to the credit at most; from 20 November 2026 the credit waits for a person",
  ),
  item(
    "retention",
    [],
    ["se.good-practice"],
    "How long collection files are kept",
    "Ten years after closing for an agency",
  ),
  item(
    "reference-rate-2026",
    ["demand", "court"],
    ["se.interest.reference-rate"],
    "The official notices of the reference rate for both halves of 2026",
    "2.00 % as two secondary sources each have it",
  ),
  item(
    "thirtieth-day",
    [],
    ["se.interest.start"],
    "Whether the thirtieth day after a demand bears interest itself",
    "Interest from the day after",
  ),
];
