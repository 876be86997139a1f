import type { Command } from "commander";
import { type ListedRoots, listRoots } from "../../usecases/list-roots.ts";
import { onInstallation } from "../context.ts";
import type { Answer } from "../output.ts";
import { day } from "../parse-options.ts";

/** `innfri roots`: what has been sealed, to publish or to compare with what was published. */
export function registerRoots(program: Command): void {
  program
    .command("roots")
    .description("the roots that were made, day by day: the operator's, and of each company")
    .option("--from <date>", "from this day", day("--from"))
    .action(async (options: { readonly from?: string }, command: Command) => {
      await onInstallation(command, async ({ pool }) =>
        answerOf(await listRoots(pool, options.from ?? null)),
      );
    });
}

function answerOf({ operator, creditors }: ListedRoots): Answer {
  const parts = [
    { name: "All companies", roots: operator },
    ...creditors.filter(({ roots }) => roots.length > 0),
  ].map(({ name, roots }) =>
    [name, ...(roots.length === 0 ? ["  none yet"] : roots.map(({ on, root }) => `  ${on}  ${root}`))].join(
      "\n",
    ),
  );
  return { json: { operator, creditors }, text: parts.join("\n\n"), exitCode: 0 };
}
