/**
 * `npm start`: two sandbox companies, real files, the months of 2026 in seconds, and the story of four claims. Every
 * line below is the product's own: the demo calls the same use cases as the command line.
 */
import { existsSync } from "node:fs";
import { rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { startStory } from "./story.ts";

const [given = ".demo"] = process.argv.slice(2);
if (given.startsWith("-")) {
  console.error("npm start makes a demo in .demo, and npm start -- DIRECTORY in another. Nothing was made.");
  process.exit(2);
}
const directory = path.resolve(given);
const MARK = path.join(directory, "made-by-npm-start");

const isAgain = existsSync(directory);
if (isAgain && !existsSync(MARK)) {
  console.error(
    `${directory} is there and was not made by npm start: nothing was touched. Give another directory.`,
  );
  process.exit(2);
}

process.stdout.write(
  isAgain ? "Starting afresh: the demo of before is replaced.\n" : "Setting up the demo.\n",
);
await startStory(directory, {
  clear: async () => {
    await rm(directory, { recursive: true, force: true });
  },
  mark: () => writeFile(MARK, "This directory is made and replaced by npm start.\n"),
});
