/** One measured figure beside its floor and target. */
export type Figure = {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** The same work at its cheapest, measured in the same run; absent where there is none. */
  readonly floor?: number;
  readonly ratio?: number;
  readonly target: number | null;
  /** For times and sizes: the target is a most, not a least. */
  readonly lowerIsBetter?: boolean;
  /** How many things were measured. */
  readonly n: number;
};

export function figureJson(figure: Figure) {
  const { name, value, unit, floor, ratio, target, lowerIsBetter, n } = figure;
  const met = target === null ? null : lowerIsBetter === true ? value <= target : value >= target;
  return {
    name,
    value: rounded(value),
    unit,
    floor: floor === undefined ? null : rounded(floor),
    ratio: ratio === undefined ? null : rounded(ratio),
    target,
    met,
    n,
  };
}

function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}
