import type { DebtorKind } from "@innfri/claims";
import { CUSTOMER_KINDS } from "@innfri/formats";
import type { Command } from "commander";
import type { CreditorInput } from "../../engine/creditor-input.ts";
import { type ChangeOutcome, changeCreditor } from "../../usecases/change-creditor.ts";
import { type KindOutcome, setCustomerKind } from "../../usecases/set-customer-kind.ts";
import { onInstallation } from "../context.ts";
import {
  type CreditorOptions,
  changesOf,
  inputOf,
  inputWithPlan,
  missingLines,
  problemLines,
  withCreditorOptions,
} from "../creditor-options.ts";
import { type Answer, counted, UsageError } from "../output.ts";
import { collected, idOf, oneOf, yesOrNo } from "../parse-options.ts";
import { sendProblems, withSendProblems } from "../send-problems.ts";

type SetOptions = CreditorOptions & {
  readonly customer?: string;
  readonly kind?: DebtorKind;
  readonly excluded?: boolean;
  readonly excludeCustomer?: readonly string[];
  readonly includeCustomer?: readonly string[];
  readonly excludeInvoice?: readonly string[];
  readonly includeInvoice?: readonly string[];
  readonly sourceRemindsOf?: readonly string[];
  readonly sourceSilentOn?: readonly string[];
};

/** `innfri creditor set`: changes a creditor's rules, or what differs for one customer. */
export function registerCreditorSet(creditor: Command): void {
  const command = creditor.command("set <id>").description("change a creditor's rules from today on");
  withCreditorOptions(command)
    .option(
      "--customer <number>",
      "only for this customer: automation, excluded, wait, term, channel, minimum, kind",
    )
    .option("--excluded <yes|no>", "with --customer: leave the customer alone", yesOrNo("--excluded"))
    .option(
      "--kind <kind>",
      "with --customer: what the customer is, when the import did not say",
      oneOf("--kind", CUSTOMER_KINDS),
    )
    .option("--exclude-customer <number>", "leave a customer alone; may be repeated", collected)
    .option("--include-customer <number>", "undo that", collected)
    .option("--exclude-invoice <number>", "leave an invoice alone; may be repeated", collected)
    .option("--include-invoice <number>", "undo that", collected)
    .option(
      "--source-reminds-of <number>",
      "the source of the invoices reminds of this one itself: hold it; may be repeated",
      collected,
    )
    .option("--source-silent-on <number>", "undo that", collected)
    .action(async (id: string, options: SetOptions, own: Command) => {
      const creditorId = idOf("creditor", id);
      const input = await changeOf(options);
      const { customer, kind } = options;
      if (kind !== undefined && customer === undefined)
        throw new UsageError(
          "--kind is what one customer is: give --customer NUMBER with it. Nothing was done.",
        );
      await onInstallation(own, async (installation) => {
        const now = new Date();
        const answers: Answer[] = [];
        if (kind !== undefined && customer !== undefined)
          answers.push(
            kindAnswer(customer, await setCustomerKind(installation, creditorId, { customer, kind }, now)),
          );
        if (kind === undefined || Object.keys(input).length > 0)
          answers.push(answerOf(id, await changeCreditor(installation, creditorId, input, now)));
        const answer = answers.length === 1 ? answers[0]! : together(answers);
        if (answer.exitCode !== 0) return answer;
        return withSendProblems(answer, await sendProblems(installation, creditorId, options.send, now));
      });
    });
}

async function changeOf(options: SetOptions): Promise<CreditorInput> {
  const lists = {
    ...(options.excludeCustomer === undefined ? {} : { excludeCustomers: options.excludeCustomer }),
    ...(options.includeCustomer === undefined ? {} : { includeCustomers: options.includeCustomer }),
    ...(options.excludeInvoice === undefined ? {} : { excludeInvoices: options.excludeInvoice }),
    ...(options.includeInvoice === undefined ? {} : { includeInvoices: options.includeInvoice }),
    ...(options.sourceRemindsOf === undefined ? {} : { remindedInvoices: options.sourceRemindsOf }),
    ...(options.sourceSilentOn === undefined ? {} : { unremindedInvoices: options.sourceSilentOn }),
  };
  const { customer: number } = options;
  if (number === undefined) {
    if (options.excluded !== undefined)
      throw new UsageError("--excluded goes with --customer NUMBER. Nothing was done.");
    return { ...(await inputWithPlan(options)), ...lists };
  }
  const { automation, minimum, changes, ...others } = inputOf(options);
  const strange = Object.keys({ ...others, ...lists });
  if (strange.length > 0 || changesOf(options)?.list !== undefined)
    throw new UsageError(
      "For one customer only automation, excluded, wait, term, channel, minimum and kind can differ. Nothing was done.",
    );
  const own = {
    ...(automation === undefined ? {} : { automation }),
    ...(options.excluded === undefined ? {} : { isExcluded: options.excluded }),
    ...(changes === undefined ? {} : { changes }),
    ...(minimum === undefined ? {} : { minimum }),
  };
  return Object.keys(own).length === 0 ? {} : { customer: { number, ...own } };
}

function answerOf(id: string, outcome: ChangeOutcome): Answer {
  switch (outcome.kind) {
    case "unknown-creditor":
      return {
        json: { refused: "unknown-creditor" },
        text: `There is no creditor ${id}. Run: innfri creditor list`,
        exitCode: 1,
      };
    case "wrong":
      return {
        json: { refused: outcome.problems },
        text: `Nothing was changed:\n${problemLines(outcome.problems)}`,
        exitCode: 1,
      };
    case "same":
    case "changed": {
      const { missing, filesToLookAt } = outcome;
      const first =
        outcome.kind === "same"
          ? "That is how it was. Nothing was changed."
          : `The new rules hold from today. ${nextLookText(filesToLookAt)}`;
      return {
        json: { id, changed: outcome.kind === "changed", filesToLookAt, missing },
        text: [first, missingLines(id, missing)].filter((part) => part !== "").join("\n"),
        exitCode: 0,
      };
    }
  }
}

function nextLookText(files: number): string {
  return files === 0
    ? "No customer has to be looked at anew for it."
    : `The next run looks anew at ${counted(files, "customer")}.`;
}

const KIND_WORDS = {
  person: "a person",
  "sole-trader": "a sole trader",
  business: "a business",
  public: "a public body",
} as const satisfies Record<DebtorKind, string>;

function kindAnswer(customer: string, outcome: KindOutcome): Answer {
  if (outcome.kind === "refused")
    return { json: { refused: outcome.reason }, text: `${outcome.reason} Nothing was changed.`, exitCode: 1 };
  return {
    json: { customer, unparked: outcome.unparked },
    text: `Customer ${customer} is ${KIND_WORDS[outcome.customerKind]} now. Claims that waited for this: ${outcome.unparked}.`,
    exitCode: 0,
  };
}

function together(answers: readonly Answer[]): Answer {
  return {
    json: Object.assign({}, ...answers.map(({ json }) => json)),
    text: answers.map(({ text }) => text).join("\n"),
    exitCode: answers.some(({ exitCode }) => exitCode === 1) ? 1 : 0,
  };
}
