/** What the QR code of the pay box holds. */
import type { LetterData } from "./letter-data.ts";

export type PaymentCode = {
  /** `page` opens the payment page, `bank` fills in the payment in a bank's app, `text` shows the details to copy. */
  readonly kind: "page" | "bank" | "text";
  readonly content: string;
};

/**
 * The payment page where there is one. Without it Swedish bank apps read a bankgiro payment from the open format
 * UsingQR; Norwegian ones read no format for invoices, so a telephone is given plain lines to copy.
 */
export function paymentCode(
  data: LetterData,
  labels: { readonly account: string; readonly reference: string },
): PaymentCode {
  if (data.paymentPage !== undefined) return { kind: "page", content: data.paymentPage.url };
  const { account, paymentReference, operator } = data;
  const giro = GIRO_TYPES[account.scheme];
  if (giro !== undefined && data.currency === "SEK") return { kind: "bank", content: usingQr(data, giro) };
  return {
    kind: "text",
    content: [
      operator.name,
      `${labels.account}: ${account.value}`,
      `${labels.reference}: ${paymentReference.value}`,
      `${data.currency} ${data.total}`,
      data.payBy,
    ].join("\n"),
  };
}

const GIRO_TYPES: Partial<Record<LetterData["account"]["scheme"], string>> = {
  SE_BANKGIRO: "BG",
  SE_PLUSGIRO: "PG",
};

// The amount is a JSON number in the format, written from its decimals: a binary fraction never touches it.
function usingQr(data: LetterData, giro: string): string {
  const text = (value: string) => JSON.stringify(value);
  return `{${[
    `"uqr":1`,
    `"tp":1`,
    `"nme":${text(data.operator.name.slice(0, LONGEST_NAME))}`,
    `"cid":${text(data.operator.organisationNumber)}`,
    `"iref":${text(data.paymentReference.value)}`,
    `"idt":${text(data.datedOn.replaceAll("-", ""))}`,
    `"ddt":${text(data.payBy.replaceAll("-", ""))}`,
    `"due":${data.total}`,
    `"pt":${text(giro)}`,
    `"acc":${text(data.account.display)}`,
  ].join(",")}}`;
}

/** A longer one would make the squares too small to scan at the printed size. */
const LONGEST_NAME = 60;
