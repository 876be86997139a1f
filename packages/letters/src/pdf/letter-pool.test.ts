import { describe, expect, test } from "vitest";
import { INGRID, NO_DEMAND, NO_NOTICE } from "../test-letters.ts";
import { type LetterJob, type RenderedLetter, renderLetters } from "./letter-pool.ts";
import { renderLetterPdf } from "./render-letter.ts";

const notice: LetterJob = { data: NO_NOTICE, recipient: INGRID };
const demand: LetterJob = { data: NO_DEMAND, recipient: INGRID };
const broken: LetterJob = { data: { ...NO_NOTICE, total: "1.00" }, recipient: INGRID };

async function all(letters: AsyncIterable<RenderedLetter>): Promise<RenderedLetter[]> {
  const made: RenderedLetter[] = [];
  for await (const letter of letters) made.push(letter);
  return made;
}

describe("a pool of letters", () => {
  test("gives the same bytes as one process, in the order the letters came, over several processes", async () => {
    const jobs = [notice, demand, notice, notice, demand, demand, notice];
    const made = await all(renderLetters(jobs, { workers: 2, lettersPerProcess: 2 }));
    expect(made.map(({ job }) => job)).toEqual(jobs);
    const own = new Map([notice, demand].map((job) => [job, renderLetterPdf(job.data, job.recipient)]));
    for (const letter of made) {
      if (letter.kind === "failed") throw new Error(letter.problem);
      expect(Buffer.compare(letter.pdf, own.get(letter.job)!)).toBe(0);
    }
  });

  test("goes on after a letter that contradicts itself, and says why", async () => {
    const made = await all(renderLetters([notice, broken, demand], { workers: 1 }));
    expect(made.map(({ kind }) => kind)).toEqual(["rendered", "failed", "rendered"]);
    expect(made[1]).toMatchObject({ problem: expect.stringContaining("do not add up") });
  });

  test("can be left early, and reads no further than its processes can work", async () => {
    let taken = 0;
    function* endless(): Generator<LetterJob> {
      for (;;) {
        taken += 1;
        yield notice;
      }
    }
    for await (const letter of renderLetters(endless(), { workers: 1 })) {
      expect(letter.kind).toBe("rendered");
      break;
    }
    expect(taken).toBeLessThan(5);
  });
});
