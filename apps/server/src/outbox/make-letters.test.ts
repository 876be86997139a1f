import type { LetterData } from "@innfri/letters";
import { describe, expect, it } from "vitest";
import { type Job, type Made, rendered } from "./make-letters.ts";

/** As a defect could leave one: with a name where a day belongs. */
const BROKEN = {
  kind: "no.notice",
  operator: { kind: "self" },
  caseNumber: "00000000030015",
  datedOn: "Ingrid Oppdiktet",
  payBy: "Blindveien 13",
  objectBy: "2026-05-29",
  claims: [],
  lines: [],
  next: [],
  total: "1.00",
  payByTotal: "1.00",
} as unknown as LetterData;

describe("A letter that cannot be made", () => {
  it.each([
    ["in this process", false],
    ["by a process that only makes letters", true],
  ])(
    "%s is told by the kind and the place of its defect, without the words that name somebody",
    async (_where, isMany) => {
      const recipient = { name: "Ingrid Oppdiktet", addressLines: ["Blindveien 13"], country: "NO" };
      const job = { data: BROKEN, recipient } as unknown as Job;
      const made: Made[] = [];
      for await (const one of rendered(jobsOf(job), isMany)) made.push(one);
      expect(made).toEqual([
        {
          job,
          pdf: null,
          problem: expect.stringMatching(/^RangeError at packages\/letters\/src\/[\w./-]+:\d+$/),
        },
      ]);
    },
  );
});

async function* jobsOf(job: Job): AsyncGenerator<Job> {
  yield job;
}
