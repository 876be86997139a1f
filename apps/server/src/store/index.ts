/** The store: the database, how to start one, how to bring it up to date and how to speak with it. */
export { withAdministrator } from "./administrator.ts";
export { binaryArray, type ElementOf, type ElementType } from "./binary-arrays.ts";
export { allDocumentParts, type DocumentPart, documentParts } from "./document-parts.ts";
export {
  type EmbeddedOptions,
  type EmbeddedPostgres,
  EmbeddedPostgresError,
  startEmbedded,
  stopEmbedded,
} from "./embedded.ts";
export { dataElsewhere } from "./embedded-cluster.ts";
export * from "./kinds.ts";
export { LOCKS } from "./locks.ts";
export { loginFor } from "./logins.ts";
export { isMigrated, type Migration, MigrationError, migrate, migrations } from "./migrate.ts";
export { newerSchema } from "./newer-schema.ts";
export { type LockedFile, lockDueFiles, lockFiles, type Page, writePage } from "./page.ts";
export { emptyRegistration, type Registration, writeRegistration } from "./registration.ts";
export { OWNER_ROLE, RolesMissingError, WORK_ROLES, type WorkRole } from "./roles.ts";
export type * from "./rows.ts";
export {
  atOnce,
  isOutage,
  isTooSlow,
  naming,
  openPool,
  type Pool,
  type PoolOptions,
  prepared,
  type Query,
  StoreRoleError,
  sql,
  sqlState,
  type Tx,
  throughOutage,
  withAuditor,
  withCreditor,
  withCreditorLock,
  withDebtor,
  withOperator,
} from "./sql.ts";
export { refreshStatistics } from "./statistics.ts";
export { type DueWork, dueWork, restUntil, takeWork, WORKS, type Work, wake } from "./wake.ts";
export { GuardFailed } from "./write-statement.ts";
