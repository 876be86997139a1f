/** The store: the database, how to start one, how to bring it up to date and how to speak with it. */
export {
  type EmbeddedOptions,
  type EmbeddedPostgres,
  EmbeddedPostgresError,
  startEmbedded,
  stopEmbedded,
} from "./embedded.ts";
export { type Migration, MigrationError, migrate, migrations } from "./migrate.ts";
export { OWNER_ROLE, RolesMissingError, WORK_ROLES, type WorkRole } from "./roles.ts";
export {
  openPool,
  type Pool,
  type PoolOptions,
  prepared,
  type Query,
  StoreRoleError,
  sql,
  sqlState,
  type Tx,
  withCreditor,
  withDebtor,
  withOperator,
} from "./sql.ts";
