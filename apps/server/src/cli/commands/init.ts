import type { OperatorKind } from "@innfri/claims";
import { isEmailAddress, isValidOrganisationNumber } from "@innfri/formats";
import type { Command } from "commander";
import { accountOf } from "../../engine/creditor-input.ts";
import type { Licence, Operator, OperatorIs } from "../../installation.ts";
import { initInstallation } from "../../usecases/init-installation.ts";
import { onOpened } from "../context.ts";
import { type Answer, UsageError } from "../output.ts";
import { oneOf } from "../parse-options.ts";

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

type AgencyOptions = Required<Omit<InitOptions, "phone">> & Pick<InitOptions, "phone">;

/** `innfri init`: makes the data directory and says who collects here. */
export function registerInit(program: Command): void {
  program
    .command("init")
    .description("make the data directory and say who collects: a creditor itself, or a licensed agency")
    .requiredOption("--operator <kind>", "self or agency", oneOf("--operator", ["self", "agency"]))
    .option("--name <name>", "the operator's name; an agency's letters print it")
    .option("--licence <reference>", "an agency's licence")
    .option("--client-account <account>", "an agency's client account")
    .option("--org <number>", "an agency's organisation number")
    .option("--address <line...>", "an agency's address, as its letters print it")
    .option("--email <address>", "where debtors write to an agency")
    .option("--phone <number>", "where debtors call an agency")
    .action(async (options: InitOptions, command: Command) => {
      const input = operatorOf(options);
      await onOpened(command, async (installation) => {
        const outcome = await initInstallation(installation, input);
        const { kind, operator } = outcome;
        const isSame = kind === "created" || outcome.isSame;
        return answerOf(operator, { created: kind === "created", isSame }, installation.directory);
      });
    });
}

function operatorOf(options: InitOptions): OperatorIs {
  const { operator, name, licence, clientAccount, org, address, email, phone } = options;
  if (operator === "self") {
    if ([licence, clientAccount, org, address, email, phone].some((given) => given !== undefined))
      throw new UsageError(
        "--licence, --client-account, --org, --address, --email and --phone belong to an agency: a creditor that " +
          "collects its own claims states its own with innfri creditor add. Nothing was done.",
      );
    return { kind: "self", name: name?.trim() || "Own claims", licence: null };
  }
  const needed = { name, org, licence, "client-account": clientAccount, address: address?.join(""), email };
  const missing = Object.entries(needed).flatMap(([option, given]) => (given?.trim() ? [] : [`--${option}`]));
  if (missing.length > 0)
    throw new UsageError(
      "An agency collects for others and needs a licence and a client account (inkassoloven § 4, inkassolagen 2 §), " +
        `and its letters say who it is and where it answers. Nothing was done. Missing: ${missing.join(", ")}`,
    );
  return { kind: "agency", name: name!.trim(), licence: licenceOf(options as AgencyOptions) };
}

function licenceOf({ licence, clientAccount, org, address, email, phone }: AgencyOptions): Licence {
  const account = accountOf(clientAccount, "NO") ?? accountOf(clientAccount, "SE");
  if (account == null)
    throw new UsageError(
      `--client-account ${clientAccount}: its check digit does not hold. Nothing was done.`,
    );
  if (!isValidOrganisationNumber(org, "NO") && !isValidOrganisationNumber(org, "SE"))
    throw new UsageError(`--org ${org}: its check digit does not hold. Nothing was done.`);
  if (!isEmailAddress(email))
    throw new UsageError(`--email ${email}: it is no e-mail address. Nothing was done.`);
  return {
    reference: licence,
    clientAccount: account.value,
    organisationNumber: org,
    contact: { addressLines: address, email, phone: phone ?? null },
  };
}

function answerOf(
  operator: Operator,
  { created, isSame }: { readonly created: boolean; readonly isSame: boolean },
  directory: string,
): Answer {
  const who =
    operator.kind === "self" ? "creditors that collect their own claims" : `the agency ${operator.name}`;
  const text = created
    ? `${directory} is ready for ${who}.\nNext: innfri creditor add --help`
    : isSame
      ? `${directory} is there already, for ${who}. Nothing was changed.`
      : `${directory} is there already, for ${who}: that differs from what you asked for. Nothing was changed. Use another --data.`;
  return { json: { directory, created, operator }, text, exitCode: isSame ? 0 : 1 };
}
