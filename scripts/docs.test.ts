import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, normalize } from "node:path";
import { CUSTOMER_KINDS, OPEN_ITEM_FIELDS } from "@innfri/formats";
import { describe, expect, it } from "vitest";
import { ROOT, readText, repositoryFiles } from "./repository-files.ts";

const pages = repositoryFiles().filter((path) => path.endsWith(".md"));

describe("The documentation", () => {
  it("links only to pages, headings and files that are there", () => {
    expect(pages.flatMap((page) => brokenLinks(page, readText(page)))).toEqual([]);
    expect(pages.length).toBeGreaterThan(15);
  });

  it("says nothing twice on a page", () => {
    const long = (page: string) =>
      readText(page)
        .split("\n")
        .filter((line) => line.length > 200);
    const twice = pages.flatMap((page) =>
      long(page).flatMap((line, at, all) =>
        all.indexOf(line) < at ? [`${page}: ${line.slice(0, 60)}`] : [],
      ),
    );
    expect(twice).toEqual([]);
  });

  it("lists every decision", () => {
    const list = readText("docs/adr/README.md");
    const decisions = pages.filter((page) => /^docs\/adr\/\d/.test(page));
    expect(decisions.filter((page) => !list.includes(`(${page.slice("docs/adr/".length)})`))).toEqual([]);
  });

  it("shows only commands that exist", () => {
    expect(pages.flatMap((page) => unknownCommands(page, readText(page)))).toEqual([]);
  });
});

describe("The reference of the CSV of open items", () => {
  const page = readText("docs/reference/csv-of-open-items.md");

  it("shows the header that is read", () => {
    expect(page).toContain(`\n${OPEN_ITEM_FIELDS.join(";")}\n`);
  });

  it("explains each column once, and each kind of customer", () => {
    const explained = [...page.matchAll(/^\| `(\w+)` \|/gm)].map((match) => match[1]);
    expect(explained).toEqual([...OPEN_ITEM_FIELDS]);
    expect(CUSTOMER_KINDS.filter((kind) => !page.includes(`\`${kind}\``))).toEqual([]);
  });
});

describe("The reference of the command line", () => {
  const page = readText("docs/reference/command-line.md");
  const common = ["--data", "--json"];

  it("has a section for each command, and no other", () => {
    expect(sections(page).map(({ command }) => command)).toEqual(
      expect.arrayContaining(leafCommands().map((path) => path.join(" "))),
    );
    expect(sections(page).length).toBe(leafCommands().length);
  });

  it.each(leafCommands().map((path) => path.join(" ")))("has the options of innfri %s", (command) => {
    const known = optionsOf(command.split(" ")).filter((option) => !common.includes(option));
    const section = sections(page).find((one) => one.command === command);
    const add = sections(page).find((one) => one.command === "creditor add");
    // The two commands share the rules, which the page tells once.
    const shared = (add?.options ?? []).filter(
      (option) => !["--country", "--sandbox", "--clock"].includes(option),
    );
    const shown = [...(section?.options ?? []), ...(command === "creditor set" ? shared : [])];
    expect(shown.toSorted()).toEqual(known.toSorted());
  });

  it("has what every command takes", () => {
    const options = [...page.slice(0, page.indexOf("## Exit codes")).matchAll(OPTION_ROW)];
    expect(options.map((match) => match[1])).toEqual(common);
  });
});

describe("The checks of the documentation", () => {
  it("see a link to nowhere, to no heading, and none in code", () => {
    const page = "[a](gone.md) [b](README.md#no-such-heading) `[c](gone.md)` [d](https://example.com)";
    expect(brokenLinks("README.md", page)).toEqual([
      "README.md: gone.md",
      "README.md: README.md#no-such-heading",
    ]);
  });

  it("see commands that do not exist, past a prompt and at the end of a line of several", () => {
    const page =
      "```sh\n$ npm run no-such-script\nnpm ci && npx innfri no-such-command\n" +
      "npx innfri run --until 2026-06-01 --no-such-option\n```\n";
    expect(unknownCommands("README.md", page)).toEqual([
      "README.md: npm run no-such-script",
      "README.md: npx innfri no-such-command",
      "README.md: npx innfri run --until 2026-06-01 --no-such-option",
    ]);
  });
});

