/** Databases and the operator that benchmarks work with. */
import { date, derivedId } from "@innfri/kernel";
import { withAdministrator } from "@innfri/server/store";

export const AN_AGENCY = {
  operatorId: derivedId(date("2026-01-01"), "operator", "bench"),
  name: "Tindervik Inkasso AS",
  kind: "agency" as const,
  licence: {
    reference: "2026-1",
    clientAccount: "12345678903",
    organisationNumber: "310000027",
    contact: {
      addressLines: ["Postboks 44", "2401 Elverum"],
      email: "svar@tindervik.example",
      phone: null,
    },
  },
};

/** A database on the server, from one that is migrated or has been filled already. */
export async function benchDatabase(serverUrl: string, name: string, template?: string): Promise<string> {
  await withAdministrator(serverUrl, async (client) => {
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(
      `create database ${name} template ${template ?? "bench_migrated"} strategy ${template === undefined ? "wal_log" : "file_copy"}`,
    );
  });
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

export async function dropDatabases(serverUrl: string, ...names: readonly string[]): Promise<void> {
  await withAdministrator(serverUrl, async (client) => {
    for (const name of names) await client.query(`drop database if exists ${name} with (force)`);
  });
}

/** So that each measurement pays for its own pages and for nobody else's. */
export async function checkpoint(url: string): Promise<void> {
  await withAdministrator(url, (client) => client.query("checkpoint"));
}
