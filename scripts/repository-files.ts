/** The files of this repository: what is here, less what `.gitignore` names. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

export const ROOT = join(import.meta.dirname, "..");

/**
 * Paths from the root, sorted. Walks the folders instead of asking git, which refuses to answer in a checkout
 * that another user owns. `.gitignore` here holds plain names and `*.ending` only; anything else throws.
 */
export function repositoryFiles(root = ROOT): string[] {
  const isIgnored = ignoreRules(readFileSync(join(root, ".gitignore"), "utf8"));
  const walk = (folder: string): string[] =>
    readdirSync(join(root, folder), { withFileTypes: true }).flatMap((entry) => {
      if (entry.name === ".git" || isIgnored(entry.name)) return [];
      const path = folder === "" ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory()) return walk(path);
      return entry.isFile() ? [path] : [];
    });
  return walk("").sort();
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), "utf8");
}

function ignoreRules(gitignore: string): (name: string) => boolean {
  const lines = gitignore.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
  const names = new Set<string>();
  const endings: string[] = [];
  for (const line of lines) {
    const parts = /^(\*?)([\w.-]+)\/?$/.exec(line);
    if (parts === null) throw new Error(`.gitignore: this check does not understand ${line}`);
    if (parts[1] === "*") endings.push(parts[2] ?? "");
    else names.add(parts[2] ?? "");
  }
  return (name) => names.has(name) || endings.some((ending) => name.endsWith(ending));
}
