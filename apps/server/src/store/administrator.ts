/** A connection as the user of the URL, with all rights that user has: for setting up, checking and tests. */
import pg from "pg";
import { typeParsers } from "./type-parsers.ts";

export async function withAdministrator<T>(url: string, work: (client: pg.Client) => Promise<T>): Promise<T> {
  const client = new pg.Client({
    connectionString: url,
    application_name: "innfri administrator",
    types: typeParsers,
  });
  client.on("error", () => undefined);
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
