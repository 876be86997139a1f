/** Text that the database can keep: no zero characters, no halves of characters. */
import type { Problem } from "@innfri/contract";

type Errors = NonNullable<Problem["errors"]>;

/** Each text in a value that cannot be kept, by its path. */
export function unkeepable(value: unknown, path = ""): Errors {
  if (typeof value === "string") return isKept(value) ? [] : [wrong(path)];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, part]) => {
    const at = path === "" ? key : `${path}.${key}`;
    return isKept(key) ? unkeepable(part, at) : [wrong(at)];
  });
}

function isKept(text: string): boolean {
  return !text.includes("\u0000") && text.isWellFormed();
}

function wrong(path: string): Errors[number] {
  return { path, message: "holds a character that is no text: a zero, or half of one" };
}
