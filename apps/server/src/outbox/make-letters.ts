/**
 * The pages of letters that are about to leave. A letter is rendered from its stored data, so a killed delivery that
 * starts again makes the same bytes.
 */
import { renderLetterPdf, renderLetters } from "@innfri/letters";
import { type Door, doorOf, linkOf } from "../door/door-rows.ts";
import type { Creditor } from "../engine/creditors.ts";
import { recipientOf } from "../engine/recipient.ts";
import { defectOf } from "../log/index.ts";
import type { Addressed } from "./carrier.ts";
import type { Claimed } from "./queue.ts";

/** A process that only renders is worth its start from so many letters on. */
export const WORTH_A_POOL = 25;

/** `door` is what the letter names; a letter that is only asked about needs none. */
export function addressed(message: Claimed, creditor: Creditor, door: Door | null = null): Addressed {
  const { messageId, batchId, channel, startedAt, contact } = message;
  return {
    messageId,
    batchId,
    channel,
    at: startedAt,
    data: door === null ? message.data : { ...message.data, ...doorOf(door, message.documentId) },
    contact,
    recipient: recipientOf(contact, creditor.country),
    link:
      door === null || channel !== "email" || startedAt === null
        ? null
        : linkOf(door, { creditorId: creditor.creditorId, caseNumber: message.data.caseNumber }, startedAt),
  };
}

export type Job = Addressed & { readonly message: Claimed };
export type Made = { readonly job: Job; readonly pdf: Uint8Array | null; readonly problem: string };

/** A letter that cannot be made is told and passed over: it must not keep the others. */
export async function* rendered(jobs: AsyncIterable<Job>, isMany: boolean): AsyncGenerator<Made> {
  if (!isMany) {
    for await (const job of jobs) yield renderedHere(job);
    return;
  }
  for await (const letter of renderLetters(jobs))
    yield letter.kind === "rendered"
      ? { job: letter.job, pdf: letter.pdf, problem: "" }
      : {
          job: letter.job,
          pdf: null,
          problem: letter.error === undefined ? letter.problem : defectOf(letter.error),
        };
}

function renderedHere(job: Job): Made {
  try {
    return { job, pdf: renderLetterPdf(job.data, job.recipient, { standard: "a-2a" }), problem: "" };
  } catch (error) {
    return { job, pdf: null, problem: defectOf(error) };
  }
}
