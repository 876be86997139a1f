#!/usr/bin/env node
// Starts the command line under the Node that npm installed with Innfri. The shell's own Node may be older than
// the one that runs TypeScript directly, so this file is plain JavaScript and needs nothing newer than Node 20.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createRequire, enableCompileCache } from "node:module";
import { constants } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { LASTING, NODE_FLAGS } from "./node-flags.js";

const OLDEST_MAJOR = 24;
const flags = process.argv.slice(2).some((word) => LASTING.includes(word)) ? NODE_FLAGS : [];
const main = new URL("../src/cli/main.ts", import.meta.url);

if (Number(process.versions.node.split(".")[0]) >= OLDEST_MAJOR) {
  startAgainForLong();
  // Half of what a command takes to begin is taking the types out of its files; where this may be written, it is kept.
  enableCompileCache?.(fileURLToPath(new URL("../../../node_modules/.cache/innfri", import.meta.url)));
  process.argv[1] = fileURLToPath(main);
  await import(main.href);
} else {
  startUnder(installedNode());
}

/** In the same process, under the same number: whoever started it finds it where it was. */
function startAgainForLong() {
  const has = [...process.execArgv, process.env.NODE_OPTIONS ?? ""].join(" ");
  if (flags.length === 0 || has.includes("semi-space") || typeof process.execve !== "function") return;
  if (process.platform === "win32") return;
  const args = [...flags, ...process.execArgv, ...process.argv.slice(1)];
  process.execve(process.execPath, [process.execPath, ...args], process.env);
}

function installedNode() {
  try {
    const manifest = createRequire(import.meta.url).resolve("node/package.json");
    const node = join(dirname(manifest), "bin", "node");
    if (existsSync(node)) return node;
  } catch {
    // Not installed: the message below says what to do.
  }
  console.error(`Innfri needs Node ${OLDEST_MAJOR}. Nothing was done. Run: npm ci`);
  process.exit(2);
}

function startUnder(node) {
  const child = spawn(node, [...flags, fileURLToPath(main), ...process.argv.slice(2)], { stdio: "inherit" });
  // The child decides how to end. Ctrl-C in a terminal reaches it by itself; a signal sent to this process alone
  // has to be passed on.
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
    process.on(signal, () => {
      if (signal !== "SIGINT" || !process.stdin.isTTY) child.kill(signal);
    });
  }
  child.on("error", (error) => {
    console.error(`Innfri could not start ${node}: ${error.message}`);
    process.exit(2);
  });
  child.on("exit", (code, signal) => {
    process.exit(signal === null ? (code ?? 1) : 128 + (constants.signals[signal] ?? 1));
  });
}
