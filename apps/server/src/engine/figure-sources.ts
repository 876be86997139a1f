/** Dated figures of interest with the regulation and source that the law's own table names for them. */

import { date } from "@innfri/kernel";
import { type Country, type Derivation, inForce, lawPack, type UsedFigure } from "@innfri/law";

/**
 * The derivation with the sources of figures that name none. Such a figure tells from which day on it was used; the
 * table tells since when it holds. Figures of one row become one.
 */
export function withSources(derivation: Derivation, country: Country): Derivation {
  const figures = derivation.figures.map((figure) => sourced(figure, country));
  const distinct = new Map(
    figures.map((figure) => [`${figure.table} ${figure.from} ${figure.value}`, figure]),
  );
  return { ...derivation, figures: [...distinct.values()] };
}

function sourced(figure: UsedFigure, country: Country): UsedFigure {
  if (figure.regulation !== null || figure.source !== null) return figure;
  const table = lawPack(country).tables.find(({ id }) => id === figure.table);
  if (table === undefined) return figure; // an agreed rate stands in no table
  const row = inForce(table, date(figure.from));
  return { ...figure, from: row.from, regulation: row.regulation, source: row.sources[0] ?? null };
}
