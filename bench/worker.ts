/** A worker's process, asked one thing after the other. */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { NODE_FLAGS } from "@innfri/server/node-flags";
import type { RunAnswer, RunAsked } from "./run-child.ts";

export type Worker = {
  readonly run: (asked: RunAsked) => Promise<RunAnswer>;
  readonly end: () => Promise<void>;
};

/** With the flags that `innfri worker` gives itself. */
export async function startWorker(url: string, creditorId: string): Promise<Worker> {
  const child = spawn(
    process.execPath,
    [...NODE_FLAGS, fileURLToPath(new URL("run-child.ts", import.meta.url)), url, creditorId],
    { stdio: ["pipe", "pipe", "inherit"] },
  );
  const exited = once(child, "exit");
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await lines.next();
    if (done === true) throw new Error("a worker ended before it answered");
    return value as string;
  };
  if ((await answer()) !== "ready") throw new Error("a worker did not get ready");
  return {
    run: async (asked) => {
      child.stdin.write(`${JSON.stringify(asked)}\n`);
      return JSON.parse(await answer()) as RunAnswer;
    },
    end: async () => {
      child.stdin.end();
      await exited;
    },
  };
}
