/** What the payer said the money is for: structured references, parts of several invoices, free text. */
import { formatMinor } from "@innfri/kernel";
import { amountOf } from "./camt-fields.ts";
import type { CamtTransaction, Remark } from "./camt-transaction.ts";
import { cleanText } from "./field-text.ts";
import { type PaymentReference, type ReferencePart, TEXT_LENGTH_MAX } from "./payment.ts";
import {
  candidatesFromText,
  passesOwnCheck,
  type ReferenceCountry,
  structuredReference,
} from "./reference-finding.ts";
import { child, childrenOf, textAt, type XmlNode } from "./xml-slices.ts";

type Context = {
  readonly country: ReferenceCountry;
  readonly currency: string;
  readonly endToEndId: string | null;
};

const STATED_REFERENCES_MAX = 10_000;
const REFERENCE_LENGTH_MAX = 140;

export function readRemittance(
  transaction: XmlNode,
  context: Context,
): Pick<CamtTransaction, "reference" | "references" | "text" | "remarks"> {
  const remittance = child(transaction, "RmtInf");
  const structured = childrenOf(remittance, "Strd").slice(0, STATED_REFERENCES_MAX);
  const stated = structured.map((each) => statedPart(each, context)).filter((part) => part !== undefined);
  const free = childrenOf(remittance, "Ustrd").map((each) => each.text.trim());
  const additional = structured.flatMap((each) =>
    childrenOf(each, "AddtlRmtInf").map((info) => info.text.trim()),
  );
  const text = [...free, ...additional, textAt(transaction, "AddtlTxInf") ?? ""]
    .join(" ")
    .slice(0, TEXT_LENGTH_MAX * 2);
  const [first] = stated;
  if (first === undefined)
    return { reference: null, references: guessed(transaction, free, context), text, remarks: () => [] };
  return {
    reference: { scheme: first.scheme, value: first.value },
    references: stated.length > 1 ? stated : [],
    text,
    remarks: (amountMinor) => [...checkRemarks(stated), ...partRemarks(stated, amountMinor)],
  };
}

function guessed(transaction: XmlNode, free: readonly string[], context: Context): readonly ReferencePart[] {
  const others = childrenOf(child(transaction, "Refs"), "Prtry").map((each) => textAt(each, "Ref") ?? "");
  const texts = [...free, context.endToEndId ?? "", ...others].join(" ");
  return candidatesFromText(texts.slice(0, TEXT_LENGTH_MAX), context.country);
}

function statedPart(structured: XmlNode, context: Context): ReferencePart | undefined {
  const reference = creditorReference(structured, context.country) ?? documentReference(structured);
  return reference === undefined
    ? undefined
    : { ...reference, amountMinor: partAmount(structured, context.currency), source: "stated" };
}

function creditorReference(structured: XmlNode, country: ReferenceCountry): PaymentReference | undefined {
  const information = child(structured, "CdtrRefInf");
  const value = cleanText(textAt(information, "Ref") ?? "", REFERENCE_LENGTH_MAX);
  if (value === "") return undefined;
  const ownType = textAt(information, "Tp/CdOrPrtry/Prtry");
  // A type of the bank's own making is another scheme than ours, unless its name says otherwise.
  if (ownType !== undefined && !/KID|OCR|SCOR|VIITE/i.test(ownType)) return { scheme: "FREE", value };
  return structuredReference(value, country);
}

function documentReference(structured: XmlNode): PaymentReference | undefined {
  const value = cleanText(textAt(structured, "RfrdDocInf/Nb") ?? "", REFERENCE_LENGTH_MAX);
  return value === "" ? undefined : { scheme: "FREE", value };
}

// The part of the payment for this document; a credit note counts against the payment.
function partAmount(structured: XmlNode, currency: string): bigint | null {
  const amounts = child(structured, "RfrdDocAmt");
  const note = child(amounts, "CdtNoteAmt");
  const remitted = child(amounts, "RmtdAmt") ?? child(amounts, "DuePyblAmt");
  const isCreditNote =
    textAt(structured, "RfrdDocInf/Tp/CdOrPrtry/Cd") === "CREN" ||
    (remitted === undefined && note !== undefined);
  const amount = amountOf(isCreditNote ? (note ?? remitted) : remitted);
  if (amount === undefined || (amount.currency ?? currency) !== currency) return null;
  return isCreditNote ? -amount.minor : amount.minor;
}

function checkRemarks(stated: readonly ReferencePart[]): readonly Remark[] {
  return stated
    .filter((part) => !passesOwnCheck(part))
    .map(({ scheme, value }) => ({
      code: "referenceCheck" as const,
      message: `the reference ${value} has a wrong check digit for ${scheme}`,
    }));
}

function partRemarks(stated: readonly ReferencePart[], amountMinor: bigint): readonly Remark[] {
  if (stated.length < 2 || stated.some((part) => part.amountMinor === null)) return [];
  const sum = stated.reduce((total, part) => total + (part.amountMinor ?? 0n), 0n);
  if (sum === amountMinor) return [];
  const message = `the payment is ${formatMinor(amountMinor)}, the parts it names add up to ${formatMinor(sum)}`;
  return [{ code: "partsDiffer", message }];
}
