/** Dated figures and their sources in words. */
import { minorFromDecimal } from "@innfri/kernel";
import { allTables, type UsedFigure } from "@innfri/law";
import { arithmeticText, dayText, moneyText, percentText } from "../forms.ts";
import type { ExplainTexts, Word } from "./explain-texts.ts";
import type { ExplainedFigure, Reader, Source } from "./explanation.ts";

const AGREED = "agreed-rate";

export function explainFigure(figure: UsedFigure, reader: Reader, texts: ExplainTexts): ExplainedFigure {
  const name = texts.word(`table.${figure.table}` as Word);
  const value = valueText(figure, texts);
  if (figure.table === AGREED) return { text: texts.word("figure.agreed", { name, value }), source: null };
  const from = dayText(figure.from, texts.language);
  return { text: texts.word("figure", { name, value, from }), source: sourceOf(figure, reader, texts) };
}

function valueText({ table, value }: UsedFigure, texts: ExplainTexts): string {
  const unit = allTables().find(({ id }) => id === table)?.unit ?? "";
  if (table === AGREED || unit.startsWith("basis points"))
    return percentText(Number(minorFromDecimal(value.replace(" %", ""))), texts.language);
  const currency = table.startsWith("no.") ? "NOK" : "SEK";
  if (/^[øö]re/.test(unit)) return moneyText(value, currency, texts.language);
  switch (table) {
    case "no.notice-fee.rounding":
      return texts.word(value === "none" ? "value.unrounded" : "value.nearestWhole");
    case "no.recovery-costs.factors":
      return factorsText(value, texts);
    case "no.recovery-costs.tiers":
      return tierText(value, texts);
    case "no.plan-fee":
      return planText(value, texts);
    default:
      return number(value, texts);
  }
}

function factorsText(value: string, texts: ExplainTexts): string {
  return Object.entries(JSON.parse(value) as Readonly<Record<string, string>>)
    .map(([name, factor]) => texts.word(`value.factor.${name}` as Word, { factor: number(factor, texts) }))
    .join(", ");
}

function tierText(value: string, texts: ExplainTexts): string {
  const [, multiple = "", border] = /^(\S+) (?:up to (\S+)|above the last border)$/.exec(value) ?? [];
  const values = { multiple: number(multiple, texts) };
  if (border === undefined) return texts.word("value.above", values);
  return texts.word("value.upTo", { ...values, amount: moneyText(border, "NOK", texts.language) });
}

function planText(value: string, texts: ExplainTexts): string {
  const [, free] = /^above (\d+) instalments$/.exec(value) ?? [];
  if (free !== undefined) return texts.word("value.planFree", { count: free });
  const [, multiple = "", vat] = /^(\S+)(?: and (\S+) for VAT)?$/.exec(value) ?? [];
  const values = { multiple: number(multiple, texts) };
  if (vat === undefined) return texts.word("value.plan", values);
  return texts.word("value.planVat", { ...values, vat: number(vat, texts) });
}

function number(text: string, texts: ExplainTexts): string {
  return arithmeticText(text, texts.language) ?? text;
}

/** The regulation, else the page it was read on. A remark of ours is for those who know what it means. */
function sourceOf({ regulation, source }: UsedFigure, reader: Reader, texts: ExplainTexts): Source | null {
  if (regulation !== null) {
    const [, number] = /^FOR-(\d{4}-\d{2}-\d{2}-\d+)$/.exec(regulation) ?? [];
    return { text: regulation, url: number === undefined ? null : `https://lovdata.no/forskrift/${number}` };
  }
  if (source === null) return null;
  const [url, host] = /^https?:\/\/(?:www\.)?([^/\s]+)\S*/.exec(source) ?? [];
  if (url !== undefined && host !== undefined) return { text: texts.word("figure.readAt", { host }), url };
  if (/^[\w-]+(\.[\w-]+)*\.[a-z]{2,}(\/\S*)?$/.test(source))
    return { text: texts.word("figure.readAt", { host: source }), url: null };
  return reader === "debtor" && /\s/.test(source) ? null : { text: source, url: null };
}
