import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { promisify } from "node:util";
import { dataElsewhere, startEmbedded } from "@innfri/server/store";
import { describe, expect, it } from "vitest";
import { temporaryFolder } from "./folders.ts";
import { openRunFolder } from "./run-folder.ts";

const isRoot = process.getuid?.() === 0;

describe("The folder of a run", () => {
  it("is where every temporary folder lies while it is open, and is gone afterwards", async () => {
    const before = tmpdir();
    const run = await openRunFolder();
    const made = temporaryFolder("example");
    expect(path.dirname(made)).toBe(run.folder);
    expect((await stat(made)).mode & 0o777).toBe(0o755);
    expect(path.dirname(await mkdtemp(path.join(tmpdir(), "closed-")))).toBe(run.folder);
    const child = await promisify(execFile)(process.execPath, ["-p", "require('node:os').tmpdir()"]);
    expect(child.stdout.trim()).toBe(run.folder);
    expect(await run.close()).toEqual([]);
    expect(existsSync(run.folder)).toBe(false);
    expect(tmpdir()).toBe(before);
  });

  it("tells of a database that nobody stopped, and stops it", async () => {
    const run = await openRunFolder();
    const { directory, url } = await startEmbedded({
      directory: path.join(temporaryFolder("left"), "pg"),
    });
    expect(await run.close()).toEqual([`A PostgreSQL was still running in ${directory}; it was stopped.`]);
    expect(existsSync(directory)).toBe(false);
    await expect(fetch(url.replace("postgres:", "http:").replace(/\/\/.*@/, "//"))).rejects.toThrow();
  });

  it("takes a killed run's folder and what ran there along", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, ["-p", "process.pid"]);
    const left = path.join(tmpdir(), `innfri-test-${stdout.trim()}-killed`);
    await mkdir(left);
    const alive = path.join(tmpdir(), `innfri-test-${process.ppid}-alive`);
    await mkdir(alive);
    const run = await openRunFolder();
    expect([existsSync(left), existsSync(alive)]).toEqual([false, true]);
    await run.close();
  });

  it.runIf(isRoot)(
    "tells of data that lay elsewhere because the user of PostgreSQL could not come in",
    async () => {
      const run = await openRunFolder();
      const closed = await mkdtemp(path.join(tmpdir(), "innfri-closed-"));
      const asked = path.join(closed, "pg");
      const { directory, stop } = await startEmbedded({ directory: asked });
      expect(directory.startsWith(run.folder)).toBe(false);
      await stop();
      await rm(closed, { recursive: true });
      expect(await dataElsewhere(run.folder)).toEqual([{ directory, asked }]);
      expect(await run.close()).toEqual([
        `The data of ${asked} lay in ${directory}, outside the run's folder; it was removed.`,
      ]);
      expect(existsSync(path.dirname(directory))).toBe(false);
    },
  );
});
