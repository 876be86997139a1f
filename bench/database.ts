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
  await withAdministrator(serverUrl, (client) =>
    client.query(`create database ${name} template ${template ?? "bench_migrated"}`),
  );
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}
