import { testDatabase } from "@innfri/testing";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { readText } from "./repository-files.ts";
import { type Ended, firstUnprinted, newcomersShell, shownBlocks } from "./test-doc-commands.ts";

/** The demo keeps its companies to itself: in a clone they lie in a folder of their own. */
const demo = await testDatabase();
const ofDemo = /\bnpm start\b|--data \.demo\b/;

async function aShell(): Promise<(command: string) => Promise<Ended>> {
  const directory = temporaryFolder("docs");
  const database = await testDatabase();
  const shell = await newcomersShell(directory);
  return (command) => shell(command, ofDemo.test(command) ? demo.url : database.url);
}

/** Pages that go on from one another share a shell. */
const walks = [
  { pages: ["README.md"], least: 6, run: await aShell() },
  {
    pages: [
      "docs/start.md",
      "docs/guides/import-a-csv-file.md",
      "docs/guides/read-a-bank-file.md",
      "docs/guides/follow-a-collection-list.md",
      "docs/guides/stop-postpone-release.md",
    ],
    least: 15,
    run: await aShell(),
  },
  { pages: ["docs/guides/several-companies.md"], least: 4, run: await aShell() },
  { pages: ["docs/guides/choose-and-check-a-plan.md"], least: 7, run: await aShell() },
  { pages: ["docs/guides/the-rates-of-the-new-half-year.md"], least: 8, run: await aShell() },
  { pages: ["docs/reference/law-coverage.md"], least: 2, run: await aShell() },
  { pages: ["conformance/README.md"], least: 2, run: await aShell() },
];

describe("A newcomer who types what the pages show (S2)", () => {
  it.each(walks)(
    "gets what $pages say",
    async ({ pages, least, run }) => {
      const blocks = pages.flatMap((page) => shownBlocks(readText(page)));
      expect(blocks.flatMap(({ commands }) => commands).length).toBeGreaterThanOrEqual(least);
      for (const { commands, exitCode, prints } of blocks) {
        let output = "";
        for (const [index, command] of commands.entries()) {
          const ended = await run(command);
          const expected = index === commands.length - 1 ? exitCode : 0;
          expect(ended, `${command}\n${ended.output}`).toMatchObject({ exitCode: expected });
          output += ended.output;
        }
        const missing = firstUnprinted(prints, output);
        expect(missing, `${commands.join("\n")}\nprinted\n${output}`).toBeUndefined();
      }
    },
    180_000,
  );
});

describe("The check of the commands", () => {
  const page = [
    "```sh\nnever run\n```",
    "```sh run\nfirst\n\nsecond\n```\n\nIt prints\n\n```text\na\n…\n  c\n```",
    "```sh run exit=1\nthird\n```\n\n```json\n{}\n```",
  ].join("\n\n");

  it("runs the blocks that are marked, and takes what they print from the block behind", () => {
    expect(shownBlocks(page)).toEqual([
      { commands: ["first", "second"], exitCode: 0, prints: ["a", "  c"] },
      { commands: ["third"], exitCode: 1, prints: [] },
    ]);
  });

  it.each([
    ["a line that is missing", ["a", "x"], "x"],
    ["lines in another order", ["b", "a"], "a"],
    ["a line that differs in its margin", ["a", "c"], "c"],
  ])("sees %s", (_, prints, first) => {
    expect(firstUnprinted(prints, "a\nb\n  c\n")).toBe(first);
  });

  it("leaves out what the page leaves out", () => {
    expect(firstUnprinted(["a", "  c"], "a \nb\n  c\n")).toBeUndefined();
  });
});
