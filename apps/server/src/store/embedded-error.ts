/** The embedded database could not be started. The message says what has not happened and what to do. */
export class EmbeddedPostgresError extends Error {
  override readonly name = "EmbeddedPostgresError";
}
