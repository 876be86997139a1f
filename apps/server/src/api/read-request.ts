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
      : result.error.issues.map(({ path, message }) => ({ path: path.join("."), message }))),
  ];
  const first = errors[0]!;
  const where = first.path === "" ? place : `${place}: ${first.path}`;
  throw new Refused(
    refusal("invalid", `${where}: ${first.message}. Nothing was done.`, { errors: errors.slice(0, 20) }),
  );
}
