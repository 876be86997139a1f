/**
 * `npm start`: two sandbox companies, real files, the months of 2026 in seconds, the story of four claims, and then the
 * API over all of it until Ctrl-C. Every line below is the product's own: the demo calls the same use cases as the command
 * line, and serves what `innfri serve` does.
 */
import { existsSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import path from "node:path";
import { untilStopped } from "../cli/until-stopped.ts";
import { openFront } from "./front.ts";
import { OtherInstallationError, startStory } from "./story.ts";

function refuse(reason: string): never {
  console.error(reason);
  process.exit(2);
}

const [given = ".demo"] = process.argv.slice(2);
if (given.startsWith("-"))
  refuse("npm start makes a demo in .demo, and npm start -- DIRECTORY in another. Nothing was made.");
const directory = path.resolve(given);
const MARK = path.join(directory, "made-by-npm-start");

const isAgain = existsSync(directory);
if (isAgain && !existsSync(MARK))
  refuse(`${directory} is there and was not made by npm start: nothing was touched. Give another directory.`);
const running = await runningAt(MARK);
if (running !== null)
  refuse(`This demo runs already, at ${running}. End it there by Ctrl-C first. Nothing was touched.`);

const stopped = untilStopped();
// A database of one's own is the demo's alone. Its keys are made beside its letters all the same.
const { DATABASE_URL } = process.env;
delete process.env.DATABASE_URL;
const front = await openFront();
// What letters name, and where people sign in.
process.env.INNFRI_ADDRESS = front.address;

try {
  const story = await startStory(directory, DATABASE_URL, front, {
    begin: (isOver) => {
      const afresh = isAgain ? "Starting afresh: the demo of before is replaced." : "Setting up the demo.";
      process.stdout.write(`${isOver ? "The demo of before goes on." : afresh}\n`);
    },
    clear: async () => {
      await rm(directory, { recursive: true, force: true });
    },
    mark: () =>
      writeFile(MARK, `This directory is made and replaced by npm start.\n${process.pid} ${front.address}\n`),
  });
  await stopped;
  process.stdout.write("\nEnding the demo.\n");
  await front.stop();
  await story.stop();
} catch (error) {
  await front.stop();
  if (!(error instanceof OtherInstallationError)) throw error;
  refuse(error.message);
}

/** Where the demo answers that the mark tells of; null where it has ended, in good order or not. */
async function runningAt(mark: string): Promise<string | null> {
  const [, pid, address] = /^(\d+) (http:\S+)$/m.exec(await readFile(mark, "utf8").catch(() => "")) ?? [];
  if (pid === undefined || address === undefined) return null;
  try {
    process.kill(Number(pid), 0);
    await fetch(`${address}/health/live`, { signal: AbortSignal.timeout(2_000) });
    return address;
  } catch {
    return null;
  }
}
