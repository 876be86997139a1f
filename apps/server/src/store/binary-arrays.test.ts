import { fromEpochDay } from "@innfri/kernel";
import { testDatabase } from "@innfri/testing";
import fc from "fast-check";
import { expect, it } from "vitest";
import { withAdministrator } from "./administrator.ts";
import { binaryArray, type ElementOf, type ElementType } from "./binary-arrays.ts";

const database = await testDatabase();

// Text without the character that PostgreSQL cannot store.
const text = fc.string({ unit: "binary" }).map((value) => value.replaceAll("\u0000", "").toWellFormed());

const values: { readonly [T in ElementType]: fc.Arbitrary<ElementOf[T]> } = {
  bool: fc.boolean(),
  int2: fc.integer({ min: -32768, max: 32767 }),
  int4: fc.integer(),
  int8: fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
  uuid: fc.uuid(),
  date: fc.integer({ min: -25567, max: 84005 }).map(fromEpochDay),
  timestamptz: fc
    .date({
      min: new Date("1900-01-01T00:00:00Z"),
      max: new Date("2199-12-31T00:00:00Z"),
      noInvalidDate: true,
    })
    .map((instant) => instant.toISOString()),
  text,
  json: fc
    .jsonValue({ maxDepth: 2 })
    .map((value) => JSON.stringify(value))
    .filter(canBeRead),
  jsonb: fc
    .jsonValue({ maxDepth: 2 })
    .map((value) => JSON.stringify(value).replaceAll(/\\u0000|-0(?![.\d])/g, "0"))
    .filter(canBeRead),
  bytea: fc.uint8Array({ maxLength: 300 }),
};

it.each(Object.keys(values) as ElementType[])(
  "An array of %s comes back from PostgreSQL as it was sent",
  async (type) => {
    await withAdministrator(database.url, async (client) => {
      await client.query("set timezone = 'UTC'");
      const elements = fc.array(fc.option(values[type] as fc.Arbitrary<ElementOf[ElementType]>), {
        maxLength: 30,
      });
      await fc.assert(
        fc.asyncProperty(elements, async (sent) => {
          const array = binaryArray(type, sent, (value) => value);
          // The server's own reading of the array, element by element.
          const { rows } = await client.query<{ value: unknown }>(
            `select x.value from unnest($1::${type}[]) x(value)`,
            [array],
          );
          expect(rows.map((row) => comparable(row.value))).toEqual(
            sent.map((value) => comparable(expected(type, value))),
          );
        }),
        { numRuns: 60 },
      );
    });
  },
);

/**
 * Node 24.21 reads the key `"` as `\` once it has read an object with the key `\` in its place: after
 * `{"":1,"\\":1}` it reads `{"":1,"\"":1}` as the former. No key of ours is either.
 */
function canBeRead(json: string): boolean {
  return !json.includes('"\\\\":');
}

function expected(type: ElementType, value: unknown): unknown {
  return (type === "jsonb" || type === "json") && value !== null ? JSON.parse(value as string) : value;
}

function comparable(value: unknown): unknown {
  return value instanceof Uint8Array ? Buffer.from(value).toString("hex") : value;
}

it("Microseconds that the database holds are kept on the way there and back", async () => {
  await withAdministrator(database.url, async (client) => {
    await client.query("set timezone = 'UTC'");
    const instants = ["2026-02-17T08:00:00.123456Z", "2026-02-17T08:00:00.1234Z", "2026-02-17T08:00:00.000Z"];
    const { rows } = await client.query<{ at: string }>("select unnest($1::timestamptz[]) as at", [
      binaryArray("timestamptz", instants, (instant) => instant),
    ]);
    expect(rows.map((row) => row.at)).toEqual(instants);
  });
});

it.each([
  ["uuid", "0193f0a0-0000-7000-8000-00000000000g"],
  ["uuid", "0193f0a0-0000-7000-8000-0000000000001"],
  ["uuid", "0193f0a0-0000-7000-8000-00000000000ø"],
  ["timestamptz", "2026-02-17 08:00:00"],
  ["int2", 32768],
  ["int8", 2n ** 63n],
] as const)("A value that %s cannot hold is refused before it is sent: %s", (type, value) => {
  expect(() => binaryArray(type as ElementType, [value], (one) => one as never)).toThrow(RangeError);
});
