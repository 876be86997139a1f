/**
 * An installation: its data directory, its database and its operator. Everything a command or a server needs open
 * before it can do anything.
 */
import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { Uuid } from "@innfri/kernel";
import { lawInForce, PACKAGED_LAW, useLaw } from "@innfri/law";
import { readLaw } from "./law/law-entries.ts";
import {
  loginFor,
  migrate,
  openPool,
  type Pool,
  sql,
  startEmbedded,
  type Tx,
  withOperator,
} from "./store/index.ts";

/** Who collects: a licensed agency for others, or creditors their own claims, each in its own name. */
export type OperatorIs = { readonly name: string } & (
  | { readonly kind: "self"; readonly licence: null }
  | { readonly kind: "agency"; readonly licence: Licence }
);

export type Operator = OperatorIs & { readonly operatorId: Uuid };

export type Licence = {
  readonly reference: string;
  readonly clientAccount: string;
  readonly organisationNumber: string;
  /** Where debtors reach the agency, as its letters print it. */
  readonly contact: {
    readonly addressLines: readonly string[];
    readonly email: string;
    readonly phone: string | null;
  };
};

export type Installation = {
  /** Where letters, archives and the embedded database lie. */
  readonly directory: string;
  readonly pool: Pool;
  /** Null until `innfri init`. */
  readonly operator: Operator | null;
  close(): Promise<void>;
};

/**
 * Opens the installation in a directory: PostgreSQL by `databaseUrl`, else the embedded one, brought up to date. Until
 * it is closed this process works under its law, the packaged one with what its operator has loaded. Throws the store's
 * own errors, which say what to do.
 */
export async function openInstallation(
  directory: string,
  databaseUrl: string | undefined,
): Promise<Installation> {
  // A variable that is set to nothing says nothing; the driver would take it for the machine's own PostgreSQL.
  const given = databaseUrl === undefined || databaseUrl.trim() === "" ? null : databaseUrl;
  if (given !== null && !/^postgres(?:ql)?:\/\//.test(given))
    throw new Error(
      "DATABASE_URL is no address of a PostgreSQL, such as postgres://user:password@host:5432/database. Nothing was done.",
    );
  await mkdir(directory, { recursive: true });
  const embedded = given === null ? await startEmbedded({ directory: path.join(directory, "pg") }) : null;
  try {
    const url = given ?? embedded!.url;
    await migrate(url);
    // On a server of our own this process may be the engine and nobody else; on another, what its user may be.
    const own = given ?? (await loginFor(url, "innfri_engine"));
    const pool = await openPool({ url: own, role: "innfri_engine" });
    const operator = (await withOperator(pool, readOperator)) ?? null;
    const law = await readLaw(pool);
    if (lawInForce() !== law && lawInForce() !== PACKAGED_LAW)
      throw new Error("this process works under the law of another installation: one at a time");
    useLaw(law);
    return {
      directory,
      pool,
      operator,
      close: async () => {
        useLaw(PACKAGED_LAW);
        await pool.close();
        await embedded?.release();
      },
    };
  } catch (error) {
    await embedded?.release();
    throw error;
  }
}

/** Who runs this installation; undefined until somebody has said so. */
export function readOperator(tx: Tx): Promise<Operator | undefined> {
  return tx.maybe<Operator>(sql`
    select operator_id as "operatorId", name, kind, licence from operator`);
}
