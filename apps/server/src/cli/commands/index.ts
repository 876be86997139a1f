/** All commands, in the order in which `--help` lists them. */
import type { Command } from "commander";
import { registerRun } from "./run.ts";

export const commands: readonly ((program: Command) => void)[] = [registerRun];
