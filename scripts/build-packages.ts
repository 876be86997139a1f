/**
 * `npm run build`: the packages that others can install, as JavaScript and declarations, each in a folder that
 * `npm pack` and `npm publish` take as it is. Inside this repository nothing needs it: Node runs the sources.
 *
 *     npm run build -- [--out dist]
 *
 * Writes OUT/kernel and OUT/law anew, and nothing else. Exit 0 when they are there, 1 when they do not compile.
 */
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { ROOT } from "./repository-files.ts";
import { runCommand } from "./run-command.ts";

/** In the order they depend on each other. */
export const PUBLISHED = ["kernel", "law"] as const;

type Manifest = {
  readonly private?: boolean;
  readonly exports: Readonly<Record<string, string>>;
  readonly [field: string]: unknown;
};

/** Builds every package into a folder of its own under `out`, and gives the folders. Throws when the sources do not compile. */
export async function buildPackages(out: string): Promise<readonly string[]> {
  const compiled = await mkdtemp(join(tmpdir(), "innfri-packages-"));
  try {
    const { code, output } = await runCommand(
      "tsc",
      ["-p", "tsconfig.packages.json", "--outDir", compiled],
      {},
    );
    if (code !== 0) throw new Error(`the packages do not compile:\n${output}`);
    const folders: string[] = [];
    for (const name of PUBLISHED)
      folders.push(await layOut(name, join(compiled, name, "src"), join(out, name)));
    return folders;
  } finally {
    await rm(compiled, { recursive: true });
  }
}

async function layOut(name: string, compiled: string, folder: string): Promise<string> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  await cp(compiled, join(folder, "lib"), { recursive: true });
  for (const file of await readdir(join(folder, "lib"), { recursive: true }))
    if (file.endsWith(".d.ts")) await pointAtJavaScript(join(folder, "lib", file));
  const source = join(ROOT, "packages", name);
  const manifest = JSON.parse(await readFile(join(source, "package.json"), "utf8")) as Manifest;
  await writeFile(join(folder, "package.json"), `${JSON.stringify(published(manifest), null, 2)}\n`);
  await cp(join(source, "README.md"), join(folder, "README.md"));
  await cp(join(ROOT, "LICENSE"), join(folder, "LICENSE"));
  return folder;
}

/** The compiler rewrites the endings of imports in JavaScript and leaves them in declarations. */
async function pointAtJavaScript(file: string): Promise<void> {
  const text = await readFile(file, "utf8");
  await writeFile(file, text.replaceAll(/(\bfrom |\bimport\()"(\.[^"]*)\.ts"/g, '$1"$2.js"'));
}

/** The manifest of the sources is private, since Node strips no types of what is installed; what is built is not. */
function published({ private: _, exports, ...manifest }: Manifest): object {
  return {
    ...manifest,
    sideEffects: false,
    files: ["lib"],
    exports: Object.fromEntries(
      Object.entries(exports).map(([door, source]) => {
        const built = source.replace(/^\.\/src\/(.*)\.ts$/, "./lib/$1");
        return [door, { types: `${built}.d.ts`, default: `${built}.js` }];
      }),
    ),
  };
}

if (import.meta.main) {
  const { values } = parseArgs({ options: { out: { type: "string", default: "dist" } } });
  try {
    for (const folder of await buildPackages(resolve(values.out))) console.log(`built ${folder}`);
  } catch (error) {
    console.error(error instanceof Error ? error.message : error);
    process.exitCode = 1;
  }
}
