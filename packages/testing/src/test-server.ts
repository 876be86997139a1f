/** The database server that the tests of one run share. */
import "vitest";

/** What the run's set-up tells every test file. */
export type TestServer = {
  /** Of a server that is there already (`INNFRI_TEST_DATABASE_URL`), or null for one of our own. */
  readonly url: string | null;
  /** Where our own one lies; started by the first test file that asks for a database. */
  readonly directory: string;
  /** The migrated database that test databases are copies of. */
  readonly template: string;
};

declare module "vitest" {
  interface ProvidedContext {
    readonly innfriTestServer: TestServer;
  }
}
