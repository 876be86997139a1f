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
  /** Processor time of the program itself for one of them, in microseconds. */
  readonly cpuMicroseconds?: number;
};

export function figureJson(figure: Figure) {
  const { name, value, unit, floor, ratio, target, lowerIsBetter, n, cpuMicroseconds } = figure;
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
    ...(cpuMicroseconds === undefined ? {} : { cpuMicroseconds: rounded(cpuMicroseconds) }),
  };
}

/** A line of the table. */
export function figureLine({
  name,
  value,
  unit,
  floor,
  ratio,
  target,
  met,
  n,
}: ReturnType<typeof figureJson>) {
  const cells = [
    name.padEnd(44),
    String(value).padStart(9),
    unit.padEnd(14),
    `floor ${String(floor ?? "-").padStart(8)}`,
    `ratio ${String(ratio ?? "-").padStart(5)}`,
    `target ${String(target ?? "-").padStart(7)}`,
    (met === null ? "" : met ? "met" : "not met").padEnd(8),
    `n ${n}`,
  ];
  return cells.join(" ");
}

export function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)]!;
}

function rounded(value: number): number {
  return value >= 100 ? Math.round(value) : Math.round(value * 100) / 100;
}
