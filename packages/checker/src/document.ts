/** What a document is checked against besides the claims' facts, and what the check answers. */
import type { Citation, RuleId } from "@innfri/law/tables";
import type { PlanStep } from "./plan-days.ts";

/** A company as it is known, numbers without grouping: `310000000`. */
export type Company = { readonly name: string; readonly organisationNumber: string };

/** Where a company answers; `null` where it has none. */
export type Contact = {
  readonly addressLines: readonly string[];
  readonly email: string | null;
  readonly phone: string | null;
};

/** Who runs the installation. */
export type OperatorContext =
  | { readonly kind: "self" }
  | ({
      readonly kind: "agency";
      /** The licence to collect for others (inkassoloven § 4, inkassolagen 2 §). */
      readonly licenceReference: string;
    } & Company &
      Contact);

/** One claim as its creditor and its payer know it. */
export type ClaimContext = {
  readonly ref: string;
  readonly invoiceNumber: string;
  /** The number that ties a payment to it, with its check digits. */
  readonly reference: string;
  /** The due day that the invoice prints, agreed or not. */
  readonly printedDueOn: string;
  readonly description: string;
};

export type DebtorContext = {
  readonly kind: "person" | "sole-trader" | "business" | "public";
  readonly name: string;
  readonly addressLines: readonly string[];
  /** ISO 3166-1 alpha-2; empty where the creditor's own is meant. */
  readonly country: string;
  readonly email: string | null;
  readonly organisationNumber: string | null;
};

export type DocumentContext = {
  /** The day on which the document is to leave. */
  readonly on: string;
  /** The claims it covers, the one whose reference it carries first. */
  readonly covered: readonly string[];
  readonly claims: readonly ClaimContext[];
  readonly operator: OperatorContext;
  readonly creditor: Company & Contact & { readonly website: string | null };
  /** The name that debtors know the sender by, where that is not its own. */
  readonly brand?: string | null;
  readonly account: {
    readonly scheme: "NO_BBAN" | "SE_BANKGIRO" | "SE_PLUSGIRO" | "IBAN";
    readonly value: string;
  };
  readonly debtor: DebtorContext;
  /** The creditor's plan for this debtor: what comes next, when, and with which deadlines. */
  readonly plan: readonly PlanStep[];
  /** A rest up to this is not claimed (D13), `50.00`; `0.00` for none. */
  readonly waivedRest: string;
  readonly contact: ContactContext;
  /** Working days until a letter is posted, by channel; the deadline counts from then. */
  readonly postingDays: Readonly<Record<string, number>>;
};

/** How the company has limited contacts (B22). */
export type ContactContext = {
  /** At most so many in any so many days. */
  readonly most: number;
  readonly days: number;
  /** Weekdays with hours for channels other than post, Monday is 1. */
  readonly weekdays: readonly number[];
  /** Days of contacts that are no letters among the facts. */
  readonly others: readonly string[];
};

/** A document as it is about to leave: the stored letter with its derivations, and whom it is addressed to. */
export type Document = { readonly letter: unknown; readonly recipient: unknown };

/** One place where the document is not what it should be. `null` stands for nothing being there. */
export type Difference = {
  /** `letter.lines[2].amount`. */
  readonly path: string;
  readonly expected: string | null;
  readonly found: string | null;
  readonly rule: RuleId;
  readonly citation: Citation;
};

/** What the second mind says of a document. */
export type CheckAnswer =
  | { readonly kind: "agrees" }
  | { readonly kind: "differs"; readonly differences: readonly [Difference, ...Difference[]] };
