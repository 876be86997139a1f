import type { Command } from "commander";
import { registerCreditorAdd } from "./creditor-add.ts";
import { registerCreditorList } from "./creditor-list.ts";
import { registerCreditorSet } from "./creditor-set.ts";
import { registerCreditorShow } from "./creditor-show.ts";

/** `innfri creditor …`. */
export function registerCreditor(program: Command): void {
  const creditor = program.command("creditor").description("companies that are owed, with their rules");
  registerCreditorAdd(creditor);
  registerCreditorSet(creditor);
  registerCreditorList(creditor);
  registerCreditorShow(creditor);
}
