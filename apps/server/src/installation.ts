/**
 * An installation: its data directory, its database and its operator. Everything a command or a server needs open
 * before it can do anything.
 */
import type { Uuid } from "@innfri/kernel";
import { lawInForce, PACKAGED_LAW, useLaw } from "@innfri/law";
import { type DatabaseOptions, openDatabase } from "./database.ts";
import { readLaw } from "./law/law-entries.ts";
import { refuseHalfRestored } from "./restore-mark.ts";
import { migrate, type Pool, sql, type Tx, type WorkRole, withOperator } from "./store/index.ts";

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

/** An installation that this process opened itself. */
export type OpenedInstallation = Installation & {
  /** Its database is one that this process may have to start again. */
  readonly isEmbedded: boolean;
  /** Connections as another role, two where no number is said, closed with the installation. Throws `StoreRoleError` where the user may not. */
  poolFor(role: WorkRole, most?: number): Promise<Pool>;
  /** The address by which to connect as a role, password and all: for connections of other kinds. */
  urlFor(role: WorkRole): Promise<string>;
};

/**
 * Opens the installation in a directory: PostgreSQL by `databaseUrl`, else the embedded one, brought up to date. Until
 * it is closed this process works under its law, the packaged one with what its operator has loaded. Throws the store's
 * own errors, which say what to do.
 */
export async function openInstallation(
  directory: string,
  databaseUrl: string | undefined,
  options: DatabaseOptions = {},
): Promise<OpenedInstallation> {
  await refuseHalfRestored(directory);
  const database = await openDatabase(directory, databaseUrl, options);
  try {
    await migrate(database.url);
    const pool = await database.poolFor("innfri_engine");
    const operator = (await withOperator(pool, readOperator)) ?? null;
    const law = await readLaw(pool);
    if (lawInForce() !== law && lawInForce() !== PACKAGED_LAW)
      throw new Error("this process works under the law of another installation: one at a time");
    useLaw(law);
    return {
      directory,
      pool,
      operator,
      isEmbedded: database.isEmbedded,
      poolFor: (role, most = 2) => database.poolFor(role, most),
      urlFor: (role) => database.urlFor(role),
      close: async () => {
        useLaw(PACKAGED_LAW);
        await database.close();
      },
    };
  } catch (error) {
    await database.close();
    throw error;
  }
}

/** Who runs this installation; undefined until somebody has said so. */
export function readOperator(tx: Tx): Promise<Operator | undefined> {
  return tx.maybe<Operator>(sql`
    select operator_id as "operatorId", name, kind, licence from operator`);
}
