import type { Command } from "commander";
import { type SealedAll, sealRoots } from "../../usecases/seal-roots.ts";
import { onInstallation } from "../context.ts";
import { type Answer, counted } from "../output.ts";
import { whichCreditors } from "../which-creditors.ts";

/** `innfri seal`: the day's roots, to be published. */
export function registerSeal(program: Command): void {
  program
    .command("seal")
    .description("make the day's root of every company, and the operator's over them, and print them")
    .option("--creditor <id>", "only this creditor's; the operator's root is then not made")
    .action(async (options: { readonly creditor?: string }, command: Command) => {
      await onInstallation(command, async (installation) =>
        answerOf(
          await sealRoots(
            installation,
            await whichCreditors(installation.pool, options.creditor),
            new Date(),
            { withOperator: options.creditor === undefined },
          ),
        ),
      );
    });
}

function answerOf(sealed: SealedAll): Answer {
  const { creditors, operator } = sealed;
  const lines = creditors.map(({ name, sealed }) => `${name}: ${wordsOf(sealed)}`);
  const own =
    operator === null
      ? []
      : operator.root === null
        ? ["All companies: no root yet"]
        : [
            `All companies: ${operator.kind === "nothing-new" ? "nothing new since " : ""}${operator.root.rootOn} ${operator.root.root.toString("hex")}, over ${counted(operator.root.creditors, "company", "companies")}`,
          ];
  return { json: jsonOf(sealed), text: [...lines, ...own].join("\n"), exitCode: 0 };
}

function wordsOf(sealed: SealedAll["creditors"][number]["sealed"]): string {
  const { kind, root } = sealed;
  if (root === null) return "nothing to seal";
  const said = `${root.rootOn} ${root.root.toString("hex")}`;
  const over = `over ${counted(root.events, "event")} of ${counted(root.chains, "claim")}`;
  switch (kind) {
    case "sealed":
      return `${said}, ${over}`;
    case "nothing-new":
      return `nothing new since ${said}`;
    case "was-sealed":
      return `${said}, ${over}, made before${sealed.hasMore ? "; what has come since is in the next day's" : ""}`;
  }
}

function jsonOf({ creditors, operator }: SealedAll): unknown {
  return {
    creditors: creditors.map(({ creditorId, name, sealed: { kind, root } }) => ({
      creditorId,
      name,
      outcome: kind,
      root: root === null ? null : { ...root, root: root.root.toString("hex") },
    })),
    operator:
      operator === null
        ? null
        : {
            outcome: operator.kind,
            root:
              operator.root === null
                ? null
                : {
                    rootOn: operator.root.rootOn,
                    root: operator.root.root.toString("hex"),
                    creditors: operator.root.creditors,
                  },
          },
  };
}
