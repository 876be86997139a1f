import { spawnSync } from "node:child_process";
import { copyFileSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { ROOT, readText } from "./repository-files.ts";

const units = readdirSync(join(ROOT, "deploy")).filter((name) => /\.(service|timer)$/.test(name));
const hasSystemd = spawnSync("systemd-analyze", ["--version"]).status === 0;

describe("The examples in deploy/", () => {
  it.skipIf(!hasSystemd)("are units that systemd reads", () => {
    const folder = temporaryFolder("units");
    for (const name of units) {
      // Whether the program is there is another question: here it is the one that runs this test.
      const text = readFileSync(join(ROOT, "deploy", name), "utf8")
        .replaceAll("/opt/innfri/node_modules/node/bin/node", process.execPath)
        .replaceAll("/opt/innfri", ROOT);
      writeFileSync(join(folder, name.replace("@.", "@1.")), text);
      if (name.includes("@.")) copyFileSync(join(folder, name.replace("@.", "@1.")), join(folder, name));
    }
    const files = readdirSync(folder)
      .filter((name) => !name.includes("@."))
      .map((name) => join(folder, name));
    const { status, stderr } = spawnSync("systemd-analyze", ["verify", "--man=no", ...files], {
      encoding: "utf8",
    });
    const ofOurs = stderr.split("\n").filter((line) => line.includes("innfri"));
    expect({ status, ofOurs }).toEqual({ status: 0, ofOurs: [] });
  });

  it.each(units.filter((name) => name.endsWith(".service")))("%s starts a command that there is", (name) => {
    const command = /^ExecStart=.*innfri\.js (\S+)/m.exec(readText(`deploy/${name}`))?.[1];
    expect(readText("docs/reference/command-line.md")).toContain(`\n### innfri ${command}\n`);
  });

  it("are all explained", () => {
    const guide = readText("docs/guides/run-it-in-production.md");
    for (const name of readdirSync(join(ROOT, "deploy"))) expect(guide).toContain(`\`${name}\``);
  });

  it("copy into the container what is there", () => {
    const copied = [...readText("deploy/Containerfile").matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(
      (match) => match[1]!.split(" "),
    );
    expect(copied.filter((path) => !readdirSync(ROOT).includes(path))).toEqual([]);
    expect(copied.length).toBeGreaterThan(4);
  });
});
