import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { temporaryFolder } from "@innfri/testing/folders";
import { describe, expect, it } from "vitest";
import { exportedFrom } from "./exported.ts";
import { ROOT } from "./repository-files.ts";

describe.each([
  ["@innfri/law", "packages/law/src/index.ts", 120],
  ["@innfri/law/tables", "packages/law/src/tables.ts", 50],
  ["@innfri/kernel", "packages/kernel/src/index.ts", 40],
])("What %s lets out", (_, entry, least) => {
  const exported = exportedFrom(join(ROOT, entry));

  it("is explained, each by a comment of its own", () => {
    const bare = exported.filter(({ doc }) => doc.length < 10);
    expect(bare.map(({ file, name }) => `${file.slice(ROOT.length + 1)}: ${name}`)).toEqual([]);
    expect(exported.length).toBeGreaterThan(least);
  });
});

describe("The check of what is explained", () => {
  const folder = temporaryFolder("exported");

  it("follows doors, and sees what has no comment of its own", () => {
    writeFileSync(
      join(folder, "a.ts"),
      '/** The file. */\nimport { x } from "./b.ts";\nexport const bare = x;\n/** Told. */\nexport type Told = 1;\n',
    );
    writeFileSync(
      join(folder, "b.ts"),
      "export const x = 1;\nexport function hidden() {}\nexport class Y {}\n",
    );
    writeFileSync(join(folder, "index.ts"), 'export * as all from "./a.ts";\nexport { Y } from "./b.ts";\n');
    expect(exportedFrom(join(folder, "index.ts")).map(({ name, doc }) => [name, doc])).toEqual([
      ["bare", ""],
      ["Told", "Told."],
      ["Y", ""],
    ]);
  });
});
