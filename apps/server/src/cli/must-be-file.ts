import { stat } from "node:fs/promises";
import { UsageError } from "./output.ts";

/** Wrong use where nothing that can be read stands there: said before anything is done. */
export async function mustBeFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw new UsageError(`There is no file ${file} that can be read. Nothing was done.`);
  if (found.isDirectory())
    throw new UsageError(`${file} is a folder: name the files in it. Nothing was done.`);
}
