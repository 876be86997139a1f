/** Every call there is. What is not here is not served. */
import * as about from "./about.ts";
import * as approvals from "./approvals.ts";
import * as claims from "./claims.ts";
import type { Operation } from "./operation.ts";

const { getSelf } = about;
const { listApprovals, decideApprovals } = approvals;
const {
  listClaims,
  getClaim,
  stopClaim,
  postponeClaim,
  releaseClaim,
  approveStep,
  objectToClaim,
  settleObjection,
  agreeOnPlan,
} = claims;

export const OPERATIONS = {
  getSelf,
  listClaims,
  getClaim,
  stopClaim,
  postponeClaim,
  releaseClaim,
  approveStep,
  objectToClaim,
  settleObjection,
  agreeOnPlan,
  listApprovals,
  decideApprovals,
} as const;

export type OperationId = keyof typeof OPERATIONS;

export const ALL_OPERATIONS: readonly Operation[] = Object.values(OPERATIONS) as unknown as Operation[];
