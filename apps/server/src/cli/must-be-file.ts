import { stat } from "node:fs/promises";
import path from "node:path";
import { UsageError } from "./output.ts";

/** Wrong use where nothing that can be read stands there: said before anything is done. */
export async function mustBeFile(file: string): Promise<void> {
  const found = await stat(file).catch(() => null);
  if (found === null) throw new UsageError(`There is no file ${file} that can be read. Nothing was done.`);
  if (found.isDirectory())
    throw new UsageError(`${file} is a folder: name the files in it. Nothing was done.`);
}

/** Wrong use where no file of this name could be written: said before anything is done. */
export async function mustBeWritable(file: string): Promise<void> {
  if ((await stat(file).catch(() => null))?.isDirectory())
    throw new UsageError(`${file} is a folder: name the file to write in it. Nothing was done.`);
  const folder = path.dirname(path.resolve(file));
  if (!(await stat(folder).catch(() => null))?.isDirectory())
    throw new UsageError(
      `There is no folder ${folder} to write ${path.basename(file)} in. Nothing was done.`,
    );
}
