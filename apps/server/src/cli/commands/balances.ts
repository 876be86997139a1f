import { formatMinor } from "@innfri/kernel";
import type { Command } from "commander";
import type { Balance } from "../../books/balance-sums.ts";
import { readBalances } from "../../usecases/read-balances.ts";
import { onInstallation } from "../context.ts";
import { type Answer, table } from "../output.ts";
import { whichCreditors } from "../which-creditors.ts";

/** `innfri balances`: what the books hold. */
export function registerBalances(program: Command): void {
  program
    .command("balances")
    .description("what each account of the books holds, debit positive")
    .option("--creditor <id>", "only this creditor")
    .action(async (options: { readonly creditor?: string }, command: Command) => {
      await onInstallation(command, async ({ pool }) =>
        answerOf(await readBalances(pool, await whichCreditors(pool, options.creditor))),
      );
    });
}

function answerOf(balances: readonly Balance[]): Answer {
  const json = balances.map(({ account, currency, minor }) => ({
    account,
    currency,
    balance: formatMinor(minor),
  }));
  const rows = json.map(({ account, currency, balance }) => [account, balance, currency]);
  return { json, text: rows.length === 0 ? "Nothing is booked yet." : table(rows, [1]), exitCode: 0 };
}
