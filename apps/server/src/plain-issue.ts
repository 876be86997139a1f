/** What is wrong with a field of a file that people write, and where it stands, in plain words. */
import type { z } from "zod";

const TYPES: Readonly<Record<string, string>> = {
  string: "text",
  number: "a number",
  int: "a whole number",
  boolean: "true or false",
  array: "a list",
  object: "an object",
  record: "an object",
};

/** Where the field's own shape says nothing. */
export const plainIssue: z.core.$ZodErrorMap = (issue) => {
  if (issue.code === "unrecognized_keys") return `has no field ${issue.keys.join(", ")}`;
  if (issue.input === undefined) return "is missing";
  switch (issue.code) {
    case "invalid_type":
      return `takes ${TYPES[issue.expected] ?? issue.expected}`;
    case "invalid_value":
      return `takes ${issue.values.length === 1 ? "" : "one of "}${issue.values.join(", ")}`;
    case "too_small":
      return `takes at least ${issue.minimum}`;
    case "too_big":
      return `takes at most ${issue.maximum}`;
    default:
      return undefined;
  }
};

/** `steps[1].wait`; `whole` where it is not about any one field. */
export function placeOf(path: readonly PropertyKey[], whole: string): string {
  const place = path
    .map((part) => (typeof part === "number" ? `[${part}]` : `.${String(part)}`))
    .join("")
    .replace(/^\./, "");
  return place === "" ? whole : place;
}
