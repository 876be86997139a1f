/** Cases as rows of a table (docs/reference/audit.md): what each row says, and the line that a fault stands on. */
import { type CsvTableRow, readCsvTable } from "@innfri/formats";

/** A value of the neutral cases from a cell; what cannot be one is left as it is written, and refused by its reader. */
type Column = { readonly name: string; readonly to: string; readonly as?: (cell: string) => unknown };

const flag = (cell: string) => ({ yes: true, no: false })[cell.toLowerCase()] ?? cell;
const count = (cell: string) => (/^\d{1,6}$/.test(cell) ? Number(cell) : cell);
/** `1 234,50` and `1234` as `1234.50` and `1234.00`. */
const amount = (cell: string) => {
  const plain = cell.replaceAll(/[ \u00a0\u202f]/g, "").replace(/,(\d{1,2})$/, ".$1");
  if (!/^\d+(\.\d{1,2})?$/.test(plain)) return cell;
  const [whole, part = ""] = plain.split(".");
  return `${whole}.${part.padEnd(2, "0")}`;
};
const scope = (cell: string) => (cell === "whole" ? cell : amount(cell));

const CASE: readonly Column[] = [
  { name: "country", to: "country" },
  { name: "operator", to: "operator" },
  { name: "debtor", to: "debtor" },
  { name: "vat-deductible", to: "vatDeductible", as: flag },
];
const CLAIM: readonly Column[] = [
  { name: "claim", to: "ref" },
  { name: "principal", to: "principal", as: amount },
  { name: "issued", to: "issuedOn" },
  { name: "due", to: "dueOn" },
  { name: "first-demand", to: "demandedOn" },
  { name: "agreed-rate", to: "agreedRate", as: amount },
  { name: "interest-stated", to: "interestStated", as: flag },
  { name: "interest-before-due", to: "interestBeforeDue", as: amount },
  { name: "reminder-fee-agreed", to: "reminderFeeAgreed", as: flag },
  { name: "type", to: "type" },
];
const EVENT: readonly Column[] = [
  { name: "on", to: "on" },
  { name: "what", to: "do" },
  { name: "claim", to: "claim" },
  { name: "pay-by", to: "payBy" },
  { name: "received", to: "receivedOn" },
  { name: "amount", to: "amount", as: amount },
  { name: "designation", to: "designation" },
  { name: "scope", to: "scope", as: scope },
  { name: "reasonable", to: "reasonable", as: flag },
  { name: "outcome", to: "outcome" },
  { name: "instalments", to: "instalments", as: count },
  { name: "whole-debt", to: "wholeDebt", as: flag },
  { name: "interest", to: "interest", as: amount },
  { name: "asked", to: "asked", as: amount },
];
/** What an event of somebody else's case may have charged. */
export const CHARGED_ITEMS = [
  "notice-fee",
  "recovery-costs",
  "legal-costs",
  "compensation",
  "other",
] as const;
const CHARGED: readonly Column[] = CHARGED_ITEMS.map((name) => ({ name, to: name, as: amount }));

const COLUMNS = [...new Set(["case", ...[CASE, CLAIM, EVENT, CHARGED].flat().map(({ name }) => name)])];

export type AuditTable =
  | {
      readonly kind: "table";
      /** As the JSON file would have them. */
      readonly input: { readonly cases: readonly object[] };
      /** Where a place of it stands in the table: `line 4, column pay-by`. */
      readonly placeOf: (at: string) => string;
    }
  | { readonly kind: "refused"; readonly line: number; readonly why: string };

type CaseRows = {
  readonly id: string;
  readonly first: number;
  readonly of: Map<string, { readonly value: unknown; readonly line: number }>;
  readonly claims: CsvTableRow[];
  readonly events: CsvTableRow[];
};

