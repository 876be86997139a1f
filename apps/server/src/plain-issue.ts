/** What is wrong with a field of a file that people write, in plain words, where the field's own shape says nothing. */
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
