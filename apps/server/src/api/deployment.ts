/** The installation as the API works on it: by connections that reach one company at a time. */
import { type OpenedInstallation, readOperator } from "../installation.ts";
import { withOperator } from "../store/index.ts";
import type { Deployment } from "./handler.ts";

/** Asks until somebody has said who runs the installation; from then on the answer is known. */
export async function deploymentOf(
  installation: OpenedInstallation,
  connections: number,
): Promise<() => Promise<Deployment | null>> {
  const pool = await installation.poolFor("innfri_api", connections);
  const { directory } = installation;
  let operator = installation.operator;
  return async () => {
    operator ??= (await withOperator(pool, readOperator)) ?? null;
    return operator === null ? null : { pool, directory, operator };
  };
}
