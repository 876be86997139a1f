/** A value that a schema takes, to begin from. */
import type { Json } from "@innfri/kernel";
import { type ApiDocument, resolved, type Schema } from "./api-document.ts";

/** Where a schema holds itself, it is not followed for ever. */
const DEEPEST = 6;

export function exampleOf(given: Schema, document: ApiDocument, depth = 0): Json {
  const schema = resolved(given, document);
  const known = [schema.example, schema.default, schema.const, schema.enum?.[0]].find(
    (value) => value !== undefined && value !== null,
  );
  if (known !== undefined) return known as Json;
  const first = (schema.oneOf ?? schema.anyOf)?.[0];
  if (depth > DEEPEST) return null;
  if (first !== undefined) return exampleOf(first, document, depth + 1);
  switch (Array.isArray(schema.type) ? schema.type[0] : schema.type) {
    case "object":
      return Object.fromEntries(
        Object.entries(schema.properties ?? {})
          .filter(([name]) => schema.required?.includes(name) === true)
          .map(([name, property]) => [name, exampleOf(property, document, depth + 1)]),
      );
    case "array":
      return (schema.minItems ?? 0) > 0 ? [exampleOf(schema.items ?? {}, document, depth + 1)] : [];
    case "integer":
    case "number":
      return schema.minimum ?? 1;
    case "boolean":
      return true;
    case "string":
      return schema.format === "uri" ? "https://example.com/" : "…";
    default:
      return null;
  }
}
