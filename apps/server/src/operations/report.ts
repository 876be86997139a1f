/** What a check of the installation answers. Its words are ours: it may be shown to a load balancer and in a log. */

export type CheckName = "database" | "migrations" | "jobs" | "clock" | "disk" | "law";

export type Check = {
  readonly name: CheckName;
  /** `warning` is for a person to look at; with `failing` no work should be sent here. */
  readonly status: "ok" | "warning" | "failing";
  /** One sentence: what was found, and what to do where it is not well. */
  readonly what: string;
  /** The numbers behind it. */
  readonly values: Readonly<Record<string, number | string | null>>;
};

export type Report = { readonly status: Check["status"]; readonly checks: readonly Check[] };

const ORDER = ["ok", "warning", "failing"] as const;

/** The worst of the checks is the state of the whole. */
export function reportOf(checks: readonly Check[]): Report {
  const worst = Math.max(0, ...checks.map(({ status }) => ORDER.indexOf(status)));
  return { status: ORDER[worst]!, checks };
}
