import { ALL_OPERATIONS } from "@innfri/contract";
import { date, type Uuid } from "@innfri/kernel";
import pg from "pg";
import { describe, expect, it } from "vitest";
import { createLog, errorFields, LOG_EVENTS, type LOG_LEVELS, LOG_WORDS, type LogFields } from "./index.ts";

const CREDITOR = "019b76da-a800-74f4-89dc-6108eb64e1d4" as Uuid;
const NAME = "Oda Oppdiktet";

function aLog(options: { level?: (typeof LOG_LEVELS)[number]; isForPeople?: boolean } = {}) {
  const lines: string[] = [];
  const log = createLog({
    level: options.level ?? "trace",
    isForPeople: options.isForPeople ?? false,
    write: (text) => void lines.push(text),
  });
  return { log, lines };
}

/** What a careless cast would let through the types. */
const cast = (fields: Readonly<Record<string, unknown>>) => fields as LogFields;

describe("A line of the log", () => {
  it("is one JSON document with the event, its instant and its fields", () => {
    const { log, lines } = aLog();
    log.info("run-finished", { creditor: CREDITOR, on: date("2026-05-15"), files: 120, durationMs: 41.5 });
    expect(lines).toHaveLength(1);
    const { time, pid, ...rest } = JSON.parse(lines[0]!) as Record<string, unknown>;
    expect(rest).toEqual({
      level: "info",
      event: "run-finished",
      creditor: CREDITOR,
      on: "2026-05-15",
      files: 120,
      durationMs: 41.5,
    });
    expect(String(time)).toMatch(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
    expect(pid).toBe(process.pid);
  });

  it("names a call of the API as the contract does, and withholds what is none", () => {
    const { log, lines } = aLog();
    for (const { id } of ALL_OPERATIONS) log.info("request-refused", { call: id });
    expect(lines.map((line) => JSON.parse(line).call)).toEqual(ALL_OPERATIONS.map(({ id }) => id));
    for (const call of ["Oda Oppdiktet", "oda", "Oppdiktet", "kari@example.test"])
      log.info("request-refused", { call });
    expect(lines.slice(-4).map((line) => JSON.parse(line).call)).toEqual(Array(4).fill("[withheld]"));
  });

  it("is a short line for people", () => {
    const { log, lines } = aLog({ isForPeople: true });
    log.warn("file-parked", { creditor: CREDITOR, claims: 2 });
    expect(lines[0]).toMatch(/^\d\d:\d\d:\d\d warn {2}file-parked {2}creditor=019b76da-\S+ {2}claims=2\n$/);
  });

  it("is left out below the level that is asked for", () => {
    const { log, lines } = aLog({ level: "warn" });
    log.info("started");
    log.error("crashed");
    expect(lines).toHaveLength(1);
    const silent = aLog({ level: "silent" });
    silent.log.error("crashed");
    expect(silent.lines).toEqual([]);
  });

  it("has the fields that its log always has", () => {
    const { log, lines } = aLog();
    log.with({ process: "worker" }).with({ creditor: CREDITOR }).info("batch-finished", { files: 1 });
    expect(JSON.parse(lines[0]!)).toMatchObject({ process: "worker", creditor: CREDITOR, files: 1 });
  });
});

describe("What is about people does not get into the log, whatever was cast", () => {
  it.each(
    [
      { creditor: NAME },
      { claim: "310000000" },
      { on: NAME },
      { at: "Ingenmannsgata 2" },
      { channel: "oda@example.test" },
      { outcome: NAME },
      { files: NAME },
      { files: "17" },
      { count: 12057012345 },
      { error: NAME },
      { error: "Oda" },
      { table: "Oda Oppdiktet" },
      { constraint: "oda@example.test" },
      { sqlState: "Oda Oppdiktet" },
      { code: "12057012345" },
      { code: "+47 400 00 000" },
      { places: [`${NAME}:1`] },
      { places: NAME },
      { bytes: NAME },
      { isSandbox: NAME },
      { name: NAME },
      { err: new Error(NAME) },
      { toString: NAME },
    ].map((fields) => [JSON.stringify(fields), fields] as const),
  )("%s", (_, fields) => {
    const { log, lines } = aLog();
    log.error("run-failed", cast(fields));
    // Without what every line has: an instant or a process's number may hold the digits of anything.
    const line = lines[0]!.replace(/"(?:time":"[^"]*"|pid":\d+)/g, "");
    const said = Object.values(fields).flat().map(String);
    for (const one of said) expect(line).not.toContain(one);
    expect(line).not.toMatch(/oda|oppdiktet/i);
  });

  it("nor as the event", () => {
    const { log, lines } = aLog();
    log.info(NAME as "started");
    expect(JSON.parse(lines[0]!)).toMatchObject({ event: "[withheld]" });
  });

  it("and every word there is stands for itself", () => {
    expect(new Set(LOG_EVENTS).size).toBe(LOG_EVENTS.length);
    expect([...LOG_EVENTS, ...LOG_WORDS].filter((word) => !/^[A-Za-z][A-Za-z-]*$/.test(word))).toEqual([]);
  });
});

describe("Of an error", () => {
  it("PostgreSQL's code and our own names are told, and not its message, detail, hint or context", () => {
    const error = new pg.DatabaseError(`invalid input syntax for type date: "${NAME}"`, 1, "error");
    Object.assign(error, {
      code: "23505",
      detail: `Key (name)=(${NAME}) already exists.`,
      hint: NAME,
      where: `COPY contact, line 1: "${NAME}"`,
      internalQuery: `select '${NAME}'`,
      table: "contact",
      constraint: "contact_pkey",
    });
    const fields = errorFields(error);
    expect(fields).toMatchObject({
      error: "DatabaseError",
      sqlState: "23505",
      table: "contact",
      constraint: "contact_pkey",
    });
    expect(JSON.stringify(fields)).not.toContain("Oda");
  });

  it("its places in our code are told, and not what its message makes look like one", () => {
    const error = new RangeError(`x\n    at ${NAME} (${import.meta.filename}:1:1)\n    at Oda`);
    const { places, error: name } = errorFields(error);
    expect(name).toBe("RangeError");
    expect(places?.[0]).toMatch(/^apps\/server\/src\/log\/log\.test\.ts:\d+$/);
    expect(places).not.toContain("apps/server/src/log/log.test.ts:1");
  });

  it("the code that Node or a mail server gives is told", () => {
    expect(errorFields(Object.assign(new Error(NAME), { code: "ECONNREFUSED" })).code).toBe("ECONNREFUSED");
    expect(errorFields(Object.assign(new Error(NAME), { responseCode: 550 })).code).toBe("550");
  });

  it("nothing is told of what is no error", () => {
    expect(errorFields(NAME)).toEqual({ error: "Error" });
  });
});
