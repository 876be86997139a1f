/** What the API takes and answers: the only thing that portals and other systems know of Innfri. */
export { apiClient, type Client, type ClientOptions, type Outcome, type Sent } from "./client.ts";
export type { DebtorSaid } from "./debtor-objections.ts";
export type { StateSource } from "./desk.ts";
export { EVENT_TYPE_NAMES, EVENT_TYPES, type EventType } from "./events.ts";
export { type ServedFile, servedTypesOf } from "./files.ts";
export { HELP_SCREENS } from "./help.ts";
export type { ObjectionReason } from "./objection-reason.ts";
export { ANSWER_POINTS, type AnswerPoint, type ObjectionStage } from "./objections.ts";
export { openApiDocument } from "./openapi.ts";
export {
  DEBTOR_LEVELS,
  type Needs,
  type Operation,
  problemsOf,
  type Shape,
  type Upload,
} from "./operation.ts";
export { ALL_OPERATIONS, OPERATIONS, type OperationId } from "./operations.ts";
export { KEY_SCOPES, PERMISSIONS, PERMISSIONS_OF, type Permission, ROLES, type Role } from "./permissions.ts";
export { PROBLEM_HELP } from "./problem-help.ts";
export { PROBLEM_KINDS, PROBLEMS, type Problem, type ProblemKind, problem } from "./problems.ts";
export { QUEUE_KINDS, type QueueKind } from "./queue.ts";
