/** A process that sets one evidence bundle: pictures and PDF of strangers are read here, and nowhere else. */
import { type Evidence, setEvidence } from "./set-evidence.ts";

export type EvidenceJob = { readonly evidence: Evidence; readonly isPlain: boolean };
export type EvidenceAnswer = { readonly pdf: Uint8Array } | { readonly problem: string };

process.once("message", ({ evidence, isPlain }: EvidenceJob) => {
  process.send?.(answerTo(evidence, isPlain), () => process.exit(0));
});

function answerTo(evidence: Evidence, isPlain: boolean): EvidenceAnswer {
  try {
    return { pdf: setEvidence(evidence, isPlain) };
  } catch (error) {
    return { problem: String(error) };
  }
}
