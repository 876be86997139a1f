/** What a run of Stryker found, in numbers: https://github.com/stryker-mutator/mutation-testing-elements. */
import { isInSample } from "./sample.ts";

type Status =
  | "Killed"
  | "Survived"
  | "NoCoverage"
  | "Timeout"
  | "RuntimeError"
  | "CompileError"
  | "Ignored"
  | "Pending";

export type Report = {
  readonly files: Readonly<
    Record<string, { readonly mutants: readonly { readonly id: string; readonly status: Status }[] }>
  >;
};

export type Counts = {
  readonly killed: number;
  readonly timeout: number;
  readonly survived: number;
  readonly noCoverage: number;
};

export function countsOf({ files }: Report): Counts {
  const statuses = Object.values(files).flatMap(({ mutants }) => mutants.map(({ status }) => status));
  const count = (...of: readonly Status[]) => statuses.filter((status) => of.includes(status)).length;
  return {
    killed: count("Killed"),
    timeout: count("Timeout"),
    survived: count("Survived"),
    noCoverage: count("NoCoverage"),
  };
}

/** The report of those changes alone that were to be tried. */
export function sampleOf({ files }: Report, every: number): Report {
  const kept = Object.entries(files).map(([path, { mutants }]) => [
    path,
    { mutants: mutants.filter(({ id }) => isInSample(id, every)) },
  ]);
  return { files: Object.fromEntries(kept) };
}

/** A change that makes the code run for ever is noticed too. */
export function shareNoticed({ killed, timeout, survived, noCoverage }: Counts): number {
  const all = killed + timeout + survived + noCoverage;
  return all === 0 ? 1 : (killed + timeout) / all;
}

/** A line for each file, the weakest first, and one for all of them. */
export function linesOf(report: Report): readonly string[] {
  const files = Object.entries(report.files).map(([path, file]) => ({
    path,
    counts: countsOf({ files: { [path]: file } }),
  }));
  const lines = files
    .toSorted((a, b) => shareNoticed(a.counts) - shareNoticed(b.counts))
    .map(({ path, counts }) => line(path, counts));
  return [...lines, line("all", countsOf(report))];
}

function line(path: string, counts: Counts): string {
  const { killed, timeout, survived, noCoverage } = counts;
  const percent = (shareNoticed(counts) * 100).toFixed(1);
  return `${percent.padStart(5)} %  ${path}: ${killed} killed, ${timeout} timed out, ${survived} survived, ${noCoverage} not reached`;
}
