/** Which faults befall a run, drawn from a seed. */
import { POINTS, type Point } from "../../faults/points.ts";
import { MAIL_FAULTS, type MailFault } from "./test-mail.ts";
import { TELL_FAULTS, type TellFault } from "./test-receiver.ts";

const DEEDS = [
  "kill-one",
  "kill-all",
  "kill-database",
  "drop-connections",
  "cut-wire",
  "stall-wire",
  "freeze",
  "jobs-again",
  "clock-back-a-day",
  "clock-ahead-a-month",
  "outbox-unwritable",
] as const;
export type Deed = (typeof DEEDS)[number];

/** At a point, or at a moment of the run by chance. */
export type Moment =
  | { readonly kind: "point"; readonly point: Point; readonly nth: number }
  | { readonly kind: "after"; readonly ms: number };

export type Fault = {
  readonly deed: Deed;
  readonly at: Moment;
  /** Which of the processes it is about: the first, the second, or the bank's; at a point, whoever comes there. */
  readonly whose: 0 | 1 | 2 | null;
};

export type Schedule = {
  readonly no: number;
  readonly faults: readonly Fault[];
  readonly mail: readonly MailFault[];
  readonly tell: readonly TellFault[];
  /** For how long at most the print house leaves a batch lying. */
  readonly printLeavesMs: number;
  /** The queue's own ten seconds after a death are waited out, and not cut short. */
  readonly isPatient: boolean;
};

/** What is done to whoever stands at a point, most often the worst. */
const AT_POINTS: readonly Deed[] = [
  ...Array<Deed>(5).fill("kill-one"),
  "kill-all",
  "kill-database",
  "drop-connections",
  "cut-wire",
  "freeze",
];

/** How often a point is passed at least by one of two, so that a fault finds it. */
const PASSED: Readonly<Partial<Record<Point, number>>> = {
  "job-taken": 4,
  "job-done": 4,
  "page-locked": 4,
  "page-written": 4,
  "page-committed": 4,
  "letters-taken": 2,
  "batch-written": 2,
  "batch-handed-over": 2,
  "letter-called": 4,
  "letter-answered": 4,
  "letters-ending": 4,
  "letters-ended": 4,
  "file-half-written": 2,
  "payments-written": 2,
  "request-written": 9,
  "request-committed": 9,
};

export type ScheduleOptions = {
  readonly seed: number;
  readonly runs: number;
  /** Only at this point. */
  readonly only: Point | null;
  /** Every point once over all runs, and little by chance: the short form. */
  readonly isShort: boolean;
};

export function scheduleOf(options: ScheduleOptions, no: number, wholeMs: number): Schedule {
  const { seed, runs, only, isShort } = options;
  const chance = chanceOf(seed * 1_000_003 + no);
  const pick = <T>(of: readonly T[]): T => of[Math.floor(chance() * of.length)]!;
  const atPoint = (point: Point): Fault => ({
    deed: pick(AT_POINTS),
    whose: null,
    at: { kind: "point", point, nth: isShort ? 1 : 1 + Math.floor(chance() * (PASSED[point] ?? 1)) },
  });
  const atMoment = (deed: Deed): Fault => ({
    deed,
    whose: chance() < 0.1 ? 2 : chance() < 0.5 ? 0 : 1,
    at: { kind: "after", ms: Math.floor(chance() * wholeMs * 0.7) },
  });
  const faults: Fault[] = [];
  if (isShort) faults.push(...POINTS.filter((_, i) => i % runs === no % runs).map(atPoint));
  // Each point has its turn, each deed has its turn, and then there is more by chance.
  else if (only === null)
    faults.push(atPoint(POINTS[no % POINTS.length]!), atMoment(DEEDS[no % DEEDS.length]!));
  else faults.push(atPoint(only));
  if (chance() < 0.4) faults.push(atMoment(pick(DEEDS)));
  if (!isShort && chance() < 0.2) faults.push(atPoint(pick(POINTS)));
  const mail =
    no % 3 === 2 ? Array.from({ length: 1 + Math.floor(chance() * 3) }, () => pick(MAIL_FAULTS)) : [];
  const tell =
    no % 3 === 1 ? Array.from({ length: 1 + Math.floor(chance() * 3) }, () => pick(TELL_FAULTS)) : [];
  const printLeavesMs = pick([0, 0, 200, 2000]);
  return { no, faults, mail, tell, printLeavesMs, isPatient: !isShort && no % 20 === 19 };
}

/** Random numbers in [0, 1), the same for the same seed (mulberry32). */
export function chanceOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let t = state;
    t = Math.imul(t ^ (t >>> 15), t | 1);
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61);
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}
