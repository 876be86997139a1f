/** The account that debtors pay to, in its country's own grouping: the same on letters and on screens. */
import { formatBankgiro, formatPlusgiro } from "@innfri/formats";
import type { LetterData } from "@innfri/letters";
import type { CreditorSettings } from "./creditor-settings.ts";

type Account = NonNullable<CreditorSettings["account"]>;

export function paymentAccountOf(settings: CreditorSettings): LetterData["account"] {
  const { account } = settings;
  if (account === null) throw new Error("the creditor has no account: its rules are not complete");
  return { ...account, display: grouped(account) };
}

const GIRO_NAMES: Readonly<Partial<Record<Account["scheme"], string>>> = {
  SE_BANKGIRO: "bankgiro ",
  SE_PLUSGIRO: "plusgiro ",
};

/** An account as people write it where nothing else says of which kind it is. */
export function shownAccount(account: Account): string {
  return `${GIRO_NAMES[account.scheme] ?? ""}${grouped(account)}`;
}

function grouped({ scheme, value }: Account): string {
  switch (scheme) {
    case "NO_BBAN":
      return `${value.slice(0, 4)} ${value.slice(4, 6)} ${value.slice(6)}`;
    case "SE_BANKGIRO":
      return formatBankgiro(value);
    case "SE_PLUSGIRO":
      return formatPlusgiro(value);
    case "IBAN":
      return value.replaceAll(/(.{4})(?=.)/g, "$1 ");
  }
}
