/** What a request says, as its call takes it. */
import type { Problem } from "@innfri/contract";
import type { Context } from "hono";
import type { z } from "zod";
import { readJsonBody } from "../json-body.ts";
import { unkeepable } from "../well-formed.ts";
import { Refused, refusal } from "./problem.ts";
import type { Env } from "./serve-operation.ts";

export function queryOf(c: Context<Env>): Readonly<Record<string, string | readonly string[]>> {
  return Object.fromEntries(
    Object.entries(c.req.queries()).map(([name, values]) => [
      name,
      values.length === 1 ? values[0]! : values,
    ]),
  );
}

export async function jsonOf(c: Context<Env>): Promise<unknown> {
  const type = c.req.header("Content-Type")?.split(";")[0]?.trim().toLowerCase();
  if (type !== "application/json")
    throw new Refused(refusal("unsupported-type", "Send the body as application/json. Nothing was done."));
  const read = readJsonBody(await c.req.arrayBuffer());
  if (read.kind === "json") return read.value;
  throw new Refused(refusal("bad-request", `The body ${read.why}. Nothing was done.`));
}

export function parsed(schema: z.ZodType, value: unknown, place: string): unknown {
  const wrong = unkeepable(value);
  const result = schema.safeParse(value);
  if (wrong.length === 0 && result.success) return result.data;
  const errors: NonNullable<Problem["errors"]> = [
    ...wrong,
    ...(result.success
      ? []
      : result.error.issues.map((issue) => ({ path: issue.path.join("."), message: saidOf(issue, value) }))),
  ];
  const first = errors[0]!;
  const where = first.path === "" ? place : `${place}: ${first.path}`;
  throw new Refused(
    refusal("invalid", `${where}: ${first.message}. Nothing was done.`, { errors: errors.slice(0, 20) }),
  );
}

/** What is wrong with a field; the library's own words leave out that it is missing, and what else it may be. */
function saidOf(issue: z.core.$ZodIssue, value: unknown): string {
  const { code, path, message } = issue;
  if (code === "invalid_union" && issue.errors.length > 0) {
    const ways = issue.errors.map(([first]) => (first === undefined ? "" : plain(first.message)));
    return `It is none of these: ${[...new Set(ways)].join("; ")}`;
  }
  const isMissing = path.length > 0 && valueAt(value, path) === undefined;
  return isMissing && (code === "invalid_type" || code === "invalid_value")
    ? `It is missing; ${plain(message)}`
    : message;
}

function plain(message: string): string {
  return message.replace(/^Invalid (?:input|option): /, "").replace(/, received undefined$/, "");
}

function valueAt(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (at, key) => (typeof at === "object" && at !== null ? Reflect.get(at, key) : undefined),
    value,
  );
}
