/** What tests share. Imported by tests only. */

export * from "./claim-builders.ts";
export { anId, aPortfolio, type Owed, type PortfolioOptions } from "./portfolio.ts";
export { aCreditor, type ClaimSpec, registerClaims, someSettings } from "./registered-claims.ts";
export { type TestDatabase, testDatabase } from "./test-database.ts";
export type { TestServer } from "./test-server.ts";
