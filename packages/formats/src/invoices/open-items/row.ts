import { type CalendarDate, type Currency, isCurrency } from "@innfri/kernel";
import { emailOf } from "../email-address.ts";
import type { InvoiceRefusalCode } from "../findings.ts";
import {
  identityNumberOf,
  organisationNumberOf,
  redactPersonNumbers,
  withoutPersonNumber,
} from "../identity.ts";
import { CUSTOMER_KINDS, type CustomerKind, type Invoice, type InvoiceBuyer } from "../invoice.ts";
import { referenceOf } from "../payment-reference.ts";
import { plainText, shortened } from "../plain-text.ts";
import { Refusal } from "../refusal.ts";
import type { Warn } from "../warnings.ts";
import { readAmount } from "./amount.ts";
import type { OpenItemField } from "./columns.ts";
import type { CsvRow } from "./csv-rows.ts";
import { dateFormOf, readDay } from "./day.ts";
import type { FileForms } from "./forms.ts";
import type { OpenItemsHeader } from "./header.ts";
import type { OpenItemsOptions } from "./options.ts";

/** The longest text of a field. A description is cut; anything longer elsewhere is a damaged row. */
const MAX_LENGTH: Readonly<Partial<Record<OpenItemField, number>>> = {
  invoice_number: 64,
  customer_number: 64,
  organisation_number: 40,
  identity_number: 40,
  postal_code: 20,
  country: 60,
  currency: 10,
  email: 254,
  phone: 40,
  reference: 64,
};
const MAX_LENGTH_ELSE = 200;
const MAX_DESCRIPTION = 1000;

const EXCEL_NUMBER = /^[+-]?\d+(?:[.,]\d+)?E\+\d+$/i;
const EXCEL_ERROR =
  /^#(?:N\/A|I\/T|SAKNAS!|REF!|REFERANSE!|VALUE!|VERDI!|VÄRDEFEL!|NAME\?|NUM!|NULL!|DIV\/0!)$|^#{3,}$/i;
const CURRENCY_IN_AMOUNT = /NOK|SEK|DKK|EUR|€/i;

const COUNTRY_NAMES: Readonly<Record<string, string>> = {
  norge: "NO",
  noreg: "NO",
  norway: "NO",
  sverige: "SE",
  sweden: "SE",
  danmark: "DK",
  denmark: "DK",
  finland: "FI",
  suomi: "FI",
};
const HOME_OF: Readonly<Record<Currency, string>> = { NOK: "NO", SEK: "SE", DKK: "DK", EUR: "FI" };

/** What does not change from row to row. `forms` learns the first unambiguous form it meets. */
export type RowSetting = {
  readonly header: OpenItemsHeader;
  readonly options: OpenItemsOptions;
  readonly forms: FileForms;
};

/** The invoice or credit note that a row is. Throws `Refusal` when it cannot be read without a guess. */
export function invoiceOfRow(row: CsvRow, setting: RowSetting, warn: Warn): Invoice {
  const cells = new Cells(row, setting.header);
  cells.refuseSurplus();
  cells.refuseCutOff();
  const number =
    cells.identifier("invoice_number") ?? cells.refuse("number-missing", "the row has no invoice number");
  const issuedOn =
    dayOf(cells, "issued_on", setting) ?? cells.refuse("date-missing", "the row has no invoice date");
  const dueOn = dayOf(cells, "due_on", setting);
  const currency = currencyOf(cells, setting.options);
  const amounts = amountsOf(cells, currency, setting);
  const country = setting.options.country ?? null;
  const place = { line: row.line, field: "reference" };
  const invoice: Invoice = {
    kind: amounts.isCredit ? "credit-note" : "invoice",
    number,
    issuedOn,
    dueOn,
    currency,
    payableMinor: amounts.payableMinor,
    openMinor: amounts.openMinor,
    vatMinor: null,
    reference: referenceOf(cells.identifier("reference"), { country, currency }, place, warn),
    furtherReferences: [],
    accounts: [],
    seller: NO_SELLER,
    buyer: buyerOf(cells, country ?? HOME_OF[currency], warn),
    payee: null,
    corrects: [],
    paymentTerms: null,
    description: redactPersonNumbers(cells.description(), { line: row.line, field: "description" }, warn),
    department: redactPersonNumbers(cells.text("department"), { line: row.line, field: "department" }, warn),
    at: { line: row.line, field: null },
  };
  warnOf(invoice, warn);
  return invoice;
}

const NO_SELLER = { name: null, organisationNumber: null, country: null } as const;

