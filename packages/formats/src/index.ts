export { DETECTION_BYTES, detectFormat, type FileFormat } from "./any/detect-format.ts";
export { type AnyFile, type ReadAnyOptions, readAny } from "./any/read-any.ts";
export { type CsvTable, type CsvTableRow, readCsvTable } from "./csv-table.ts";
export * from "./invoices/index.ts";
export * from "./ledger/hledger.ts";
export * from "./payments/index.ts";
export * from "./references/index.ts";
