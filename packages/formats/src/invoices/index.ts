export { isEmailAddress } from "./email-address.ts";
export type { InvoiceRefusalCode, InvoiceWarningCode } from "./findings.ts";
export {
  type CorrectedInvoice,
  CUSTOMER_KINDS,
  type CustomerKind,
  type FilePlace,
  type Invoice,
  type InvoiceAccount,
  type InvoiceBuyer,
  type InvoiceFile,
  type InvoiceKind,
  type InvoicePayee,
  type InvoiceReference,
  type InvoiceReferenceScheme,
  type InvoiceSeller,
  type InvoicesRead,
  type InvoicesRefused,
  type InvoiceWarning,
  type RefusedRow,
} from "./invoice.ts";
export {
  type InvoiceFileJson,
  type InvoiceJson,
  type InvoiceWarningJson,
  invoiceFileJson,
} from "./invoice-file-json.ts";
export { OPEN_ITEM_FIELDS, type OpenItemField } from "./open-items/columns.ts";
export type { CsvDelimiter, CsvEncoding, DateForm, OpenItemsOptions } from "./open-items/options.ts";
export {
  type OpenItemsEnd,
  type OpenItemsRecord,
  type OpenItemsShape,
  readOpenItems,
  readOpenItemsFile,
} from "./open-items/read-open-items.ts";
export type { UblLimits } from "./ubl/element-tree.ts";
export { readUbl, type UblOptions } from "./ubl/read-ubl.ts";