function warnOf(invoice: Invoice, warn: Warn): void {
  const { line } = invoice.at;
  if (invoice.kind === "invoice" && invoice.dueOn === null)
    warn("due-date-missing", "no due date; nothing is sent until a person has set it", line, "due_on");
  if (invoice.dueOn !== null && invoice.dueOn < invoice.issuedOn)
    warn("due-before-issue", `due on ${invoice.dueOn}, before ${invoice.issuedOn}`, line, "due_on");
  if (invoice.openMinor !== null && invoice.openMinor > invoice.payableMinor)
    warn("open-exceeds-amount", "more is open than the invoice was for", line, "open_amount");
  if (invoice.payableMinor === 0n) warn("nothing-payable", "the amount is zero", line, "amount");
}

function dayOf(cells: Cells, field: "issued_on" | "due_on", { forms }: RowSetting): CalendarDate | null {
  const text = cells.text(field);
  if (text === null) return null;
  const known = forms.dateForms[field];
  const day = known === null ? undefined : readDay(text, known);
  if (day !== undefined) return day;
  const form = dateFormOf(text);
  if (known === null && form !== null && form !== "ambiguous") {
    forms.dateForms[field] = form;
    return readDay(text, form) ?? null;
  }
  if (known !== null && form !== null && form !== known)
    return cells.refuse("date-form-changes", `${field} is ${quoted(text)}; the column is written ${known}`);
  if (form === "ambiguous")
    return cells.refuse("date-form-ambiguous", `${field} is ${quoted(text)}, which can be read in two ways`);
  const isSerial = /^\d{5}$/.test(text);
  return cells.refuse(
    "date-unreadable",
    `${field} is ${quoted(text)}, which is not a day${isSerial ? " but a number of Excel's; format the column as a date" : ""}`,
  );
}

function currencyOf(cells: Cells, options: OpenItemsOptions): Currency {
  const text = cells.text("currency")?.toUpperCase() ?? null;
  const code = text ?? options.currency ?? null;
  if (isCurrency(code)) return code;
  return cells.refuse(
    "currency-not-supported",
    `the currency is ${code === null ? "missing" : quoted(code)}; NOK, SEK, DKK and EUR are followed up`,
  );
}

function amountsOf(cells: Cells, currency: Currency, setting: RowSetting) {
  const amount = amountOf(cells, "amount", currency, setting);
  const open = amountOf(cells, "open_amount", currency, setting);
  const payable = amount ?? open ?? 0n;
  if (amount !== null && open !== null && ((amount > 0n && open < 0n) || (amount < 0n && open > 0n)))
    cells.refuse(
      "signs-differ",
      "amount and open amount have opposite signs, as when too much was paid; there is nothing to follow up",
    );
  const isCredit = payable < 0n || (payable === 0n && open !== null && open < 0n);
  return { isCredit, payableMinor: magnitude(payable), openMinor: open === null ? null : magnitude(open) };
}

function amountOf(
  cells: Cells,
  field: "amount" | "open_amount",
  currency: Currency,
  { header, forms }: RowSetting,
): bigint | null {
  if (header.index[field] === undefined) return null;
  const text =
    cells.text(field) ?? cells.refuse("amount-missing", `${field} is empty; write 0 when it is nothing`);
  const named = CURRENCY_IN_AMOUNT.exec(text)?.[0].toUpperCase().replace("€", "EUR");
  if (named !== undefined && named !== currency)
    cells.refuse("amount-currency-differs", `${field} is ${quoted(text)} while the row is in ${currency}`);
  const outcome = readAmount(text, forms.decimal);
  switch (outcome.kind) {
    case "amount":
      return outcome.minor;
    case "ambiguous":
      return cells.refuse(
        "amount-ambiguous",
        `${field} is ${quoted(text)}: thousands or decimals? State the decimal sign of the file`,
      );
    case "other-form":
      return cells.refuse(
        "amount-form-changes",
        `${field} is ${quoted(text)}; the file's decimal sign is "${forms.decimal}"`,
      );
    case "unreadable":
      return cells.refuse("amount-unreadable", `${field} is ${quoted(text)}, which is not an amount`);
  }
}

