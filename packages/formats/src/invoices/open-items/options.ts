import type { Currency } from "@innfri/kernel";
import type { OpenItemField } from "./columns.ts";

/** How the days of a column are written. One column has one form. */
export type DateForm =
  | "yyyy-mm-dd"
  | "yyyymmdd"
  | "yyyy/mm/dd"
  | "dd.mm.yyyy"
  | "dd-mm-yyyy"
  | "dd/mm/yyyy"
  | "mm/dd/yyyy";

export type CsvEncoding = "utf-8" | "windows-1252" | "utf-16le" | "utf-16be";
export type CsvDelimiter = ";" | "," | "\t";

/** What a person knows about a file that the file does not say. Everything may be left out. */
export type OpenItemsOptions = {
  /**
   * Names of the file's columns (as its header writes them) with our field, or `ignore`. The columns not named
   * are recognised as they are without a mapping.
   */
  readonly mapping?: Readonly<Record<string, OpenItemField | "ignore">>;
  /** The currency of rows that name none. Without a currency column it must be given. */
  readonly currency?: Currency;
  /** The creditor's country (ISO 3166-1), whose reference numbers are expected; else that of the currency. */
  readonly country?: string;
  readonly encoding?: CsvEncoding;
  readonly delimiter?: CsvDelimiter;
  readonly decimal?: "," | ".";
  readonly dateForm?: DateForm;
};
