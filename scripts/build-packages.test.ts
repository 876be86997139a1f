/** The packages as somebody gets them who has never seen this repository: built, packed, unpacked and used. */
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@innfri/testing/folders";
import { beforeAll, describe, expect, it } from "vitest";
import { buildPackages, PUBLISHED } from "./build-packages.ts";
import { ROOT, readText } from "./repository-files.ts";
import { runCommand } from "./run-command.ts";

const home = temporaryFolder("packages");
const consumer = join(home, "consumer");
let folders: readonly string[] = [];

type Packed = { readonly filename: string; readonly files: readonly { readonly path: string }[] };
const packed = new Map<string, Packed>();

beforeAll(async () => {
  folders = await buildPackages(join(home, "dist"));
  writeIn(consumer, "package.json", '{ "type": "module", "private": true }');
  for (const [index, name] of PUBLISHED.entries()) {
    const { code, output } = await runCommand(
      "npm",
      ["pack", folders[index]!, "--pack-destination", home, "--json", "--ignore-scripts", "--loglevel=error"],
      { npm_config_cache: join(home, "cache") },
    );
    if (code !== 0) throw new Error(output);
    const [tarball] = JSON.parse(output.slice(output.indexOf("["))) as readonly Packed[];
    packed.set(name, tarball!);
    // What npm does with a tarball, without asking anybody for anything.
    const installed = join(consumer, "node_modules/@innfri", name);
    mkdirSync(installed, { recursive: true });
    execFileSync("tar", ["-xzf", join(home, tarball!.filename), "--strip-components=1", "-C", installed]);
  }
}, 120_000);

function writeIn(folder: string, name: string, text: string): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), text);
}

describe.each(PUBLISHED)("The package of %s as it is published (B30)", (name) => {
  const filesOf = () => packed.get(name)!.files.map(({ path }) => path);

  it("holds JavaScript with declarations, the licence and what to read, and nothing else", () => {
    const [code, other] = [true, false].map((isCode) =>
      filesOf().filter((path) => /^lib\/[\w/-]+\.(js|d\.ts)$/.test(path) === isCode),
    );
    expect(other!.toSorted()).toEqual(["LICENSE", "README.md", "package.json"]);
    expect(code!.filter((path) => path.endsWith(".js")).length).toBe(code!.length / 2);
    expect(code!.filter((path) => /test/.test(path))).toEqual([]);
  });

  it("points nowhere but into itself and the packages it names", () => {
    const manifest = JSON.parse(
      readFileSync(join(consumer, `node_modules/@innfri/${name}/package.json`), "utf8"),
    );
    expect(Object.keys(manifest.dependencies ?? {})).toEqual(name === "law" ? ["@innfri/kernel"] : []);
    expect(manifest.license).toBe("Apache-2.0");
    expect(manifest).not.toHaveProperty("private");
    for (const path of filesOf().filter((file) => file.startsWith("lib/"))) {
      const text = readFileSync(join(consumer, "node_modules/@innfri", name, path), "utf8");
      expect(text, path).not.toMatch(/(from |import\()"[^"]*\.ts"/);
      if (name === "law") expect(text, path).not.toMatch(/from "(?!\.|@innfri\/kernel\/values")/);
    }
  });

  it("passes publint", async () => {
    const folder = folders[PUBLISHED.indexOf(name)]!;
    const { code, output } = await runCommand("publint", ["run", folder, "--strict", "--pack", "npm"], {
      npm_config_cache: join(home, "cache"),
    });
    expect(output).toMatch(/All good/);
    expect(code, output).toBe(0);
  });
});

describe("The examples of the law package, in a program that has only what was packed", () => {
  const examples = examplesOf(readText("packages/law/README.md"));

  it("are installed from the files that are packed: a link to a folder does not find the kernel beside it", () => {
    const installs = readText("packages/law/README.md").match(/npm install [^`]*/)?.[0];
    const files = [...packed.values()].map(({ filename }) => `./${filename}`);
    expect(installs).toBe(`npm install ${files.join(" ")}`);
  });

  it("are there", () => {
    expect(examples.length).toBeGreaterThanOrEqual(4);
  });

  it.each(examples.map(({ code, prints }, index) => [index + 1, code, prints] as const))(
    "number %i prints what the page says, with no types to strip",
    (number, code, prints) => {
      writeIn(consumer, `example-${number}.mjs`, code);
      const ended = spawnSync(process.execPath, ["--no-strip-types", `example-${number}.mjs`], {
        cwd: consumer,
        encoding: "utf8",
        env: { PATH: process.env.PATH ?? "", NO_COLOR: "1" },
      });
      expect(ended.stderr).toBe("");
      expect(ended.stdout).toBe(prints);
    },
  );

  it("compile under strict TypeScript, with no types of Node's", async () => {
    for (const [index, { code }] of examples.entries()) writeIn(consumer, `typed-${index + 1}.ts`, code);
    writeIn(consumer, "wrong.ts", WRONG);
    writeIn(consumer, "tables.ts", TABLES);
    writeIn(consumer, "tsconfig.json", TSCONFIG);
    const { code, output } = await runCommand("tsc", ["-p", consumer], {});
    const errors = [...output.matchAll(/([\w-]+\.ts)\(\d+,\d+\): error (TS\d+)/g)];
    expect(
      errors.map(([, file, error]) => [file, error]),
      output,
    ).toEqual([
      ["wrong.ts", "TS2345"],
      ["wrong.ts", "TS2345"],
    ]);
    expect(code).not.toBe(0);
  });
});

/** A day that was not checked and a charge that does not exist: the declarations must see both. */
const WRONG = `import { date, no, se } from "@innfri/law";
no.interestRate("2026-05-04");
se.charge("FEE", date("2026-05-04"));
`;

const TABLES = `import { no, type EffectiveTable } from "@innfri/law/tables";
export const rates: EffectiveTable<number> = no.latePaymentInterest;
`;

const TSCONFIG = JSON.stringify({
  compilerOptions: {
    strict: true,
    module: "nodenext",
    target: "es2022",
    lib: ["es2022", "dom"],
    types: [],
    noEmit: true,
    skipLibCheck: false,
  },
  include: ["*.ts"],
});

/** The blocks of a page that open with \`js run\`, each with what the block behind it says it prints. */
function examplesOf(page: string): readonly { readonly code: string; readonly prints: string }[] {
  const shown = page.matchAll(/^```js run\n([\s\S]*?)^```\n\n```text\n([\s\S]*?)^```/gm);
  return [...shown].map(([, code = "", prints = ""]) => ({ code, prints }));
}

describe("The build", () => {
  it("is the repository's to run, and leaves no trace in it", () => {
    const { scripts } = JSON.parse(readText("package.json")) as { readonly scripts: Record<string, string> };
    expect(scripts.build).toBe("node scripts/build-packages.ts");
    expect(readText(".gitignore").split("\n")).toContain("dist/");
    expect(folders.every((folder) => !folder.startsWith(ROOT))).toBe(true);
  });
});
