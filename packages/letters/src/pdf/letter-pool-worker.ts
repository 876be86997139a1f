/** A process of the letter pool: one letter in, its bytes or its problem out, until its parent lets go. */
import type { LetterJob, PoolAnswer } from "./letter-pool.ts";
import { renderLetterPdf } from "./render-letter.ts";

process.on("message", (job: LetterJob) => {
  process.send?.(answerTo(job));
});
process.on("disconnect", () => process.exit(0));

function answerTo({ data, recipient, standard }: LetterJob): PoolAnswer {
  try {
    return { pdf: renderLetterPdf(data, recipient, standard === undefined ? {} : { standard }) };
  } catch (error) {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }
}
