/**
 * A case as it is handed to somebody: all that happened to one claim, with what shows that it was so. Every field is JSON;
 * amounts are minor units as text, hashes and salts hexadecimal. `docs/reference/verify.md` has it for strangers.
 */
import type { LetterLanguage } from "../letter-data.ts";

export const CASE_FORMAT = "innfri-case/1";

export type CaseJson =
  | string
  | number
  | boolean
  | null
  | readonly CaseJson[]
  | { readonly [key: string]: CaseJson };

type Fields = { readonly [key: string]: CaseJson };

export type CaseExport = {
  readonly format: typeof CASE_FORMAT;
  readonly language: LetterLanguage;
  readonly madeAt: string;
  readonly operator: { readonly id: string; readonly name: string; readonly kind: string };
  readonly creditor: {
    readonly id: string;
    readonly name: string;
    readonly country: string;
    readonly timeZone: string;
    readonly isSandbox: boolean;
  };
  readonly debtor: {
    readonly id: string;
    readonly customerNumber: string;
    readonly kind: string | null;
    readonly contacts: readonly CaseContact[];
  };
  readonly claim: {
    readonly id: string;
    readonly invoice: string;
    readonly instalmentNo: number;
    readonly currency: string;
    readonly principal: string;
    readonly dueOn: string;
    readonly reference: string;
  };
  readonly invoices: readonly CaseInvoice[];
  readonly events: readonly CaseEvent[];
  readonly documents: readonly CaseDocument[];
  /** What letters share, the letterhead and the law behind an amount, by the hash of its canonical JSON. */
  readonly parts: Fields;
  readonly steps: readonly CaseStep[];
  readonly entries: readonly CaseEntry[];
  readonly payments: readonly CasePayment[];
  /** What the books say is open. */
  readonly now: {
    readonly state: string;
    readonly closedOn: string | null;
    readonly openPrincipal: string;
    readonly openInterest: string;
    readonly openCosts: string;
    readonly headSeq: number;
    readonly headHash: string;
  };
  /** The amounts on a day with their derivations, and the facts they were told from. */
  readonly told: {
    readonly on: string;
    readonly total: string | null;
    readonly lines: readonly {
      readonly item: string;
      readonly amount: string;
      readonly derivation: CaseJson;
    }[];
    readonly facts: CaseJson;
  };
  readonly messages: readonly Fields[];
  readonly attempts: readonly Fields[];
  readonly objections: readonly Fields[];
  readonly holds: readonly Fields[];
  readonly approvals: readonly Fields[];
  readonly texts: readonly Fields[];
  readonly terms: CaseJson;
  readonly law: {
    readonly openPoints: readonly { readonly id: string; readonly standing: string }[];
    readonly signOffs: readonly Fields[];
    readonly loaded: readonly Fields[];
  };
  /** Null where no root covers the chain yet. */
  readonly proof: CaseProof | null;
};

export type CaseContact = {
  readonly id: string;
  readonly validFromOn: string;
  readonly salt: string | null;
  readonly data: CaseJson;
  readonly blankedAt: string | null;
};

export type CaseInvoice = {
  readonly versionNo: number;
  readonly number: string;
  readonly recordedAt: string;
  readonly data: CaseJson;
  readonly hash: string;
  /** Null once the contact is erased: the hash can then not be tried. */
  readonly salt: string | null;
};

export type CaseEvent = {
  readonly seq: number;
  readonly kind: string;
  readonly happenedOn: string;
  readonly recordedAt: string;
  readonly actor: string;
  readonly data: Fields;
  readonly hash: string;
};

export type CaseDocument = {
  readonly id: string;
  readonly kind: string;
  readonly template: string;
  readonly language: string;
  readonly datedOn: string;
  readonly data: Fields;
  readonly derivations: CaseJson;
  readonly hash: string;
  /** Its PDF beside this file. */
  readonly file: string;
};

export type CaseStep = {
  readonly ordinal: number;
  readonly kind: string;
  readonly takenOn: string;
  readonly deadlineOn: string | null;
  readonly document: string | null;
  readonly because: CaseJson;
};

export type CaseEntry = {
  readonly entryNo: number;
  readonly bookedOn: string;
  readonly recordedAt: string;
  readonly kind: string;
  readonly currency: string;
  readonly source: CaseJson;
  readonly postings: readonly { readonly account: string; readonly amount: string }[];
};

export type CasePayment = {
  readonly id: string;
  readonly bookedOn: string;
  readonly valueOn: string;
  readonly amount: string;
  readonly currency: string;
  /** What of it closed something of this claim. */
  readonly allocations: readonly {
    readonly item: string;
    readonly amount: string;
    readonly entryNo: number;
    readonly rule: string;
  }[];
};

export type PathStep = { readonly left: string } | { readonly right: string };

export type CaseRoot = {
  readonly on: string;
  readonly previous: string | null;
  readonly chains: number;
  readonly events: number;
  readonly tree: string;
  readonly root: string;
};

export type CaseProof = {
  readonly chain: { readonly seq: number; readonly hash: string };
  readonly day: CaseRoot & { readonly path: readonly PathStep[] };
  /** The creditor's roots after it, up to the one that the operator's root covers. */
  readonly later: readonly CaseRoot[];
  readonly operator: {
    readonly on: string;
    readonly previous: string | null;
    readonly creditors: number;
    readonly tree: string;
    readonly root: string;
    readonly path: readonly PathStep[];
  } | null;
};
