import type { Command } from "commander";
import { actOn } from "../acted.ts";

/** `innfri release`: a claim that was stopped, postponed or set aside goes on. */
export function registerRelease(program: Command): void {
  program
    .command("release <claim>")
    .description("take a claim up again that was stopped, postponed or set aside for a person")
    .option("--creditor <id>", "whose claim it is, where several have one of that name")
    .action(async (named: string, options: { readonly creditor?: string }, command: Command) => {
      await actOn(command, named, options.creditor, { kind: "release" });
    });
}
