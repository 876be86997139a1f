/** What the fault test found, in figures. */
import type { MailFault } from "./test-mail.ts";
import type { Deed } from "./test-schedule.ts";
import type { Options, Result } from "./test-stage.ts";

export type Report = {
  readonly seed: number;
  readonly runs: number;
  readonly faults: number;
  readonly byDeed: Readonly<Record<string, number>>;
  readonly byPoint: Readonly<Record<string, number>>;
  readonly byMail: Readonly<Record<string, number>>;
  readonly atRandom: number;
  readonly lost: number;
  readonly doubled: number;
  readonly listsAgain: number;
  readonly findings: number;
  /** Runs that did not come to their end. */
  readonly broken: number;
  readonly unknown: {
    readonly messages: number;
    /** In runs in which somebody knew: nobody died or stood still, and the mail server said what it took. */
    readonly unexplained: number;
    readonly accepted: number;
    /** Were so for a while, until whoever had sent them told. */
    readonly knownLater: number;
    readonly reasons: Readonly<Record<string, number>>;
  };
  readonly tookMs: { readonly median: number; readonly most: number };
};

export function reported({ seed }: Options, results: readonly Result[]): Report {
  const ran = results.flatMap((result) => (result.ran === null ? [] : [result.ran]));
  const happened = ran.flatMap((one) => one.happened);
  const mail = ran.flatMap(({ mailFaults, tellFaults }) => [...mailFaults, ...tellFaults]);
  const differences = results.flatMap(({ difference }) => (difference === null ? [] : [difference]));
  const unknown = differences.flatMap((one) => one.unknown);
  const times = ran.map(({ tookMs }) => tookMs).sort((a, b) => a - b);
  const points = happened.flatMap(({ at }) => (at.kind === "point" ? [at.point] : []));
  return {
    seed,
    runs: results.length,
    faults: happened.length + mail.length,
    byDeed: counted(happened.map(({ deed }) => deed)),
    byPoint: counted(points),
    byMail: counted(mail),
    atRandom: happened.length - points.length,
    lost: differences.reduce((sum, { lost }) => sum + lost.length, 0),
    doubled: differences.reduce((sum, { doubled }) => sum + doubled.length, 0),
    listsAgain: differences.reduce((sum, one) => sum + one.listsAgain, 0),
    findings: ran.reduce((sum, { findings }) => sum + findings.length, 0),
    broken: results.filter(({ broken }) => broken !== null).length,
    unknown: {
      messages: unknown.length,
      unexplained: results.reduce(
        (sum, result) => sum + (isExplained(result) ? 0 : (result.difference?.unknown.length ?? 0)),
        0,
      ),
      accepted: unknown.filter(({ accepted }) => accepted > 0).length,
      knownLater: differences.reduce((sum, { knownLater }) => sum + knownLater, 0),
      reasons: counted(unknown.map(({ reason }) => reason)),
    },
    tookMs: { median: times[Math.floor(times.length / 2)] ?? 0, most: times.at(-1) ?? 0 },
  };
}

const UNKNOWN_AFTER = new Set<string>([
  ...(["kill-one", "kill-all", "kill-database", "freeze", "stall-wire"] satisfies Deed[]),
  ...(["accept-then-silent", "accept-then-drop"] satisfies MailFault[]),
]);

function isExplained({ ran }: Result): boolean {
  const faults = [...(ran?.happened ?? []).map(({ deed }) => deed), ...(ran?.mailFaults ?? [])];
  return faults.some((fault) => UNKNOWN_AFTER.has(fault));
}

function counted(names: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of [...names].sort()) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

export function reportText(report: Report): string {
  const table = (counts: Readonly<Record<string, number>>) =>
    Object.entries(counts).map(([name, count]) => `  ${String(count).padStart(5)}  ${name}`);
  return [
    `${report.runs} runs, ${report.faults} faults, seed ${report.seed}`,
    "What was done:",
    ...table(report.byDeed),
    ...table(report.byMail),
    `At points, and ${report.atRandom} at random moments:`,
    ...table(report.byPoint),
    `Lost ${report.lost}, doubled ${report.doubled}, found by verify ${report.findings}, not finished ${report.broken}`,
    `Unknown ${report.unknown.messages}, of which the mail server had accepted ${report.unknown.accepted}, not explained ${report.unknown.unexplained}:`,
    ...table(report.unknown.reasons),
    `Unknown for a while, until whoever had sent them told: ${report.unknown.knownLater}`,
    `Collection lists that went to their company again: ${report.listsAgain}`,
    `A run took ${report.tookMs.median} ms (median), ${report.tookMs.most} ms at the most`,
  ].join("\n");
}
