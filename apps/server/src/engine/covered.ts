import { coveredOr } from "@innfri/law";

type Covered<T> =
  | { readonly kind: "covered"; readonly value: T }
  | { readonly kind: "outside"; readonly because: string };

/** What the work gives, or the sentence on what no law table covers. Other errors are thrown on. */
export function covered<T>(work: () => T): Covered<T> {
  return coveredOr(
    (): Covered<T> => ({ kind: "covered", value: work() }),
    ({ message }) => ({ kind: "outside", because: message }),
  );
}
