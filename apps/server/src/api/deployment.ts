/** The installation as the API works on it: by connections that reach one company at a time. */
import { scannerOf } from "../enclosures/scan.ts";
import { type OpenedInstallation, readOperator } from "../installation.ts";
import { KeysError, openKeys } from "../secrets/keys.ts";
import { type Mailer, mailerOf } from "../signin/mail.ts";
import { openSignIn, type SignIn } from "../signin/sign-in.ts";
import { withOperator } from "../store/index.ts";
import type { Deployment } from "./handler.ts";

/** Asks until somebody has said who runs the installation; from then on the answer is known. */
export async function deploymentOf(
  installation: OpenedInstallation,
  connections: number,
): Promise<() => Promise<Deployment | null>> {
  const pool = await installation.poolFor("innfri_api", connections);
  const auditor = await installation.poolFor("innfri_auditor");
  const { directory, pool: enginePool } = installation;
  const keys = await openKeys(directory, process.env).catch((error: unknown) => {
    if (!(error instanceof KeysError)) throw error;
    process.stderr.write(
      `${error.message}\nUntil then nobody signs in by a password or comes in by the code of a letter.\n`,
    );
    return null;
  });
  const scanner = scannerOf(process.env.INNFRI_SCAN);
  let operator = installation.operator;
  let mailer: Mailer | undefined;
  return async () => {
    operator ??= (await withOperator(pool, readOperator)) ?? null;
    if (operator === null) return null;
    mailer ??= mailerOf({ pool, directory }, operator, process.env);
    return { pool, enginePool, auditor, directory, operator, keys, scanner, mailer };
  };
}

/** How people sign in here. `address` is where browsers reach this installation. */
export function signInOf(
  deployment: () => Promise<Deployment | null>,
  address: string | null,
): () => Promise<SignIn | null> {
  let opened: SignIn | undefined;
  return async () => {
    const found = await deployment();
    if (found === null || found.keys === null) return null;
    opened ??= openSignIn({ pool: found.pool, keys: found.keys, address });
    return opened;
  };
}
