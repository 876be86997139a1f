/** Late-payment compensation is owed for each claim, and asked for of several as one sum. */
import { formatMinor } from "@innfri/kernel";
import { distinctFigures, type Figure } from "@innfri/law";

/** The sum of what each claim gives; at least one claim. */
export function compensations(given: readonly Figure[]): Figure {
  const [first, ...more] = given as readonly [Figure, ...Figure[]];
  if (more.length === 0) return first;
  const minor = given.reduce((sum, figure) => sum + figure.minor, 0n);
  const terms = given.map((figure) => formatMinor(figure.minor)).join(" + ");
  return {
    minor,
    derivation: {
      ...first.derivation,
      figures: distinctFigures(given.flatMap(({ derivation }) => derivation.figures)),
      inputs: { ...first.derivation.inputs, claims: String(given.length) },
      arithmetic: `${terms} = ${formatMinor(minor)}`,
    },
  };
}
