import { testDatabase } from "@innfri/testing";
import { beforeAll, describe, expect, it } from "vitest";
import { anInstallation, aWorld, type World } from "../payments/test-world.ts";
import { withAdministrator } from "../store/index.ts";
import { type Asking, type TestApi, testApi } from "./test-api.ts";

const database = await testDatabase();
const installation = await anInstallation(database);
const api: TestApi = await testApi(database, installation);

let world: World;
let company: Asking;
const at = (path: string) => `/v1/creditors/${world.creditorId}${path}`;

beforeAll(async () => {
  world = await aWorld(installation, { startsOn: "2026-05-01" });
  await world.owe([{ number: "1", amount: "400.00", dueOn: "2026-04-30" }]);
  company = { key: await api.key({ creditorId: world.creditorId }) };
});

describe("The name that debtors meet (S118)", () => {
  const change = (brand: string) => api.ask("PATCH", at("/settings"), { ...company, body: { brand } });

  it("is seen before it is chosen, with whoever collects beside it", async () => {
    const plain = (await api.get(at("/sender"), company)).body;
    expect(plain.letter.name).toBe("Rolig Inkasso AS");
    const { body } = await api.get(at("/sender?brand=Fjellro%20Faktura"), company);
    expect(body.letter.name).toBe("Fjellro Faktura");
    expect(body.letter.lines[0]).toBe("Rolig Inkasso AS");
    expect(body.letter.lines.slice(1)).toEqual(plain.letter.lines);
    expect(body.email).toEqual({ name: "Fjellro Faktura", address: plain.email.address });
  });

  it("is a dated rule of the company, on the head of each letter beside the operator's own name", async () => {
    expect((await change("Fjellro Faktura")).status).toBe(200);
    const { settings } = (await api.get(at("/settings"), company)).body;
    expect(settings.brand).toBe("Fjellro Faktura");
    const [version] = (await api.get(at("/settings/versions"), company)).body.items;
    expect(version.changed).toEqual(["brand"]);
    await world.runUntil("2026-05-18");
    const { rows } = await withAdministrator(database.url, (client) =>
      client.query("select to_jsonb(p)::text as part from document_part p"),
    );
    // The second mind agreed to it: without its yes no letter is written.
    const parts = rows.map(({ part }) => part).join();
    expect(parts).toContain('"brand": "Fjellro Faktura"');
    expect(parts).toContain('"name": "Rolig Inkasso AS"');
  });

  it("is taken back, and other companies keep theirs", async () => {
    expect((await change("")).status).toBe(200);
    expect((await api.get(at("/settings"), company)).body.settings.brand).toBeNull();
    const other = await aWorld(installation, { startsOn: "2026-05-01" });
    const key = await api.key({ creditorId: other.creditorId });
    const theirs = await api.get(`/v1/creditors/${other.creditorId}/sender`, { key });
    expect(theirs.body.letter.name).toBe("Rolig Inkasso AS");
  });
});
