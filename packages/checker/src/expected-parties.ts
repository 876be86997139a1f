/** Who sends, who is owed, where to pay and whom it is addressed to, as they are written on paper. */
import type { Company, DocumentContext } from "./document.ts";

/** Nine digits are Norwegian, in threes; ten are Swedish, with a hyphen. */
function numberText(number: string): string {
  const digits = [...number].filter((sign) => sign >= "0" && sign <= "9").join("");
  if (digits.length === 9) return [digits.slice(0, 3), digits.slice(3, 6), digits.slice(6, 9)].join(" ");
  return digits.length === 10 ? `${digits.slice(0, 6)}-${digits.slice(6)}` : number;
}

export function expectedCompany({ name, organisationNumber }: Company): Readonly<Record<string, unknown>> {
  return { name, organisationNumber: numberText(organisationNumber) };
}

/** Whoever signs states its own name, number and contact; an agency its licence too. */
export function expectedOperator({
  operator,
  creditor,
  brand,
}: DocumentContext): Readonly<Record<string, unknown>> {
  const signer = operator.kind === "self" ? creditor : operator;
  return {
    kind: operator.kind,
    ...expectedCompany(signer),
    addressLines: signer.addressLines,
    email: signer.email ?? "",
    phone: signer.phone ?? "",
    ...(operator.kind === "self" && creditor.website !== null ? { website: creditor.website } : {}),
    ...(brand == null ? {} : { brand }),
    ...(operator.kind === "agency" ? { licence: { reference: operator.licenceReference } } : {}),
  };
}

export function expectedAccount({
  scheme,
  value,
}: DocumentContext["account"]): Readonly<Record<string, unknown>> {
  return { scheme, value, display: accountText(scheme, value) };
}

function accountText(scheme: DocumentContext["account"]["scheme"], value: string): string {
  const last = (count: number) =>
    `${value.slice(0, value.length - count)}-${value.slice(value.length - count)}`;
  switch (scheme) {
    case "NO_BBAN":
      return [value.slice(0, 4), value.slice(4, 6), value.slice(6)].join(" ");
    case "SE_BANKGIRO":
      return last(4);
    case "SE_PLUSGIRO":
      return last(1);
    case "IBAN":
      return value.match(/.{1,4}/g)?.join(" ") ?? "";
  }
}

/** The debtor, as the file knows it and nobody else. */
export function expectedRecipient(
  { debtor }: DocumentContext,
  country: string,
): Readonly<Record<string, unknown>> {
  const { name, addressLines, organisationNumber } = debtor;
  return {
    name,
    addressLines,
    country: debtor.country === "" ? country : debtor.country,
    ...(organisationNumber === null ? {} : { organisationNumber }),
  };
}
