/** Reads one `TxDtls`: amount, parties, references and texts of a single transaction. */
import type { CalendarDate } from "@innfri/kernel";
import { isValidOrganisationNumber, normalizeOrganisationNumber } from "../references/index.ts";
import {
  accountOf,
  amountOf,
  boundedId,
  type CamtAmount,
  type Direction,
  dayOfText,
  directionOf,
  giroOf,
} from "./camt-fields.ts";
import type { EntryHeader } from "./camt-payment.ts";
import { readRemittance } from "./camt-remittance.ts";
import { cleanTextOrNull } from "./field-text.ts";
import {
  type Payer,
  type PaymentReference,
  type ReferencePart,
  TEXT_LENGTH_MAX,
  type WarningCode,
} from "./payment.ts";
import type { ReferenceCountry } from "./reference-finding.ts";
import { child, childrenOf, descend, textAt, type XmlNode } from "./xml-slices.ts";

export type Remark = { readonly code: WarningCode; readonly message: string };

export type CamtTransaction = {
  /** `undefined` when there is none in the currency of the entry. */
  readonly amountMinor: bigint | "unreadable" | undefined;
  /** The first amount it states, in whatever currency: what the total of a batch is made of. */
  readonly statedAmount: CamtAmount | undefined;
  readonly direction: Direction | undefined;
  /** The bank's own reference of this transaction, first that exists. */
  readonly ownReference: string | undefined;
  readonly endToEndId: string | null;
  readonly isReturn: boolean;
  readonly returnReason: string | null;
  readonly family: string | undefined;
  readonly subFamily: string | undefined;
  readonly debtor: Payer | null;
  readonly creditor: Payer | null;
  readonly giro: string | null;
  readonly orderedOn: CalendarDate | null;
  readonly reference: PaymentReference | null;
  readonly references: readonly ReferencePart[];
  readonly text: string;
  /** What is to be said about it once its amount is known. */
  readonly remarks: (amountMinor: bigint) => readonly Remark[];
};

const NAME_LENGTH_MAX = 140;
const MERGED_REFERENCES_MAX = 1000;

/** The transaction of an entry that has none. */
export const EMPTY_TRANSACTION: CamtTransaction = {
  amountMinor: undefined,
  statedAmount: undefined,
  direction: undefined,
  ownReference: undefined,
  endToEndId: null,
  isReturn: false,
  returnReason: null,
  family: undefined,
  subFamily: undefined,
  debtor: null,
  creditor: null,
  giro: null,
  orderedOn: null,
  reference: null,
  references: [],
  text: "",
  remarks: () => [],
};

export function readTransaction(
  node: XmlNode,
  header: EntryHeader,
  country: ReferenceCountry,
): CamtTransaction {
  const parties = child(node, "RltdPties");
  const returned = child(node, "RtrInf");
  const ordered = dayOfText(textAt(node, "RltdDts/AccptncDtTm"));
  const endToEndId = endToEndIdOf(node);
  const remittance = readRemittance(node, { country, currency: header.currency, endToEndId });
  const amounts = amountPlaces(node);
  return {
    amountMinor: amountIn(amounts, header.currency),
    statedAmount: amountOf(amounts[0]),
    direction: directionOf(node),
    ownReference: ownReferenceOf(child(node, "Refs")),
    endToEndId,
    isReturn: returned !== undefined,
    returnReason: cleanTextOrNull(textAt(returned, "Rsn/Cd") ?? textAt(returned, "Rsn/Prtry"), 35),
    family: textAt(node, "BkTxCd/Domn/Fmly/Cd"),
    subFamily: textAt(node, "BkTxCd/Domn/Fmly/SubFmlyCd"),
    // In a returned payment the customer may stand as the creditor.
    debtor:
      partyOf(parties, ["Dbtr", "UltmtDbtr"], "DbtrAcct") ??
      (returned === undefined ? null : partyOf(parties, ["Cdtr"], "CdtrAcct")),
    creditor: partyOf(parties, ["Cdtr", "UltmtCdtr"], "CdtrAcct"),
    giro: giroOf(child(parties, "CdtrAcct")),
    orderedOn: ordered === undefined || ordered === "invalid" ? null : ordered,
    ...remittance,
  };
}

/** Transactions without an amount of their own become one: their references and texts are kept, the rest is not. */
export function mergeTransactions(a: CamtTransaction, b: CamtTransaction): CamtTransaction {
  const references = [...referencesOf(a), ...referencesOf(b)].slice(0, MERGED_REFERENCES_MAX);
  return {
    ...EMPTY_TRANSACTION,
    isReturn: a.isReturn || b.isReturn,
    family: a.family ?? b.family,
    subFamily: a.subFamily ?? b.subFamily,
    references,
    text: `${a.text} ${b.text}`.slice(0, TEXT_LENGTH_MAX * 2),
  };
}

function referencesOf(transaction: CamtTransaction): readonly ReferencePart[] {
  const { reference, references } = transaction;
  const isListed = references.some((part) => part.value === reference?.value);
  return reference === null || isListed
    ? references
    : [{ ...reference, amountMinor: null, source: "stated" }, ...references];
}

// What was booked is the amount in the entry's currency: TxDtls/Amt from version 04 on, TxAmt before, or the
// counter-value. InstdAmt is what the payer sent and is not what arrived.
function amountPlaces(node: XmlNode): readonly XmlNode[] {
  return [
    child(node, "Amt"),
    descend(node, "AmtDtls/TxAmt/Amt"),
    descend(node, "AmtDtls/CntrValAmt/Amt"),
  ].filter((place) => place !== undefined);
}

function amountIn(places: readonly XmlNode[], currency: string): bigint | "unreadable" | undefined {
  const place = places.find((each) => (each.attributes.Ccy ?? currency) === currency);
  return place === undefined ? undefined : (amountOf(place)?.minor ?? "unreadable");
}

function ownReferenceOf(refs: XmlNode | undefined): string | undefined {
  const found = ["AcctSvcrRef", "UETR", "TxId", "ClrSysRef"]
    .map((name) => textAt(refs, name))
    .find((text) => text !== undefined);
  return found === undefined ? undefined : boundedId(found);
}

function endToEndIdOf(node: XmlNode): string | null {
  const id = textAt(node, "Refs/EndToEndId");
  return id === undefined || id === "NOTPROVIDED" ? null : cleanTextOrNull(id, 140);
}

function partyOf(parties: XmlNode | undefined, roles: readonly string[], accountRole: string): Payer | null {
  const party = roles.map((role) => child(parties, role)).find((node) => node !== undefined);
  const inner = child(party, "Pty") ?? party;
  const name = cleanTextOrNull(textAt(inner, "Nm"), NAME_LENGTH_MAX);
  const account = accountOf(child(parties, accountRole))?.account ?? null;
  const organisationNumber = organisationNumberOf(inner);
  return name === null && account === null && organisationNumber === null
    ? null
    : { name, account, organisationNumber };
}

// Only ids that are a company's are kept: a person's (PrvtId) is never looked at.
function organisationNumberOf(party: XmlNode | undefined): string | null {
  for (const other of childrenOf(descend(party, "Id/OrgId"), "Othr")) {
    const id = textAt(other, "Id") ?? "";
    for (const country of ["NO", "SE"] as const) {
      if (isValidOrganisationNumber(id, country)) return normalizeOrganisationNumber(id, country);
    }
  }
  return null;
}
