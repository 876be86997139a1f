/** Requests out of the API's document: valid ones, and ones with something wrong in them. */
import fc from "fast-check";
import { ACCOUNTS, anOcrGiro } from "../payments/test-world.ts";

type Schema = {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: boolean | Schema;
  readonly propertyNames?: Schema;
  readonly items?: Schema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly pattern?: string;
};

type Parameter = {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required: boolean;
  readonly schema: Schema;
};

type DocumentedCall = {
  readonly operationId: string;
  readonly parameters: readonly Parameter[];
  readonly requestBody?: { readonly content: Readonly<Record<string, { readonly schema: Schema }>> };
  readonly responses: Readonly<
    Record<string, { readonly content?: Readonly<Record<string, { readonly schema: Schema }>> }>
  >;
};

export type Document = {
  readonly paths: Readonly<Record<string, Readonly<Record<string, DocumentedCall>>>>;
  readonly components: { readonly schemas: Readonly<Record<string, Schema>> };
};

export type Call = { readonly method: string; readonly path: string; readonly call: DocumentedCall };

export function callsOf({ paths }: Document): Call[] {
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, call]) => ({ method: method.toUpperCase(), path, call })),
  );
}

export type Sent = {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
  /** Where the call takes a file instead. */
  readonly file?: { readonly type: string; readonly bytes: string | Uint8Array };
};

/** Files of which some are such as a call takes, and others are not. */
const FILES: readonly string[] = [
  [
    "invoice_number;customer_number;customer_name;customer_kind;country;email;issued_on;due_on;currency;amount",
    "F-1;f1;Kunde Oppdiktet;person;NO;kunde@example.test;2026-04-01;2026-04-30;NOK;1200.00",
    "F-2;f2;Kunde Oppdiktet;person;NO;kunde@example.test;2026-04-01;2026-04-30;EUR;1200.00",
  ].join("\n"),
  "",
  "no;table\n\u0000",
  "<Invoice/>",
  "NY000010",
  new TextDecoder("latin1").decode(
    anOcrGiro(ACCOUNTS.NO, [{ kid: "1234", amount: "100.00", on: "2026-05-01" }]),
  ),
];

/** The same for what people add to a claim. */
const PAPERS: readonly (string | Uint8Array)[] = [
  Buffer.from("%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"),
  Buffer.from("\x89PNG\r\n\x1a\n\x00\x00\x00\x00IEND\xaeB`\x82", "latin1"),
  "We ordered ten, and four came.",
  "Fetched on the tenth.",
  "<svg onload='alert(1)'/>",
];

/** Parameters that take a language of their own. */
const BY_PARAMETER: Readonly<Record<string, readonly string[]>> = { map: ["notes=ignore", "x=y"] };

/** What people send who mean no good, or do not know better. */
const HOSTILE = fc.oneof(
  fc.constantFrom<unknown>(
    ...["", " ", "\u0000", "a\u0000b", "\ud800", "null", "-1", "0", "1e309", "NaN", "../../etc/passwd"],
    ...[
      "'; drop table claim; --",
      "<script>alert(1)</script>",
      "%00",
      "𝒳".repeat(50),
      "ÆØÅ åäö",
      "2026-02-30",
    ],
    ...["0.001", "-0.00", "99999999999999.99", "__proto__", "constructor", "x".repeat(5000)],
    ...[0, -1, 1.5, Number.MAX_SAFE_INTEGER, true, null, [], {}, [[]], { a: { b: {} } }],
  ),
  fc.string({ unit: "binary", maxLength: 20 }),
  fc.integer(),
);

/** Of what has a name in the document, values of which most mean something here. */
const SAMPLES: Readonly<Record<string, readonly string[]>> = {
  Day: ["2026-05-01", "2026-05-15", "2026-05-16", "2026-06-30", "2026-09-30", "1970-01-01", "2199-12-31"],
  Instant: ["2026-05-15T06:30:00.000Z", "2026-05-15T06:30:00+02:00"],
  Decimal: ["0.00", "1.00", "1004.00", "999999.99", "-3.00", "9999999999999.99"],
};

