import path from "node:path";
import type { Command } from "commander";
import { doctor } from "../../operations/doctor/doctor.ts";
import type { Finding } from "../../operations/doctor/finding.ts";
import { answering, globals } from "../context.ts";
import { type Answer, counted } from "../output.ts";
import { wrapped } from "../wrap.ts";

/** `innfri doctor` */
export function registerDoctor(program: Command): void {
  program
    .command("doctor")
    .description("what of this installation stands and what does not, and what to do about it")
    .action(async (_: object, command: Command) => {
      await answering(command, async () => {
        const directory = path.resolve(globals(command).data);
        return answerOf(await doctor(directory, process.env.DATABASE_URL, new Date(), process.env));
      });
    });
}

const SIGNS = { ok: "  ok     ", warning: "  look   ", wrong: "  WRONG  " } as const;

function answerOf(findings: readonly Finding[]): Answer {
  const wrong = findings.filter(({ status }) => status === "wrong").length;
  const looks = findings.filter(({ status }) => status === "warning").length;
  const lines = findings.map(({ topic, status, found, todo }) =>
    wrapped(`${SIGNS[status]}${topic.padEnd(15)} `, todo === null ? found : `${found}. To do: ${todo}`),
  );
  const sum =
    wrong > 0
      ? `${counted(wrong, "thing is", "things are")} wrong, ${looks} to look at.`
      : looks > 0
        ? `Nothing is wrong; ${counted(looks, "thing")} to look at.`
        : "Everything stands.";
  return {
    json: { wrong, warnings: looks, findings },
    text: [...lines, sum].join("\n"),
    exitCode: wrong > 0 ? 1 : 0,
  };
}
