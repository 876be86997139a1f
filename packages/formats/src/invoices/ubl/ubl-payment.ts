import {
  isValidIban,
  isValidNorwegianAccount,
  normalizeAccount,
  normalizeGiro,
} from "../../references/index.ts";
import type { Invoice, InvoiceAccount, InvoiceReference } from "../invoice.ts";
import { type ReferenceHome, referenceOf } from "../payment-reference.ts";
import { plainText, shortened } from "../plain-text.ts";
import type { Warn } from "../warnings.ts";
import { findAll, textAt, type UblElement } from "./element-tree.ts";

/** Payment means of one invoice that are looked at; nobody can pay in more ways. */
const MAX_MEANS = 20;
const MAX_REFERENCE = 64;
const MAX_ACCOUNT = 40;

/** How the invoice asks to be paid. Whether an account really is the creditor's is not known here. */
export function paymentOf(
  root: UblElement,
  home: ReferenceHome,
  warn: Warn,
): Pick<Invoice, "reference" | "furtherReferences" | "accounts"> {
  const means = findAll(root, "PaymentMeans").slice(0, MAX_MEANS);
  const references: InvoiceReference[] = [];
  const accounts: InvoiceAccount[] = [];
  for (const each of means) {
    const text = plainText(textAt(each, "PaymentID") ?? "");
    const known = text === null || references.some(({ value }) => value === text);
    const reference = known
      ? null
      : referenceOf(
          shortened(text, MAX_REFERENCE),
          home,
          { line: each.line, field: "PaymentMeans/PaymentID" },
          warn,
        );
    if (reference !== null) references.push(reference);
    const account = accountOf(each);
    if (account !== null && !accounts.some(({ value }) => value === account.value)) accounts.push(account);
  }
  if (means.length > 1)
    warn(
      "several-payment-means",
      `the invoice can be paid in ${means.length} ways; all references and accounts are kept`,
      means[1]?.line ?? root.line,
      "PaymentMeans",
    );
  const [reference = null, ...furtherReferences] = references;
  return { reference, furtherReferences, accounts };
}

function accountOf(means: UblElement): InvoiceAccount | null {
  const text = plainText(textAt(means, "PayeeFinancialAccount/ID") ?? "");
  if (text === null) return null;
  const branch = textAt(means, "PayeeFinancialAccount/FinancialInstitutionBranch/ID");
  const code = textAt(means, "PaymentMeansCode");
  // The old style (code 56 and 50) breaks Peppol rule SE-R-011, but occurs.
  if (branch === "SE:BANKGIRO" || code === "56") return giro("bankgiro", text);
  if (branch === "SE:PLUSGIRO" || code === "50") return giro("plusgiro", text);
  const value = normalizeAccount(text);
  if (isValidIban(value)) return { kind: "iban", value };
  if (isValidNorwegianAccount(value)) return { kind: "norwegian-account", value };
  return { kind: "other", value: shortened(text, MAX_ACCOUNT) };
}

function giro(kind: "bankgiro" | "plusgiro", text: string): InvoiceAccount {
  return { kind, value: shortened(normalizeGiro(text), MAX_ACCOUNT) };
}
