/**
 * An evidence bundle, set in a process of its own: what strangers attached may make it fail, hang or die. Then the bundle
 * is set again with those files listed by name and checksum alone.
 */
import { fork } from "node:child_process";
import { fileURLToPath } from "node:url";
import type { EvidenceAnswer, EvidenceJob } from "./evidence-worker.ts";
import type { Evidence } from "./set-evidence.ts";

const WORKER = fileURLToPath(new URL("./evidence-worker.ts", import.meta.url));
const WITHIN_MS = 30_000;

export async function renderEvidencePdf(evidence: Evidence, withinMs = WITHIN_MS): Promise<Uint8Array> {
  const whole = await answerTo({ evidence, isPlain: false }, withinMs);
  if ("pdf" in whole) return whole.pdf;
  const plain = await answerTo({ evidence, isPlain: true }, WITHIN_MS);
  if ("pdf" in plain) return plain.pdf;
  throw new Error(`an evidence bundle could not be set: ${plain.problem}`);
}

function answerTo(job: EvidenceJob, withinMs: number): Promise<EvidenceAnswer> {
  return new Promise((resolve) => {
    const child = fork(WORKER, [], { serialization: "advanced", execArgv: ["--max-old-space-size=512"] });
    const timer = setTimeout(() => child.kill("SIGKILL"), withinMs);
    const settle = (answer: EvidenceAnswer): void => {
      clearTimeout(timer);
      resolve(answer);
    };
    child.once("message", (answer: EvidenceAnswer) => settle(answer));
    child.once("exit", () => settle({ problem: "its process ended" }));
    child.once("error", (error) => settle({ problem: String(error) }));
    child.send(job);
  });
}