const A_PLAN = {
  name: "own-plan",
  country: "NO",
  steps: [
    {
      step: "notice",
      wait: { after: "due", days: 14 },
      termDays: 14,
      fee: "standard",
      channels: ["email", "post"],
    },
  ],
};

/** What chance would hardly ever make whole: half of them are these. */
const WHOLE: Readonly<Record<string, readonly unknown[]>> = {
  Plan: [A_PLAN, { ...A_PLAN, steps: [{ ...A_PLAN.steps[0], termDays: 7 }] }],
  NewCompany: [{ name: "Nyoppdiktet AS", organisationNumber: "310000051", country: "NO" }],
  NewAgreement: [
    {
      validFrom: "2199-12-31",
      prices: {
        ...{ withdrawalBeforeDemand: "0.00", withdrawalAfterDemand: "250.00", noResponse: "300.00" },
        legalSteps: { application: "90.00", attachment: "0.00", decision: "0.00", enforcement: "0.00" },
      },
    },
  ],
  WithdrawClaim: [{ priceSeen: "0.00" }],
  Interest: [{ name: "Oppdiktet", email: "oppdiktet@example.test", country: "NO" }],
  ChangeSettings: [{ minimum: "10.00" }, { excludeCustomers: ["1"] }, { lookBackDays: 400 }],
};

/** Ids by the name of the field that they are given in: `claimId`; `any` for every other field. */
export type Ids = Readonly<Record<string, readonly string[]>> & { readonly any: readonly string[] };

type Given = {
  readonly document: Document;
  readonly ids: Ids;
  /** The claim that an enclosure is of: chance would hardly ever name both. */
  readonly claimOf?: ReadonlyMap<string, string>;
};

/** Values that a schema takes; for ids, those that exist here, those of others, and those of nobody. */
function valid(schema: Schema, given: Given, name: string): fc.Arbitrary<unknown> {
  const of = (one: Schema, field: string) => valid(one, given, field);
  if (schema.$ref !== undefined) {
    const named = schema.$ref.split("/").at(-1)!;
    if (named === "Id") return fc.constantFrom(...(given.ids[name.replace(/s$/, "")] ?? given.ids.any));
    if (named in SAMPLES) return fc.constantFrom(...SAMPLES[named]!);
    const made = of(given.document.components.schemas[named]!, name);
    return named in WHOLE ? fc.oneof(fc.constantFrom(...WHOLE[named]!), made) : made;
  }
  if (schema.const !== undefined) return fc.constant(schema.const);
  if (schema.enum !== undefined) return fc.constantFrom(...schema.enum);
  const either = schema.anyOf ?? schema.oneOf;
  if (either !== undefined) return fc.oneof(...either.map((one) => of(one, name)));
  switch (schema.type) {
    case "object":
      return objectOf(schema, of);
    case "array":
      return fc.array(of(schema.items ?? {}, name), {
        minLength: schema.minItems ?? 0,
        maxLength: Math.min(schema.maxItems ?? 3, 3),
      });
    case "string":
      return textOf(schema);
    case "integer":
    case "number":
      return fc.integer({ min: schema.minimum ?? -1000, max: Math.min(schema.maximum ?? 1000, 2 ** 31) });
    case "boolean":
      return fc.boolean();
    case "null":
      return fc.constant(null);
    default:
      return fc.constant("x");
  }
}

function objectOf(
  { properties = {}, required = [], additionalProperties }: Schema,
  of: (one: Schema, field: string) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  if (typeof additionalProperties === "object" && Object.keys(properties).length === 0)
    return fc.dictionary(fc.constantFrom("a", "b"), of(additionalProperties, "any"), { maxKeys: 2 });
  return fc.record(
    Object.fromEntries(Object.entries(properties).map(([field, one]) => [field, of(one, field)])),
    { requiredKeys: [...required] },
  );
}

function textOf({ pattern, minLength = 0, maxLength = 30 }: Schema): fc.Arbitrary<string> {
  if (pattern !== undefined) return fc.stringMatching(new RegExp(pattern));
  return fc.string({ minLength, maxLength: Math.min(maxLength, 40) });
}

