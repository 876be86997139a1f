/** The OpenAPI 3.1 document, out of the same schemas that validate. */
import { z } from "zod";
import { servedTypesOf } from "./files.ts";
import { type Operation, problemsOf, type Shape } from "./operation.ts";
import { ALL_OPERATIONS } from "./operations.ts";
import { PROBLEMS } from "./problems.ts";

type JsonObject = Readonly<Record<string, unknown>>;

const SCHEMAS_AT = "#/components/schemas/";
const JSON_TYPE = "application/json";
const PROBLEM_TYPE = "application/problem+json";

/** The whole document; the same for the same version. */
export function openApiDocument(version: string): JsonObject {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const operation of ALL_OPERATIONS) {
    const path = paths[operation.path] ?? {};
    paths[operation.path] = path;
    path[operation.method] = operationOf(operation);
  }
  return {
    openapi: "3.1.0",
    info: {
      title: "Innfri",
      version,
      license: { name: "Apache-2.0", identifier: "Apache-2.0" },
      description:
        "Amounts are decimal text with two decimals, days are dates, ids are opaque. A POST takes an `Idempotency-Key` " +
        "and can be sent again: it happens once, and is answered alike. What is refused is told as a problem document " +
        "(RFC 9457), with the law where that is the reason.",
    },
    servers: [{ url: "/" }],
    security: [{ key: [] }, { session: [] }],
    tags: [...new Set(ALL_OPERATIONS.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      securitySchemes: {
        key: { type: "http", scheme: "bearer", description: "An API key." },
        session: {
          ...{ type: "apiKey", in: "cookie", name: "innfri_session" },
          description: "A user's session. By https it is named __Host-innfri_session.",
        },
      },
      schemas: componentSchemas(),
    },
  };
}

function operationOf(operation: Operation): JsonObject {
  const { id, tag, summary, description, needs, params, query, answer, method, hasVersion, isKeyed } =
    operation;
  const headers = {
    "Request-Id": { schema: { type: "string" } },
    ...(hasVersion ? { ETag: { schema: { type: "string" } } } : {}),
  };
  return {
    operationId: id,
    tags: [tag],
    summary,
    ...(description === undefined ? {} : { description }),
    "x-permission": needs,
    ...(needs === "anyone" ? { security: [] } : {}),
    parameters: [
      ...parametersOf(params, "path"),
      ...parametersOf(query, "query"),
      ...(!isKeyed
        ? []
        : [
            {
              name: "Idempotency-Key",
              in: "header",
              required: true,
              description: "Of the caller's choice, for this request and its repetitions alone.",
              schema: { type: "string", pattern: "^[\\x21-\\x7e]{1,100}$" },
            },
          ]),
      ...(hasVersion && method !== "get"
        ? [{ name: "If-Match", in: "header", required: false, schema: { type: "string" } }]
        : []),
    ],
    ...requestBodyOf(operation),
    responses: {
      [answer.status]: {
        description: summary,
        headers,
        ...(answer.schema === undefined ? {} : { content: answerContent(answer.schema) }),
      },
      ...problemResponses(operation),
    },
  };
}

function requestBodyOf({ body, upload }: Operation): JsonObject {
  if (upload !== undefined) {
    const content = filesOf(upload.types);
    const description = `The file as it is, of at most ${upload.mostBytes} bytes.`;
    return { requestBody: { required: true, description, content } };
  }
  if (body === undefined) return {};
  return { requestBody: { required: true, content: { [JSON_TYPE]: { schema: schemaOf(body, "input") } } } };
}

function answerContent(schema: z.ZodType): JsonObject {
  const types = servedTypesOf(schema);
  return types === undefined ? { [JSON_TYPE]: { schema: schemaOf(schema, "output") } } : filesOf(types);
}

function filesOf(types: readonly string[]): JsonObject {
  return Object.fromEntries(types.map((type) => [type, { schema: { type: "string", format: "binary" } }]));
}

function problemResponses(operation: Operation): JsonObject {
  const byStatus = Map.groupBy(problemsOf(operation), (kind) => PROBLEMS[kind].status);
  return Object.fromEntries(
    [...byStatus].map(([status, kinds]) => [
      status,
      {
        description: kinds.map((kind) => `\`${kind}\`: ${PROBLEMS[kind].title}.`).join(" "),
        content: { [PROBLEM_TYPE]: { schema: { $ref: `${SCHEMAS_AT}Problem` } } },
      },
    ]),
  );
}

function parametersOf(shape: Shape, place: "path" | "query"): readonly JsonObject[] {
  return Object.entries(shape).map(([name, schema]) => {
    const { description, ...rest } = schemaOf(schema, "input") as { description?: string };
    return {
      name,
      in: place,
      required: place === "path" || !schema.safeParse(undefined).success,
      ...(description === undefined ? {} : { description }),
      schema: rest,
    };
  });
}

/** A schema that has a name is referred to by it. */
function schemaOf(schema: z.ZodType, io: "input" | "output"): JsonObject {
  const { $schema, $defs, ...own } = z.toJSONSchema(schema, {
    io,
    target: "draft-2020-12",
    // Named parts are told once, under the components.
    reused: "inline",
    override: ({ zodSchema, jsonSchema }) => refer(zodSchema as unknown as z.ZodType, jsonSchema, schema),
  }) as Record<string, unknown>;
  const name = z.globalRegistry.get(schema)?.id;
  if (name !== undefined) return { $ref: `${SCHEMAS_AT}${name}` };
  return moved(own);
}

function refer(zodSchema: z.ZodType, jsonSchema: object, root: z.ZodType): void {
  if (zodSchema === root) return;
  const name = z.globalRegistry.get(zodSchema)?.id;
  if (name === undefined) return;
  for (const key of Object.keys(jsonSchema)) delete (jsonSchema as Record<string, unknown>)[key];
  (jsonSchema as Record<string, unknown>).$ref = `${SCHEMAS_AT}${name}`;
}

function componentSchemas(): JsonObject {
  const { schemas } = z.toJSONSchema(z.globalRegistry, {
    target: "draft-2020-12",
    io: "input",
    uri: (name) => `${SCHEMAS_AT}${name}`,
  }) as { schemas: Record<string, Record<string, unknown>> };
  return Object.fromEntries(
    Object.entries(schemas)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([name, { $schema, $id, id, ...schema }]) => [name, moved(schema)]),
  );
}

/** Definitions of their own point at the components, where everything named stands. */
function moved(value: unknown): JsonObject {
  return JSON.parse(JSON.stringify(value).replaceAll("#/$defs/", SCHEMAS_AT)) as JsonObject;
}
