import { readFile } from "node:fs/promises";
import { date } from "@innfri/kernel";
import type { Command } from "commander";
import { type PublishedRoot, type Verified, verifyBooks } from "../../usecases/verify-books.ts";
import { onInstallation } from "../context.ts";
import { mustBeFile } from "../must-be-file.ts";
import { type Answer, counted, UsageError } from "../output.ts";
import { whichCreditors } from "../which-creditors.ts";

type VerifyOptions = {
  readonly creditor?: string;
  readonly incremental?: true;
  readonly published?: string;
};

/** `innfri verify`: was anything changed behind the program's back? */
export function registerVerify(program: Command): void {
  program
    .command("verify")
    .description("look for changes made behind Innfri's back: chains, books, letters, bank lines, roots")
    .option("--creditor <id>", "only this creditor")
    .option("--incremental", "only what has changed since the last verify that found nothing")
    .option("--published <file>", "roots as they were published: each must be one of those here")
    .action(async (options: VerifyOptions, command: Command) => {
      const published = options.published === undefined ? [] : await publishedIn(options.published);
      await onInstallation(command, async ({ pool, operator }) =>
        answerOf(
          await verifyBooks(pool, await whichCreditors(pool, options.creditor), {
            isIncremental: options.incremental === true,
            ...(options.creditor === undefined ? { operator } : {}),
            published,
          }),
        ),
      );
    });
}

/** Whatever else a line says: a day and, later on it, 64 hexadecimal digits. */
const ROOT = /(\d{4}-\d{2}-\d{2})\D.*?\b([0-9a-f]{64})\b/gi;

async function publishedIn(file: string): Promise<readonly PublishedRoot[]> {
  await mustBeFile(file);
  const roots = [...(await readFile(file, "utf8")).matchAll(ROOT)].map(([, on, root]) => ({
    on: date(on!),
    root: root!.toLowerCase(),
  }));
  if (roots.length === 0)
    throw new UsageError(
      `There is no root in ${file}: a line has a day and a hash, as innfri seal and innfri roots print them. Nothing was done.`,
    );
  return roots;
}

const SHOWN = 50;

function answerOf(verified: Verified): Answer {
  const { creditors, claims, events, documents, roots, findings, findingCount, since } = verified;
  const read = `Read: ${counted(claims, "claim")} of ${counted(creditors, "creditor")}, with ${counted(events, "event")}, ${counted(documents, "letter")} and ${counted(roots, "root")}`;
  const from = since.flatMap(({ verifiedAt }) => (verifiedAt === null ? [] : [verifiedAt])).sort();
  const covered =
    from.length === 0
      ? ""
      : `Only what has changed since ${from[0]}${from.length < creditors ? `, and all of ${counted(creditors - from.length, "creditor")} that had not been verified` : ""}.\n`;
  const lines = findings
    .slice(0, SHOWN)
    .map(({ claimId, place, what }) => `  ${claimId === null ? "" : `claim ${claimId}, `}${place}: ${what}`);
  const more = findingCount > SHOWN ? [`  … and ${findingCount - SHOWN} more (--json lists them)`] : [];
  const text =
    findingCount === 0
      ? `${read}. Everything is as it was written.`
      : [`${read}. Not as it was written, in ${counted(findingCount, "place")}:`, ...lines, ...more].join(
          "\n",
        );
  return { json: verified, text: `${covered}${text}`, exitCode: findingCount === 0 ? 0 : 1 };
}