function brokenLinks(page: string, text: string): string[] {
  const prose = text.replaceAll(/^[ \t]*```[\s\S]*?^[ \t]*```/gm, "").replaceAll(/`[^`\n]*`/g, "");
  const links = [...prose.matchAll(/\]\(([^)\s]+)\)/g)].map((match) => match[1] ?? "");
  return links
    .filter((link) => !/^[a-z]+:/.test(link) && !leadsSomewhere(page, link))
    .map((link) => `${page}: ${link}`);
}

function leadsSomewhere(page: string, link: string): boolean {
  const [file = "", heading] = link.split("#");
  const target = file === "" ? page : normalize(join(dirname(page), file));
  if (!existsSync(join(ROOT, target))) return false;
  return heading === undefined || headings(readText(target)).has(heading);
}

/** The anchors that the page's headings get where Markdown is shown. */
function headings(text: string): Set<string> {
  const lines = text.replaceAll(/^[ \t]*```[\s\S]*?^[ \t]*```/gm, "").matchAll(/^#{1,6} +(.+)$/gm);
  return new Set([...lines].map((match) => slug(match[1] ?? "")));
}

function slug(heading: string): string {
  return heading
    .toLowerCase()
    .replaceAll(/[^\p{L}\p{N}\s_-]/gu, "")
    .trim()
    .replaceAll(" ", "-");
}

function unknownCommands(page: string, text: string): string[] {
  const blocks = [
    ...text.matchAll(/^[ \t]*```(?:(?:sh|bash|console)(?: run(?: exit=\d)?)?)?\n([\s\S]*?)^[ \t]*```/gm),
  ].map((match) => match[1] ?? "");
  const commands = blocks.flatMap((block) => block.split("\n").flatMap((line) => line.split(/&&|\|\||[;|]/)));
  return commands
    .map((command) =>
      command
        .replace(/^\s*\$ /, "")
        .replace(/\s#.*$/, "")
        .trim(),
    )
    .filter((command) => !isKnown(command.split(/\s+/)))
    .map((command) => `${page}: ${command}`);
}

function isKnown([program, ...words]: readonly string[]): boolean {
  if (program === "npm") return isNpmCommand(words);
  if (program === "npx") return words[0] === "innfri" && isInnfriCommand(words.slice(1));
  if (program === "innfri") return isInnfriCommand(words);
  return true;
}

function isNpmCommand([verb = "", script = ""]: readonly string[]): boolean {
  const { scripts } = JSON.parse(readText("package.json")) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  if (verb === "ci") return true;
  return (verb === "run" ? script : verb) in scripts;
}

/** Follows the words down the command line's own help, as far as they name commands; then its options are told. */
function isInnfriCommand(words: readonly string[]): boolean {
  const path: string[] = [];
  for (const word of words) {
    const known = commandsBelow(path);
    if (word.startsWith("-") || (known.length === 0 && path.length > 0)) break;
    if (!known.includes(word)) return false;
    path.push(word);
  }
  const known = optionsOf(path);
  return words.every((word) => !/^--[a-z]/.test(word) || word === "--help" || known.includes(word));
}

const OPTION_ROW = /^\| `(--[a-z-]+)[^`]*` \|/gm;

/** The page's sections on commands, with the options in their tables. */
function sections(page: string): { readonly command: string; readonly options: readonly string[] }[] {
  return page
    .split(/^##+ /m)
    .filter((part) => part.startsWith("innfri "))
    .map((part) => ({
      command: part.slice("innfri ".length, part.indexOf("\n")),
      options: [...part.matchAll(OPTION_ROW)].map((match) => match[1] ?? ""),
    }));
}

/** Every command that does something, as the words that name it. */
function leafCommands(path: readonly string[] = []): (readonly string[])[] {
  const below = commandsBelow(path);
  return below.length === 0 ? [path] : below.flatMap((name) => leafCommands([...path, name]));
}

function commandsBelow(path: readonly string[]): readonly string[] {
  return listed(path, "Commands", /^ {2}([a-z][a-z-]*)/gm).filter((name) => name !== "help");
}

function optionsOf(path: readonly string[]): readonly string[] {
  return listed(path, "Options", /^ {2}(?:-[a-z], )?(--[a-z-]+)/gm).filter((name) => name !== "--help");
}

function listed(path: readonly string[], heading: string, name: RegExp): readonly string[] {
  const list = new RegExp(`^${heading}:\\n((?: {2}.*\\n?)+)`, "m").exec(help(path))?.[1] ?? "";
  return [...list.matchAll(name)].map((match) => match[1] ?? "");
}

const helpCache = new Map<string, string>();

function help(path: readonly string[]): string {
  const key = path.join(" ");
  const cached = helpCache.get(key);
  if (cached !== undefined) return cached;
  const bin = join(ROOT, "apps/server/bin/innfri.js");
  const env = { NODE_COMPILE_CACHE: join(tmpdir(), "compiled"), ...process.env };
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...path, "--help"], {
    encoding: "utf8",
    env,
  });
  if (status !== 0) throw new Error(`innfri ${key} --help: ${stderr}`);
  helpCache.set(key, stdout);
  return stdout;
}
