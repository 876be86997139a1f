/** Something that is not as the program wrote it. */
import type { Uuid } from "@innfri/kernel";

export type Finding = {
  readonly creditorId: Uuid | null;
  readonly claimId: Uuid | null;
  /** Which row: `event 3`, `ledger entry 2 of 019…`. */
  readonly place: string;
  /** What is wrong, and what it means. */
  readonly what: string;
};

export type Report = (finding: Omit<Finding, "creditorId">) => void;