export async function readAuditTable(bytes: Uint8Array): Promise<AuditTable> {
  const table = await readCsvTable(bytes, COLUMNS);
  if (table.kind === "refused") return table;
  const cases = new Map<string, CaseRows>();
  for (const row of table.rows) {
    const why = takeRow(row, cases);
    if (why !== null) return { kind: "refused", line: row.line, why };
  }
  const all = [...cases.values()];
  return {
    kind: "table",
    input: { cases: all.map(caseOf) },
    placeOf: (at) => placeIn(all, at),
  };
}

/** Puts a row where it belongs, or says what is wrong with it. */
function takeRow(row: CsvTableRow, cases: Map<string, CaseRows>): string | null {
  const { cells, line } = row;
  const id = cells.get("case");
  if (id === undefined) return "the column case is empty";
  const what = cells.get("what");
  if (what === undefined) return "the column what is empty: claim, or what happened";
  const known = cases.get(id) ?? { id, first: line, of: new Map(), claims: [], events: [] };
  cases.set(id, known);
  for (const { name, as } of CASE) {
    const cell = cells.get(name);
    if (cell === undefined) continue;
    const value = as?.(cell) ?? cell;
    const before = known.of.get(name);
    if (before !== undefined && before.value !== value)
      return `${name} of case ${JSON.stringify(id)} is ${cell} here and something else in line ${before.line}`;
    known.of.set(name, before ?? { value, line });
  }
  const meant = what === "claim" ? [...CLAIM, WHAT] : [...EVENT, ...CHARGED];
  const strange = [...cells.keys()].find(
    (name) => name !== "case" && ![...meant, ...CASE].some((column) => column.name === name),
  );
  if (strange !== undefined)
    return `the column ${strange} says nothing of ${what === "claim" ? "a claim" : `what happened (${what})`}`;
  (what === "claim" ? known.claims : known.events).push(row);
  return null;
}

const WHAT: Column = { name: "what", to: "what" };

function caseOf({ id, of, claims, events }: CaseRows): object {
  const value = (name: string) => of.get(name)?.value;
  const country = value("country");
  const operator = value("operator");
  const vatDeductible = value("vat-deductible");
  return {
    id,
    country: country ?? "",
    given: {
      ...(operator === undefined ? {} : { operator }),
      ...(vatDeductible === undefined ? {} : { creditor: { vatDeductible } }),
      debtor: { kind: value("debtor") },
      claims: claims.map((row) => fieldsOf(row, CLAIM)),
      events: events.map((row) => {
        const charged = fieldsOf(row, CHARGED);
        return { ...fieldsOf(row, EVENT), ...(Object.keys(charged).length === 0 ? {} : { charged }) };
      }),
    },
  };
}

function fieldsOf({ cells }: CsvTableRow, columns: readonly Column[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(
    columns.flatMap(({ name, to, as }) => {
      const cell = cells.get(name);
      return cell === undefined ? [] : [[to, as?.(cell) ?? cell]];
    }),
  );
}

function placeIn(cases: readonly CaseRows[], at: string): string {
  const [, i, rest = ""] = /^cases\[(\d+)\]\.?(.*)$/.exec(at) ?? [];
  const found = cases[Number(i ?? -1)];
  if (found === undefined) return "the table";
  const [, list, row, field = ""] = /^given\.(claims|events)\[(\d+)\]\.?(.*)$/.exec(rest) ?? [];
  if (list === undefined) {
    const to = rest.split(".").at(-1) ?? "";
    const column = CASE.find((one) => one.to === to || (one.name === "debtor" && to === "kind"));
    const line = found.of.get(column?.name ?? "")?.line ?? found.first;
    return column === undefined ? `line ${line}` : `line ${line}, column ${column.name}`;
  }
  const { line } = (list === "claims" ? found.claims : found.events)[Number(row)]!;
  const own = field.replace(/^charged\./, "");
  const column = [...(list === "claims" ? CLAIM : [...EVENT, ...CHARGED])].find(({ to }) => to === own);
  return column === undefined ? `line ${line}` : `line ${line}, column ${column.name}`;
}