function buyerOf(cells: Cells, home: string, warn: Warn): InvoiceBuyer {
  const { line } = cells.row;
  const name = redactPersonNumbers(cells.text("customer_name"), { line, field: "customer_name" }, warn);
  const country = countryOf(cells, warn);
  const stated = cells.identifier("identity_number");
  const identityNumber = identityNumberOf(stated, country ?? home);
  // What is no person's number may be a company's, in a column that serves for both.
  const other = identityNumber === null ? stated : null;
  const otherNumber = organisationNumberOf(other, country ?? home, { line, field: "identity_number" }, warn);
  return {
    ...(identityNumber === null ? {} : { identityNumber }),
    name: name ?? cells.refuse("name-missing", "the row does not name the customer"),
    organisationNumber:
      organisationNumberOf(
        cells.identifier("organisation_number"),
        country ?? home,
        { line, field: "organisation_number" },
        warn,
      ) ?? otherNumber,
    customerNumber: withoutPersonNumber(
      cells.identifier("customer_number"),
      { line, field: "customer_number" },
      warn,
    ),
    kind: kindOf(cells, warn),
    street: redactPersonNumbers(cells.text("street"), { line, field: "street" }, warn),
    postalCode: cells.identifier("postal_code"),
    city: cells.text("city"),
    country,
    email: emailOf(cells.text("email"), { line, field: "email" }, warn),
    phone: cells.identifier("phone"),
  };
}

// A private person and a company are under different law, so a word that is not one of ours is no answer.
function kindOf(cells: Cells, warn: Warn): CustomerKind | null {
  if (!cells.has("customer_kind")) return null;
  const text = cells.text("customer_kind");
  const kind = CUSTOMER_KINDS.find((each) => each === text?.toLowerCase());
  if (kind !== undefined) return kind;
  warn(
    "customer-kind-unknown",
    `customer_kind is ${text === null ? "empty" : quoted(text)}; it must be one of ${CUSTOMER_KINDS.join(", ")}. The claim waits until somebody says which, unless the import does`,
    cells.row.line,
    "customer_kind",
  );
  return null;
}

function countryOf(cells: Cells, warn: Warn): string | null {
  const text = cells.text("country");
  if (text === null) return null;
  if (/^[a-z]{2}$/i.test(text)) return text.toUpperCase();
  const named = COUNTRY_NAMES[text.toLowerCase()];
  if (named !== undefined) return named;
  warn("country-unknown", `country is ${quoted(text)}; two letters are expected`, cells.row.line, "country");
  return null;
}

/** A row's cells by field. Whatever they begin with (`=`, `+`, `-`, `@`) they are text, never formulas. */
class Cells {
  readonly row: CsvRow;
  readonly #header: OpenItemsHeader;

  constructor(row: CsvRow, header: OpenItemsHeader) {
    this.row = row;
    this.#header = header;
  }

  has(field: OpenItemField): boolean {
    return this.#header.index[field] !== undefined;
  }

  text(field: OpenItemField): string | null {
    const at = this.#header.index[field];
    const text = at === undefined ? null : plainText(this.row.cells[at] ?? "");
    if (text === null) return null;
    const maxLength = MAX_LENGTH[field] ?? MAX_LENGTH_ELSE;
    if (text.length > maxLength)
      return this.refuse("value-too-long", `${field} is longer than ${maxLength} characters`);
    if (text.startsWith("#") && EXCEL_ERROR.test(text))
      return this.refuse("excel-destroyed-number", `${field} is ${quoted(text)}, an error of Excel's`);
    return text;
  }

  /** A number that is text. Excel writes long ones as `1,23E+14` and the digits are gone. */
  identifier(field: OpenItemField): string | null {
    const text = this.text(field);
    if (text === null || !EXCEL_NUMBER.test(text)) return text;
    return this.refuse(
      "excel-destroyed-number",
      `${field} is ${quoted(text)}: Excel has made a number of it and its digits are lost. Export again and do not open the file in Excel`,
    );
  }

  description(): string | null {
    const at = this.#header.index.description;
    const text = at === undefined ? null : plainText(this.row.cells[at] ?? "");
    return text === null ? null : shortened(text, MAX_DESCRIPTION);
  }

  refuseSurplus(): void {
    const { cells } = this.row;
    for (let at = this.#header.columns.length; at < cells.length; at++) {
      if (cells[at]?.trim() !== "")
        this.refuse(
          "too-many-cells",
          `the row has ${cells.length} cells and the header ${this.#header.columns.length}; a separator stands in a text without quotes`,
        );
    }
  }

  // A file that was cut off in the middle of an amount still shows an amount, only a smaller one.
  refuseCutOff(): void {
    const { cells, isUnended } = this.row;
    if (isUnended && cells.length < this.#header.columns.length)
      this.refuse(
        "row-cut-off",
        `the file ends in the middle of this row, which has ${cells.length} cells and the header ${this.#header.columns.length}: get it anew, or end the row with a line end if it is whole`,
      );
  }

  refuse(code: InvoiceRefusalCode, reason: string): never {
    throw new Refusal(code, this.row.line, reason);
  }
}

function quoted(text: string): string {
  return JSON.stringify(shortened(text, 60));
}

function magnitude(minor: bigint): bigint {
  return minor < 0n ? -minor : minor;
}
