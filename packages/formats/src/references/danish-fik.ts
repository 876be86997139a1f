/** The code line of a Danish payment slip (FIK), `+71<000000000000018+12345678<`. */
import { passesLuhn } from "./checksums.ts";

const PAYMENT_ID_LENGTH: Readonly<Record<string, number>> = { "71": 15, "75": 16, "04": 16, "15": 16 };

/** Is `line` a code line of a known kind of slip, with a right check digit where the kind has a payment id? */
export function isValidFik(line: string): boolean {
  const parts = /^\+(\d{2})<(?:(\d+)\+|\+?)(\d{7,8})<$/.exec(line.replace(/\s+/g, ""));
  if (parts === null) return false;
  const [, kind = "", paymentId] = parts;
  const length = PAYMENT_ID_LENGTH[kind];
  if (length === undefined) return (kind === "73" || kind === "01") && paymentId === undefined;
  return paymentId?.length === length && passesLuhn(paymentId);
}
