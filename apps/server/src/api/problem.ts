/** Refusals as problem documents. */
import { PROBLEMS, type Problem, type ProblemKind } from "@innfri/contract";

export type Refusal = {
  readonly problem: ProblemKind;
  /** What happened, what did not, and what to do. */
  readonly detail: string;
  readonly because?: Problem["because"];
  readonly errors?: Problem["errors"];
  readonly headers?: Readonly<Record<string, string>>;
};

export function refusal(problem: ProblemKind, detail: string, more: Partial<Refusal> = {}): Refusal {
  return { problem, detail, ...more };
}

/** Thrown where a request cannot go on, deep in what answers it; nothing that it wrote stays. */
export class Refused extends Error {
  override readonly name = "Refused";
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(refusal.detail);
    this.refusal = refusal;
  }
}

export function problemOf({ problem, detail, because, errors }: Refusal, requestId: string): Problem {
  const { status, title } = PROBLEMS[problem];
  return {
    type: `/problems/${problem}`,
    kind: problem,
    title,
    status,
    detail,
    requestId,
    ...(because === undefined ? {} : { because }),
    ...(errors === undefined ? {} : { errors }),
  };
}
