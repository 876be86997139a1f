/** Takes one bank file in a process of its own, which a test kills. Arguments: database, directory, bank file. */
import { fileSource } from "../file-source.ts";
import { readOperator } from "../installation.ts";
import { openPool, withOperator } from "../store/index.ts";
import { recordPayments } from "../usecases/record-payments.ts";

const [url, directory, file] = process.argv.slice(2) as [string, string, string];
const pool = await openPool({ url, role: "innfri_engine" });
const operator = (await withOperator(pool, readOperator))!;
process.stdout.write("begins\n");
const outcome = await recordPayments(
  { pool, directory, operator },
  fileSource(file),
  new Date("2026-11-02T09:00:00.000Z"),
  { pageLines: 25 },
);
process.stdout.write(`${JSON.stringify(outcome)}\n`);
await pool.close();
