/** Schemas for people: what each field is called, what it holds and what is asked of it. */
import { type ApiDocument, nameOf, resolved, type Schema } from "./api-document.ts";
import { html, type Markup, prose } from "./markup.ts";

/** The type in a few words; a name leads to where it is told. */
export function typeMarkup(schema: Schema): Markup {
  const name = nameOf(schema);
  if (name !== null) return html`<a href="#schema-${name}">${name}</a>`;
  const options = schema.anyOf ?? schema.oneOf;
  if (options !== undefined) return joined(options.map(typeMarkup), " or ");
  if (schema.const !== undefined) return html`<code>${JSON.stringify(schema.const)}</code>`;
  if (schema.enum !== undefined)
    return joined(
      schema.enum.map((value) => html`<code>${String(value)}</code>`),
      " · ",
    );
  if (schema.type === "array") return html`list of ${typeMarkup(schema.items ?? {})}`;
  if (schema.type === "object" && typeof schema.additionalProperties === "object")
    return html`map to ${typeMarkup(schema.additionalProperties)}`;
  if (schema.type === undefined) return html`anything`;
  return html`${[schema.type].flat().join(" or ")}`;
}

const LONGEST_PATTERN = 60;

/** What a value must keep to, in words. */
function limitsOf(schema: Schema): readonly string[] {
  const { minLength, maxLength, minimum, maximum, minItems, maxItems, pattern } = schema;
  const isSafe = (value: number | undefined) =>
    value !== undefined && Math.abs(value) < Number.MAX_SAFE_INTEGER;
  return [
    span(minLength, maxLength, "characters"),
    span(minItems, maxItems, "of them"),
    span(isSafe(minimum) ? minimum : undefined, isSafe(maximum) ? maximum : undefined, ""),
    // The pattern of a day or an instant is longer than what it says.
    pattern === undefined || schema.format !== undefined || pattern.length > LONGEST_PATTERN
      ? ""
      : `matches ${pattern}`,
    schema.format === undefined ? "" : `format ${schema.format}`,
    schema.default === undefined ? "" : `when left out: ${JSON.stringify(schema.default)}`,
  ].filter((text) => text !== "");
}

function span(least: number | undefined, most: number | undefined, of: string): string {
  if (least === undefined && most === undefined) return "";
  if (most === undefined) return `at least ${least} ${of}`.trim();
  return (least === undefined ? `at most ${most} ${of}` : `${least} to ${most} ${of}`).trim();
}

export type Row = {
  readonly name: string;
  readonly schema: Schema;
  /** Of parameters most may be left out, and of fields few: what is told is what is not usual. */
  readonly mark: "required" | "optional" | null;
  readonly place?: string;
  readonly description?: string | undefined;
};

/** A list of fields or parameters, each with its type, whether it must be there, and what it is. */
export function rowsMarkup(rows: readonly Row[], document: ApiDocument): Markup {
  return html`<ul class="rows">${rows.map((row) => rowMarkup(row, document))}</ul>`;
}

function rowMarkup({ name, schema, mark, place, description }: Row, document: ApiDocument): Markup {
  const limits = limitsOf(schema);
  const said = description ?? schema.description;
  return html`<li><span class="name"><code>${name}</code>${place === undefined ? null : html` <span class="place">${place}</span>`}</span>
<span class="type">${typeMarkup(schema)}${mark === null ? null : html` <b class="${mark}">${mark}</b>`}</span>
<div class="said">${said === undefined ? null : html`<p>${prose(said)}</p>`}${limits.length === 0 ? null : html`<p class="limits">${limits.join("; ")}</p>`}${nested(schema, document)}</div></li>`;
}

/** Fields of an object that has no name are told in their place. */
function nested(schema: Schema, document: ApiDocument): Markup | null {
  const inner = [schema, schema.items, ...(schema.anyOf ?? [])].find(
    (one) => one !== undefined && nameOf(one) === null && one.properties !== undefined,
  );
  return inner === undefined ? null : fieldsMarkup(inner, document);
}

/** What a schema holds, one level of it: names lead on. */
export function fieldsMarkup(given: Schema, document: ApiDocument): Markup {
  const schema = resolved(given, document);
  const options = schema.oneOf ?? schema.anyOf;
  if (options?.some((option) => resolved(option, document).properties !== undefined))
    return html`<p>One of:</p><ol class="options">${options.map((option) => html`<li>${nameOf(option) === null ? fieldsMarkup(option, document) : typeMarkup(option)}</li>`)}</ol>`;
  if (schema.type === "array" && schema.items !== undefined)
    return html`<p>A list of ${typeMarkup(schema.items)}.</p>`;
  if (schema.properties === undefined)
    return html`<p class="type">${typeMarkup(schema)}</p>${limitsOf(schema).length === 0 ? null : html`<p class="limits">${limitsOf(schema).join("; ")}</p>`}`;
  const rows = Object.entries(schema.properties).map(([name, property]) => ({
    name,
    schema: property,
    mark: schema.required?.includes(name) === true ? null : ("optional" as const),
  }));
  return rows.length === 0 ? html`<p>No fields.</p>` : rowsMarkup(rows, document);
}

function joined(parts: readonly Markup[], by: string): Markup {
  return html`${parts.map((part, index) => (index === 0 ? part : html`${by}${part}`))}`;
}
