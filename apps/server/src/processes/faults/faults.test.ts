import { describe, expect, it } from "vitest";
import { POINTS } from "../../faults/points.ts";
import { reported, reportText } from "./test-report.ts";
import { type Options, withStage } from "./test-stage.ts";

// The long form is `npm run faults`.
const OPTIONS: Options = {
  seed: Number(process.env.INNFRI_FAULTS_SEED ?? Math.floor(Math.random() * 1_000_000)),
  runs: 6,
  from: 0,
  only: null,
  isShort: true,
};

describe("A day of three companies, on which processes, the database and the wires between them fail (B4, B21)", () => {
  it("leaves what an undisturbed one leaves, and what nobody can know is given to a person and not sent again", async () => {
    const lines: string[] = [];
    const results = await withStage((stage) => stage.runs(OPTIONS, (line) => void lines.push(line)));
    const report = reported(OPTIONS, results);
    const { lost, doubled, findings, broken, unknown } = report;
    const { unexplained } = unknown;
    expect(
      { lost, doubled, findings, broken, unexplained },
      [...lines, reportText(report)].join("\n"),
    ).toEqual({
      lost: 0,
      doubled: 0,
      findings: 0,
      broken: 0,
      unexplained: 0,
    });
    expect(Object.keys(report.byPoint)).toEqual([...POINTS].sort());
  }, 600_000);
});
