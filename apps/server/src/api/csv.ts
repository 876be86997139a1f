/** Comma-separated values that a spreadsheet opens as what they are, and runs nothing of. */

export const CSV_TYPE = "text/csv; charset=utf-8";

export type CsvStyle = "comma" | "dot";
/** Text as somebody wrote it, or a number as decimal text. */
export type CsvCell = { readonly text: string | null } | { readonly number: string | null };

/** A mark by which spreadsheets know the letters for UTF-8. */
const MARK = "\uFEFF";

export function csvHead(names: readonly string[], style: CsvStyle): string {
  return `${MARK}${csvLine(
    names.map((text) => ({ text })),
    style,
  )}`;
}

export function csvLine(cells: readonly CsvCell[], style: CsvStyle): string {
  return `${cells.map((cell) => cellText(cell, style)).join(style === "comma" ? ";" : ",")}\r\n`;
}

function cellText(cell: CsvCell, style: CsvStyle): string {
  if ("number" in cell) return (cell.number ?? "").replace(".", style === "comma" ? "," : ".");
  const text = cell.text ?? "";
  // A spreadsheet takes what begins so for a formula, and would run it.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[";,\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
