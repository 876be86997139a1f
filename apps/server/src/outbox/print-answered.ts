/** Has a print house said anything of a batch? Then it has had it: the ids of batches are known from their folders alone. */
import type { Uuid } from "@innfri/kernel";
import type { Drop } from "./drop.ts";
import { answerFileOf, readPrintAnswer, UnreadableAnswer } from "./read-print-answer.ts";

export const MOST_ANSWER_BYTES = 20 * 1024 * 1024;

/** Among the answers that nobody has read yet. Only one that can be read counts. */
export async function isAnswered(drop: Drop, folder: string, batchId: Uuid): Promise<boolean> {
  for (const name of await drop.list(folder)) {
    const file = answerFileOf(name);
    if (file?.batchId !== batchId) continue;
    const bytes = await drop.read(`${folder}/${name}`, MOST_ANSWER_BYTES);
    try {
      if (bytes !== null && readPrintAnswer(file, bytes) !== null) return true;
    } catch (error) {
      if (!(error instanceof UnreadableAnswer)) throw error;
    }
  }
  return false;
}
