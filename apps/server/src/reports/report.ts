/** A report: one question, its definition, and a table that says of each figure how many cases it rests on. */
import type { CalendarDate, Uuid } from "@innfri/kernel";
import type { Tx } from "../store/index.ts";

export type ColumnKind = "text" | "count" | "amount" | "days" | "hours" | "percent" | "day";
export type Column = { readonly name: string; readonly kind: ColumnKind };
/** Numbers as decimal text with a period; null where there is nothing, or too little to tell a share of. */
export type Cell = string | null;

export type ReportTable = {
  /** The cases that it rests on. */
  readonly n: number;
  readonly columns: readonly Column[];
  readonly rows: readonly (readonly Cell[])[];
};

export type ReportAsked = {
  readonly creditorId: Uuid;
  readonly from: CalendarDate;
  readonly to: CalendarDate;
};

export type Report = {
  readonly question: string;
  readonly definition: string;
  readonly ask: (tx: Tx, asked: ReportAsked) => Promise<ReportTable>;
};

/** Of fewer cases no share is told: it would say more than is known. */
export const LEAST_CASES = 20;

/** `7` of `32` as `21.9`; null of fewer than twenty. */
export function percent(of: number, all: number): Cell {
  return all < LEAST_CASES ? null : ((100 * of) / all).toFixed(1);
}

export function amount(minor: bigint | null): Cell {
  if (minor === null) return null;
  const sign = minor < 0n ? "-" : "";
  const text = String(minor < 0n ? -minor : minor).padStart(3, "0");
  return `${sign}${text.slice(0, -2)}.${text.slice(-2)}`;
}

/** Days or scores that were taken a mean or a middle of. */
export function oneDecimal(value: number | null): Cell {
  return value === null ? null : Number(value).toFixed(1);
}
