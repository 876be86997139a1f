import type { Command } from "commander";
import { type Verified, verifyBooks } from "../../usecases/verify-books.ts";
import { onInstallation } from "../context.ts";
import { type Answer, counted } from "../output.ts";
import { whichCreditors } from "../which-creditors.ts";

/** `innfri verify`: was anything changed behind the program's back? */
export function registerVerify(program: Command): void {
  program
    .command("verify")
    .description("look for changes made behind Innfri's back: chains, books, letters, bank lines")
    .option("--creditor <id>", "only this creditor")
    .action(async (options: { readonly creditor?: string }, command: Command) => {
      await onInstallation(command, async ({ pool }) =>
        answerOf(await verifyBooks(pool, await whichCreditors(pool, options.creditor))),
      );
    });
}

const SHOWN = 50;

function answerOf(verified: Verified): Answer {
  const { creditors, claims, events, documents, findings, findingCount } = verified;
  const read = `Read: ${counted(claims, "claim")} of ${counted(creditors, "creditor")}, with ${counted(events, "event")} and ${counted(documents, "letter")}`;
  const lines = findings
    .slice(0, SHOWN)
    .map(({ claimId, place, what }) => `  ${claimId === null ? "" : `claim ${claimId}, `}${place}: ${what}`);
  const more = findingCount > SHOWN ? [`  … and ${findingCount - SHOWN} more (--json lists them)`] : [];
  const text =
    findingCount === 0
      ? `${read}. Everything is as it was written.`
      : [`${read}. Not as it was written, in ${counted(findingCount, "place")}:`, ...lines, ...more].join(
          "\n",
        );
  return { json: verified, text, exitCode: findingCount === 0 ? 0 : 1 };
}
