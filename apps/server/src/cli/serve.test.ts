import { type ChildProcess, spawn } from "node:child_process";
import { readFile, rm } from "node:fs/promises";
import path from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { temporaryFolder } from "@innfri/testing/folders";
import { afterAll, describe, expect, it } from "vitest";
import { stopEmbedded } from "../store/index.ts";

const MAIN = fileURLToPath(new URL("./main.ts", import.meta.url));
const directory = temporaryFolder("serve");
const children: ChildProcess[] = [];

afterAll(async () => {
  for (const child of children) child.kill("SIGKILL");
  await stopEmbedded(path.join(directory, "pg"));
  await rm(directory, { recursive: true, force: true });
});

/** `innfri …` on a directory with its own embedded database; answers with where it listens. */
async function started(...args: string[]): Promise<{ child: ChildProcess; url: string; said: string[] }> {
  const { DATABASE_URL: _, ...env } = process.env;
  const child = spawn(process.execPath, [MAIN, "--data", directory, ...args], {
    env: { ...env, INNFRI_LOG: "silent" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  children.push(child);
  const all: string[] = [];
  child.stdout!.on("data", (text) => all.push(String(text)));
  const said = await new Promise<string>((resolve, reject) => {
    child.stdout!.once("data", (text) => resolve(String(text)));
    child.once("exit", (code) => reject(new Error(`it ended with ${code}`)));
  });
  return { child, url: /http:\S+/.exec(said)![0], said: all };
}

async function readyWithin(url: string, seconds: number): Promise<unknown> {
  for (let i = 0; i < seconds * 10; i++) {
    const answer = await fetch(`${url}/health/ready`).catch(() => null);
    if (answer?.status === 200) return answer.json();
    await sleep(100);
  }
  throw new Error(`it was not ready within ${seconds} s`);
}

describe("innfri serve on a laptop: one command, one process", () => {
  it("starts on an empty directory, tells of its health, survives the death of its database, and ends in good order", async () => {
    const { child, url, said } = await started("serve", "--port", "0");
    expect(await (await fetch(`${url}/health/live`)).json()).toMatchObject({ status: "ok" });
    expect(await readyWithin(url, 30)).toMatchObject({ checks: expect.any(Array) });
    expect(said.join("")).toContain(
      `There is no installation here yet. Run: innfri --data ${directory} init`,
    );
    const metrics = await fetch(`${url}/metrics`);
    expect(metrics.headers.get("content-type")).toContain("text/plain");
    const told = await metrics.text();
    expect(told).toContain("innfri_database_up 1");
    expect(told).toMatch(/^process_resident_memory_bytes \d+/m);
    expect(told).toMatch(/^nodejs_eventloop_lag_p99_seconds /m);

    const pid = Number((await readFile(path.join(directory, "pg", "postmaster.pid"), "utf8")).split("\n")[0]);
    process.kill(pid, "SIGKILL");
    await sleep(300);
    expect(await readyWithin(url, 30)).toBeDefined();
    const again = Number(
      (await readFile(path.join(directory, "pg", "postmaster.pid"), "utf8")).split("\n")[0],
    );
    expect(again).not.toBe(pid);

    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    expect(await ended).toBe(0);
    await expect(readFile(path.join(directory, "pg", "postmaster.pid"))).rejects.toThrow("ENOENT");
  }, 90_000);

  it("A port that is taken is told in a sentence", async () => {
    const { child, url } = await started("serve", "--port", "0");
    const { port } = new URL(url);
    await expect(started("worker", "--port", port)).rejects.toThrow("it ended with 2");
    const ended = new Promise((resolve) => child.once("exit", resolve));
    child.kill("SIGTERM");
    await ended;
  }, 60_000);
});
