/** All commands, in the order in which `--help` lists them. */
import type { Command } from "commander";
import { registerCreditor } from "./creditor.ts";
import { registerImport } from "./import.ts";
import { registerInit } from "./init.ts";
import { registerRun } from "./run.ts";

export const commands: readonly ((program: Command) => void)[] = [
  registerInit,
  registerCreditor,
  registerImport,
  registerRun,
];
