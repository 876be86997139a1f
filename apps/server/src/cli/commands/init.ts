import type { OperatorKind } from "@innfri/claims";
import { isValidOrganisationNumber } from "@innfri/formats";
import type { Command } from "commander";
import { accountOf } from "../../engine/creditor-input.ts";
import type { Licence, Operator } from "../../installation.ts";
import { initInstallation } from "../../usecases/init-installation.ts";
import { onOpened } from "../context.ts";
import { type Answer, UsageError } from "../output.ts";
import { oneOf } from "../parse-options.ts";

const UNNAMED_AGENCY = "Collection agency";

type InitOptions = {
  readonly operator: OperatorKind;
  readonly name?: string;
  readonly licence?: string;
  readonly clientAccount?: string;
  readonly org?: string;
  readonly address?: readonly string[];
  readonly email?: string;
  readonly phone?: string;
};

/** `innfri init`: makes the data directory and says who collects here. */
export function registerInit(program: Command): void {
  program
    .command("init")
    .description("make the data directory and say who collects: a creditor itself, or a licensed agency")
    .requiredOption("--operator <kind>", "self or agency", oneOf("--operator", ["self", "agency"]))
    .option("--name <name>", "the operator's name, as an agency's letters print it")
    .option("--licence <reference>", "an agency's licence")
    .option("--client-account <account>", "an agency's client account")
    .option("--org <number>", "the operator's organisation number")
    .option("--address <line...>", "an agency's address, as its letters print it")
    .option("--email <address>", "where debtors write to an agency")
    .option("--phone <number>", "where debtors call an agency")
    .action(async (options: InitOptions, command: Command) => {
      const input = { kind: options.operator, name: nameOf(options), licence: licenceOf(options) };
      await onOpened(command, async (installation) => {
        const outcome = await initInstallation(installation, input);
        const { kind, operator } = outcome;
        const isSame = kind === "created" || outcome.isSame;
        return answerOf(operator, { created: kind === "created", isSame }, installation.directory);
      });
    });
}

/** An agency's letters are signed with what is said here, once: what is left out is seen by debtors. */
function unsaid({ kind, name, licence }: Operator): string {
  if (kind === "self") return "";
  const missing = [
    ...(name === UNNAMED_AGENCY ? ["--name"] : []),
    ...(licence?.contact?.addressLines.length ? [] : ["--address"]),
    ...(licence?.contact?.email ? [] : ["--email"]),
  ];
  return missing.length === 0
    ? ""
    : `Its letters lack what was not given: ${missing.join(", ")}. To say it, remove the folder and begin again.\n`;
}

function nameOf({ name, operator }: InitOptions): string {
  return name?.trim() || (operator === "self" ? "Own claims" : UNNAMED_AGENCY);
}

function licenceOf({
  operator,
  licence,
  clientAccount,
  org,
  address,
  email,
  phone,
}: InitOptions): Licence | null {
  if (operator === "self") {
    if ([licence, clientAccount, address, email, phone].some((given) => given !== undefined))
      throw new UsageError(
        "--licence, --client-account, --address, --email and --phone belong to an agency: a creditor that collects its " +
          "own claims states its own with innfri creditor add. Nothing was done.",
      );
    return null;
  }
  if (licence === undefined || clientAccount === undefined)
    throw new UsageError(
      "An agency collects for others and needs a licence and a client account (inkassoloven § 4, inkassolagen 2 §). " +
        "Nothing was done. Give both: --licence REFERENCE --client-account ACCOUNT",
    );
  const account = accountOf(clientAccount, "NO") ?? accountOf(clientAccount, "SE");
  if (account == null)
    throw new UsageError(
      `--client-account ${clientAccount}: its check digit does not hold. Nothing was done.`,
    );
  if (org !== undefined && !isValidOrganisationNumber(org, "NO") && !isValidOrganisationNumber(org, "SE"))
    throw new UsageError(`--org ${org}: its check digit does not hold. Nothing was done.`);
  const given = { reference: licence, clientAccount: account.value, organisationNumber: org ?? null };
  if (address === undefined && email === undefined && phone === undefined) return given;
  return { ...given, contact: { addressLines: address ?? [], email: email ?? null, phone: phone ?? null } };
}

function answerOf(
  operator: Operator,
  { created, isSame }: { readonly created: boolean; readonly isSame: boolean },
  directory: string,
): Answer {
  const who =
    operator.kind === "self" ? "creditors that collect their own claims" : `the agency ${operator.name}`;
  const text = created
    ? `${directory} is ready for ${who}.\n${unsaid(operator)}Next: innfri creditor add --help`
    : isSame
      ? `${directory} is there already, for ${who}. Nothing was changed.`
      : `${directory} is there already, for ${who}: that differs from what you asked for. Nothing was changed. Use another --data.`;
  return { json: { directory, created, operator }, text, exitCode: isSame ? 0 : 1 };
}
