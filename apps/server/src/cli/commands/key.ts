import { KEY_SCOPES, PERMISSIONS, type Permission } from "@innfri/contract";
import type { CalendarDate, Uuid } from "@innfri/kernel";
import type { Command } from "commander";
import { type Pool, withCreditor, withOperator } from "../../store/index.ts";
import { type ApiKey, apiKeys, makeApiKey, revokeApiKey } from "../../usecases/api-keys.ts";
import { PERSON } from "../acted.ts";
import { onInstallation } from "../context.ts";
import { type Answer, table, UsageError } from "../output.ts";
import { collected, day, idOf } from "../parse-options.ts";
import { whichCreditors } from "../which-creditors.ts";
import { wrapped } from "../wrap.ts";

type Options = {
  readonly creditor?: string;
  readonly name: string;
  readonly may?: readonly string[];
  readonly expires?: CalendarDate;
};

/** `innfri key …`: an operator's first key comes from here, and later ones from the API. */
export function registerKey(program: Command): void {
  const key = program.command("key").description("keys of the API, for systems that ask it");
  key
    .command("add")
    .description("make a key; its secret is printed once and kept nowhere")
    .requiredOption("--name <text>", "what it is for")
    .option("--creditor <id>", "for this company alone; without it, the operator's, which reaches all")
    .option(
      "--may <permission>",
      "what it may do, repeated for each; without it, everything there is to do",
      collected,
    )
    .option("--expires <date>", "the last day on which it is taken", day("--expires"))
    .action(async ({ creditor, name, may, expires }: Options, command: Command) => {
      const all = creditor === undefined ? PERMISSIONS : KEY_SCOPES;
      const scopes = may === undefined ? all : may.map((word) => permission(word, all));
      await onInstallation(command, async ({ pool }) => {
        const of = await ownerOf(pool, creditor);
        const given = { creditorId: of, name, scopes, expiresOn: expires ?? null, createdBy: PERSON };
        const made = await within(pool, of, (tx) => makeApiKey(tx, given, null, new Date()));
        if (made.kind === "refused")
          return {
            json: { refused: made.reason },
            text: `Refused: ${made.reason}. No key was made.`,
            exitCode: 1,
          };
        return {
          json: { ...jsonOf(made.key), secret: made.secret },
          text: [
            `${made.secret}\n`,
            wrapped("", "Keep it now: it is shown once. Calls send it as Authorization: Bearer and the key."),
            `To revoke it:\n  innfri key revoke ${made.key.keyId}${atCompany(of, " \\\n    ")}`,
          ].join("\n"),
          exitCode: 0,
        };
      });
    });
  key
    .command("list")
    .description("the operator's keys, or those of a company")
    .option("--creditor <id>", "those of this company")
    .action(async ({ creditor }: { creditor?: string }, command: Command) => {
      await onInstallation(command, async ({ pool }) => {
        const of = await ownerOf(pool, creditor);
        return listAnswer(await within(pool, of, (tx) => apiKeys(tx, of)));
      });
    });
  key
    .command("revoke <id>")
    .description("revoke a key, at once and for good")
    .option("--creditor <id>", "one of this company")
    .action(async (id: string, { creditor }: { creditor?: string }, command: Command) => {
      const keyId = idOf("key", id);
      await onInstallation(command, async ({ pool }) => {
        const of = await ownerOf(pool, creditor);
        const key = await within(pool, of, (tx) =>
          revokeApiKey(tx, { creditorId: of, keyId }, PERSON, new Date()),
        );
        if (key === undefined)
          throw new UsageError(`There is no such key. Run: innfri key list${atCompany(of, " ")}`);
        return { json: jsonOf(key), text: `${key.name} is taken no more.`, exitCode: 0 };
      });
    });
}

function permission(word: string, all: readonly Permission[]): Permission {
  const found = all.find((one) => one === word);
  if (found !== undefined) return found;
  throw new UsageError(`--may takes ${all.join(", ")}, not ${JSON.stringify(word)}. Nothing was done.`);
}

async function ownerOf(pool: Pool, option: string | undefined): Promise<Uuid | null> {
  return option === undefined ? null : (await whichCreditors(pool, option))[0]!;
}

/** A company's key is found at it alone: the hints name it. */
function atCompany(of: Uuid | null, before: string): string {
  return of === null ? "" : `${before}--creditor ${of}`;
}

function within<T>(pool: Pool, of: Uuid | null, work: Parameters<typeof withOperator<T>>[1]): Promise<T> {
  return of === null ? withOperator(pool, work) : withCreditor(pool, of, work);
}

function listAnswer(keys: readonly ApiKey[]): Answer {
  const lines = keys.map(({ keyId, name, scopes, expiresOn, revokedAt }) => [
    keyId,
    name,
    revokedAt === null ? `until ${expiresOn ?? "revoked"}` : `revoked on ${revokedAt.slice(0, 10)}`,
    scopes.length === PERMISSIONS.length ? "everything" : scopes.join(" "),
  ]);
  return {
    json: keys.map(jsonOf),
    text: lines.length === 0 ? "There is no key yet. Next: innfri key add --help" : table(lines),
    exitCode: 0,
  };
}

function jsonOf({ keyId, creditorId, ...rest }: ApiKey) {
  return { id: keyId, creditor: creditorId, ...rest };
}
