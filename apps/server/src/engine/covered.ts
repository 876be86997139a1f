import { OutsideCoverage } from "@innfri/law";

/** What the work gives, or the sentence on what no law table covers. Other errors are thrown on. */
export function covered<T>(
  work: () => T,
): { readonly kind: "covered"; readonly value: T } | { readonly kind: "outside"; readonly because: string } {
  try {
    return { kind: "covered", value: work() };
  } catch (error) {
    if (error instanceof OutsideCoverage) return { kind: "outside", because: error.message };
    throw error;
  }
}
