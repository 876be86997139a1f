/**
 * What the payer's own words say the money is for. Where the debtor's word binds (norway.md P1), the principal
 * named in the message goes before costs and interest; whether it binds is asked where the money is divided.
 */
const PRINCIPAL = /(^|[^\p{L}])(hovedstol(en)?|hovudstol(en)?|kapital(en|et|belopp|beloppet)?)([^\p{L}]|$)/iu;

export function designationOf(text: string): "principal" | null {
  return PRINCIPAL.test(text) ? "principal" : null;
}
