/**
 * What each letter must say, and where that is demanded. The tests look for every item in the finished PDF, in
 * every language; a lawyer can read the list beside a letter.
 */
import { type Citation, no, se } from "@innfri/law";
import type { LetterKind } from "./letter-data.ts";

export type ContentRequirement = {
  /** Stable, `no.demand.interest-rate`. */
  readonly id: string;
  readonly requirement: string;
  readonly citation: Citation;
  /** `practice` is what tribunals and supervisors expect where the act is silent. */
  readonly force: "required" | "practice";
  /**
   * Only in a letter from a licensed agency, only about a claim that is assigned or disputed in part, or only in one that
   * corrects another; absent when it always applies.
   */
  readonly only?: "agency" | "assigned" | "disputed" | "corrected";
};

/** What a letter of this kind must contain, in the order of the law sheet. */
export function contentChecklist(kind: LetterKind): readonly ContentRequirement[] {
  return CHECKLISTS[kind];
}

const REMINDER = no.inkassoforskriften("§ 1-2");
const NOTICE = no.inkassoloven("§ 9");
const DEMAND = no.inkassoloven("§ 10");
const GOOD_PRACTICE = no.inkassoloven("§ 8");
const COLLECTION_ACT = se.inkassolagen("1 §");
const INKASSOKRAV = se.inkassolagen("5 §");
const GOD_INKASSOSED = se.inkassolagen("4 §");

/** A part that is disputed is held; the rest is asked for, and the letter says which is which. */
function disputedPart(kind: LetterKind, citation: Citation): ContentRequirement {
  const requirement = "says of which claim a part is disputed, how much, and that it is left out";
  return { ...practice(`${kind}.disputed`, requirement, citation), only: "disputed" };
}

/** What is said again for less must not leave two amounts and two deadlines standing. */
function corrected(kind: LetterKind, citation: Citation): ContentRequirement {
  const requirement = "says which letter it corrects, and that its amount and deadline count in its place";
  return { ...practice(`${kind}.corrected`, requirement, citation), only: "corrected" };
}

const CHECKLISTS: Readonly<Record<LetterKind, readonly ContentRequirement[]>> = {
  "no.reminder": [
    required(
      "no.reminder.claim",
      "says what the claim concerns: each invoice, what for, and its due day",
      REMINDER,
    ),
    required("no.reminder.amounts", "gives the amount, each part on its own row, and their sum", REMINDER),
    practice("no.reminder.free", "says that it costs nothing and is no notice of collection", GOOD_PRACTICE),
    practice("no.reminder.deadline", "asks for payment by a day", GOOD_PRACTICE),
    practice("no.reminder.creditor", "names the creditor", GOOD_PRACTICE),
    practice("no.reminder.payment", "gives the account and the payment reference", GOOD_PRACTICE),
    practice("no.reminder.object", "says that the claim can be disputed, and how", GOOD_PRACTICE),
    practice("no.reminder.next", "says what comes next, when, and what it costs", GOOD_PRACTICE),
    disputedPart("no.reminder", GOOD_PRACTICE),
  ],
  "no.notice": [
    required("no.notice.heading", "says plainly that it is a notice of collection", NOTICE),
    required("no.notice.collection", "says that collection is started if nothing is paid by the day", NOTICE),
    required("no.notice.deadline", "gives the last day to pay as a date", NOTICE),
    practice("no.notice.creditor", "names the creditor", GOOD_PRACTICE),
    practice("no.notice.invoices", "names each invoice and what it is for", GOOD_PRACTICE),
    practice(
      "no.notice.amounts",
      "shows principal, fee and interest each on its own row, and their sum",
      GOOD_PRACTICE,
    ),
    practice(
      "no.notice.interest",
      "gives the interest rate and the day interest is counted from",
      GOOD_PRACTICE,
    ),
    practice("no.notice.payment", "gives the account and the payment reference", GOOD_PRACTICE),
    practice("no.notice.object", "says that the claim can be disputed, how and by when", GOOD_PRACTICE),
    disputedPart("no.notice", GOOD_PRACTICE),
    corrected("no.notice", GOOD_PRACTICE),
  ],
  "no.demand": [
    required("no.demand.creditor", "(a) names the creditor", DEMAND),
    required("no.demand.claim", "(b) says what the claim concerns", DEMAND),
    required(
      "no.demand.amounts",
      "(c) shows the principal and each further claim on its own row, and their sum",
      DEMAND,
    ),
    required(
      "no.demand.interest",
      "(d) gives the interest rate and the day interest is counted from",
      DEMAND,
    ),
    required(
      "no.demand.consequences",
      "(e) says that not paying can lead to further costs and to legal collection",
      DEMAND,
    ),
    {
      ...required("no.demand.board", "(f) tells of the right to bring the case before the nemnd", DEMAND),
      only: "agency",
    },
    required("no.demand.deadline", "gives the last day as a date", DEMAND),
    required("no.demand.invitation", "invites to pay or to object", DEMAND),
    practice("no.demand.payment", "gives the account and the payment reference", GOOD_PRACTICE),
    disputedPart("no.demand", GOOD_PRACTICE),
    corrected("no.demand", GOOD_PRACTICE),
  ],
  "se.reminder": [
    required(
      "se.reminder.mere",
      "names a day to pay and that collection can follow, and puts no other pressure on the debtor",
      COLLECTION_ACT,
    ),
    practice("se.reminder.creditor", "names the creditor", GOD_INKASSOSED),
    practice("se.reminder.invoices", "names each invoice and what it is for", GOD_INKASSOSED),
    required(
      "se.reminder.fee",
      "shows the fee of the reminder on its own row, and that it was agreed",
      se.inkassokostnadslagen("2 §"),
    ),
    practice(
      "se.reminder.interest",
      "gives the interest accrued, its rate, its period and the capital it is counted on",
      GOD_INKASSOSED,
    ),
    practice("se.reminder.payment", "gives the account and the payment reference", GOD_INKASSOSED),
    practice("se.reminder.object", "says how to object", GOD_INKASSOSED),
    disputedPart("se.reminder", GOD_INKASSOSED),
  ],
  "se.demand": [
    required("se.demand.heading", "is in writing and says what it is", INKASSOKRAV),
    required("se.demand.creditor", "names the creditor clearly", INKASSOKRAV),
    required("se.demand.ground", "says what the claim is based on", INKASSOKRAV),
    {
      ...required(
        "se.demand.assigned",
        "says that paying the earlier creditor does not discharge the debt",
        INKASSOKRAV,
      ),
      only: "assigned",
    },
    practice("se.demand.payment", "gives a suitable way to pay", INKASSOKRAV),
    required(
      "se.demand.amounts",
      "shows capital, interest and costs each by itself, and their sum",
      INKASSOKRAV,
    ),
    required(
      "se.demand.interest",
      "gives the interest accrued, its rate, its period and the capital it is counted on",
      INKASSOKRAV,
    ),
    required("se.demand.deadline", "gives a time to pay or to object", INKASSOKRAV),
    practice("se.demand.debtor", "identifies the debtor", GOD_INKASSOSED),
    practice(
      "se.demand.consequence",
      "says that Kronofogden can be applied to, and what that adds",
      GOD_INKASSOSED,
    ),
    practice("se.demand.object", "says how to dispute and whom to ask", GOD_INKASSOSED),
    disputedPart("se.demand", GOD_INKASSOSED),
  ],
};

function required(id: string, requirement: string, citation: Citation): ContentRequirement {
  return { id, requirement, citation, force: "required" };
}

function practice(id: string, requirement: string, citation: Citation): ContentRequirement {
  return { id, requirement, citation, force: "practice" };
}
