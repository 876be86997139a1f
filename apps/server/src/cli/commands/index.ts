/** All commands, in the order in which `--help` lists them. */
import type { Command } from "commander";
import { registerCalc } from "./calc.ts";
import { registerConformance } from "./conformance.ts";
import { registerCreditor } from "./creditor.ts";
import { registerImport } from "./import.ts";
import { registerInit } from "./init.ts";
import { registerLaw } from "./law.ts";
import { registerRead } from "./read.ts";
import { registerPay } from "./pay.ts";
import { registerRun } from "./run.ts";

export const commands: readonly ((program: Command) => void)[] = [
  registerInit,
  registerCreditor,
  registerImport,
  registerRun,
  registerPay,
  registerCalc,
  registerConformance,
  registerLaw,
  registerRead,
];
