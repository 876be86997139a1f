import type { Command } from "commander";
import { addKey, KeysError, openKeys } from "../../secrets/keys.ts";
import { sealAnew } from "../../usecases/seal-anew.ts";
import { onInstallation } from "../context.ts";
import { counted, UsageError } from "../output.ts";
import { wrapped } from "../wrap.ts";

/** `innfri secrets …`: the keys that identity numbers, webhooks' secrets and one-time codes are sealed with. */
export function registerSecrets(program: Command): void {
  const secrets = program.command("secrets").description("keys that secrets are sealed with in the database");
  secrets
    .command("new-key <id>")
    .description("a new key: put in front of those in the data directory, or printed for INNFRI_KEYS")
    .action(async (id: string, _: unknown, command: Command) => {
      await onInstallation(command, async ({ directory }) => {
        const added = await saying(() => addKey(directory, process.env, id));
        if (added.kind === "in-file")
          return {
            json: { added: id },
            text: `${id} is the newest key of ${added.file}.\nNext: innfri secrets rotate`,
            exitCode: 0,
          };
        return {
          json: { key: added.key },
          text: [
            `${added.key}\n`,
            wrapped(
              "",
              "Put it at the end of INNFRI_KEYS on every machine and start them anew; then to the front, and start them anew; then run innfri secrets rotate.",
            ),
          ].join("\n"),
          exitCode: 0,
        };
      });
    });
  secrets
    .command("rotate")
    .description("seal anew, with the newest key, what older ones sealed")
    .action(async (_: unknown, command: Command) => {
      await onInstallation(command, async ({ directory, pool, poolFor }) => {
        const { done, keys } = await saying(async () => {
          const opened = await openKeys(directory, process.env);
          return {
            keys: opened,
            done: await sealAnew({ engine: pool, api: await poolFor("innfri_api") }, opened),
          };
        });
        return {
          json: { key: keys.newest, ...done },
          text: [
            `Sealed with ${keys.newest}: ${counted(done.identityNumbers, "identity number", "identity numbers")}, ` +
              `${counted(done.webhookSecrets, "webhook secret", "webhook secrets")}, ${counted(done.secondFactors, "second factor", "second factors")}.`,
            wrapped(
              "",
              "Codes of letters still open with older keys: leave those in the list until their letters are replaced.",
            ),
          ].join("\n"),
          exitCode: 0,
        };
      });
    });
}

async function saying<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof KeysError) throw new UsageError(error.message);
    throw error;
  }
}
