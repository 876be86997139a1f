/** The account that letters print, in its country's own grouping. */
import type { LetterData } from "@innfri/letters";
import type { CreditorSettings } from "./creditor-settings.ts";

export function paymentAccountOf(settings: CreditorSettings): LetterData["account"] {
  const { account } = settings;
  if (account === null) throw new Error("the creditor has no account: its rules are not complete");
  return { ...account, display: displayOf(account) };
}

function displayOf({ scheme, value }: NonNullable<CreditorSettings["account"]>): string {
  switch (scheme) {
    case "NO_BBAN":
      return `${value.slice(0, 4)} ${value.slice(4, 6)} ${value.slice(6)}`;
    case "SE_BANKGIRO":
      return `${value.slice(0, -4)}-${value.slice(-4)}`;
    case "SE_PLUSGIRO":
      return `${value.slice(0, -1)}-${value.slice(-1)}`;
    case "IBAN":
      return value.replaceAll(/(.{4})(?=.)/g, "$1 ");
  }
}
