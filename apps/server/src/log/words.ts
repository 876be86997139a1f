/**
 * All that a line of the log may say in words. Everything else in it is an id, a number, a day or an instant, so no
 * name, address or text of a person can get into it: a word that is not listed here is withheld. Whoever needs another
 * adds it; a word is never put together from data.
 */

/** What has happened: the name of the line. */
export const LOG_EVENTS = [
  "started",
  "ready",
  "stopping",
  "stopped",
  "crashed",
  "migrated",
  "database-lost",
  "database-back",
  "job-started",
  "job-finished",
  "job-failed",
  "job-taken-over",
  "run-started",
  "run-finished",
  "run-failed",
  "run-skipped",
  "batch-finished",
  "batch-failed",
  "file-parked",
  "transaction-failed",
  "delivery-started",
  "delivery-finished",
  "delivery-failed",
  "message-failed",
  "message-unknown",
  "bounces-read",
  "lists-sent",
  "list-executed",
  "source-stale",
  "clock-moved",
  "clock-differs",
  "root-written",
  "verified",
  "verify-failed",
  "law-ending",
  "request-failed",
  "request-finished",
  "health-changed",
  "metrics-failed",
  "backup-started",
  "backup-finished",
  "backup-failed",
  "restore-started",
  "restore-finished",
  "restore-failed",
  "log-level-unknown",
] as const;
export type LogEvent = (typeof LOG_EVENTS)[number];

/** What `country`, `channel`, `outcome`, `state`, `process`, `check`, `job` and `signal` may say. */
export const LOG_WORDS = [
  ...["NO", "SE", "DK", "FI"],
  ...["NOK", "SEK", "DKK", "EUR"],
  ...["email", "sms", "post", "digital-mailbox", "portal", "smtp", "folder", "sftp", "capture"],
  ...["queued", "sending", "sent", "delivered", "bounced", "returned", "given-up", "withdrawn"],
  ...["refused", "failed", "unknown", "passing"],
  ...["ok", "warning", "failing"],
  ...["serve", "worker", "run", "command"],
  ...["database", "migrations", "jobs", "clock", "disk", "law", "outbox"],
  ...["schedule", "batch", "deliver", "lists", "bounces", "root", "verify", "backup", "restore"],
  ...["SIGINT", "SIGTERM", "SIGHUP", "SIGKILL"],
  ...["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"],
] as const;
export type LogWord = (typeof LOG_WORDS)[number];
