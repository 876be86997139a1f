/**
 * The log: one JSON line for each thing that happened, on standard error, or a line for people where it is a terminal.
 * How much is told is set by `INNFRI_LOG`. What can be told is listed in `fields.ts` and `words.ts`, and nothing else
 * comes through: the log of an installation holds ids, counts, words of ours and codes, and nothing about anybody.
 */
import pino from "pino";
import { type LogFields, WITHHELD, writable } from "./fields.ts";
import { LOG_EVENTS, type LogEvent } from "./words.ts";

export const LOG_LEVELS = ["trace", "debug", "info", "warn", "error", "silent"] as const;
export type LogLevel = (typeof LOG_LEVELS)[number];

type Say = (event: LogEvent, fields?: LogFields) => void;

export type Log = {
  readonly trace: Say;
  readonly debug: Say;
  readonly info: Say;
  readonly warn: Say;
  readonly error: Say;
  /** A log whose every line has these fields too. */
  with(fields: LogFields): Log;
};

export type LogOptions = {
  readonly level: LogLevel;
  /** For people; JSON otherwise. */
  readonly isForPeople: boolean;
  readonly write: (text: string) => void;
};

const EVENTS: ReadonlySet<unknown> = new Set(LOG_EVENTS);

export function createLog({ level, isForPeople, write }: LogOptions): Log {
  const logger = pino(
    {
      level,
      messageKey: "event",
      base: { pid: process.pid },
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    { write: isForPeople ? (line: string) => write(forPeople(line)) : write },
  );
  return logOn(logger, {});
}

function logOn(logger: pino.Logger, always: LogFields): Log {
  const say =
    (level: Exclude<LogLevel, "silent">): Say =>
    (event, fields) => {
      if (!logger.isLevelEnabled(level)) return;
      logger[level](writable({ ...always, ...fields }), EVENTS.has(event) ? event : WITHHELD);
    };
  return {
    trace: say("trace"),
    debug: say("debug"),
    info: say("info"),
    warn: say("warn"),
    error: say("error"),
    with: (fields) => logOn(logger, { ...always, ...fields }),
  };
}

/** `09:15:02 info  run-finished  creditor=… files=120` */
function forPeople(line: string): string {
  const { level, time, event, pid: _, ...fields } = JSON.parse(line) as Record<string, unknown>;
  const told = Object.entries(fields).map(([name, value]) => `${name}=${shown(value)}`);
  const head = `${String(time).slice(11, 19)} ${String(level).padEnd(5)} ${String(event)}`;
  return `${[head, ...told].join("  ")}\n`;
}

function shown(value: unknown): string {
  return Array.isArray(value) ? value.join(" < ") : String(value);
}

// Written at once, so that what a killed process said last is there.
const toStandardError = (text: string) => void process.stderr.write(text);

/** What `INNFRI_LOG` asks for; null when it asks for nothing that there is. */
function askedLevel(): LogLevel | undefined | null {
  const asked = process.env.INNFRI_LOG?.trim().toLowerCase() ?? "";
  return asked === "" ? undefined : (LOG_LEVELS.find((one) => one === asked) ?? null);
}

function standardLog(otherwise: LogLevel): Log {
  const asked = askedLevel();
  const made = createLog({
    level: asked ?? otherwise,
    isForPeople: process.stderr.isTTY === true,
    write: toStandardError,
  });
  if (asked === null) made.warn("log-level-unknown");
  return made;
}

// A command that a person started speaks for itself, unless it is asked to log as well.
let current = standardLog("silent");

/** The process's log. */
export const log: Log = {
  trace: (event, fields) => current.trace(event, fields),
  debug: (event, fields) => current.debug(event, fields),
  info: (event, fields) => current.info(event, fields),
  warn: (event, fields) => current.warn(event, fields),
  error: (event, fields) => current.error(event, fields),
  with: (fields) => current.with(fields),
};

/** For processes that live long: they tell what they do, and say who they are in every line. */
export function startLog(program: "serve" | "worker"): void {
  current = standardLog("info").with({ process: program });
}
