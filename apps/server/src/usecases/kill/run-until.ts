/** The process that the kill test kills. */
import { date } from "@innfri/kernel";
import { untilDay } from "./until-day.ts";

const [directory, until] = process.argv.slice(2);
await untilDay(directory!, process.env.DATABASE_URL, date(until!), () => process.stdout.write("ready\n"));