/** A request of a call. About half have something wrong: in a field, in a parameter, or one too many. */
export function requestOf({ method, path, call }: Call, given: Given): fc.Arbitrary<Sent> {
  const parameters = (place: Parameter["in"]) => {
    const own = call.parameters.filter((one) => one.in === place);
    const whole = fc.record(
      Object.fromEntries(
        own.map((one) => [
          one.name,
          one.name in BY_PARAMETER
            ? fc.constantFrom(...BY_PARAMETER[one.name]!)
            : valid(one.schema, given, one.name),
        ]),
      ),
      { requiredKeys: own.filter(({ required }) => required).map(({ name }) => name) },
    );
    return fc
      .tuple(whole, fc.nat(), HOSTILE, fc.integer({ min: 0, max: 9 }))
      .map(([values, at, bad, how]) => {
        const names = Object.keys(values);
        if (how > 2 || names.length === 0) return values;
        return { ...values, [names[at % names.length]!]: bad };
      });
  };
  const content = call.requestBody?.content;
  const schema = content?.["application/json"]?.schema;
  const types =
    schema === undefined && content !== undefined ? [...Object.keys(content), "image/x-none"] : [];
  return fc
    .record({
      path: parameters("path"),
      query: parameters("query"),
      body: schema === undefined ? fc.constant(undefined) : damaged(valid(schema, given, "any")),
      file: types.length === 0 ? fc.constant(undefined) : fileOf(types),
      surplus: fc.integer({ min: 0, max: 20 }),
    })
    .map((made) => ({
      method,
      path: pathWith(
        path,
        together(made.path, given),
        made.surplus === 0 ? { ...made.query, surplus: "1" } : made.query,
      ),
      body: made.body,
      ...(made.file === undefined ? {} : { file: made.file }),
    }));
}

function fileOf(types: readonly string[]): fc.Arbitrary<{ type: string; bytes: string | Uint8Array }> {
  const files = types.includes("application/pdf") ? PAPERS : FILES;
  const bytes = fc.oneof<fc.MaybeWeightedArbitrary<string | Uint8Array>[]>(
    // A whole file of invoices is what most calls take, beside one of the bank.
    { weight: 9, arbitrary: fc.constant(files[0]!) },
    { weight: 9, arbitrary: fc.constantFrom(...files) },
    fc.string({ unit: "binary" }),
  );
  return fc.record({ type: fc.constantFrom(...types), bytes });
}

function together(values: Record<string, unknown>, { claimOf }: Given): Record<string, unknown> {
  const claimId = claimOf?.get(String(values.enclosureId));
  return claimId === undefined || !("claimId" in values) ? values : { ...values, claimId };
}

/** Whole, with one field of it replaced, left out or added, or something else altogether. */
function damaged(value: fc.Arbitrary<unknown>): fc.Arbitrary<unknown> {
  return fc.oneof(
    { weight: 5, arbitrary: value },
    {
      weight: 4,
      arbitrary: fc.tuple(value, fc.nat(), HOSTILE, fc.nat(2)).map(([whole, at, bad, how]) => {
        if (typeof whole !== "object" || whole === null) return bad;
        const keys = Object.keys(whole);
        const key = keys[at % Math.max(1, keys.length)] ?? "surplus";
        if (how === 2) return { ...whole, surplus: bad };
        const { [key]: _, ...rest } = whole as Record<string, unknown>;
        return how === 1 ? rest : { ...rest, [key]: bad };
      }),
    },
    { weight: 1, arbitrary: HOSTILE },
  );
}

function pathWith(path: string, values: Record<string, unknown>, query: Record<string, unknown>): string {
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, name: string) => encoded(values[name]) || "x");
  const asked = Object.entries(query)
    .map(([name, value]) => `${name}=${encoded(value)}`)
    .join("&");
  return asked === "" ? filled : `${filled}?${asked}`;
}

function encoded(value: unknown): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return encodeURIComponent(text.toWellFormed());
}
